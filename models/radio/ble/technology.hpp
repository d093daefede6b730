// Bluetooth as a way of crossing the air: a pair joins when one has heard the other's advertisement and
// connected, and parts when no packet came for the supervision timeout.  Old systems ran sessions over it;
// iOS has not since version 10 or 11: there a phone is heard, and that is all (Use::beacons).
#pragma once

#include <map>
#include <utility>

#include "models/radio/air_interface.hpp"
#include "models/radio/ble/beacons.hpp"
#include "models/radio/ble/connection.hpp"
#include "models/radio/site.hpp"

namespace nearsim::radio::ble {

struct LinkSettings {
  Connection connection{};
  // Core specification: a piconet has seven active members beside its first; bitchat holds 6, Android's
  // controllers about seven.  0: as many as ask.
  int connections = 7;
  int setup_meetings = 6;               // ours: connection intervals from the connection to the first data
  base::Ratio loss = base::percent(2);  // ours: of one packet, in range; sent again at the next meeting
  double sent_dbm = 4;                  // ours: a phone
  double megahertz = 2440;              // the middle of the band it hops over
  bool operator==(const LinkSettings&) const = default;
};

enum class Use : std::uint8_t { sessions, beacons };  // beacons: advertises and scans, and connects to nobody

class Bluetooth final : public Technology, private Surroundings, private Listener {
 public:
  Bluetooth(kernel::Scheduler&, const base::Streams&, const Site&, const Settings&, const LinkSettings&,
            Listener* = nullptr);

  void activate(Station, Use = Use::sessions);  // advertises and scans for its service
  void deactivate(Station);
  void move_to(Station, Place);
  void moved(Station);
  void set_wifi_busy(Station, bool value);  // its Wi-Fi is on 2.4 GHz

  [[nodiscard]] std::string_view name() const override { return "bluetooth"; }
  [[nodiscard]] bool has(Station s) const override { return s < states_.size() && states_[s].on; }
  [[nodiscard]] bool joins(Station from, Station to) const override;
  [[nodiscard]] Crossing carry(Station from, Station to, base::Bytes, Cast, base::Rng&) override;
  [[nodiscard]] const Beacons& beacons() const { return beacons_; }

 private:
  struct Pair {
    bool connected = false;
    bool connecting = false;
    bool refused = false;       // one of the two had no room; it is tried again when there is some
    std::uint32_t version = 0;  // of the connection: events of an older one are void
    base::Instant anchor{};     // its first meeting
    base::Instant busy_until{};
  };
  struct State {
    bool on = false;
    Use use = Use::sessions;
    bool wifi_busy = false;
    int connections = 0;  // made, or being made: for those too the controller has set one aside
  };

  double received_dbm(Station from, Station to) const override;
  double survives(Station, Station) const override { return 1.0; }
  bool wifi_busy(Station) const override;
  void ble_heard(Station scanner, Station advertiser) override;
  void ble_lost(Station scanner, Station advertiser) override;
  [[nodiscard]] bool in_range(Station a, Station b) const;
  void connect(Station a, Station b);
  [[nodiscard]] bool has_room(Station) const;
  void count(Station, Station, int more);
  void fill_room(Station);
  void check(Station a, Station b);
  void part(Station a, Station b);
  [[nodiscard]] State& state(Station);

  kernel::Scheduler& scheduler_;
  const Site& site_;
  Settings settings_;
  LinkSettings link_;
  Listener* listener_;
  std::vector<State> states_;
  std::map<std::pair<Station, Station>, Pair> pairs_;
  Beacons beacons_;
};

}  // namespace nearsim::radio::ble
