// One room in four airs: the room, and what is seen of each run.
#include "tests/experiments/airs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/run/runner.hpp"
#include "sim/run/sweep.hpp"
#include "tests/experiments/experiment.hpp"

namespace nearsim::experiments {
namespace {

using namespace std::chrono_literals;

std::string_view text_of(const kernel::Record& record, std::string_view key) {
  for (const kernel::Field& field : record.fields)
    if (field.key == key)
      if (const auto* text = std::get_if<std::string_view>(&field.value)) return *text;
  return {};
}

Meeting::Pair pair_of(const kernel::Record& record) {
  Meeting::Pair pair{std::string(record.node), std::string(record.peer)};
  if (pair.second < pair.first) std::swap(pair.first, pair.second);
  return pair;
}

}  // namespace

const std::array<Air, 4>& airs() {
  static constexpr std::array<Air, 4> all{{
      {"Wi-Fi", "one access point on channel 36, and no AWDL",
       "{area: [12m, 8m], bonjour: packets, access_points: [{name: ap, at: [6m, 1m], channel: 36}]}"},
      {"AWDL", "no access point", "{area: [12m, 8m], bonjour: packets, awdl: true}"},
      {"AWDL, hopping",
       "an access point on channel 36 that keeps its clients apart, so that the radio visits AWDL's channels",
       "{area: [12m, 8m], bonjour: packets, awdl: true, isolation: clients, "
       "access_points: [{name: ap, at: [6m, 1m], channel: 36}]}"},
      {"Bluetooth", "no Wi-Fi at all; sessions cross Bluetooth as before iOS 10",
       "{area: [12m, 8m], bonjour: packets, wifi: false, bluetooth: true}"},
  }};
  return all;
}

scenario::Scenario room_in(const Air& air, const protocol::Profile& design) {
  scenario::Scenario room = scenario_of(fmt::format(R"(nearsim: 1
run_for: 120s
radio: {}
devices:
  - {{name: Ana, profile: meshred, at: [3m, 2m]}}
  - {{name: Bob, profile: meshred, at: [9m, 2m]}}
  - {{name: Cyd, profile: meshred, at: [3m, 6m]}}
  - {{name: Zoe, profile: meshred, at: [9m, 6m]}}
)",
                                                    air.radio));
  for (scenario::DeviceSpec& device : room.devices) device.profile = design;
  return room;
}

void Meeting::write(const kernel::Record& r, std::uint64_t) {
  if (r.peer.empty()) return;
  const bool framework = r.topic == "mpc" || r.topic == "quic";
  if (r.topic == "engine" && r.verb == "notify" && text_of(r, "standing") == "connected") {
    told_[{std::string(r.node), std::string(r.peer)}] = true;
    if (!told_.count({std::string(r.peer), std::string(r.node)})) return;
    connected.emplace(pair_of(r), seconds(r.at));
    first_answered.emplace(pair_of(r), true);
  } else if (r.topic == "engine" && r.verb == "suspect") {
    if (text_of(r, "symptom") == "silent") ++silences;
    if (text_of(r, "symptom") == "handshake_timeout") ++stages_out;
  } else if (framework && r.verb == "invite_timed_out") {
    ++invitations_out;
    first_answered.emplace(pair_of(r), false);
  } else if (framework && r.verb == "send") {
    under_way_[{std::string(r.node), std::string(r.peer)}].push_back(seconds(r.at));
  } else if (framework && r.verb == "deliver") {
    std::vector<double>& sent = under_way_[{std::string(r.peer), std::string(r.node)}];
    if (sent.empty()) return;
    delays.push_back(seconds(r.at) - sent.front());
    sent.erase(sent.begin());
  } else if (framework && (r.verb == "link_ended" || r.verb == "ended")) {  // what was under way is lost
    under_way_[{std::string(r.node), std::string(r.peer)}].clear();
    under_way_[{std::string(r.peer), std::string(r.node)}].clear();
  }
}

Figures measure(const scenario::Scenario& scenario, std::uint64_t seeds) {
  std::vector<Meeting> runs(seeds);
  run::in_parallel(runs.size(), run::processors(), [&](std::size_t i) {
    run::RunOptions options;
    options.sinks = {&runs[i]};
    (void)run::run(scenario, base::Seed{i + 1}, options);
  });
  Figures out;
  const std::size_t devices = scenario.devices.size();
  for (const Meeting& one : runs) {
    ++out.runs;
    out.pairs += devices * (devices - 1) / 2;
    for (const auto& [pair, at] : one.connected) out.connected.push_back(at);
    out.delays.insert(out.delays.end(), one.delays.begin(), one.delays.end());
    out.first_asked += one.first_answered.size();
    for (const auto& [pair, answered] : one.first_answered) out.first_answered += answered ? 1u : 0u;
    out.invitations_out += one.invitations_out;
    out.stages_out += one.stages_out;
    out.silences += one.silences;
  }
  std::sort(out.connected.begin(), out.connected.end());
  std::sort(out.delays.begin(), out.delays.end());
  return out;
}

}  // namespace nearsim::experiments
