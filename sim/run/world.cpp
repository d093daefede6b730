#include "sim/run/world.hpp"

#include <algorithm>

#include "sim/base/check.hpp"
#include "sim/run/airspace.hpp"
#include "sim/run/device.hpp"
#include "sim/run/fabrics.hpp"
#include "sim/run/meters.hpp"
#include "sim/run/script.hpp"
#include "sim/run/ways.hpp"

namespace nearsim::run {

namespace {

// Ours: all of a crowd may find and invite each other at one instant, which takes some ten events a pair.
constexpr std::uint64_t events_of_a_pair_at_once = 100;

kernel::SchedulerOptions scheduling(const scenario::Scenario& scenario, base::Seed seed,
                                    const RunOptions& options, base::Arena& memory) {
  kernel::SchedulerOptions result;
  result.memory = &memory;
  if (scenario.shuffle_ties) result.ties = kernel::Ties::shuffled;
  result.tie_seed = seed;
  result.event_budget = options.event_budget;
  const std::uint64_t devices = scenario.devices.size();
  result.zeno_limit = std::max(result.zeno_limit, events_of_a_pair_at_once * devices * devices);
  return result;
}

net::Finding finding_of(const scenario::FindSpec& spec) {
  net::Finding finding;
  finding.delay = spec.delay;
  finding.jitter = spec.jitter;
  finding.failure = spec.fail;
  return finding;
}

net::DiscoverySettings discovery_of(const scenario::Scenario& scenario) {
  net::DiscoverySettings settings;
  settings.finding = finding_of(scenario.finding.normal);
  return settings;
}

std::vector<std::string> names_of(const scenario::Scenario& scenario) {
  std::vector<std::string> names;
  names.reserve(scenario.devices.size());
  for (const scenario::DeviceSpec& device : scenario.devices) names.push_back(device.name);
  return names;
}

}  // namespace

World::World(const scenario::Scenario& scenario, base::Seed seed, const RunOptions& options)
    : scenario_(scenario),
      names_(names_of(scenario)),
      namesakes_(scenario.devices),
      streams_(seed),
      scheduler_(scheduling(scenario, seed, options, memory_)),
      traces_(options.fingerprint == Fingerprinted::yes || !options.sinks.empty()),
      records_(options.record_budget),
      verbs_(verb_table()),
      ledger_(static_cast<Node>(scenario.devices.size()), &memory_),
      network_(scheduler_, streams_, Ways(scenario.links).settings(), this),
      discovery_(network_, streams_, discovery_of(scenario)),
      phones_(&memory_),
      devices_(&memory_),
      identities_(scenario.devices.size(), &memory_) {
  if (traces_) taken_.set();
  for (kernel::Sink* sink : options.sinks) tracer_.attach(*sink);
  if (options.fingerprint == Fingerprinted::no) tracer_.take_no_fingerprint();
  if (scenario.radio)
    airspace_ = std::make_unique<Airspace>(*this, *scenario.radio, static_cast<net::Observer&>(*this));
  devices_.reserve(scenario.devices.size());
  for (Node node = 0; node < scenario.devices.size(); ++node)
    devices_.push_back(&phones_.emplace_back(*this, node, scenario.devices[node]));
  set_ways();
  if (scenario::is_metered(scenario)) {
    meters_ = std::make_unique<Meters>(scheduler_, base::at(scenario.run_for), devices(), monitors_);
    network_.count_with(*meters_);
    for (Device* device : devices_) device->meter(*meters_);
  }
  ledger_.ask_reachability([](const void* world, Node from,
                              Node to) { return static_cast<const World*>(world)->reachable(from, to); },
                           this);
  script_ = std::make_unique<Script>(*this);
}

World::~World() = default;

void World::set_ways() {
  const Ways ways(scenario_.links);
  for (std::size_t i = 0; i < scenario_.links.between.size(); ++i) {
    const scenario::WayOverride& o = scenario_.links.between[i];
    network_.set_way(node(o.from), node(o.to), ways.between(i));
  }
  for (Node node = 0; node < scenario_.devices.size(); ++node)
    if (const radio::Conditioner* by = radio::conditioner(scenario_.devices[node].conditioner))
      network_.condition(node, *by);
  for (const scenario::FindOverride& o : scenario_.finding.between)
    discovery_.set_finding(node(o.found), node(o.finder), finding_of(o.find));
}

net::Finding World::finding(Node found, Node finder) const {
  for (const scenario::FindOverride& o : scenario_.finding.between)
    if (node(o.found) == found && node(o.finder) == finder) return finding_of(o.find);
  return finding_of(scenario_.finding.normal);
}

net::DiscoveryService& World::bonjour() {
  if (airspace_ != nullptr && airspace_->bonjour() != nullptr) return *airspace_->bonjour();
  return discovery_;
}

void World::attach(Monitor& monitor) {
  monitors_.push_back(&monitor);
  taken_.set();
  ledger_.watch(monitor);
}

// What an event looks at is the device's, and the pair's.
void World::coming(const kernel::Label& label, kernel::Approach how) const {
  if (label.node >= devices_.size()) return;
  const bool has_peer = label.peer < devices_.size();
  if (how == kernel::Approach::farthest) {
    devices_[label.node]->prefetch();
    if (has_peer) devices_[label.peer]->prefetch_host();
  } else {
    devices_[label.node]->prefetch(has_peer ? label.peer : net::no_node, how);
  }
  if (!has_peer) return;
  const bool is_due = label.what == net::Discovery::due_label;
  if (how <= kernel::Approach::nearer) {
    ledger_.prefetch(label.node, label.peer, how);
    network_.prefetch(label.node, label.peer, how);
    if (is_due) network_.prefetch(label.peer, label.node, how);
  }
  if (!is_due || how == kernel::Approach::next) return;
  discovery_.prefetch(label.node, how);
  if (how != kernel::Approach::near) return;
  if (const net::Record* record = discovery_.next(label.node))
    devices_[label.node]->prefetch_newcomer(*record);
}

void World::live(const Enough& is_enough) {
  const base::Instant end = base::at(scenario_.run_for);
  while (is_enough && now() < end) {
    scheduler_.run_until(std::min(end, now() + base::Duration{std::chrono::seconds(1)}));
    if (is_enough(now())) return;
  }
  scheduler_.run_until(end);
}

void World::run(const Enough& is_enough) {
  if (devices() >= crowd) scheduler_.look_out(*this);
  if (airspace_) airspace_->begin();
  for (Node node = 0; node < devices(); ++node) {
    const base::Duration start = scenario_.devices[node].start;
    if (start == base::forever) continue;
    scheduler_.post(base::at(start), {"start", node}, [this, node] { devices_[node]->start(); });
  }
  script_->begin();
  live(is_enough);
  if (meters_ != nullptr)
    for (Device* device : devices_) device->close_meters();
}

Node World::node(std::string_view name) const {
  const auto it = std::find_if(scenario_.devices.begin(), scenario_.devices.end(),
                               [&](const scenario::DeviceSpec& d) { return d.name == name; });
  NEARSIM_CHECK(it != scenario_.devices.end(), "a scenario names a device that it does not have");
  return static_cast<Node>(it - scenario_.devices.begin());
}

std::string_view World::name(Node node) const {
  if (node < names_.size()) [[likely]]
    return names_[node];
  if (node == net::no_node) return {};
  return node == names_.size() ? "(signalling)" : "(internet)";
}

const protocol::Profile& World::shared(const protocol::Profile& profile) {
  const auto it = std::find_if(profiles_.begin(), profiles_.end(),
                               [&](const protocol::Profile* known) { return *known == profile; });
  if (it != profiles_.end()) return **it;
  profiles_.push_back(&profile);
  return profile;
}

Fabric& World::fabric(protocol::Framework framework) {
  FabricHeld& fabric = fabrics_[static_cast<std::size_t>(framework)];
  if (fabric == nullptr) fabric = make_fabric(framework, *this, *this);
  return *fabric;
}

bool World::reachable(Node from, Node to) const {
  const Fabric* fabric =
      fabrics_[static_cast<std::size_t>(scenario_.devices[from].profile.transport.framework)].get();
  return fabric->reachable(from, to);
}

Fabric& World::fabric_of(Node node) { return fabric(scenario_.devices[node].profile.transport.framework); }

net::Identity World::new_identity(Node host) { return net::identity_of(host, ++identities_[host]); }

void World::record(Node node, const kernel::Verb& verb, Node peer, std::span<const kernel::Field> fields,
                   net::Identity object) {
  const VerbNumber number = verbs_.find(verb);
  if (!takes(number)) return pass_over_record();
  record_taken(number, node, verb, peer, fields, object);
}

void World::record_taken(VerbNumber number, Node node, const kernel::Verb& verb, Node peer,
                         std::span<const kernel::Field> fields, net::Identity object) {
  const std::uint64_t index = records_.next(now());
  const kernel::Record record{now(), name(node), verb.topic, verb.name, name(peer), fields};
  if (traces_) tracer_.record(record);
  const bool has_node = node < devices_.size(), has_peer = peer < devices_.size();
  const bool of_server = (!has_node && node != net::no_node) || (!has_peer && peer != net::no_node);
  if (monitors_.empty() || of_server) return;
  const bool of_earlier = object != 0 && has_peer && devices_[peer]->host().self() != object;
  // What a device does about itself concerns no pair.
  const Happening happening{record, index, number, node, peer == node ? net::no_node : peer, of_earlier};
  bool taken = traces_;
  for (Monitor* monitor : monitors_)
    if (monitor->hears(number)) monitor->happened(happening), taken = true;
  if (!taken) taken_.reset(number);
}

void World::event(base::Instant, Node node, const kernel::Verb& verb, Node peer,
                  std::initializer_list<kernel::Field> fields) {
  record(node, verb, peer, {fields.begin(), fields.size()});
}

void World::intervene(const Intervention& intervention) {
  for (Monitor* monitor : monitors_) monitor->intervened(intervention);
}

void World::views_of_it_changed(Node node) {
  ledger_.visit_others(node, [&](Node other) { view_changed(other, node); });
}

void World::link_changed(Node a, Node b) {
  if (!ledger_.is_watched()) return;
  const Ledger::Half half = ledger_.half(a, b);
  ledger_.set(now(), half, fabric_of(a).truth(a, b));
  view_changed(half);
  view_changed(half.other());
}

// What else a view says comes from engines, and these tell by themselves when they turn.
void World::link_changed(Node a, Node b, const Ledger::Truth& truth, Shown to_a, Shown to_b) {
  const Ledger::Half half = ledger_.half(a, b);
  ledger_.set(now(), half, truth);
  const auto look_if_other = [this](Ledger::Half of, Shown shown) {
    const View& present = of.present();
    if (present.connected != shown.connected || present.invites != shown.invites) view_changed(of);
  };
  look_if_other(half, to_a);
  look_if_other(half.other(), to_b);
}

void World::view_changed(Node of, Node about) {
  if (about == net::no_node || about == of || !ledger_.is_watched()) return;
  view_changed(ledger_.half(of, about));
}

void World::view_changed(Ledger::Half half) {
  if (script_->watches()) return look(half);
  ledger_.ask_for_view(half);
  scheduler_.call_at_end_of_instant(*this);
}

void World::instant_over() {
  ledger_.take_asked([this](Ledger::Half half) { look(half); });
}

// A fabric tells when a link is another; by which of several an engine stands, the engine decides by and by.
void World::look(Ledger::Half half) {
  devices_[half.of()]->look(half);
  const Ledger::Truth& truth = half.truth();
  if (truth.mismatched || (half.present().connected && half.other().present().connected))
    ledger_.set(now(), half, fabric_of(half.of()).truth(half.of(), half.about()));
}

void World::look_at_last() { instant_over(); }

}  // namespace nearsim::run
