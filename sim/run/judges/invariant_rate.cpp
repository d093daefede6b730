// I7: control messages on one link, one way, in any window of `bound`: at most `limit` per second.  Each link
// keeps the instants that lie in the last window, so that the window slides exactly.
#include <fmt/format.h>

#include <algorithm>
#include <memory_resource>

#include "models/net/pair_pages.hpp"
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
    Link& link = links_.at(h.node, h.peer);
    while (link.count > 0 && link.oldest() + bound() <= h.record.at) link.forget_oldest();
    if (link.count == link.places) widen(link);
    link.add(h.record.at);
    const std::uint64_t count = link.count;
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
    base::Instant* sent = nullptr;  // those in the window: a ring in the run's memory
    std::uint32_t places = 0;       // a power of two
    std::uint32_t first = 0, count = 0;
    bool above = false;

    [[nodiscard]] base::Instant oldest() const { return sent[first]; }
    void forget_oldest() {
      first = (first + 1) & (places - 1);
      --count;
    }
    void add(base::Instant at) { sent[(first + count++) & (places - 1)] = at; }
  };
  void widen(Link& link) const {
    std::pmr::polymorphic_allocator<base::Instant> memory(run_memory());
    Link wider{memory.allocate(std::max(4u, link.places * 2)), std::max(4u, link.places * 2), 0, 0,
               link.above};
    for (std::uint32_t i = 0; i < link.count; ++i) wider.add(link.sent[(link.first + i) & (link.places - 1)]);
    if (link.sent != nullptr) memory.deallocate(link.sent, link.places);
    link = wider;
  }

  VerbNumber send_;
  std::uint64_t allowed_;
  net::PairPages<Link> links_{run_memory()};
  std::uint64_t peak_ = 0;
  std::pair<Node, Node> busiest_{net::no_node, net::no_node};
};

}  // namespace

Seat make_rate(const Court& court, const InvariantCase& which) { return seat<Rate>(court, which); }

}  // namespace nearsim::run
