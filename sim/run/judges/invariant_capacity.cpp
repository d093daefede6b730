// I21: a room that is full is left in peace.
//
//   Ana is full    |-- bound --|--------------   from here on at most `limit` invitations in any `bound`, one
//   way nobody who is in is thrown out meanwhile, unless something from outside weighs on the two
#include <fmt/format.h>

#include "models/net/pair_map.hpp"
#include "sim/run/judges/invariants.hpp"

namespace nearsim::run {
namespace {

const Verbs& heard() {
  static const Verbs all{{"engine", "invite"}};
  return all;
}

class CapacityJudge final : public InvariantJudge {
 public:
  CapacityJudge(const Court& court, const InvariantCase& which)
      : InvariantJudge(
            court, which,
            {.pairs = parts::connected | parts::presence | parts::reach | parts::room, .verbs = &heard()}),
        invite_(verb_number("engine", "invite")) {}

  void pair_settled(base::Instant at, PairBook::Index index) override {
    const PairState& before = pairs().before();
    const PairState& now = pairs()[index];
    base::Instant& since = at_index(crowded_since_, index, base::never);
    const bool crowded = now.crowded() && now.both_run() && now.reachable();
    if (!crowded) since = base::never;
    else if (since == base::never) since = at;
    if (before.a_full && before.ab.connected && !now.ab.connected) thrown_out(at, now, now.a, now.b);
    if (before.b_full && before.ba.connected && !now.ba.connected) thrown_out(at, now, now.b, now.a);
  }
  void happened(const Happening& h, VerbNumber verb) override {
    if (verb != invite_ || h.node == net::no_node || h.peer == net::no_node) return;
    const PairBook::Index pair = court_pairs().touch(h.node, h.peer);
    const base::Instant since = at_index(crowded_since_, pair, base::never);
    if (since == base::never) return;
    std::pmr::vector<base::Instant>& sent = link_of(h.node, h.peer);
    sent.push_back(h.record.at);
    std::erase_if(sent, [&](base::Instant t) { return t + bound() <= h.record.at || t < since + bound(); });
    if (sent.size() > most_) most_ = sent.size();
    if (sent.size() != static_cast<std::size_t>(limit()) + 1) return;
    broken(h.record.at, h.node, h.peer,
           fmt::format("{} invited {} {} times in {}, although there has been no room since {}",
                       names()(h.node), names()(h.peer), sent.size(), seconds(bound()), seconds(since)),
           h.index);
  }
  [[nodiscard]] Verdict verdict() const override {
    return made(
        violated() == 0 ? Held::held : Held::violated,
        most_ == 0 ? "" : fmt::format("at most {} in {}, limit {}", most_, seconds(bound()), limit()));
  }

 private:
  void thrown_out(base::Instant at, const PairState& pair, Node of, Node about) {
    if (!pair.both_run() || !pair.reachable()) return;
    const base::Instant since = signs().connected(of, about);
    if (since == base::never || !weather().quiet(of, about, since)) return;
    broken(at, of, about, fmt::format("{} was full, and lost {} all the same", names()(of), names()(about)));
  }
  [[nodiscard]] std::pmr::vector<base::Instant>& link_of(Node from, Node to) {
    std::uint32_t& i = index_.at(net::PairMap::key(from, to));
    if (i == net::PairMap::absent) {
      i = static_cast<std::uint32_t>(sent_.size());
      sent_.emplace_back();
    }
    return sent_[i];
  }

  VerbNumber invite_;
  std::pmr::vector<base::Instant> crowded_since_{run_memory()};  // by the pair's number
  net::PairMap index_{run_memory()};
  std::pmr::vector<std::pmr::vector<base::Instant>> sent_{run_memory()};
  std::size_t most_ = 0;
};

}  // namespace

Seat make_capacity(const Court& court, const InvariantCase& which) {
  return seat<CapacityJudge>(court, which);
}

}  // namespace nearsim::run
