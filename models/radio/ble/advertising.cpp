#include "models/radio/ble/advertising.hpp"

namespace nearsim::radio::ble {
namespace {

// Does the event at `at` (since the start of a scan window on channel 0) put a packet into the window?
bool falls_into_window(const Advertising& a, const Scanning& s, base::Duration at) {
  for (int channel = 0; channel < a.channels; ++channel) {
    const base::Duration begin = at + channel * a.channel_step;
    const bool same = begin / s.interval % a.channels == channel;
    if (same && begin % s.interval + a.packet <= s.window) return true;
  }
  return false;
}

}  // namespace

std::optional<base::Duration> until_heard(const Advertising& a, const Scanning& s, base::Duration phase,
                                          double hit, base::Duration limit, base::Rng& random) {
  const base::Duration begin = phase % (s.interval * a.channels);
  for (base::Duration waited{}; waited <= limit;) {
    if (falls_into_window(a, s, begin + waited) && (hit >= 1.0 || random.uniform() < hit)) return waited;
    waited += a.interval;
    if (a.delay > base::Duration{0}) waited += random.between(base::Duration{0}, a.delay);
  }
  return std::nullopt;
}

}  // namespace nearsim::radio::ble
