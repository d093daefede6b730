// I13: once two devices see each other, exactly one of them is the one to invite, and it stays that one.
#include <fmt/format.h>

#include "sim/run/judges/invariants.hpp"

namespace nearsim::run {
namespace {

const Verbs& heard() {
  static const Verbs all{{"device", "start"},
                         {"device", "restart"},
                         {"device", "rejoin"},
                         {"device", "new_identity"},
                         {"engine", "reset_identity"}};
  return all;
}

class TieBreak final : public InvariantJudge {
 public:
  TieBreak(const Court& court, const InvariantCase& which)
      : InvariantJudge(court, which, {.pairs = parts::presence | parts::present, .verbs = &heard()}) {}

  // Whoever ended or began anew may be somebody else when it comes back; who only slept is who it was.
  void happened(const Happening& h, VerbNumber) override {
    for (PairBook::Index i = 0; i < known_.size(); ++i)
      if (pairs()[i].a == h.node || pairs()[i].b == h.node) known_[i] = Role::unknown;
  }
  void pair_settled(base::Instant at, PairBook::Index index) override {
    const PairState& p = pairs()[index];
    Role& known = at_index(known_, index, Role::unknown);
    if (!p.both_there()) known = Role::unknown;
    // Each decides by what it knows of the other: of what the other was before, there is nothing to agree on.
    if (!p.both_run() || !p.ab.sees_present || !p.ba.sees_present) return;
    const bool a = p.ab.wants_present, b = p.ba.wants_present;
    const Role role = a ? (b ? Role::both : Role::a) : (b ? Role::b : Role::nobody);
    if (role == known) return;
    if (role == Role::both) broken(at, p.a, p.b, "each of the two takes itself for the inviter");
    else if (role == Role::nobody)
      broken(at, p.a, p.b, "a tie: neither of the two takes itself for the inviter");
    else if (known != Role::unknown)
      broken(at, p.a, p.b,
             fmt::format("the inviter's role moved to {}", names()(role == Role::a ? p.a : p.b)));
    known = role;
  }
  [[nodiscard]] Verdict verdict() const override {
    return made(violated() == 0 ? Held::held : Held::violated, violated() == 0 ? "" : times(violated()));
  }

 private:
  enum class Role : std::uint8_t { unknown, a, b, both, nobody };
  std::pmr::vector<Role> known_{run_memory()};  // by the pair's number
};

}  // namespace

Seat make_tie_break(const Court& court, const InvariantCase& which) { return seat<TieBreak>(court, which); }

}  // namespace nearsim::run
