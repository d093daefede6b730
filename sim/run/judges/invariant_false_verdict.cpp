// I5: nobody gives a peer up for silence who was there all the time.
//
//   Bob runs, in reach, nothing lost """""""""""""""""""""""
//   Ana                     |------ timeout ------| suspect: violated
//
// Either something of the peer arrived within the timeout, or nothing hindered it for the length of the
// timeout: then its silence was agreed on by the design itself, and proves nothing.
//
// Excused is only what is no verdict on this link: on one that has no two ends any more, and on an object by
// which the peer no longer goes.  That the judging device slept excuses nothing: what reached it meanwhile
// has reached it.  A handshake that is not done in time is I17's and I2's matter.
#include <fmt/format.h>

#include "sim/run/judges/invariants.hpp"
#include "sim/run/judges/verdicts.hpp"

namespace nearsim::run {
namespace {

const Verbs& heard() {
  static const Verbs all{{"engine", "suspect"}};
  return all;
}

class NoFalseVerdict final : public InvariantJudge {
 public:
  NoFalseVerdict(const Court& court, const InvariantCase& which)
      : InvariantJudge(court, which,
                       {.pairs = parts::truth | parts::presence | parts::reach, .verbs = &heard()}) {}

  void pair_settled(base::Instant at, PairBook::Index index) override {
    const PairState& p = pairs()[index];
    Pair& pair = at_index(pairs_, index);
    pair.live = p.truth.live > 0;
    const bool well = p.both_run() && p.reachable();
    if (well && pair.well_since == base::never) pair.well_since = at;
    if (!well) pair.well_since = base::never;
  }
  void happened(const Happening& h, VerbNumber) override {
    if (!silence()) return;
    const base::Duration patience = silence()->allowed.value_or(bound());
    const base::Instant from = h.record.at - at_least(patience);
    const Pair pair = at_index(pairs_, court_pairs().touch(h.node, h.peer));
    const bool invitation = says(h.record, "why", "refusal_presumed");
    if (!invitation && !pair.live) return;  // what is dead may be called dead
    if (h.of_earlier) return;  // designs that key by the object give up the one that it was, and are right
    const base::Instant heard = signs().heard(h.node, h.peer);
    if (!invitation && heard != base::never && heard > from) {
      broken(h.record.at, h.node, h.peer,
             fmt::format("{} gives {} up for silence, but heard of it {} ago; its patience is {}",
                         names()(h.node), names()(h.peer), seconds(h.record.at - heard), seconds(patience)),
             h.index);
    } else if (unhindered(pair, h, from)) {
      broken(h.record.at, h.node, h.peer,
             fmt::format("{} gives {} up after {} of silence, but it ran, was in reach and lost nothing",
                         names()(h.node), names()(h.peer), seconds(silence()->gap.value_or(patience))),
             h.index);
    }
  }
  [[nodiscard]] Verdict verdict() const override {
    return made(violated() == 0 ? Held::held : Held::violated, violated() == 0 ? "" : times(violated()));
  }

 private:
  struct Pair {
    base::Instant well_since = base::never;  // both run and reach each other
    bool live = false;
  };
  [[nodiscard]] bool unhindered(const Pair& pair, const Happening& h, base::Instant from) const {
    const auto lost_since = [&](base::Instant lost) { return lost != base::never && lost >= from; };
    return pair.well_since != base::never && pair.well_since <= from &&
           weather().quiet(h.node, h.peer, from) && !lost_since(signs().lost(h.node, h.peer)) &&
           !lost_since(signs().lost(h.peer, h.node));
  }

  std::pmr::vector<Pair> pairs_{run_memory()};  // by the pair's number
};

}  // namespace

Seat make_no_false_verdict(const Court& court, const InvariantCase& which) {
  return seat<NoFalseVerdict>(court, which);
}

}  // namespace nearsim::run
