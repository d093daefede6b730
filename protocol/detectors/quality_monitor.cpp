#include "protocol/detectors/quality_monitor.hpp"

namespace nearsim::protocol {

Quality judge(const QualityMonitor& settings, Sampling& sampling, const StatsSampled& stats) {
  Quality quality{stats.lost, stats.received};
  if (!settings.cumulative) {
    quality.lost -= sampling.lost;
    quality.received -= sampling.received;
  }
  sampling.lost = stats.lost;
  sampling.received = stats.received;
  const bool lossy = quality.received > 0 &&
                     quality.lost * base::certain.ppm > settings.loss.ppm * (quality.lost + quality.received);
  quality.poor = lossy || stats.rtt > settings.rtt;
  return quality;
}

}  // namespace nearsim::protocol
