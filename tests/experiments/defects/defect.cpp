#include "tests/experiments/defects/defect.hpp"

#include <fmt/format.h>

namespace nearsim::experiments {

namespace {

void replace_all(std::string& text, std::string_view blank, std::string_view words) {
  for (std::size_t at = text.find(blank); at != std::string::npos; at = text.find(blank, at + words.size()))
    text.replace(at, blank.size(), words);
}

}  // namespace

scenario::Scenario filled(std::string_view yaml, std::string_view one, std::string_view two) {
  std::string text = "nearsim: 1\n" + std::string(yaml);
  replace_all(text, "@1", one);
  replace_all(text, "@2", two);
  return scenario_of(text);
}

std::string median(const Sample& sample, std::string_view unit, std::uint64_t runs) {
  if (sample.size() == 0) return "never";
  const std::string some = sample.size() < runs ? fmt::format(", in {} of {} runs", sample.size(), runs) : "";
  if (sample.least() == sample.most()) return fmt::format("{:.2f} {}{}", sample.median(), unit, some);
  return fmt::format("median {:.2f} {} ({:.2f} to {:.2f}){}", sample.median(), unit, sample.least(),
                     sample.most(), some);
}

std::string share(std::uint64_t part, std::uint64_t of) {
  return fmt::format("{:.1f} %", 100.0 * static_cast<double>(part) / static_cast<double>(of));
}

std::string share_of(const scenario::Scenario& s, const Event& came, std::uint64_t seeds) {
  std::uint64_t times = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) times += came(observe(s, seed));
  return share(times, seeds);
}

std::string median_of(const scenario::Scenario& s, std::string_view unit, const Figure& figure,
                      std::uint64_t seeds) {
  Sample sample;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) figure(observe(s, seed), sample);
  return median(sample, unit, seeds);
}

Event expected(std::size_t expectation) {
  return [expectation](const Observation& o) { return held(o.report, expectation); };
}

Figure between(Mark from, Mark to) {
  return [from, to](const Observation& o, Sample& sample) {
    const auto begin = times(o, from.node, from.verb, from.peer);
    if (begin.empty()) return;
    for (const base::Instant end : times(o, to.node, to.verb, to.peer))
      if (end >= begin[0]) return sample.add(seconds(end - begin[0]));
  };
}

Figure counted(std::string_view counter) {
  return [counter](const Observation& o, Sample& sample) {
    sample.add(static_cast<double>(count(o.report, counter)));
  };
}

}  // namespace nearsim::experiments
