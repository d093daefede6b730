// How long discovery takes and how it goes wrong.
#pragma once

#include "sim/base/time.hpp"
#include "sim/base/units.hpp"

namespace nearsim::net {

using namespace std::chrono_literals;

// How one device comes to see another's record: uniform in delay .. delay + jitter after both publish and
// browse. For orientation: a new record is probed for 750-1000 ms before it is announced (RFC 6762
// section 8.1), and the answer to a query for an existing one waits 20-120 ms (section 6).
struct Finding {
  base::Duration delay = 100ms;  // ours: an answer, not an announcement
  base::Duration jitter = 0ms;
  base::Ratio failure = base::none;  // this browser never finds this publication

  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("delay", s.delay, "from both publishing and browsing to found");
    v("jitter", s.jitter, "uniform addition between 0 and this");
    v("failure", s.failure, "probability that this direction never finds");
  }
  bool operator==(const Finding&) const = default;
};

struct DiscoverySettings {
  Finding finding{};                    // every direction that is not overridden
  base::Duration goodbye = 1s;          // RFC 6762 section 10.1: a goodbye takes one second; plus one way
  int goodbye_copies = 3;               // mDNSResponder sends three; any one suffices
  base::Duration time_to_live = 4500s;  // mDNSResponder: 75 minutes for records of services
  base::Ratio refresh_at = base::percent(80);  // RFC 6762 section 5.2: renewed from 80 % of the TTL on
  base::Duration reconfirm = 5s;  // mDNSResponder: a failed connect removes a dead record in 5.0-6.67 s ...
  base::Duration reconfirm_jitter = 1670ms;  // ... uniform between the two: ours
  int duplicates = 0;                        // further found events for a record; 3 seen after background
  base::Duration duplicates_gap = 5ms;       // MCSessionP2P issue 3: four callbacks in 16 ms

  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("finding", s.finding, "every direction that is not overridden");
    v("goodbye", s.goodbye, "from the arrival of a goodbye to lost");
    v("goodbye_copies", s.goodbye_copies, "transmissions of a goodbye");
    v("time_to_live", s.time_to_live, "of a record nobody renews");
    v("refresh_at", s.refresh_at, "share of the time to live after which a live record is renewed");
    v("reconfirm", s.reconfirm, "from a failed connection to the loss of a dead record");
    v("reconfirm_jitter", s.reconfirm_jitter, "uniform addition between 0 and this");
    v("duplicates", s.duplicates, "further found events for each record");
    v("duplicates_gap", s.duplicates_gap, "between those");
  }
  bool operator==(const DiscoverySettings&) const = default;
};

}  // namespace nearsim::net
