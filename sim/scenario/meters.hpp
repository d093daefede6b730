// What a run can be metered by: amounts, where a counter has occurrences.  Metering leaves no record, so that
// a metered run has the fingerprint of one that is not; and it costs, so that it is done only where a
// scenario asks for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace nearsim::scenario {

enum class MeterUnit : std::uint8_t { bytes, time, number };
enum class Fold : std::uint8_t { sum, most };  // of the amounts of a window

enum class MeterKind : std::uint8_t { bytes_sent, bytes_delivered, queue_busy, queue_wait, queue_depth };

struct Meter {
  std::string_view name;
  MeterUnit unit;
  Fold fold;
  std::string_view part;  // the filter beside `from` and `to`: "over" or "queue"
  std::vector<std::string_view> parts;
  std::string_view doc;
};
[[nodiscard]] const std::vector<Meter>& meters();  // in the order of MeterKind
[[nodiscard]] const Meter* find_meter(std::string_view name);
[[nodiscard]] inline const Meter& meter(MeterKind kind) { return meters()[static_cast<std::size_t>(kind)]; }
[[nodiscard]] inline bool has_ends(const Meter& m) { return m.unit == MeterUnit::bytes; }  // and so a `to`

// All that an expectation can speak about: facts, counters and meters.
[[nodiscard]] std::vector<std::string_view> subject_names();

[[nodiscard]] bool is_metered(const Scenario& scenario);  // some expectation asks, or the file does
[[nodiscard]] std::string amount_text(MeterUnit unit, std::int64_t amount);  // "12kB", "1.5s", "3"
// As a user writes it beside `at_most`, for whatever the subject is.
[[nodiscard]] std::string count_text(const Expectation& expectation);

}  // namespace nearsim::scenario
