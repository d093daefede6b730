// I7: control messages on one link, one way, in any window of `bound`: at most `limit` per second.  Each link
// keeps the instants that lie in the last window, so that the window slides exactly.
#include <fmt/format.h>

#include "models/net/pair_map.hpp"
#include "sim/run/judges/invariants.hpp"

namespace nearsim::run {
namespace {

const Verbs& heard() {
  static const Verbs all{{"engine", "send"}};
  return all;
}

class Rate final : public InvariantJudge {
 public:
  Rate(const Court& court, const InvariantCase& which)
      : InvariantJudge(court, which, {.verbs = &heard()}),
        send_(verb_number("engine", "send")),
        allowed_(static_cast<std::uint64_t>(which.settings.limit) *
                 static_cast<std::uint64_t>(which.settings.bound / std::chrono::milliseconds{1}) / 1000) {}

  void happened(const Happening& h, VerbNumber verb) override {
    if (verb != send_ || h.peer == net::no_node) return;
    const std::string_view type = text_field(h.record, "type");
    if (type != "keep_alive" && type != "handshake" && type != "handshake_response") return;
    Link& link = link_of(h.node, h.peer);
    link.sent.push_back(h.record.at);
    while (link.sent[link.first] + bound() <= h.record.at) ++link.first;
    if (link.first > link.sent.size() / 2 + 16) {
      link.sent.erase(link.sent.begin(), link.sent.begin() + static_cast<std::ptrdiff_t>(link.first));
      link.first = 0;
    }
    const std::uint64_t count = link.sent.size() - link.first;
    if (count > peak_) {
      peak_ = count;
      busiest_ = {h.node, h.peer};
    }
    if (count <= allowed_) {
      link.above = false;
    } else if (!link.above) {
      link.above = true;  // reported once, until it falls below again
      broken(h.record.at, h.node, h.peer,
             fmt::format("{} control messages from {} to {} in the last {}, more than {} per second", count,
                         names()(h.node), names()(h.peer), seconds(bound()), limit()),
             h.index);
    }
  }

  [[nodiscard]] Verdict verdict() const override {
    if (peak_ == 0) return made(Held::held, {});
    const std::int64_t tenths = static_cast<std::int64_t>(peak_) * 10'000 /
                                std::max<std::int64_t>(1, bound() / std::chrono::milliseconds{1});
    return made(violated() == 0 ? Held::held : Held::violated,
                fmt::format("at most {}.{}/s {}, limit {}/s", tenths / 10, tenths % 10,
                            names().link(busiest_.first, busiest_.second), limit()));
  }

 private:
  struct Link {
    std::vector<base::Instant> sent;
    std::size_t first = 0;  // the oldest one in the window
    bool above = false;
  };
  [[nodiscard]] Link& link_of(Node from, Node to) {
    std::uint32_t& index = index_.at(net::PairMap::key(from, to));
    if (index == net::PairMap::absent) {
      index = static_cast<std::uint32_t>(links_.size());
      links_.emplace_back();
    }
    return links_[index];
  }

  VerbNumber send_;
  std::uint64_t allowed_;
  net::PairMap index_{run_memory()};
  std::pmr::vector<Link> links_{run_memory()};
  std::uint64_t peak_ = 0;
  std::pair<Node, Node> busiest_{net::no_node, net::no_node};
};

}  // namespace

Seat make_rate(const Court& court, const InvariantCase& which) { return seat<Rate>(court, which); }

}  // namespace nearsim::run
