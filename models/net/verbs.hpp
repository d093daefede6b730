// Every (topic, verb) the network models report, with its fields.  Stable: expectations and reports name
// them.
#pragma once

#include <string_view>

#include "sim/kernel/verb.hpp"

namespace nearsim::net {

struct Verb {
  std::string_view topic;
  std::string_view name;
  std::string_view meaning;
};

// clang 14 crashes on literals that such a constructor makes, and works them out when they are needed.
#if defined(__clang__) && __clang_major__ < 15
#define NEARSIM_CONSTEVAL constexpr
#else
#define NEARSIM_CONSTEVAL consteval
#endif

// A verb of one topic in such a table, from its name.  One that is not listed does not compile (clang 14: is
// thrown).
template <const auto& table, const char* of>
struct Listed : kernel::Verb {
  NEARSIM_CONSTEVAL Listed(const char* name) : kernel::Verb(of, listed(name)) {}

 private:
  static NEARSIM_CONSTEVAL std::string_view listed(std::string_view name) {
    for (const net::Verb& verb : table)
      if (verb.topic == of && verb.name == name) return verb.name;
    throw "a verb that the table does not list";
  }
};

inline constexpr Verb verbs[] = {
    {"net", "lost", "a transmission node -> peer was lost and will be tried again (retry_in)"},
    {"net", "backlog", "the way node -> peer is down and messages wait for it (waiting)"},
    {"net", "down", "the way node -> peer, in use until now, carries nothing any more"},
    {"net", "up", "the way node -> peer carries again"},
    {"net", "path", "what carries between node and peer changes (was, now)"},
    {"net", "bluetooth_full",
     "node cannot connect to peer over Bluetooth: one of them holds as many as it can (error, full)"},
    {"discovery", "published", "node offers a record (identity)"},
    {"discovery", "withdrawn", "node's record ends (identity, goodbye)"},
    {"discovery", "found", "node sees the record of peer (identity)"},
    {"discovery", "conflict", "node's name is another's already: it asks again, or takes another (renamed)"},
    {"discovery", "lost", "node no longer sees the record of peer (identity, why)"},
};

inline constexpr char discovery_topic[] = "discovery";
using DiscoveryVerb = Listed<verbs, discovery_topic>;

}  // namespace nearsim::net
