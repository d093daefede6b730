#include "sim/run/judges/readings.hpp"

#include <algorithm>

namespace nearsim::run {

std::int64_t folded(scenario::Fold fold, std::int64_t before, std::int64_t amount) {
  return fold == scenario::Fold::sum ? before + amount : std::max(before, amount);
}

void Readings::metered(const Metering& m) {
  std::int64_t& value = all_[{m.what, m.node, m.peer, m.part}];
  value = folded(scenario::meter(m.what).fold, value, m.amount);
}

void Readings::report(const Names& names, Report& report) const {
  std::map<scenario::MeterKind, std::int64_t> whole;
  for (const auto& [key, value] : all_) {
    const auto& [kind, node, peer, part] = key;
    const scenario::Meter& meter = scenario::meter(kind);
    report.readings.push_back({meter.name, std::string(names(node)), std::string(names(peer)), part, value});
    whole[kind] = folded(meter.fold, whole[kind], value);
  }
  for (const auto& [kind, value] : whole)
    if (value > 0) report.counts.push_back({scenario::meter(kind).name, static_cast<std::uint64_t>(value)});
}

}  // namespace nearsim::run
