// The scenario's ways between devices, as the network wants them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "models/net/network.hpp"
#include "sim/base/check.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::run {

// Chains and traces are counted from 1 in the order of the scenario: the default, then what differs from it.
class Ways {
 public:
  explicit Ways(const scenario::Links& links) {
    settings_.way = add(links.normal);
    for (const scenario::WayOverride& o : links.between) between_.push_back(add(o.way));
  }
  [[nodiscard]] const net::NetworkSettings& settings() const { return settings_; }
  [[nodiscard]] const net::Way& between(std::size_t i) const { return between_[i]; }

 private:
  [[nodiscard]] net::Way add(const scenario::WaySpec& spec);
  template <class T>
  [[nodiscard]] static std::uint16_t number_in(std::vector<T>& all, const T& one) {
    const auto it = std::find(all.begin(), all.end(), one);
    const auto place = it - all.begin();
    if (it == all.end()) all.push_back(one);
    NEARSIM_CHECK(place < 65'535, "more than 65,535 ways of losing messages");
    return static_cast<std::uint16_t>(place + 1);
  }

  net::NetworkSettings settings_;
  std::vector<net::Way> between_;
};

inline net::Way Ways::add(const scenario::WaySpec& spec) {
  net::Way way;
  if (spec.chain) way.chain = number_in(settings_.chains, *spec.chain);
  if (!spec.trace.empty()) way.trace = number_in(settings_.traces, radio::LinkTrace{spec.trace});
  way.delay = spec.delay;
  way.jitter = spec.jitter;
  way.loss = spec.loss;
  way.spikes = spec.spikes;
  way.spike = spec.spike;
  way.rate = spec.bandwidth;
  return way;
}

}  // namespace nearsim::run
