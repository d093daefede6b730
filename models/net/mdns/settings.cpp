#include "models/net/mdns/settings.hpp"

#include <algorithm>

namespace nearsim::net::mdns {

base::Duration query_time(const Settings& s, int n) {
  base::Duration sum{}, interval = s.query_first;
  for (int i = 0; i < n; ++i) {
    sum += interval;
    interval = std::min(interval * s.query_factor, s.query_cap);
  }
  return sum;
}

base::Duration announce_time(const Settings& s, int n) { return s.announce_interval * ((1 << n) - 1); }

}  // namespace nearsim::net::mdns
