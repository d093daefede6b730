#include "sim/run/airspace.hpp"

#include "sim/run/world.hpp"

namespace nearsim::run {
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
  return s;
}

}  // namespace

Airspace::Airspace(World& world, const scenario::RadioSpec& radio)
    : world_(world),
      radio_(radio),
      site_(world.streams(), propagation_of(radio.settings), walls_of(radio)),
      wifi_(world.scheduler(), world.streams(), site_, air_, wifi_of(radio.settings)),
      mobility_(world.scheduler(), world.streams(), site_) {
  const std::vector<scenario::DeviceSpec>& devices = world.scenario().devices;
  for (const scenario::DeviceSpec& device : devices) site_.add(device.at.value_or(radio::Position{}));
  for (const scenario::AccessPointSpec& point : radio.access_points)
    wifi_.add_access_point(site_.add(point.at), static_cast<radio::wifi::Channel>(point.channel));
  wifi_.listen(static_cast<radio::wifi::AssociationListener&>(*this));
}

void Airspace::begin() {
  const std::vector<scenario::DeviceSpec>& devices = world_.scenario().devices;
  for (radio::Station s = 0; s < devices.size(); ++s) wifi_.switch_on(s);
  wifi_.listen(static_cast<radio::JoinListener&>(*this));  // being there from the start is no news
  world_.ledger().reachability_changed(world_.now());
  for (radio::Station s = 0; s < devices.size(); ++s) {
    if (devices[s].route.empty()) continue;
    radio::Route route{devices[s].route};
    route.points.insert(route.points.begin(), {base::Duration{0}, *devices[s].at});
    mobility_.move(s, std::move(route));
  }
}

void Airspace::associated(radio::Station station, radio::Station access_point) {
  const std::string& name = radio_.access_points[access_point - world_.scenario().devices.size()].name;
  const kernel::Field fields[] = {{"access_point", std::string_view{name}}};
  world_.record(station, "wifi", "associated", net::no_node, fields);
}

void Airspace::disassociated(radio::Station station) {
  world_.record(station, "wifi", "disassociated", net::no_node, {});
}

// Who walks out of reach has left of its own accord, but for those who judge it is as if a fault had begun.
void Airspace::joins_changed(radio::Station station, radio::Station) {
  world_.ledger().reachability_changed(world_.now());
  const Outside what = wifi_.reachable(station) ? Outside::fault_ends : Outside::fault_begins;
  world_.intervene({world_.now(), what, station, net::no_node});
}

}  // namespace nearsim::run
