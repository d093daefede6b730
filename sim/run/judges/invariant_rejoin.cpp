// I15: who comes back is taken back.
//
//   Bob  ""|   restart |"""""""""""""""""""""""""
//   Ana-Bob            |------- bound -------|   connected at some point in here, or violated
//
// The clock runs while both run, reach each other and no fault weighs on them; anything else starts it anew.
#include <fmt/format.h>

#include <utility>

#include "sim/run/judges/facts.hpp"
#include "sim/run/judges/invariants.hpp"

namespace nearsim::run {
namespace {

using namespace std::chrono_literals;

const Verbs& heard() {
  static const Verbs all{{"device", "start"}, {"device", "restart"}, {"device", "rejoin"}};
  return all;
}

class Rejoin final : public InvariantJudge {
 public:
  Rejoin(const Court& court, const InvariantCase& which)
      : InvariantJudge(court, which,
                       {.pairs = parts::presence | parts::reach | parts::room | parts::connected,
                        .instants = Instants::asked,
                        .interventions = true,
                        .verbs = &heard()}) {}

  void happened(const Happening& h, VerbNumber) override {
    if (h.node == net::no_node) return;
    const std::string_view verb = h.record.verb;
    const bool again =
        verb == "restart" || verb == "rejoin" || (verb == "start" && signs().starts(h.node) > 0);
    if (!again) return;
    returned_.push_back(h.node);
    ask_for_instant();
  }
  void intervened(const Intervention& i) override {
    if (i.what == Outside::user) return;
    disturbed_ = true;
    ask_for_instant();
  }
  void pair_settled(base::Instant at, PairBook::Index index) override { look(at, index); }
  void instant_over(base::Instant at) override {
    for (const Node device : returned_)
      for (Node other = 0; other < pairs().devices(); ++other)
        if (other != device && can_meet(device, other)) await(court_pairs().touch(device, other));
    for (PairBook::Index i = 0; i < waits_.size(); ++i) {
      const PairState& p = pairs()[i];
      if (disturbed_ && waits_[i].since != base::never && !weather().quiet(p.a, p.b, waits_[i].since))
        stop(at, i);
      look(at, i);
    }
    returned_.clear();
    disturbed_ = false;
  }
  void finish(base::Instant end) override {
    for (PairBook::Index i = 0; i < waits_.size(); ++i) stop(end, i);
  }
  [[nodiscard]] Verdict verdict() const override {
    if (longest_ == base::Duration{}) return made(Held::held, {});
    return made(violated() == 0 ? Held::held : Held::violated,
                fmt::format("longest {} {}, bound {}", seconds(longest_),
                            names().pair(who_.first, who_.second), seconds(bound())));
  }

 private:
  struct Wait {
    bool expected = false;  // one of the two came back, and they have not met since
    base::Instant since = base::never;
  };

  [[nodiscard]] bool can_meet(Node a, Node b) const {
    return scenario().devices[a].profile.transport.framework ==
           scenario().devices[b].profile.transport.framework;
  }
  void await(PairBook::Index index) { at_index(waits_, index).expected = true; }
  void look(base::Instant at, PairBook::Index index) {
    Wait& wait = at_index(waits_, index);
    if (!wait.expected) return;
    const PairState& p = pairs()[index];
    if (holds(Fact::connected, p)) {
      stop(at, index);
      wait.expected = false;
      return;
    }
    const bool can = p.both_run() && p.reachable() && !p.crowded() && weather().quiet(p.a, p.b, at + 1ns);
    if (can && wait.since == base::never) wait.since = at;
    if (!can) stop(at, index);
  }
  void stop(base::Instant at, PairBook::Index index) {
    Wait& wait = waits_[index];
    const base::Instant since = std::exchange(wait.since, base::never);
    if (since == base::never) return;
    const PairState& p = pairs()[index];
    if (at - since > longest_) {
      longest_ = at - since;
      who_ = {p.a, p.b};
    }
    if (at - since <= bound()) return;
    wait.expected = false;  // said once
    broken(
        since + bound(), p.a, p.b,
        fmt::format("one of the two came back, and from {} to {} they are in reach and not connected, longer "
                    "than {}",
                    seconds(since), seconds(at), seconds(bound())));
  }

  std::pmr::vector<Wait> waits_{run_memory()};  // by the pair's number
  std::pmr::vector<Node> returned_{run_memory()};
  bool disturbed_ = false;
  base::Duration longest_{};
  std::pair<Node, Node> who_{net::no_node, net::no_node};
};

}  // namespace

Seat make_rejoin(const Court& court, const InvariantCase& which) { return seat<Rejoin>(court, which); }

}  // namespace nearsim::run
