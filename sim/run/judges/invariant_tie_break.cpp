// I13: once two devices see each other, exactly one of them is the one to invite, and it stays that one.
#include <fmt/format.h>

#include "sim/run/judges/invariants.hpp"

namespace nearsim::run {
namespace {

class TieBreak final : public InvariantJudge {
 public:
  TieBreak(const Court& court, const InvariantCase& which)
      : InvariantJudge(court, which, {.pairs = parts::all}) {}

  void pair_settled(base::Instant at, PairBook::Index index) override {
    const PairState& p = pairs()[index];
    Known& known = at_index(known_, index);
    const bool renewed = renewed_since(p.a, known.since) || renewed_since(p.b, known.since);
    // Whoever ended or began anew may be somebody else when it comes back; who only slept is who it was.
    if (!p.both_there() || renewed) known = {Role::unknown, at};
    // Each decides by what it knows of the other: of what the other was before, there is nothing to agree on.
    if (!p.both_run() || !p.ab.sees_present || !p.ba.sees_present) return;
    const bool a = p.ab.wants_present, b = p.ba.wants_present;
    const Role role = a ? (b ? Role::both : Role::a) : (b ? Role::b : Role::nobody);
    if (role == known.role) return;
    if (role == Role::both) broken(at, p.a, p.b, "each of the two takes itself for the inviter");
    else if (role == Role::nobody)
      broken(at, p.a, p.b, "a tie: neither of the two takes itself for the inviter");
    else if (known.role != Role::unknown)
      broken(at, p.a, p.b,
             fmt::format("the inviter's role moved to {}", names()(role == Role::a ? p.a : p.b)));
    known.role = role;
  }
  [[nodiscard]] Verdict verdict() const override {
    return made(violated() == 0 ? Held::held : Held::violated, violated() == 0 ? "" : times(violated()));
  }

 private:
  enum class Role : std::uint8_t { unknown, a, b, both, nobody };
  struct Known {
    Role role = Role::unknown;
    base::Instant since{};
  };
  [[nodiscard]] bool renewed_since(Node device, base::Instant since) const {
    const base::Instant renewed = signs().renewed(device);
    return renewed != base::never && renewed > since;
  }
  std::pmr::vector<Known> known_{run_memory()};  // by the pair's number
};

}  // namespace

Seat make_tie_break(const Court& court, const InvariantCase& which) { return seat<TieBreak>(court, which); }

}  // namespace nearsim::run
