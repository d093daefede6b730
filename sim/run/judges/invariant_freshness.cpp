// I23: old news brings nobody back.
//
//   Bob   ""| left, or began anew as somebody else
//   Ana     |---- bound ----|   may still act on what she knew
//                           |   an attempt at the old Bob that begins here: violated
#include <fmt/format.h>

#include "sim/run/judges/invariants.hpp"

namespace nearsim::run {
namespace {

class Freshness final : public InvariantJudge {
 public:
  Freshness(const Court& court, const InvariantCase& which)
      : InvariantJudge(court, which, {.pairs = true, .records = true}),
        invite_(verb_number("engine", "invite")) {}

  // Of the dead that others still speak of, the invitation tells: it fails at once, and the instant shows
  // nothing.
  void happened(const Happening& h, VerbNumber verb) override {
    if (verb != invite_ || h.peer == net::no_node || pairs().there(h.peer)) return;
    if (!says(h.record, "why", "gossip")) return;
    const base::Instant changed = signs().changed(h.peer);
    if (changed == base::never || h.record.at - changed <= bound()) return;
    broken(h.record.at, h.node, h.peer,
           fmt::format("{} invites {}, who has not been there since {}, {} ago", names()(h.node),
                       names()(h.peer), seconds(changed), seconds(h.record.at - changed)),
           h.index);
  }

  void pair_settled(base::Instant at, PairBook::Index index) override {
    const PairState& before = pairs().before();
    const PairState& now = pairs()[index];
    look(at, before.ab, now.ab, now.a, now.b, now.a_runs);
    look(at, before.ba, now.ba, now.b, now.a, now.b_runs);
  }
  [[nodiscard]] Verdict verdict() const override {
    return made(violated() == 0 ? Held::held : Held::violated, violated() == 0 ? "" : times(violated()));
  }

 private:
  void look(base::Instant at, const View& before, const View& now, Node of, Node about, bool runs) {
    if (!runs || !now.tries_old || before.tries_old) return;
    const base::Instant changed = signs().changed(about);
    if (changed == base::never || at - changed <= bound()) return;
    broken(at, of, about,
           fmt::format("{} tries a {} that has not been there since {}, {} ago", names()(of), names()(about),
                       seconds(changed), seconds(at - changed)));
  }

  VerbNumber invite_;
};

}  // namespace

Seat make_freshness(const Court& court, const InvariantCase& which) { return seat<Freshness>(court, which); }

}  // namespace nearsim::run
