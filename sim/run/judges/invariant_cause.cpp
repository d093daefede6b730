// I8: nothing disconnects by itself.  Judged up to the first intervention: after that, a disconnect may have
// a cause.
//
// Only what was connected can be disconnected: whoever lets go of an end whose other end never came to be,
// and of which its application heard nothing, repairs.  How long that may take is I3's matter.  Who hears a
// goodbye, or lets go while the other end is there or is coming, is disconnected.
#include <fmt/format.h>

#include <memory_resource>
#include <utility>
#include <vector>

#include "sim/run/judges/invariants.hpp"

namespace nearsim::run {
namespace {

const Verbs& heard() {
  static const Verbs all{{"engine", "cancel_peer"}, {"engine", "leave_session"}};
  return all;
}

class Cause final : public InvariantJudge {
 public:
  Cause(const Court& court, const InvariantCase& which)
      : InvariantJudge(court, which,
                       {.pairs = parts::connected | parts::told, .interventions = true, .verbs = &heard()}),
        cancels_(verb_number("engine", "cancel_peer")),
        leaves_(verb_number("engine", "leave_session")) {}

  void happened(const Happening& h, VerbNumber verb) override {
    if (verb == cancels_ || verb == leaves_) let_go_ = {h.record.at, h.node, h.peer};
  }
  void intervened(const Intervention&) override { rest(); }

  void pair_settled(base::Instant at, PairBook::Index index) override {
    const PairState& before = pairs().before();
    const PairState& now = pairs()[index];
    Whole& whole = at_index(whole_, index);
    whole.ab |= before.ab.connected && (before.ba.connected || before.ab.told);
    whole.ba |= before.ba.connected && (before.ab.connected || before.ba.told);
    const bool there = before.truth.live > 0;
    if (before.ab.connected && !now.ab.connected &&
        (std::exchange(whole.ab, false) || there || !repairs(at, now.a, now.b)))
      lost(at, now.a, now.b);
    if (before.ba.connected && !now.ba.connected &&
        (std::exchange(whole.ba, false) || there || !repairs(at, now.b, now.a)))
      lost(at, now.b, now.a);
  }
  [[nodiscard]] Verdict verdict() const override {
    if (violated() == 0) return made(Held::held, {});
    return made(Held::violated, fmt::format("{}: {} first at {}", times(violated()),
                                            names().link(first_.first, first_.second), seconds(first_at_)));
  }

 private:
  void lost(base::Instant at, Node of, Node about) {
    if (violated() == 0) {
      first_ = {of, about};
      first_at_ = at;
    }
    broken(at, of, about,
           fmt::format("{} lost {} although there was no fault and nobody left", names()(of), names()(about)),
           last_record());
  }

  struct LetGo {  // the last decision to let go of a peer
    base::Instant at = base::never;
    Node of = net::no_node, about = net::no_node;
  };
  [[nodiscard]] bool repairs(base::Instant at, Node of, Node about) const {
    return let_go_.at == at && let_go_.of == of && let_go_.about == about;
  }

  struct Whole {  // since each end connected: was the other one, too, or the application told?
    bool ab = false, ba = false;
  };

  VerbNumber cancels_, leaves_;
  LetGo let_go_;
  std::pmr::vector<Whole> whole_{run_memory()};  // by the pair's number
  std::pair<Node, Node> first_{net::no_node, net::no_node};
  base::Instant first_at_{};
};

}  // namespace

Seat make_cause(const Court& court, const InvariantCase& which) { return seat<Cause>(court, which); }

}  // namespace nearsim::run
