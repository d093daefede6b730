#include "models/net/airwaves.hpp"

#include <algorithm>
#include <utility>

#include "models/net/stream_name.hpp"

namespace nearsim::net {
namespace {

// A beacon counts as lost a while after it was last heard.
base::Duration after_lost(const AirwavesSettings& s) {
  if (s.awdl_linger == base::forever) return base::forever;
  return std::max(base::Duration{0}, s.awdl_linger - s.ble.lost_after);
}

}  // namespace

Airwaves::Airwaves(kernel::Scheduler& scheduler, const base::Streams& streams,
                   const AirwavesSettings& settings, const std::vector<radio::Position>& devices,
                   Observer* observer)
    : scheduler_(scheduler),
      streams_(streams),
      observer_(observer),
      awdl_start_(settings.awdl_start),
      linger_(settings.awdl_linger),
      linger_after_lost_(after_lost(settings)),
      absence_loss_(settings.absence_loss),
      site_(streams, settings.propagation, settings.walls),
      devices_(devices.size()),
      wifi_(scheduler, streams, site_, occupancy_, settings.wifi),
      awdl_(scheduler, streams, site_, settings.awdl, settings.awdl_data, this),
      bluetooth_(scheduler, streams, site_, settings.ble, settings.ble_link, this),
      choice_(scheduler, streams, {&wifi_, &awdl_, &bluetooth_}, settings.path, observer, this),
      link_(*this) {
  for (const radio::Position& at : devices) site_.add(at);
  for (const AccessPoint& ap : settings.access_points)
    wifi_.add_access_point(site_.add(ap.at), ap.channel, ap.subnet);
  wifi_.listen(static_cast<radio::wifi::AssociationListener&>(*this));
  site_.listen(*this);
}

Airwaves::~Airwaves() = default;

void Airwaves::serve(const Network& network, mdns::Mdns* responder, const Talkers* talkers) {
  network_ = &network;
  responder_ = responder;
  talkers_ = talkers;
}

// --- what is on

Errno Airwaves::switch_to(Node node, const Radios& radios) {
  const Radios was = devices_[node].on;
  devices_[node].on = radios;
  if (radios.wifi != was.wifi) radios.wifi ? wifi_.switch_on(node) : wifi_.switch_off(node);
  refresh_bluetooth(node);
  refresh_awdl(node);
  const bool anything_left = radios.wifi || radios.bluetooth;
  if (anything_left || (!was.wifi && !was.bluetooth)) return Errno::none;
  return was.wifi && was.bluetooth ? Errno::net_unreachable : Errno::net_down;
}

void Airwaves::associated(radio::Station node, radio::Station) {
  if (!is_device(node)) return;
  const auto channel = wifi_.channel(node);
  on_channel(node, channel ? static_cast<radio::awdl::Channel>(*channel) : radio::awdl::off);
  if (responder_ != nullptr) responder_->interface_changed(wifi_interface, node, Path::up);
}

void Airwaves::disassociated(radio::Station node) {
  if (!is_device(node)) return;
  on_channel(node, radio::awdl::off);
  if (responder_ != nullptr) responder_->interface_changed(wifi_interface, node, Path::down);
}

void Airwaves::on_channel(Node node, radio::awdl::Channel channel) {
  awdl_.set_access_point(node, channel);
  const bool in_2_4_ghz = channel != radio::awdl::off && channel <= 13;
  bluetooth_.set_wifi_busy(node, in_2_4_ghz);
}

void Airwaves::moved(radio::Station station) {
  if (is_device(station)) bluetooth_.moved(station);
}

void Airwaves::awdl_changed(radio::Station node, radio::awdl::Change change, radio::Station peer,
                            base::Duration jump) {
  using radio::awdl::Change;
  if (observer_ != nullptr) {
    const Node about = peer == node ? no_node : peer;
    const std::string_view verb = radio::awdl::name(change);
    if (change == Change::jumped)
      observer_->event(scheduler_.now(), node, "awdl", verb, about, {{"by", jump}});
    else observer_->event(scheduler_.now(), node, "awdl", verb, about, {});
  }
  if (responder_ == nullptr || (change != Change::on && change != Change::off)) return;
  responder_->interface_changed(awdl_interface, node, change == Change::on ? Path::up : Path::down);
}

// --- one radio

std::optional<base::Duration> Airwaves::wait(const radio::Technology& carrier, Node from, Node to,
                                             base::Rng& draw) {
  if (&carrier != &wifi_) return base::Duration{0};
  base::Duration longest{};
  for (const Node n : {from, to}) {
    const auto channel = wifi_.channel(n);
    if (!channel) continue;
    const base::Duration away = awdl_.away_from(n, static_cast<radio::awdl::Channel>(*channel));
    longest = std::max(longest, away);
    if (away == base::Duration{0} || absence_loss_ == base::none) continue;
    // Nobody knows yet that it has left: what comes first is tried in vain.
    const base::Instant back = scheduler_.now() + away;
    if (std::exchange(devices_[n].swallowed, back) != back && draw.chance(absence_loss_)) return std::nullopt;
  }
  return longest;
}

// --- multicast

bool Airwaves::Multicast::up(mdns::Interface i, Node node) const {
  if (i == wifi_interface) return air_.wifi_.access_point(node).has_value();
  if (i == awdl_interface) return air_.awdl_.neighbourhood().active(node);
  return air_.is_device(node) && air_.devices_[node].on.bluetooth;
}

radio::Technology& Airwaves::Multicast::carrier(mdns::Interface i) const {
  if (i == wifi_interface) return air_.wifi_;
  if (i == awdl_interface) return air_.awdl_;
  return air_.bluetooth_;
}

std::optional<base::Duration> Airwaves::Multicast::reach(mdns::Interface i, Node from, Node to,
                                                         base::Bytes size) {
  if (air_.network_ != nullptr && air_.network_->severed(from, to)) return std::nullopt;
  std::uint32_t& slot = index_.at(PairMap::key(from, to));
  if (slot == PairMap::absent) {
    slot = static_cast<std::uint32_t>(random_.size());
    random_.push_back(stream(air_.streams_, StreamName{} << "multicast/" << from << ">" << to));
  }
  const radio::Crossing crossing = carrier(i).carry(from, to, size, radio::Cast::multicast, random_[slot]);
  if (crossing.fate != radio::Crossing::Fate::arrives) return std::nullopt;
  if (air_.network_ == nullptr) return crossing.delay;
  return air_.network_->conditioned(from, to, crossing.delay, random_[slot]);
}

}  // namespace nearsim::net
