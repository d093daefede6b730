#include "sim/run/world.hpp"

#include <algorithm>

#include "sim/run/device.hpp"
#include "sim/run/script.hpp"

namespace nearsim::run {

namespace {

kernel::SchedulerOptions scheduling(const scenario::Scenario& scenario, base::Seed seed,
                                    const RunOptions& options) {
  kernel::SchedulerOptions result;
  if (scenario.shuffle_ties) result.ties = kernel::Ties::shuffled;
  result.tie_seed = seed;
  result.event_budget = options.event_budget;
  return result;
}

net::Way way_of(const scenario::WaySpec& spec) {
  net::Way way;
  way.delay = spec.delay;
  way.jitter = spec.jitter;
  way.loss = spec.loss;
  return way;
}

net::Finding finding_of(const scenario::FindSpec& spec) {
  net::Finding finding;
  finding.delay = spec.delay;
  finding.jitter = spec.jitter;
  finding.failure = spec.fail;
  return finding;
}

net::NetworkSettings network_of(const scenario::Scenario& scenario) {
  net::NetworkSettings settings;
  settings.way = way_of(scenario.links.normal);
  return settings;
}

net::DiscoverySettings discovery_of(const scenario::Scenario& scenario) {
  net::DiscoverySettings settings;
  settings.finding = finding_of(scenario.finding.normal);
  return settings;
}

}  // namespace

World::World(const scenario::Scenario& scenario, base::Seed seed, const RunOptions& options)
    : scenario_(scenario),
      streams_(seed),
      scheduler_(scheduling(scenario, seed, options)),
      ledger_(static_cast<Node>(scenario.devices.size())),
      network_(scheduler_, streams_, network_of(scenario), this),
      discovery_(network_, streams_, discovery_of(scenario)),
      air_(network_, discovery_, streams_, scenario.mpc, this),
      identities_(scenario.devices.size()) {
  for (kernel::Sink* sink : options.sinks) tracer_.attach(*sink);
  devices_.reserve(scenario.devices.size());
  for (Node node = 0; node < scenario.devices.size(); ++node)
    devices_.push_back(std::make_unique<Device>(*this, node, scenario.devices[node]));
  set_ways();
  air_.watch_links(*this);
  ledger_.ask_reachability([](const void* network, Node from,
                              Node to) { return static_cast<const net::Network*>(network)->up(from, to); },
                           &network_);
  script_ = std::make_unique<Script>(*this);
}

World::~World() = default;

void World::set_ways() {
  for (const scenario::WayOverride& o : scenario_.links.between)
    network_.set_way(node(o.from), node(o.to), way_of(o.way));
  for (const scenario::FindOverride& o : scenario_.finding.between)
    discovery_.set_finding(node(o.found), node(o.finder), finding_of(o.find));
}

void World::attach(Monitor& monitor) {
  monitors_.push_back(&monitor);
  ledger_.watch(monitor);
}

void World::run() {
  for (Node node = 0; node < devices(); ++node) {
    const base::Duration start = scenario_.devices[node].start;
    if (start == base::forever) continue;
    scheduler_.post(base::at(start), {"start", node}, [this, node] { devices_[node]->start(); });
  }
  script_->begin();
  scheduler_.run_until(base::at(scenario_.run_for));
}

Node World::node(std::string_view name) const {
  const auto it = std::find_if(scenario_.devices.begin(), scenario_.devices.end(),
                               [&](const scenario::DeviceSpec& d) { return d.name == name; });
  NEARSIM_CHECK(it != scenario_.devices.end(), "a scenario names a device that it does not have");
  return static_cast<Node>(it - scenario_.devices.begin());
}

std::string_view World::name(Node node) const {
  return node == net::no_node ? std::string_view{} : std::string_view{scenario_.devices[node].name};
}

const mpc::PeerId& World::new_identity(Node host, const std::string& display_name) {
  const mpc::PeerId& peer = air_.new_peer_id(host, display_name);
  identities_[host].push_back(peer.id);
  return peer;
}

Node World::host_of(net::Identity identity) const {
  const Node host = mpc::maker_of(identity);
  if (host >= identities_.size()) return net::no_node;
  const auto& known = identities_[host];  // one, or one for each start of the process
  return std::find(known.rbegin(), known.rend(), identity) == known.rend() ? net::no_node : host;
}

void World::record(Node node, std::string_view topic, std::string_view verb, Node peer,
                   std::span<const kernel::Field> fields) {
  const kernel::Record record{now(), name(node), topic, verb, name(peer), fields};
  const std::uint64_t index = tracer_.count();
  tracer_.record(record);
  if (monitors_.empty()) return;
  const Happening happening{record, index, node, peer};
  for (Monitor* monitor : monitors_) monitor->happened(happening);
}

void World::event(base::Instant, Node node, std::string_view topic, std::string_view verb, Node peer,
                  std::initializer_list<kernel::Field> fields) {
  record(node, topic, verb, peer, {fields.begin(), fields.size()});
}

void World::intervene(const Intervention& intervention) {
  for (Monitor* monitor : monitors_) monitor->intervened(intervention);
}

void World::link_changed(Node a, Node b, mpc::LinkId) {
  refresh_truth(a, b);
  devices_[a]->refresh(b);
  devices_[b]->refresh(a);
}

void World::refresh_truth(Node a, Node b) {
  bool a_connected = false, b_connected = false, joined = false;
  const auto present = [this](const mpc::LinkEnd& end, const mpc::LinkEnd& other) {
    return devices_[end.node]->present_session(other.self->id) == end.session;
  };
  air_.visit_links(a, b, [&](const mpc::LinkView& link) {
    a_connected |= link.end(a).state == mpc::EndState::connected;
    b_connected |= link.end(b).state == mpc::EndState::connected;
    joined |= link.both_alive() && present(link.inviter, link.invitee) && present(link.invitee, link.inviter);
  });
  ledger_.set(now(), a, b,
              Ledger::Truth{.live = static_cast<std::uint16_t>(air_.live_links(a, b)),
                            .half_open = static_cast<std::uint16_t>(air_.half_open_links(a, b)),
                            .mismatched = a_connected && b_connected && !joined});
}

}  // namespace nearsim::run
