// I8: nothing disconnects by itself.  Judged up to the first intervention: after that, a disconnect may have
// a cause.
#include <fmt/format.h>

#include "sim/run/judges/invariants.hpp"

namespace nearsim::run {
namespace {

class Cause final : public InvariantJudge {
 public:
  Cause(const Court& court, const InvariantCase& which)
      : InvariantJudge(court, which, {.pairs = true, .records = true, .interventions = true}) {}

  void happened(const Happening& h, VerbNumber) override { last_record_ = h.index; }
  void intervened(const Intervention&) override { disturbed_ = true; }

  void pair_settled(base::Instant at, PairBook::Index index) override {
    if (disturbed_) return;
    const PairState& before = pairs().before();
    const PairState& now = pairs()[index];
    if (before.ab.connected && !now.ab.connected) lost(at, now.a, now.b);
    if (before.ba.connected && !now.ba.connected) lost(at, now.b, now.a);
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
           last_record_);
  }

  bool disturbed_ = false;
  std::optional<std::uint64_t> last_record_;
  std::pair<Node, Node> first_{net::no_node, net::no_node};
  base::Instant first_at_{};
};

}  // namespace

Seat make_cause(const Court& court, const InvariantCase& which) { return seat<Cause>(court, which); }

}  // namespace nearsim::run
