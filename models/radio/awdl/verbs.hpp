// Every (topic, verb) that AWDL reports; the names are those of Change.  Stable: expectations and reports
// name them.
#pragma once

#include <string_view>

namespace nearsim::radio::awdl {

struct Verb {
  std::string_view topic;
  std::string_view name;
  std::string_view meaning;
};

inline constexpr Verb verbs[] = {
    {"awdl", "on", "node's AWDL comes on, with a new address"},
    {"awdl", "off", "node's AWDL goes off; nobody is told"},
    {"awdl", "metric", "node has listened and has a metric of its own"},
    {"awdl", "master", "node follows nobody any more"},
    {"awdl", "follows", "node follows peer, and takes its clock"},
    {"awdl", "jumped", "node sets its clock after peer's (by)"},
    {"awdl", "lost_master", "node has not heard peer, its master, for too long, and listens for it"},
    {"awdl", "met", "node knows peer now"},
    {"awdl", "forgot", "node has not heard peer for too long"},
};

}  // namespace nearsim::radio::awdl
