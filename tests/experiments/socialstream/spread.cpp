#include "tests/experiments/socialstream/socialstream.hpp"

namespace nearsim::experiments {

using namespace std::chrono_literals;

scenario::Scenario later(scenario::Scenario s, std::uint64_t seed, std::uint64_t seeds) {
  const base::Duration by = 5s * static_cast<std::int64_t>(seed - 1) / static_cast<std::int64_t>(seeds);
  for (scenario::Fault& fault : s.faults)
    if (fault.trigger.at) *fault.trigger.at += by;
  return s;
}

std::string spread(const scenario::Scenario& s, std::string_view unit, const Figure& figure,
                   std::uint64_t seeds) {
  Sample sample;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) figure(observe(later(s, seed, seeds), seed), sample);
  return median(sample, unit, seeds);
}

std::string spread_share(const scenario::Scenario& s, const Event& came, std::uint64_t seeds) {
  std::uint64_t times = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) times += came(observe(later(s, seed, seeds), seed));
  return share(times, seeds);
}

std::vector<base::Instant> said(const Observation& o, std::string_view node, std::string_view verb,
                                std::string_view field, std::string_view value) {
  std::vector<base::Instant> result;
  for (const kernel::StoredRecord& r : o.records) {
    if (r.topic != "engine" || r.node != node || r.verb != verb) continue;
    const auto* found = r.find(field);
    if (found != nullptr && std::get<std::string>(*found) == value) result.push_back(r.at);
  }
  return result;
}

}  // namespace nearsim::experiments
