// See any_scenario.hpp.
#include "tests/unit/scenario/any_scenario.hpp"

#include <algorithm>
#include <set>

#include "models/radio/conditioner.hpp"
#include "sim/scenario/targets.hpp"
#include "tests/unit/scenario/mended.hpp"

namespace any {
namespace {

Subject subject(const std::vector<std::string>& devices, bool fact) {
  Subject out;
  if (fact) {
    out.name = facts()[below(facts().size())].name;
    if (coin()) out.devices = {devices[0], devices[1]};
    else if (coin()) out.from = devices[1], out.to = devices[0];
    return out;
  }
  const Counter& counter = counters()[below(counters().size())];
  out.name = counter.name;
  if (coin()) out.from = devices[0];
  if (coin()) out.to = devices[1];
  for (const Filter& filter : filters()) {
    const bool is_built_in = std::any_of(counter.where.begin(), counter.where.end(),
                                         [&](const auto& w) { return w.first == filter.name; });
    if (is_built_in || !applies(filter, counter) || coin()) continue;
    out.where.emplace_back(filter.name, filter.numeric ? std::to_string(below(1000))
                                        : filter.values.empty()
                                            ? text()
                                            : std::string(filter.values[below(filter.values.size())]));
  }
  return out;
}

Trigger trigger(const Scenario& scenario, const std::vector<std::string>& devices) {
  Trigger out;
  switch (below(4)) {
    case 0: out.when = subject(devices, coin()); break;
    case 1:
      if (!scenario.faults.empty() && !scenario.faults[0].name.empty()) {
        out.after = scenario.faults[0].name;
        break;
      }
      [[fallthrough]];
    default: out.at = duration({Duration{0}, scenario.run_for}); return out;
  }
  out.by = duration(protocol::any_time);
  return out;
}

bool makes_sense(const FaultKind& kind) {
  return !std::holds_alternative<Heal>(kind) && !std::holds_alternative<Resume>(kind) &&
         !std::holds_alternative<Foreground>(kind) && !std::holds_alternative<Restore>(kind);
}

void add_fault(Scenario& scenario, const std::vector<std::string>& devices) {
  Fault fault;
  fault.kind = filled<FaultKind>(below(std::variant_size_v<FaultKind>), devices);
  if (!makes_sense(fault.kind)) return;
  fault.trigger = trigger(scenario, devices);
  if (cannot_apply(scenario, fault)) return;
  if (scenario.faults.empty() && coin()) fault.name = name() + "f";
  const bool lasts = std::holds_alternative<Busy>(fault.kind) || std::holds_alternative<Cut>(fault.kind) ||
                     std::holds_alternative<Pause>(fault.kind);
  if (lasts) fault.lasts = duration({Duration{1}, protocol::longest_setting});
  scenario.faults.push_back(std::move(fault));
}

void add_step(Scenario& scenario, const std::vector<std::string>& devices) {
  Step step;
  step.kind = filled<StepKind>(coin() ? 1 : 3, devices);  // leave or send; the others need a partner
  const auto speaks_mpc = [](const DeviceSpec& d) {
    return d.profile.transport.framework == protocol::Framework::mpc;
  };
  if (auto* send = std::get_if<SendText>(&step.kind);
      send != nullptr && !std::all_of(scenario.devices.begin(), scenario.devices.end(), speaks_mpc))
    send->delivery = protocol::Delivery::reliable;  // datagrams are MultipeerConnectivity's alone
  step.trigger = trigger(scenario, devices);
  if (coin()) step.every = duration(protocol::period);
  if (step.every && coin()) step.times = static_cast<int>(within(1, 1'000'000));
  scenario.steps.push_back(std::move(step));
}

void add_expectation(Scenario& scenario, const std::vector<std::string>& devices) {
  Expectation out;
  out.quantifier = static_cast<Quantifier>(below(names_of(Quantifier{}).size()));
  bool fact = coin();
  switch (out.quantifier) {
    case Quantifier::after_heal: return;  // needs something to heal
    case Quantifier::within: out.bound = duration({Duration{0}, scenario.run_for}); [[fallthrough]];
    case Quantifier::always: fact = true; break;
    case Quantifier::at_most:
    case Quantifier::at_least:
    case Quantifier::exactly: out.count = within(0, 1'000'000'000), fact = false; break;
    case Quantifier::never:
    case Quantifier::sometimes: break;
  }
  out.subject = subject(devices, fact);
  if (out.quantifier != Quantifier::within && coin())
    out.during = Window{Duration{0}, coin() ? base::forever : duration({Duration{1}, scenario.run_for})};
  if (!fact) out.per = static_cast<Per>(below(3));
  out.text = text_of(out);
  if (coin()) scenario.must_fail.push_back(out.text);
  scenario.expectations.push_back(std::move(out));
}

std::string fingerprint() {
  std::string out;
  for (int i = 0; i < 32; ++i) out += "0123456789abcdef"[below(16)];
  return out;
}

DeviceSpec device(const std::string& unique) {
  DeviceSpec out;
  out.name = unique;
  out.display_name = text();
  out.node_id = text();
  out.stream = coin() ? unique : name();
  out.profile = profile();
  out.certificates = static_cast<mpc::Certificates>(below(names_of(mpc::Certificates{}).size()));
  out.platform = static_cast<Platform>(below(names_of(Platform{}).size()));
  out.network = static_cast<protocol::Network>(below(names_of(protocol::Network{}).size()));
  fill(out.clock);
  if (coin()) out.conditioner = radio::conditioners()[static_cast<std::size_t>(below(11))].name;
  if (coin()) out.persisted.emplace_back("instance", std::to_string(below(1'000)));
  if (coin()) out.persisted.emplace_back("node_id", coin() ? "" : text());
  return out;
}

template <class... M, class Family>
void leave_out(std::vector<Family>& family) {
  std::erase_if(family, [](const Family& member) { return (std::holds_alternative<M>(member) || ...); });
}

// What check_fit.cpp refuses.
void fit(protocol::Profile& profile) {
  const auto framework = static_cast<protocol::Framework>(below(3));
  const bool quic = framework == protocol::Framework::quic, ice = framework == protocol::Framework::ice;
  profile.transport.framework = framework;
  profile.registry.remembers = quic;
  if (quic) profile.session.scope = protocol::Scope::per_connection;
  else if (profile.session.scope == protocol::Scope::per_connection)
    profile.session.scope = protocol::Scope::shared;
  if (ice) profile.session.scope = protocol::Scope::per_attempt;
  if (!quic) leave_out<protocol::SimultaneousDial>(profile.gates);
  if (!quic) leave_out<protocol::Pairing>(profile.stages);
  if (!quic) leave_out<protocol::HealthCheck>(profile.detectors);
  profile.signalling.used = ice;
  if (!ice) leave_out<protocol::QualityMonitor>(profile.detectors);
  const bool beats = protocol::find_in<protocol::KeepAlive>(profile.detectors) != nullptr;
  if (quic || ice || !beats) leave_out<protocol::PathWatch>(profile.detectors);
  for (protocol::Detector& detector : profile.detectors)
    if (auto* watch = std::get_if<protocol::PathWatch>(&detector)) watch->stale = base::forever;
  for (protocol::Ladder& ladder : profile.remedies) {
    if (quic || ice) leave_out<protocol::Renegotiate>(ladder.rungs);
    if (ice) leave_out<protocol::RecreateSession>(ladder.rungs);
    else leave_out<protocol::IceRestart>(ladder.rungs);
    if (quic) leave_out<protocol::RecreateSession, protocol::Reset, protocol::Reconnect>(ladder.rungs);
    else leave_out<protocol::Redial, protocol::Periodic>(ladder.rungs);
  }
}

radio::Position place(const RadioSpec& radio) {
  return {{within(0, radio.width.millimetres)}, {within(0, radio.depth.millimetres)}, below(3)};
}

// Links are abstract or there is a radio: never both.
void add_radio(Scenario& scenario) {
  scenario.links = {};
  RadioSpec& radio = scenario.radio.emplace();
  radio.width.millimetres = within(1000, 100'000'000);
  radio.depth.millimetres = within(1000, 100'000'000);
  fill(radio.settings);
  mend(radio.settings);
  RadioSettings& s = radio.settings;  // what goes together
  s.awdl = s.awdl && s.wifi;
  if (!s.awdl) s.awdl_starts = net::AwdlStart::by_use;
  s.bluetooth = s.bluetooth || !s.wifi;
  if (s.awdl || s.bluetooth) s.bonjour = Bonjour::packets;
  if (s.bonjour == Bonjour::packets) scenario.finding = {};
  for (int i = 1 + below(3); i > 0; --i)
    radio.access_points.push_back({name() + std::to_string(i), place(radio), coin() ? 6 : 149, 1 + below(3)});
  for (int i = below(3); i > 0; --i) {
    const radio::Position from = place(radio);
    radio::Position to = place(radio);
    to.floor = from.floor;  // a wall stands on one, and leads somewhere
    if (to != from) radio.walls.push_back({from, to, static_cast<int>(within(0, 100))});
  }
  for (DeviceSpec& device : scenario.devices) {
    device.at = place(radio);
    Duration by{};
    for (int i = below(3); i > 0; --i) {
      device.route.push_back({by, place(radio)});
      by += duration({Duration{1}, Duration{1h}});
    }
  }
}

}  // namespace

protocol::Profile profile() {
  protocol::Profile out;
  out.name = name() + "p";
  protocol::parts(out, [](std::string_view, auto& part) { fill(part); });
  mend(out.signalling);
  out.stability = duration(protocol::any_time);
  out.gates = each_maybe<protocol::Gate>();
  for (int n = below(5); n > 0; --n)
    out.stages.push_back(filled<protocol::Stage>(below(std::variant_size_v<protocol::Stage>)));
  out.detectors = each_maybe<protocol::Detector>();
  for (protocol::Detector& detector : out.detectors)
    std::visit(
        [](auto& settings) {
          if constexpr (requires { mend(settings); }) mend(settings);
        },
        detector);
  for (std::size_t i = 0; i < names_of(protocol::Symptom{}).size(); ++i)
    if (coin()) out.remedies.push_back({static_cast<protocol::Symptom>(i), each_maybe<protocol::Remedy>()});
  fit(out);
  return out;
}

Scenario scenario() {
  Scenario out;
  if (coin()) out.question = "what about " + text() + "?";
  out.run_for = duration({Duration{1}, protocol::longest_setting});
  const auto a = *rc::gen::arbitrary<std::uint64_t>(), b = *rc::gen::arbitrary<std::uint64_t>();
  out.seeds = {std::min(a, b), std::max(a, b)};
  out.shuffle_ties = coin();
  fill(out.mpc);
  mend(out.mpc);
  fill(out.quic);
  mend(out.quic);
  fill(out.ice);
  mend(out.ice);
  fill(out.signalling);
  mend(out.signalling);
  fill(out.links.normal);
  fill(out.finding.normal);
  std::vector<std::string> devices;
  for (int i = 0, n = 2 + below(3); i < n; ++i) {
    devices.push_back(name() + std::to_string(i));
    out.devices.push_back(device(devices.back()));
    out.devices.back().start = coin() ? base::forever : duration(Limits<Duration>{Duration{0}, out.run_for});
    if (i > 0 && coin()) out.devices.back().profile = out.devices[0].profile;
    if (i > 0 && coin()) out.devices.back().profile.name = out.devices[0].profile.name;
    if (out.devices.back().profile.transport.framework != protocol::Framework::mpc)
      out.devices.back().certificates = mpc::Certificates::accepted;
  }
  if (coin()) out.links.between.push_back({devices[0], devices[1], {}}), fill(out.links.between[0].way);
  if (coin()) out.finding.between.push_back({devices[1], devices[0], {}}), fill(out.finding.between[0].find);
  if (below(4) == 0) add_radio(out);
  for (int n = below(4); n > 0; --n) add_fault(out, devices);
  for (int n = below(3); n > 0; --n) add_step(out, devices);
  for (int n = below(4); n > 0; --n) add_expectation(out, devices);
  out.invariants = default_invariants();
  for (NamedInvariant& named : out.invariants) {
    const Invariant& known = *find_invariant(named.name);
    named.settings.judged = coin();
    if (known.bound != Duration{0}) named.settings.bound = duration(protocol::any_time);
    if (known.limit != 0) named.settings.limit = within(0, 1'000'000'000);
  }
  if (below(4) == 0) {
    out.sweep = SweepSpec{{{"run_for", {text_of(out.run_for)}}, {"shuffle_ties", {"true"}}}, {}, {}};
    if (coin()) out.sweep->where = {"run_for > 0s"};
    if (coin()) out.sweep->seeds = SeedRange{1, last_seed_of_a_sweep - below(3u)};
  }
  if (coin()) out.recorded = Recorded{a, fingerprint(), coin() ? "" : text(), text()};
  return out;
}

}  // namespace any
