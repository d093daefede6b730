// Multicast DNS as Apple's responder speaks it, one field each.  mDNSR:
// apple-oss-distributions/mDNSResponder; sections are RFC 6762's.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sim/base/time.hpp"
#include "sim/base/units.hpp"

namespace nearsim::net::mdns {

using namespace std::chrono_literals;

// unique: as MultipeerConnectivity, whose services have names that no two share.  by_display_name: as most
// other applications; then names conflict, and section 9 says who keeps his.
enum class Names : std::uint8_t { unique, by_display_name };
[[nodiscard]] constexpr auto names_of(Names) {
  return std::array<std::string_view, 2>{"unique", "by_display_name"};
}

struct Settings {
  Names names = Names::unique;
  base::Duration probe_delay = 250ms;     // section 8.1: uniform from 0, before the first probe
  base::Duration probe_interval = 250ms;  // section 8.1
  base::Duration tie_wait = 1s;           // section 8.2: who loses a simultaneous probe asks again after it
  int probes = 3;                         // section 8.1: silence after the third claims the name
  int announcements = 4;                  // mDNSR; section 8.3 asks for two
  base::Duration announce_interval = 1s;  // then doubling: at 0, 1, 3, 7 s

  base::Duration answer_delay_least = 20ms;  // section 6: records that others share
  base::Duration answer_delay_most = 120ms;
  base::Duration answer_again = 1s;  // section 6: the same record not sooner on the same interface

  base::Duration query_first = 1s;  // mDNSR: queries at 0, 1, 4, 13, 40, 121, 364, 1093, 3280, 6880 s
  int query_factor = 3;
  base::Duration query_cap = 3600s;

  base::Duration service_ttl = 4500s;  // mDNSR, section 10: 75 minutes
  base::Duration host_ttl = 4500s;     // mDNSR of today; 120 s in the RFC and in old systems
  std::array<std::int64_t, 4> refresh_percent{80, 85, 90, 95};  // section 5.2
  std::int64_t refresh_jitter_percent = 2;                      // section 5.2: uniform, of the TTL

  int goodbye_copies = 3;                   // mDNSR
  base::Duration goodbye_interval = 250ms;  // ours: between the copies
  base::Duration goodbye_ttl = 1s;          // section 10.1

  base::Duration reconfirm = 5s;              // mDNSR: at least, for a record that somebody doubts
  base::Duration reconfirm_jitter = 1'670ms;  // mDNSR: 0 to a third more
  int reconfirm_queries = 4;                  // mDNSR: about one a second
  base::Duration flap_delay = 3s;             // mDNSR: after an interface went down or came back
  base::Duration flap_reconfirm = 7s;         // mDNSR

  bool each_interface =
      false;  // ours: report a peer again for each interface it is found on (field: yes, 4 times)

  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("probe_delay", s.probe_delay, "before the first probe, uniform from 0");
    v("names", s.names, "of services");
    v("probe_interval", s.probe_interval, "between probes");
    v("tie_wait", s.tie_wait, "until who lost a simultaneous probe asks again");
    v("probes", s.probes, "until a name is claimed");
    v("announcements", s.announcements, "of a new record");
    v("announce_interval", s.announce_interval, "between the first two; then doubling");
    v("answer_delay_least", s.answer_delay_least, "of an answer");
    v("answer_delay_most", s.answer_delay_most, "of an answer");
    v("answer_again", s.answer_again, "until the same record is sent again");
    v("query_first", s.query_first, "between the first two queries");
    v("query_factor", s.query_factor, "of the interval, from query to query");
    v("query_cap", s.query_cap, "longest interval");
    v("service_ttl", s.service_ttl, "time to live of a service");
    v("host_ttl", s.host_ttl, "time to live of its address");
    v("refresh_jitter_percent", s.refresh_jitter_percent, "of the time to live, added to each refresh");
    v("goodbye_copies", s.goodbye_copies, "transmissions of a goodbye");
    v("goodbye_interval", s.goodbye_interval, "between them");
    v("goodbye_ttl", s.goodbye_ttl, "from a goodbye to lost");
    v("reconfirm", s.reconfirm, "from doubt to lost");
    v("reconfirm_jitter", s.reconfirm_jitter, "uniform addition between 0 and this");
    v("reconfirm_queries", s.reconfirm_queries, "meanwhile");
    v("flap_delay", s.flap_delay, "until a change of interface is believed");
    v("flap_reconfirm", s.flap_reconfirm, "of records found before it");
    v("each_interface", s.each_interface, "report a peer once for each interface");
  }
  bool operator==(const Settings&) const = default;
};

enum class System : std::uint8_t { current, old_apple, rfc6762 };
[[nodiscard]] constexpr auto names_of(System) {
  return std::array<std::string_view, 3>{"current", "old_apple", "rfc6762"};
}
[[nodiscard]] constexpr Settings settings_of(System system) {
  Settings s;
  if (system != System::current) s.host_ttl = 120s;
  if (system == System::rfc6762) {
    s.announcements = 2;
    s.query_factor = 2;
    s.reconfirm = 10s;  // section 10.4
    s.reconfirm_jitter = 0s;
    s.reconfirm_queries = 2;
  }
  return s;
}

// The time from the first query to query number n (0 is the first): 0, 1, 4, 13 ... s.
[[nodiscard]] base::Duration query_time(const Settings&, int n);
// ... from the first announcement to number n: 0, 1, 3, 7 s.
[[nodiscard]] base::Duration announce_time(const Settings&, int n);

}  // namespace nearsim::net::mdns
