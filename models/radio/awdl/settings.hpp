// What an AWDL node does, one field each, with its source.  BOOK: the MobiCom 2018 paper as restated in
// public; OWL: the open implementation; captures: over-the-air recordings of devices of 2026.
#pragma once

#include "models/radio/awdl/election.hpp"
#include "models/radio/awdl/meeting.hpp"
#include "sim/base/units.hpp"

namespace nearsim::radio::awdl {

struct Settings {
  Social social{};  // 149 in the US; 44 in Europe (BOOK)
  Generation generation = Generation::of_2018;
  Guards guards{};
  Order order = Order::metric_first;

  base::Duration sync_interval = 110 * tu;  // OWL, BOOK: periodic synchronisation frames of a master
  // OWL names 440 TU for a slave and uses 110 for all; BOOK gives both numbers.
  base::Duration sync_interval_slave = 440 * tu;
  base::Duration sync_error_mean = -461us;       // BOOK: -0.45 TU over 20 minutes, idle
  base::Duration sync_error_deviation = 1 * tu;  // BOOK: about 1 TU
  base::Duration sync_tolerance = 3 * tu;        // OWL: a greater error is corrected, a smaller one stays

  base::Duration listen = 2s;        // BOOK: on the social channels, before a node has a metric of its own
  std::uint32_t first_metric = 60;   // OWL, BOOK: until then
  std::uint32_t least_metric = 505;  // BOOK: version 3; 405-436 in version 2.  Captures: 510..537
  std::uint32_t most_metric = 536;
  // ours: a metric is drawn anew this often; 0: once for each activation.  Captures of 2026 saw two masters
  // of metrics 523 and 527 take turns, three times in two minutes, which 27 s repeats; why they did is not
  // known.
  base::Duration metric_refresh = 0s;
  base::Duration counter_step = 192 * window;  // captures, OWL: 3.1457 s, while one is master
  base::Duration no_master = 96 * window;      // BOOK: the master's silence that ends its rule
  base::Duration takeover_listen = 2s;  // ours: with it a takeover takes 3.6-4.6 s; 4.2 and 6 s were captured
  base::Duration election_tick = 1s;    // OWL
  // ours: a master stays on the social channels for one cycle now and then.  Without it two clusters whose
  // slots never fall together would never meet; how real devices avoid that is not known.
  base::Duration scan_interval = 10s;
  base::Duration peer_timeout = 2s;  // OWL: a peer not heard for this long is forgotten ...
  // ... at the next tick.  RSSI: OWL and BOOK ignore strangers below -65 dBm and allow peers 5 dB more.
  int edge_dbm = -65;
  int known_bonus_db = 5;

  int peer_limit = 8;  // Apple forum 785308: twelve devices on AWDL only, never more than 8 connected

  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("generation", s.generation, "whose idle channel sequences");
    v("guards", s.guards, "around a slot");
    v("order", s.order, "what decides an election");
    v("sync_interval", s.sync_interval, "between a master's synchronisation frames");
    v("sync_interval_slave", s.sync_interval_slave, "between a slave's");
    v("sync_error_mean", s.sync_error_mean, "of a measured clock");
    v("sync_error_deviation", s.sync_error_deviation, "of a measured clock, normal");
    v("sync_tolerance", s.sync_tolerance, "error that is not corrected");
    v("listen", s.listen, "before a node has a metric of its own");
    v("metric_refresh", s.metric_refresh, "until a metric is drawn anew; 0: never");
    v("counter_step", s.counter_step, "of a master's reign");
    v("no_master", s.no_master, "silence that ends it");
    v("takeover_listen", s.takeover_listen, "until somebody else takes over");
    v("election_tick", s.election_tick, "between elections");
    v("scan_interval", s.scan_interval, "between a master's looks for other clusters");
    v("peer_timeout", s.peer_timeout, "silence after which a peer is forgotten");
    v("peer_limit", s.peer_limit, "peers with which a node can exchange data");
  }
  bool operator==(const Settings&) const = default;
};

}  // namespace nearsim::radio::awdl
