// Quality monitor.  The framework counts packets; now and then somebody looks.  Counted from the beginning of
// the session a bad minute is forgotten slowly and an hour's good service hides a dead path; counted since
// the last look it is what happens now.
#pragma once

#include "protocol/detector_settings.hpp"
#include "protocol/event.hpp"
#include "protocol/link.hpp"

namespace nearsim::protocol {

struct Quality {
  std::int64_t lost = 0, received = 0;  // as judged: of the session, or since the last sample
  bool poor = false;
};
[[nodiscard]] Quality judge(const QualityMonitor& settings, Sampling& sampling, const StatsSampled& stats);

}  // namespace nearsim::protocol
