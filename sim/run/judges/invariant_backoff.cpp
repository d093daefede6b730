// I11: a connection that did not last is a failure, and the next wait is not shorter than the last.
//
//   retry 1 (0.6s)  retry 2 (1.2s)  connected 1 s  retry 1 (0.6s): violated, unless it was connected for
//   `bound`
#include <fmt/format.h>

#include "models/net/pair_map.hpp"
#include "sim/run/judges/invariants.hpp"
#include "sim/run/judges/verdicts.hpp"

namespace nearsim::run {
namespace {

const Verbs& heard() {
  static const Verbs all{
      {"engine", "retry"}, {"device", "start"}, {"device", "restart"}, {"device", "rejoin"}};
  return all;
}

class Backoff final : public InvariantJudge {
 public:
  Backoff(const Court& court, const InvariantCase& which)
      : InvariantJudge(court, which, {.pairs = parts::connected, .verbs = &heard()}),
        retry_(verb_number("engine", "retry")) {}

  void happened(const Happening& h, VerbNumber verb) override {
    if (h.node == net::no_node) return;
    if (h.record.topic == "device" && begins(h.record.verb)) forget(h.node);
    if (verb != retry_ || h.peer == net::no_node) return;
    if (h.of_earlier) return;  // who takes what the peer was for a device of its own counts for it apart
    Link& link = link_of(h.node, h.peer);
    if (signs().connected(h.node, h.peer) != base::never)  // it ends at this very instant
      lasted(link, h.record.at - signs().connected(h.node, h.peer));
    const base::Duration wait = duration_field(h.record, "exponential")
                                    .value_or(duration_field(h.record, "in").value_or(base::Duration{}));
    const kernel::Value* value = field(h.record, "attempt");
    const auto* attempt = value ? std::get_if<std::int64_t>(value) : nullptr;
    if (link.attempt > 0 && attempt != nullptr && (*attempt <= link.attempt || wait < link.wait))
      broken(h.record.at, h.node, h.peer,
             fmt::format(
                 "attempt {} of {} at {} waits {}, after attempt {} waited {}; meanwhile it was connected "
                 "for at most {}",
                 *attempt, names()(h.node), names()(h.peer), seconds(wait), link.attempt, seconds(link.wait),
                 seconds(link.up)),
             h.index);
    link.attempt = attempt != nullptr ? *attempt : 0;
    link.wait = wait;
    link.up = {};
  }
  void pair_settled(base::Instant at, PairBook::Index index) override {
    const PairState& now = pairs()[index];
    ended(pairs().before().ab.connected, now.ab.connected, at, now.a, now.b);
    ended(pairs().before().ba.connected, now.ba.connected, at, now.b, now.a);
  }
  [[nodiscard]] Verdict verdict() const override {
    return made(violated() == 0 ? Held::held : Held::violated, violated() == 0 ? "" : times(violated()));
  }

 private:
  struct Link {
    std::int64_t attempt = 0;  // the last one; 0: there is nothing to compare with
    base::Duration wait{}, up{};
  };
  [[nodiscard]] static bool begins(std::string_view verb) {
    return verb == "start" || verb == "restart" || verb == "rejoin";
  }
  [[nodiscard]] Link& link_of(Node of, Node about) {
    std::uint32_t& i = index_.at(net::PairMap::key(of, about));
    if (i == net::PairMap::absent) {
      i = static_cast<std::uint32_t>(links_.size());
      links_.push_back({of, about, {}});
    }
    return links_[i].link;
  }
  void forget(Node device) {  // who begins anew owes nothing, and is owed nothing
    for (Known& known : links_)
      if (known.of == device || known.about == device) known.link = {};
  }
  void ended(bool was, bool is, base::Instant at, Node of, Node about) {
    if (!was || is || signs().connected(of, about) == base::never) return;
    const std::uint32_t i = index_.find(net::PairMap::key(of, about));
    if (i == net::PairMap::absent) return;
    lasted(links_[i].link, at - signs().connected(of, about));
  }
  void lasted(Link& link, base::Duration up) const {
    link.up = std::max(link.up, up);
    if (link.up >= bound()) link = {};
  }

  struct Known {
    Node of, about;
    Link link;
  };
  VerbNumber retry_;
  net::PairMap index_{run_memory()};
  std::pmr::vector<Known> links_{run_memory()};
};

}  // namespace

Seat make_backoff(const Court& court, const InvariantCase& which) { return seat<Backoff>(court, which); }

}  // namespace nearsim::run
