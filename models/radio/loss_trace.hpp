// A recorded link, played back: from each instant on, how late and how lossy it is.  The user's file:
//
//     at,delay,loss
//     0s,12ms,0.5%
//     1.25s,80ms,10%
//
// A row that cannot be meant is an error with its line and column, and every such row is reported.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/base/units.hpp"

namespace nearsim::radio {

struct TracePoint {
  base::Duration at{}, delay{};
  base::Ratio loss{};
  bool operator==(const TracePoint&) const = default;
};

struct TraceError {
  std::size_t line = 0, column = 0;  // from 1
  std::string message, hint;
};

struct LinkTrace {
  std::vector<TracePoint> points;  // by time; the first at 0
  // What holds at this time since the start; the last row holds for ever.
  [[nodiscard]] const TracePoint& when(base::Duration since_start) const;
  bool operator==(const LinkTrace&) const = default;
};

struct TraceReading {
  LinkTrace trace;  // meaningful only without errors
  std::vector<TraceError> errors;
};
[[nodiscard]] TraceReading read_trace(std::string_view csv);

}  // namespace nearsim::radio
