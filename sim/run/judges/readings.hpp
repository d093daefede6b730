// The readings of all meters of a run, by device, peer and part.
#pragma once

#include <map>
#include <tuple>

#include "sim/run/judges/words.hpp"
#include "sim/run/monitor.hpp"
#include "sim/run/report.hpp"

namespace nearsim::run {

class Readings {
 public:
  void metered(const Metering& reading);
  void report(const Names& names, Report& report) const;  // rows, and of each meter one count

 private:
  using Key = std::tuple<scenario::MeterKind, Node, Node, std::string_view>;
  std::map<Key, std::int64_t> all_;
};

// One amount beside what was before: added, or the greater of the two.
[[nodiscard]] std::int64_t folded(scenario::Fold fold, std::int64_t before, std::int64_t amount);

}  // namespace nearsim::run
