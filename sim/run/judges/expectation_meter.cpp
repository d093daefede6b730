#include "sim/run/judges/expectation_meter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "sim/run/judges/frame.hpp"
#include "sim/run/judges/range.hpp"
#include "sim/run/judges/readings.hpp"

namespace nearsim::run {
namespace {

using scenario::Per;
using scenario::Quantifier;

class MeterExpectation final : public Judge {
 public:
  MeterExpectation(const Court& court, const scenario::Expectation& e)
      : Judge(court, e.text, {.records = e.between.has_value(), .meters = true}),
        expectation_(e),
        meter_(*scenario::find_meter(e.subject.name)),
        from_(court.names.find(e.subject.from)),
        to_(court.names.find(e.subject.to)),
        range_(range_of(e)),
        frame_(e) {
    if (e.per == Per::everything) shown_[{net::no_node, net::no_node}] = 0;
  }

  void happened(const Happening& h, VerbNumber) override { frame_.happened(h); }

  void metered(const Metering& m) override {
    if (!takes(m)) return;
    std::int64_t amount = m.amount;
    if (m.until > m.at) {  // as much of it as is in the window
      amount = (std::min(m.until, frame_.to()) - std::max(m.at, frame_.from())).count();
      if (frame_.from() == base::never || amount <= 0) return;
    } else if (!frame_.holds(m.at)) {
      return;
    }
    const Pair pair = expectation_.per == Per::everything ? Pair{net::no_node, net::no_node}
                      : expectation_.per == Per::device   ? Pair{m.node, net::no_node}
                                                          : Pair{m.node, m.peer};
    std::int64_t& value = shown_[pair];
    const bool was_within = std::cmp_less_equal(value, range_.most);
    value = folded(meter_.fold, value, amount);
    if (was_within && std::cmp_greater(value, range_.most))
      violate({std::string(text()), std::max(m.at, frame_.from()), m.node, m.peer,
               fmt::format("it shows {}{}", scenario::amount_text(meter_.unit, value), where(pair)),
               std::nullopt});
  }

  void finish(base::Instant end) override {
    if (const std::string missing = frame_.missing(); !missing.empty())
      return violate({std::string(text()), end, net::no_node, net::no_node, missing, std::nullopt});
    if (range_.least == 0) return;
    add_silent();
    for (const auto& [pair, value] : shown_)
      if (std::cmp_less(value, range_.least))
        violate({std::string(text()), std::min(end, frame_.to()), pair.first, pair.second,
                 fmt::format("it shows {}{}", scenario::amount_text(meter_.unit, value), where(pair)),
                 std::nullopt});
  }

  [[nodiscard]] Verdict verdict() const override {
    std::int64_t whole = 0;
    for (const auto& [pair, value] : shown_) whole = folded(meter_.fold, whole, value);
    std::string measured = scenario::amount_text(meter_.unit, whole);
    if (expectation_.per != Per::everything && !shown_.empty()) {
      const auto top = std::max_element(shown_.begin(), shown_.end(),
                                        [](const auto& x, const auto& y) { return x.second < y.second; });
      measured +=
          fmt::format("; most {}{}", scenario::amount_text(meter_.unit, top->second), where(top->first));
    }
    if (expectation_.quantifier == Quantifier::sometimes)
      return made(violated() == 0 ? Held::reached : Held::not_reached, std::move(measured));
    return made(violated() == 0 ? Held::held : Held::violated, std::move(measured));
  }

 private:
  using Pair = std::pair<Node, Node>;

  [[nodiscard]] bool takes(const Metering& m) const {
    const auto& where = expectation_.subject.where;
    return scenario::meter(m.what).name == meter_.name && (from_ == net::no_node || from_ == m.node) &&
           (to_ == net::no_node || to_ == m.peer) && (where.empty() || where.front().second == m.part);
  }
  [[nodiscard]] std::string where(const Pair& pair) const {
    if (pair.first == net::no_node) return {};
    if (pair.second == net::no_node) return fmt::format(" on {}", names()(pair.first));
    return " on " + names().link(pair.first, pair.second);
  }
  // Devices and links of which nothing was read show nothing.
  void add_silent() {
    if (expectation_.per == Per::everything) return;
    const auto devices = static_cast<Node>(scenario().devices.size());
    for (Node a = 0; a < devices; ++a) {
      if (from_ != net::no_node && from_ != a) continue;
      if (expectation_.per == Per::device || !scenario::has_ends(meter_)) {
        shown_.try_emplace({a, net::no_node}, 0);
        continue;
      }
      for (Node b = 0; b < devices; ++b)
        if (a != b && (to_ == net::no_node || to_ == b)) shown_.try_emplace({a, b}, 0);
    }
  }

  const scenario::Expectation& expectation_;
  const scenario::Meter& meter_;
  Node from_, to_;
  Range range_;
  Frame frame_;
  std::map<Pair, std::int64_t> shown_;
};

}  // namespace

Seat make_meter_judge(const Court& court, const scenario::Expectation& e) {
  if (e.quantifier == Quantifier::always || e.quantifier == Quantifier::after_heal) return nullptr;
  return seat<MeterExpectation>(court, e);
}

}  // namespace nearsim::run
