// A monitor watches a run and judges it at the end.  It is passive: it schedules nothing and draws nothing,
// so that adding one cannot change a fingerprint.  What must hold for a length of time is therefore judged
// from the instants at which it began and ended; a violation's instant is exact all the same (`began +
// bound`), and the records around it come from running the seed again with a sink.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/check.hpp"
#include "sim/kernel/trace.hpp"
#include "sim/run/ledger.hpp"
#include "sim/scenario/meters.hpp"

namespace nearsim::run {

// Every (topic, verb) that somebody may want to hear has a number; see judges/records.hpp.
using VerbNumber = std::uint16_t;
inline constexpr VerbNumber no_verb = 255;  // all that have none
using VerbSet = std::bitset<no_verb + 1>;

struct Happening {  // a trace record, with its verb and its devices as numbers
  const kernel::Record& record;
  std::uint64_t index = 0;
  VerbNumber verb = no_verb;
  Node node = net::no_node, peer = net::no_node;
  bool of_earlier = false;  // it concerns an object by which the peer no longer goes
};

// Something from outside: a fault that begins or ends, or a step of the workload.
enum class Outside : std::uint8_t { fault_begins, fault_ends, user };
enum class Lasts : std::uint8_t { no, yes };  // yes: until a `fault_ends` of the same fault
inline constexpr std::uint32_t no_fault = ~std::uint32_t{0};
struct Intervention {
  base::Instant at;
  Outside what = Outside::user;
  Node a = net::no_node, b = net::no_node;  // whom it concerns; no_node: everybody
  std::uint32_t fault = no_fault;           // its number in the run, if it is one
  Lasts lasts = Lasts::no;
};

// One reading of a meter: an amount, of one device or from one to another.  No record, no fingerprint.
struct Metering {
  base::Instant at, until;  // the same, but for what lasts
  scenario::MeterKind what{};
  Node node = net::no_node, peer = net::no_node;
  std::string_view part;  // the technology, or the queue
  std::int64_t amount = 0;
};

struct Violation {
  std::string of;    // "I8" or the expectation's text
  base::Instant at;  // when it became true that it does not hold
  Node a = net::no_node, b = net::no_node;
  std::string detail;                   // one sentence with the figures
  std::optional<std::uint64_t> record;  // the record that broke it, if one did
};

class Monitor : public Ledger::Watcher {
 public:
  virtual ~Monitor() = default;
  virtual void happened(const Happening&) {}
  virtual void intervened(const Intervention&) {}
  virtual void metered(const Metering&) {}
  void pair_changed(base::Instant, const Ledger::Pair&) override {}
  void device_changed(base::Instant, Node) override {}
  void reachability_changed(base::Instant) override {}
  virtual void finish(base::Instant end) = 0;  // judges what is still open

  // Records of which verbs it is told.  One that nobody takes is counted, and not made.
  [[nodiscard]] bool hears(VerbNumber verb) const { return heard_[verb]; }

 protected:
  // Of fewer and fewer: what nobody heard once is not offered again.
  void hear_only(const VerbSet& verbs) {
    NEARSIM_CHECK((verbs & ~heard_).none(), "a monitor wants to hear what it did not before");
    heard_ = verbs;
  }

 private:
  VerbSet heard_ = VerbSet{}.set();
};

}  // namespace nearsim::run
