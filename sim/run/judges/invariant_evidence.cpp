// I9: a device that slept may not hold its own sleep against its peer.
//
//   Ana  heard Bob |----awake----|####asleep####|-- suspect: only the awake part is evidence
//
// The silence is what it was in truth, where that is shorter than what the device says: a clock that was set
// forward would otherwise hide the sleep.  An invitation without answer kills nobody, and is not looked at.
#include <fmt/format.h>

#include <algorithm>

#include "sim/run/judges/invariants.hpp"
#include "sim/run/judges/verdicts.hpp"

namespace nearsim::run {
namespace {

const Verbs& heard() {
  static const Verbs all{{"engine", "suspect"}};
  return all;
}

class Evidence final : public InvariantJudge {
 public:
  Evidence(const Court& court, const InvariantCase& which)
      : InvariantJudge(court, which, {.verbs = &heard()}) {}

  void happened(const Happening& h, VerbNumber) override {
    if (!silence() || !silence()->gap || !silence()->allowed) return;
    base::Instant from = h.record.at - *silence()->gap;
    if (const base::Instant last = signs().last(h.node, h.peer); last != base::never && !h.of_earlier)
      from = std::max(from, last);
    const base::Duration slept = signs().slept(h.node, from, h.record.at);
    if (slept == base::Duration{} || h.record.at - from - slept > at_least(*silence()->allowed)) return;
    broken(
        h.record.at, h.node, h.peer,
        fmt::format("{} gives {} up after {} of silence, but slept itself for {} of them; its patience is {}",
                    names()(h.node), names()(h.peer), seconds(*silence()->gap), seconds(slept),
                    seconds(*silence()->allowed)),
        h.index);
  }
  [[nodiscard]] Verdict verdict() const override {
    return made(violated() == 0 ? Held::held : Held::violated, violated() == 0 ? "" : times(violated()));
  }
};

}  // namespace

Seat make_evidence(const Court& court, const InvariantCase& which) { return seat<Evidence>(court, which); }

}  // namespace nearsim::run
