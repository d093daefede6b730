// Records of a run one below the other, for a reader: what belongs together stands in one column.
#pragma once

#include <string>
#include <vector>

#include "sim/kernel/sinks.hpp"

namespace nearsim::report {

[[nodiscard]] std::string value_text(const kernel::StoredRecord::Value& value);

// A line for each: index, time, device, topic, what was done to whom, and the rest as key=value.
[[nodiscard]] std::vector<std::string> lines_of_records(const std::vector<kernel::StoredRecord>& records);

}  // namespace nearsim::report
