#include "sim/run/judges/expectation_count.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/net/pair_map.hpp"
#include "sim/run/judges/frame.hpp"
#include "sim/run/judges/range.hpp"

namespace nearsim::run {
namespace {

using scenario::Per;
using scenario::Quantifier;

class CountExpectation final : public Judge {
 public:
  CountExpectation(const Court& court, const scenario::Expectation& e)
      : Judge(court, e.text, {.records = true}),
        expectation_(e),
        filter_(court.scenario, e.subject),
        range_(range_of(e)),
        frame_(e) {
    if (e.per == Per::everything) tallies_.emplace_back();
  }

  void happened(const Happening& h, VerbNumber verb) override {
    frame_.happened(h);
    if (!filter_.takes(h, verb) || !frame_.holds(h.record.at)) return;
    if (shown_.size() < most_shown) shown_.push_back({h.record.at, h.node, h.peer});
    ++total_;
    Tallied& tallied = tally_of(h);
    if (++tallied.count == range_.most + 1)
      violate({std::string(text()), h.record.at, h.node, h.peer,
               range_.most == 0 ? "it must never happen"
                                : fmt::format("this is number {}{}", tallied.count, where(tallied)),
               h.index});
  }

  void finish(base::Instant end) override {
    if (const std::string missing = frame_.missing(); !missing.empty())
      return violate({std::string(text()), end, net::no_node, net::no_node, missing, std::nullopt});
    if (range_.least == 0) return;
    if (expectation_.per == Per::everything) return too_few(tallies_.front(), end);
    for (const Tallied& tallied : tallies_) too_few(tallied, end);
    find_silent(end);
  }

  [[nodiscard]] Verdict verdict() const override {
    std::string measured = times(total_);
    for (std::size_t i = 0; i < shown_.size(); ++i)
      measured += fmt::format("{} {} {}", i == 0 ? ":" : ",", seconds(shown_[i].at),
                              names().link(shown_[i].node, shown_[i].peer));
    if (total_ > shown_.size()) measured += ", ...";
    if (expectation_.per != Per::everything && total_ > 0) measured += most();
    if (expectation_.quantifier == Quantifier::sometimes)
      return made(violated() == 0 ? Held::reached : Held::not_reached, std::move(measured));
    return made(violated() == 0 ? Held::held : Held::violated, std::move(measured));
  }

 private:
  static constexpr std::size_t most_shown = 3;  // ours: what fits on a line
  struct Tallied {
    Node node = net::no_node, peer = net::no_node;
    std::uint64_t count = 0;
  };
  struct Shown {
    base::Instant at;
    Node node, peer;
  };

  [[nodiscard]] Tallied& tally_of(const Happening& h) {
    if (expectation_.per == Per::everything) return tallies_.front();
    const Node peer = expectation_.per == Per::link ? h.peer : net::no_node;
    std::uint32_t& index = index_.at(net::PairMap::key(h.node, peer));
    if (index == net::PairMap::absent) {
      index = static_cast<std::uint32_t>(tallies_.size());
      tallies_.push_back({h.node, peer, 0});
    }
    return tallies_[index];
  }
  [[nodiscard]] std::string where(const Tallied& t) const {
    return t.node == net::no_node ? std::string{} : " on " + names().link(t.node, t.peer);
  }
  [[nodiscard]] std::string most() const {
    const auto top = std::max_element(tallies_.begin(), tallies_.end(),
                                      [](const Tallied& x, const Tallied& y) { return x.count < y.count; });
    return fmt::format("; most {}{}", top->count, where(*top));
  }
  void too_few(const Tallied& t, base::Instant end) {
    if (t.count >= range_.least) return;
    const bool sometimes = expectation_.quantifier == Quantifier::sometimes;
    violate({std::string(text()), std::min(end, frame_.to()), t.node, t.peer,
             sometimes ? "it did not happen"
                       : fmt::format("it happened {}{}; wanted: {} or more", times(t.count), where(t),
                                     times(range_.least)),
             std::nullopt});
  }
  // Links or devices that never counted have no tally.
  void find_silent(base::Instant end) {
    const auto devices = static_cast<Node>(scenario().devices.size());
    for (Node a = 0; a < devices; ++a) {
      if (filter_.from() != net::no_node && filter_.from() != a) continue;
      if (expectation_.per == Per::device) {
        if (index_.find(net::PairMap::key(a, net::no_node)) == net::PairMap::absent)
          too_few({a, net::no_node, 0}, end);
        continue;
      }
      for (Node b = 0; b < devices; ++b)
        if (a != b && (filter_.to() == net::no_node || filter_.to() == b) &&
            index_.find(net::PairMap::key(a, b)) == net::PairMap::absent)
          too_few({a, b, 0}, end);
    }
  }

  const scenario::Expectation& expectation_;
  RecordFilter filter_;
  Range range_;
  Frame frame_;
  std::pmr::vector<Tallied> tallies_{run_memory()};
  net::PairMap index_{run_memory()};
  std::pmr::vector<Shown> shown_{run_memory()};
  std::uint64_t total_ = 0;
};

}  // namespace

Seat make_count_judge(const Court& court, const scenario::Expectation& e) {
  if (e.quantifier == Quantifier::always || e.quantifier == Quantifier::after_heal) return nullptr;
  return seat<CountExpectation>(court, e);
}

}  // namespace nearsim::run
