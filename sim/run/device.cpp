// The phone's life: what users, systems and faults do to it.
#include "sim/run/device.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "sim/base/memory.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

using protocol::Network;

Device::Device(World& world, Node node, const scenario::DeviceSpec& spec)
    : world_(world),
      node_(node),
      deadline_(world.scheduler().add_deadline({"engine deadline", node}, [this] { wake(); })),
      profile_(
          std::shared_ptr<const protocol::Profile>(std::shared_ptr<void>{}, &world.shared(spec.profile))),
      clock_(base::Duration{0}, spec.clock.drift),
      work_(world.scheduler().memory()),
      main_(world.scheduler()),
      session_queue_(world.scheduler()),
      operations_(world.scheduler()),
      node_id_(spec.node_id),
      spec_(spec),
      network_(spec.network),
      wall_offset_(spec.clock.wall_offset) {
  host_ = world.fabric(spec.profile.transport.framework).host_for(*this);
  clock_.step_wall(spec.clock.wall_offset);
  for (const auto& [key, value] : spec.persisted) (void)storage_.put(os::Durability::disk, key, value);
  snapshots_.push_back({base::Instant{}, storage_.backup(), node_id_});
}

void Device::new_engine() {
  std::string stream = "engine/" + spec_.stream;
  if (engines_++ > 0) stream += "/" + std::to_string(engines_);
  protocol::PeerRecord self{{host_->self()}, spec_.display_name, node_id_, 0};
  engine_.emplace(std::move(self), profile_, world_.streams().stream(stream), network_, spec_.platform,
                  world_.scheduler().memory());
  if (wall_offset_ != base::Duration{0}) tell(protocol::WallClockStepped{wall_offset_});
}

void Device::begin() {
  new_engine();
  tell(started());
}

protocol::Started Device::started() const {
  protocol::Persisted persisted;
  for (const auto& [key, value] : storage_.backup()) persisted.emplace_back(key, value);
  if (auto said = storage_.get(os::Durability::keychain, "nonces"))
    persisted.emplace_back("nonces", *std::move(said));
  return {{host_->self()}, std::move(persisted), known()};
}

// Those of the devices it remembers that stand on the same framework.  Whoever was installed anew since then
// has another node id, and is remembered as what it was.
std::vector<protocol::PeerRecord> Device::known() const {
  std::vector<protocol::PeerRecord> all;
  if (!profile_->registry.remembers) return all;
  constexpr std::string_view prefix = "known/";
  for (const auto& [key, trust] : storage_.backup()) {
    if (!std::string_view(key).starts_with(prefix)) continue;
    for (Node node = 0; node < world_.devices(); ++node) {
      const Device& other = world_.device(node);
      if (node == node_ || other.profile().transport.framework != profile_->transport.framework) continue;
      const std::string node_id = key.substr(prefix.size());
      if (const net::Identity object = other.host().object_of(node_id); object != 0)
        all.push_back({{object}, other.spec().display_name, node_id, 0});
    }
  }
  return all;
}

void Device::start() {
  if (engine_ || !life_.running()) return;
  note("start");
  begin();
  refresh_presence();
}

void Device::leave() {
  if (!engine_ || !engine_->running() || !life_.running()) return;
  note("leave");
  tell(protocol::Stopped{});
  application_is_gone();
  refresh_presence();
}

void Device::rejoin() {
  if (!life_.running()) return;
  if (!engine_) return start();
  if (engine_->running()) return;
  note("rejoin");
  tell(started());
  refresh_presence();
}

void Device::pause() {
  if (life_.pause() == os::Transition::no_change) return;
  note("pause");
  host_->suspend();
  for (os::SerialQueue* queue : {&main_, &session_queue_, &operations_}) queue->pause();
  refresh_presence();
}

void Device::resume() {
  if (life_.resume() == os::Transition::no_change) return;
  note("resume");
  host_->resume();
  for (os::SerialQueue* queue : {&main_, &session_queue_, &operations_}) queue->resume();
  arm();  // timers that fell due meanwhile fire now, late
  refresh_presence();
}

void Device::kill() {
  if (life_.kill() == os::Transition::no_change) return;
  note("kill");
  in_background_ = false;
  host_->kill();
  for (os::SerialQueue* queue : {&main_, &session_queue_, &operations_}) queue->clear();
  engine_.reset();
  work_.clear();
  afterwards_.clear();
  storage_.restart();
  world_.scheduler().disarm(deadline_);
  application_is_gone();
  refresh_presence();
}

void Device::restart() {
  kill();
  if (life_.restart() == os::Transition::no_change) return;
  note("restart");
  host_->restart();
  world_.views_of_it_changed(node_);
  begin();
  refresh_presence();
}

void Device::step_clock(base::Duration by) {
  clock_.step_wall(by);
  wall_offset_ += by;
  if (engine_) tell(protocol::WallClockStepped{by});
}

void Device::set_drift(base::Drift drift) {
  clock_.set_drift(world_.now(), drift);
  arm();
}

// A path monitor's call; only who asked for it is called.
void Device::interfaces_changed() {
  if (!engine_ || protocol::find_in<protocol::PathWatch>(profile_->detectors) == nullptr) return;
  main_.dispatch({"interfaces changed", node_}, [this, engine = engines_] {
    if (engine == engines_) tell(protocol::InterfacesChanged{});
  });
}

void Device::switch_network(Network to) {
  network_ = to;
  host_->attach(to);
  if (engine_) tell(protocol::NetworkChanged{to});
}

void Device::send(const scenario::SendText& what) {
  if (!engine_ || !life_.running()) return;
  if (profile_->dispatch.sending == protocol::Handing::async) return say(what);
  main_.dispatch({"user sends", node_}, [this, &what] {
    hand_over(scenario::BusyQueue::main, scenario::BusyQueue::session, {}, [this, &what] { say(what); });
  });
}

void Device::say(const scenario::SendText& what) {
  tell(protocol::UserSend{{what.type, std::string(static_cast<std::size_t>(what.size.count), '.')},
                          what.delivery});
}

net::DiscoveryInfo Device::discovery_info(Process of) const {
  net::DiscoveryInfo info{{"platform", std::string(protocol::name(spec_.platform))}};
  const auto* election = protocol::find_in<protocol::Election>(profile_->gates);
  const bool by_node_id = profile_->identity.key == protocol::Key::node_id ||
                          (election != nullptr && election->key == protocol::Key::node_id);
  if (by_node_id) info.emplace_back("nodeID", engine_ ? engine_->self().node_id : node_id_);
  if (profile_->identity.counts_instances && engine_)
    info.emplace_back("instance",
                      std::to_string(engine_->self().instance - (of == Process::earlier ? 1 : 0)));
  if (profile_->identity.resolves_clones && engine_) {
    const bool started_again = of == Process::earlier && nonces_.size() > 1;
    info.emplace_back("nonce",
                      std::to_string(started_again ? *std::prev(nonces_.end(), 2) : engine_->self().nonce));
  }
  return info;
}

net::DiscoveryInfo Device::advertise() {
  const std::uint64_t nonce = engine_ ? engine_->self().nonce : 0;
  if (nonce == 0 || (!nonces_.empty() && nonces_.back() == nonce)) return discovery_info();
  nonces_.push_back(nonce);
  const auto most = static_cast<std::ptrdiff_t>(profile_->identity.remembers_itself);
  if (most == 0) return discovery_info();
  std::string said = storage_.get(os::Durability::keychain, "nonces").value_or("");
  if (std::count(said.begin(), said.end(), ' ') + 1 >= most)
    said.erase(0, std::min(said.find(' '), said.size() - 1) + 1);
  (void)storage_.put(os::Durability::keychain, "nonces",
                     fmt::format("{}{}{}", said, said.empty() ? "" : " ", nonce));
  return discovery_info();
}

}  // namespace nearsim::run
