#include "sim/run/airspace.hpp"

#include <utility>

#include "sim/run/device.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

using namespace std::chrono_literals;

namespace {

radio::Propagation propagation_of(const scenario::RadioSettings& settings) {
  radio::Propagation p;
  p.model = settings.path_loss;
  p.building = settings.building;
  p.shadowing_db = settings.shadowing;
  return p;
}

std::vector<radio::Wall> walls_of(const scenario::RadioSpec& spec) {
  std::vector<radio::Wall> walls;
  for (const scenario::WallSpec& w : spec.walls) walls.push_back({w.from, w.to, static_cast<double>(w.loss)});
  return walls;
}

radio::wifi::Settings wifi_of(const scenario::RadioSettings& settings) {
  radio::wifi::Settings s;
  s.sent_dbm = settings.power;
  s.busy = settings.busy;
  s.isolation = settings.isolation;
  s.power_save = settings.power_save;
  s.dtim = settings.dtim;
  s.scan_every = settings.scan_every;
  s.joins_fail = settings.joins_fail;
  s.joins_slow = settings.joins_slow;
  return s;
}

net::AirwavesSettings air_of(const scenario::RadioSpec& spec) {
  net::AirwavesSettings s;
  s.propagation = propagation_of(spec.settings);
  s.walls = walls_of(spec);
  s.wifi = wifi_of(spec.settings);
  s.ble_link.connections = spec.settings.bluetooth_connections;
  s.awdl_data.sent_dbm = spec.settings.power;
  s.awdl_data.contention = spec.settings.awdl_contention;
  s.awdl.metric_refresh = spec.settings.awdl_refresh;
  s.awdl_start = spec.settings.awdl_starts;
  s.awdl_linger = spec.settings.awdl_linger;
  s.absence_loss = spec.settings.absence_loss;
  for (const scenario::AccessPointSpec& point : spec.access_points)
    s.access_points.push_back({point.at, static_cast<radio::wifi::Channel>(point.channel),
                               static_cast<std::uint32_t>(point.subnet)});
  return s;
}

std::vector<radio::Position> places_of(const scenario::Scenario& scenario) {
  std::vector<radio::Position> places;
  for (const scenario::DeviceSpec& d : scenario.devices) places.push_back(d.at.value_or(radio::Position{}));
  return places;
}

// With nothing to choose from, Wi-Fi is the way itself.
radio::Technology& way_of(net::Airwaves& air, const scenario::RadioSettings& s) {
  if (s.awdl || s.bluetooth) return air.path();
  return air.wifi();
}

}  // namespace

Airspace::Airspace(World& world, const scenario::RadioSpec& radio, net::Observer& observer)
    : world_(world),
      radio_(radio),
      air_(world.scheduler(), world.streams(), air_of(radio), places_of(world.scenario()), &observer),
      way_(way_of(air_, radio.settings)),
      mobility_(world.scheduler(), world.streams(), air_.site()),
      switches_(world.scenario().devices.size()) {
  world.network().over(way_);
  net::mdns::Settings bonjour = net::mdns::settings_of(radio.settings.responder);
  bonjour.names = radio.settings.service_names;
  if (radio.settings.bonjour == scenario::Bonjour::packets)
    bonjour_ = std::make_unique<net::mdns::Mdns>(world.scheduler(), world.streams(), bonjour, air_.link(),
                                                 &observer);
  air_.serve(world.network(), bonjour_.get(), this);
  air_.wifi().listen(static_cast<radio::wifi::AssociationListener&>(*this));
  const std::vector<scenario::DeviceSpec>& devices = world.scenario().devices;
  for (radio::Station n = 0; n < devices.size(); ++n)  // of other systems nothing is known: as an iPhone
    if (devices[n].platform == scenario::Platform::macos)
      air_.wifi().set_roaming(n, radio::wifi::mac_roaming);
}

void Airspace::begin() {
  const std::vector<scenario::DeviceSpec>& devices = world_.scenario().devices;
  for (radio::Station n = 0; n < devices.size(); ++n) apply(n);
  began_ = true;
  way_.listen(static_cast<radio::JoinListener&>(*this));  // being there from the start is no news
  world_.ledger().reachability_changed(world_.now());
  for (radio::Station n = 0; n < devices.size(); ++n) {
    if (const auto& wander = devices[n].wander) {
      const std::int32_t floor = devices[n].at->floor;
      mobility_.move(n, radio::Wander{{{}, {}, floor},
                                      {radio_.width, radio_.depth, floor},
                                      wander->speed.millimetres,
                                      wander->pause});
    }
    if (devices[n].route.empty()) continue;
    radio::Route route{devices[n].route};
    route.points.insert(route.points.begin(), {base::Duration{0}, *devices[n].at});
    mobility_.move(n, std::move(route));
  }
}

// --- switches

void Airspace::apply(Node node) {
  const scenario::RadioSettings& s = radio_.settings;
  const Switches& now = switches_[node];
  const net::Radios radios{.wifi = s.wifi && now.wifi,
                           .awdl = s.awdl && !now.awdl_sleeps,
                           .bluetooth = s.bluetooth && now.bluetooth && !now.locked,
                           .beacons = now.bluetooth && !now.locked};
  const net::Errno broken = air_.switch_to(node, radios);
  if (broken != net::Errno::none && !now.locked) world_.fabric_of(node).sockets_broke(node, broken);
  if (began_) world_.device(node).interfaces_changed();
}

void Airspace::renegotiate(Node a, Node b, net::Leave leave, kernel::Callback done) {
  if (&way_ == &air_.wifi()) return done();
  air_.renegotiate(a, b, leave, std::move(done));
}

void Airspace::switch_radios(Node node, const net::Radios& on) {
  switches_[node].wifi = on.wifi;
  switches_[node].bluetooth = on.bluetooth;
  apply(node);
}

// Has it a connection that lives at both ends, or one that it does not know to be over?
bool Airspace::talks(Node node) const {
  const auto devices = static_cast<Node>(world_.scenario().devices.size());
  for (Node other = 0; other < devices; ++other) {
    if (other == node) continue;
    const Ledger::Truth truth = world_.fabric_of(node).truth(node, other);
    if (truth.live > 0 || truth.half_open > 0) return true;
  }
  return false;
}

// Two captures of 2026: AWDL stopped 1.3 s and 5.2 s after the beacon of a phone that was locked.
void Airspace::lock(Node node) {
  Switches& s = switches_[node];
  s.locked = true;
  const std::uint32_t number = ++s.locks;
  apply(node);
  base::Rng draw =
      world_.streams().stream("lock/" + std::string(world_.name(node)) + "#" + std::to_string(number));
  const base::Duration later = draw.between(1300ms, 5200ms);
  world_.scheduler().post(world_.now() + later, {"awdl sleeps", node}, [this, node, number] {
    if (!switches_[node].locked || switches_[node].locks != number) return;
    switches_[node].awdl_sleeps = true;
    apply(node);
  });
}

void Airspace::unlock(Node node) {
  switches_[node].locked = switches_[node].awdl_sleeps = false;
  apply(node);
}

void Airspace::associated(radio::Station station, radio::Station access_point) {
  const std::string& name = radio_.access_points[access_point - world_.scenario().devices.size()].name;
  const kernel::Field fields[] = {{"access_point", std::string_view{name}}};
  world_.record(station, {"wifi", "associated"}, net::no_node, fields);
  if (began_) world_.device(station).interfaces_changed();
}

void Airspace::disassociated(radio::Station station) {
  world_.record(station, {"wifi", "disassociated"}, net::no_node, {});
  if (began_) world_.device(station).interfaces_changed();
}

void Airspace::readdressed(radio::Station station) {
  world_.record(station, {"wifi", "new_address"}, net::no_node, {});
  world_.fabric_of(station).address_changed(station);
}

// Who walks out of reach has left of its own accord, but for those who judge it is as if a fault had begun.
void Airspace::joins_changed(radio::Station a, radio::Station b) {
  world_.ledger().reachability_changed(world_.now());
  const bool pair = a != radio::any_station && b != radio::any_station;
  const bool joined = pair ? way_.joins(a, b) : air_.wifi().reachable(a);
  world_.intervene(
      {world_.now(), joined ? Outside::fault_ends : Outside::fault_begins, a, pair ? b : net::no_node});
}

}  // namespace nearsim::run
