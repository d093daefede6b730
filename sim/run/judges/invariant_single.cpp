// I16: one attempt at a time.  An invitation cannot be called back, so a second one to the same peer is a
// second attempt.
#include <fmt/format.h>

#include "sim/run/judges/invariants.hpp"

namespace nearsim::run {
namespace {

class Single final : public InvariantJudge {
 public:
  Single(const Court& court, const InvariantCase& which)
      : InvariantJudge(court, which, {.pairs = parts::invites}) {}

  void pair_settled(base::Instant at, PairBook::Index index) override {
    const PairState& before = pairs().before();
    const PairState& now = pairs()[index];
    look(at, before.ab.invites, now.ab.invites, now.a, now.b);
    look(at, before.ba.invites, now.ba.invites, now.b, now.a);
  }
  [[nodiscard]] Verdict verdict() const override {
    return made(violated() == 0 ? Held::held : Held::violated,
                most_ == 0 ? ""
                           : fmt::format("at most {} at once {}, limit {}", most_, names().link(from_, to_),
                                         limit()));
  }

 private:
  void look(base::Instant at, std::int64_t before, std::int64_t now, Node from, Node to) {
    if (now > most_) {
      most_ = now;
      from_ = from;
      to_ = to;
    }
    if (now > limit() && now > before)
      broken(
          at, from, to,
          fmt::format("{} invitations of {} to {} are under way at once", now, names()(from), names()(to)));
  }

  std::int64_t most_ = 0;
  Node from_ = net::no_node, to_ = net::no_node;
};

}  // namespace

Seat make_single(const Court& court, const InvariantCase& which) { return seat<Single>(court, which); }

}  // namespace nearsim::run
