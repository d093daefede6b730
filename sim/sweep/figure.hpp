// What an expectation measured, as one number for tables: nanoseconds from the start until a fact first held
// (after a heal: from the heal), or how often a counter counted.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/run/report.hpp"

namespace nearsim::sweep {

// Read back from the verdict's own sentence, so to the millisecond; nothing: it says neither.
[[nodiscard]] std::optional<std::int64_t> figure_of(const run::Verdict& verdict);

}  // namespace nearsim::sweep
