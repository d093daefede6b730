// Who hears whose advertisements in a run.  One event per pair and discovery, not one per packet: when the
// first packet of an advertiser falls into a window of a scanner is computed, with the phases that the two
// happen to have.
#pragma once

#include <vector>

#include "models/radio/air_interface.hpp"
#include "models/radio/ble/background.hpp"
#include "sim/kernel/scheduler.hpp"

namespace nearsim::radio::ble {

class Surroundings {
 public:
  [[nodiscard]] virtual double received_dbm(Station from, Station to) const = 0;
  // The chance that a packet inside a window is received, beside coexistence: 1 in quiet air.
  [[nodiscard]] virtual double survives(Station from, Station to) const = 0;
  [[nodiscard]] virtual bool wifi_busy(Station) const = 0;  // its own Wi-Fi uses 2.4 GHz now

 protected:
  ~Surroundings() = default;
};

class Listener {
 public:
  virtual void ble_heard(Station scanner, Station advertiser) = 0;
  virtual void ble_lost(Station scanner, Station advertiser) = 0;
  // A connection was not made: the one that `full` names holds as many as its controller can.
  virtual void ble_refused(Station /*asks*/, Station /*asked*/, Station /*full*/) {}

 protected:
  ~Listener() = default;
};

class Beacons {
 public:
  Beacons(kernel::Scheduler&, const base::Streams&, const Settings&, const Surroundings&, Listener&);
  Beacons(const Beacons&) = delete;
  Beacons& operator=(const Beacons&) = delete;

  void advertise(Station);
  void stop_advertising(Station);
  void scan(Station, Filter);
  void stop_scanning(Station);
  void move_to(Station, Place);  // the app goes into the background or comes back: both start anew
  void moved(Station);           // reach, or its Wi-Fi, changed: what is under way is computed anew

  [[nodiscard]] bool heard(Station scanner, Station advertiser) const;

 private:
  struct State {
    bool advertises = false;
    bool scans = false;
    Filter filter = Filter::by_service;
    Place place = Place::foreground;
    base::Instant event{};   // some advertising event, and the start of some window on channel 0:
    base::Instant window{};  // the phases of this activation
    std::uint32_t advertised = 0, scanned = 0;  // activations, for the names of random streams
  };
  struct Pair {
    Station scanner, advertiser;
    bool heard = false;
    std::uint32_t version = 0;
  };

  [[nodiscard]] State& state(Station);
  [[nodiscard]] Pair& pair(Station scanner, Station advertiser);
  [[nodiscard]] bool hears(Station scanner, Station advertiser) const;
  void look(Station scanner, Station advertiser);
  void look_all(Station);

  kernel::Scheduler& scheduler_;
  const base::Streams& streams_;
  Settings settings_;
  const Surroundings& surroundings_;
  Listener& listener_;
  std::vector<State> states_;
  std::vector<Pair> pairs_;  // sorted by scanner, advertiser
};

}  // namespace nearsim::radio::ble
