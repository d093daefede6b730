// Verdicts of silence: the decision of an engine that a peer said nothing for too long.
#pragma once

#include <optional>

#include "sim/run/judges/records.hpp"

namespace nearsim::run {

struct Silence {
  std::optional<base::Duration> gap;      // so long it heard nothing, by its own clock
  std::optional<base::Duration> allowed;  // the design's patience
};

[[nodiscard]] inline std::optional<base::Duration> duration_field(const kernel::Record& record,
                                                                  std::string_view key) {
  const kernel::Value* value = field(record, key);
  const auto* duration = value ? std::get_if<base::Duration>(value) : nullptr;
  return duration ? std::optional(*duration) : std::nullopt;
}

// A device measures with its own clock.  So long at least does what it measured last in truth.
inline constexpr int crystal_ppm = 200;  // ours: twice what the worst crystal in a phone is off by
[[nodiscard]] inline base::Duration at_least(base::Duration measured) {
  return measured - measured / (1'000'000 / crystal_ppm);
}

// What a record of the verb `suspect` says, if it is a verdict of silence: of a connection, or of an
// invitation without answer.
[[nodiscard]] inline std::optional<Silence> silence_in(const Happening& h) {
  if (h.node == net::no_node || h.peer == net::no_node) return std::nullopt;
  if (says(h.record, "symptom", "silent"))
    return Silence{duration_field(h.record, "gap"), duration_field(h.record, "timeout")};
  if (says(h.record, "why", "refusal_presumed"))
    return Silence{std::nullopt, duration_field(h.record, "after")};
  return std::nullopt;
}

}  // namespace nearsim::run
