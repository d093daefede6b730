#include "sim/run/verify.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/run/report.hpp"
#include "sim/run/sweep.hpp"
#include "sim/run/witness.hpp"

namespace nearsim::run {

const Circumstance* Verification::first_different() const {
  const auto it = std::find_if(circumstances.begin(), circumstances.end(),
                               [this](const Circumstance& c) { return c.fingerprint != fingerprint; });
  return it == circumstances.end() ? nullptr : &*it;
}

Verification verify(const scenario::Scenario& scenario, base::Seed seed, unsigned threads) {
  Verification out;
  out.fingerprint = run(scenario, seed).fingerprint;
  out.circumstances.push_back({"again", run(scenario, seed).fingerprint});

  kernel::MemorySink sink;
  out.circumstances.push_back(
      {"with its trace kept", run(scenario, seed, {.sinks = {&sink}, .event_budget = 0}).fingerprint});

  for (std::uint64_t other = 1; other <= 3; ++other) (void)run(scenario, base::Seed{seed.value + other});
  out.circumstances.push_back({"after runs of other seeds", run(scenario, seed).fingerprint});

  std::vector<std::string> fingerprints(std::size_t{4} * threads);
  in_parallel(fingerprints.size(), threads, [&](std::size_t i) {
    // Every other thread is busy with another seed, so that the runs are at different places at any moment.
    if (i % 2 == 1) (void)run(scenario, base::Seed{seed.value + i});
    fingerprints[i] = run(scenario, seed).fingerprint;
  });
  const auto odd = std::find_if(fingerprints.begin(), fingerprints.end(),
                                [&](const std::string& f) { return f != out.fingerprint; });
  out.circumstances.push_back({fmt::format("{} times on {} threads at once", fingerprints.size(), threads),
                               odd == fingerprints.end() ? out.fingerprint : *odd});
  return out;
}

std::optional<TraceDifference> first_difference(const std::vector<std::string>& one,
                                                const std::vector<std::string>& other) {
  const std::size_t common = std::min(one.size(), other.size());
  for (std::size_t i = 0; i < common; ++i)
    if (one[i] != other[i]) return TraceDifference{i, one[i], other[i]};
  if (one.size() == other.size()) return std::nullopt;
  return TraceDifference{common, common < one.size() ? one[common] : std::string{},
                         common < other.size() ? other[common] : std::string{}};
}

std::vector<std::string> json_lines_of(const scenario::Scenario& scenario, base::Seed seed) {
  std::vector<std::string> out;
  for (const kernel::StoredRecord& record : records_of(scenario, seed)) out.push_back(record.json());
  return out;
}

}  // namespace nearsim::run
