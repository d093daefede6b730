// The air of a scenario that says `radio:`: the site with its stations, what crosses it, who is found by
// packets, and who moves.  The devices are the first stations; the access points follow them.
#pragma once

#include <memory>

#include "models/net/airwaves.hpp"
#include "models/radio/mobility.hpp"
#include "sim/run/about.hpp"
#include "sim/run/ledger.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::run {

class World;

class Airspace final : private radio::wifi::AssociationListener,
                       private radio::JoinListener,
                       private net::Talkers {
 public:
  // Before any way is used: the world's network goes over this air.
  Airspace(World& world, const scenario::RadioSpec& radio, net::Observer& observer);
  // Devices are on their network from the start of the run, whenever their app starts; then who walks sets
  // off.
  void begin();

  // Switches of one device, on top of what the scenario has switched on.
  void switch_radios(Node node, const net::Radios& on);
  void lock(Node node);  // Bluetooth sleeps at once, AWDL a little later
  void unlock(Node node);
  void move_to(Node node, radio::ble::Place place) { air_.move_to(node, place); }  // its app

  // Is there an interface beside Wi-Fi?
  [[nodiscard]] bool falls_back(Node node) const { return air_.has_another_interface(node); }

  // The two leave what carries between them for the best that joins them now; where there is nothing to
  // choose from, `done` is called at once.
  void renegotiate(Node a, Node b, net::Leave leave, kernel::Callback done);

  [[nodiscard]] radio::Site& site() { return air_.site(); }
  [[nodiscard]] radio::wifi::Wifi& wifi() { return air_.wifi(); }
  [[nodiscard]] net::DiscoveryService* bonjour() { return bonjour_.get(); }  // null: drawn, not by packets

 private:
  struct Switches {
    bool wifi = true, bluetooth = true, locked = false, awdl_sleeps = false;
    std::uint32_t locks = 0;  // so far: for the names of random streams, and to know an unlocked one again
  };
  void apply(Node node);

  void associated(radio::Station station, radio::Station access_point) override;
  void disassociated(radio::Station station) override;
  void readdressed(radio::Station station) override;
  void joins_changed(radio::Station a, radio::Station b) override;
  [[nodiscard]] bool talks(Node node) const override;

  World& world_;
  const scenario::RadioSpec& radio_;
  net::Airwaves air_;
  radio::Technology& way_;
  std::unique_ptr<net::mdns::Mdns> bonjour_;
  radio::Mobility mobility_;
  std::vector<Switches> switches_;  // by node
  bool began_ = false;              // being there from the start is no news
};

}  // namespace nearsim::run
