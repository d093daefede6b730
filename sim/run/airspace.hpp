// The air of a scenario that says `radio:`: the site with its stations, what crosses it, and who moves.  The
// devices are the first stations; the access points follow them.
#pragma once

#include "models/radio/mobility.hpp"
#include "models/radio/occupancy.hpp"
#include "models/radio/wifi/wifi.hpp"
#include "sim/run/about.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::run {

class World;

class Airspace final : private radio::wifi::AssociationListener, private radio::JoinListener {
 public:
  Airspace(World& world, const scenario::RadioSpec& radio);  // before any way is used
  // Devices are on their network from the start of the run, whenever their app starts; then who walks sets
  // off.
  void begin();

  [[nodiscard]] radio::Technology& way() { return wifi_; }
  [[nodiscard]] radio::Site& site() { return site_; }
  [[nodiscard]] radio::wifi::Wifi& wifi() { return wifi_; }

 private:
  void associated(radio::Station station, radio::Station access_point) override;
  void disassociated(radio::Station station) override;
  void joins_changed(radio::Station a, radio::Station b) override;

  World& world_;
  const scenario::RadioSpec& radio_;
  radio::Site site_;
  radio::Occupancy air_;
  radio::wifi::Wifi wifi_;
  radio::Mobility mobility_;
};

}  // namespace nearsim::run
