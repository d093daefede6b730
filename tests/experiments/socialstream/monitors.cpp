// The quality monitor and the heartbeat: what they see, and how often they say so.
#include "tests/experiments/socialstream/socialstream.hpp"

namespace nearsim::experiments {

using namespace std::chrono_literals;

namespace {

constexpr std::string_view steady = R"(run_for: 610s
ice: {media_rate: 50, stun: false, turn: false}
links: {default: {delay: 25ms, loss: @2}}
devices: [{name: Ana, @1, without: [remedies.path_disturbed]}, {name: Bob, @1, without: [remedies.path_disturbed]}]
)";

void poor_ten_minutes(const Observation& o, Sample& sample) {
  sample.add(static_cast<double>(times(o, "Ana", "restart_ice").size()));
}

// The verdict of the first sample, and of the second.
Event poor(int sample) {
  return [sample](const Observation& o) {
    const auto taken = times(o, "Ana", "sample_stats");
    const auto at = static_cast<std::size_t>(sample);
    if (taken.size() <= at) return false;
    for (const base::Instant poor : said(o, "Ana", "suspect", "symptom", "poor_quality"))
      if (poor == taken[at]) return true;
    return false;
  };
}

// A limit that is kept by none: from a death that ICE does not tell of to the heartbeat's verdict.
void heartbeat_notices(const Observation& o, Sample& sample) {
  const auto verdicts = said(o, "Ana", "suspect", "symptom", "silent");
  const auto deaths = times(o, "Bob", "send");
  if (!verdicts.empty()) sample.add(seconds(verdicts[0] - deaths.back()));
}

std::string false_alarms(std::string_view loss, std::string_view design = as_written) {
  const scenario::Scenario s =
      filled(std::string("run_for: 25s\n") + std::string(steady.substr(steady.find('\n') + 1)), design, loss);
  return share_of(s, poor(0)) + "; " + share_of(s, poor(1));
}

Defects of_quality() {
  constexpr std::string_view spaced =
      "profile: socialstream, set: {remedies.poor_quality.ice_restart.spacing: 60s}";
  constexpr std::string_view data_only = R"(run_for: 300s
ice: {stun: false, turn: false, media_rate: @2}
links: {default: {delay: 25ms, loss: 40%}}
devices: [{name: Ana, @1}, {name: Bob, @1}]
expect: [{at_least: 1, suspect: {symptom: poor_quality}}]
)";
  const auto restarts = [](std::string_view design, std::string_view loss) {
    return median_of(filled(steady, design, loss), "restarts", poor_ten_minutes, 100);
  };
  return {
      {"B004-13", "a path that loses 15 %: restarts in ten minutes", "60", restarts(as_written, "15%"),
       "seeds/004/steady_loss.yaml", "`remedies.poor_quality.ice_restart.spacing: 60s`",
       restarts(spaced, "15%")},
      {"B004-13", "a path that loses 9 %, 50 packets a second: called poor at 10 s; at 20 s",
       "19.3 %; 12.4 %, by the binomial law", false_alarms("9%"), "seeds/004/steady_loss.yaml",
       "`detectors.quality_monitor.loss: 15%`: a limit with a margin for its sample",
       false_alarms("9%", "profile: socialstream, set: {detectors.quality_monitor.loss: 15%}")},
      {"B004-14", "a path that loses 40 %, and the session carries only data: ever called poor", "0 %",
       share_of(filled(data_only, as_written, "0"), expected(0)), "seeds/004/data_only.yaml",
       "none without media; with 50 packets a second",
       share_of(filled(data_only, as_written, "50"), expected(0))},
  };
}

}  // namespace

Defects monitors_of_seed_004() {
  constexpr std::string_view dead = R"(run_for: 200s
devices:
  - {name: Ana, platform: macos, without: [remedies.path_disturbed, remedies.path_failed], @1}
  - {name: Bob, platform: ios, profile: socialstream}
faults: [{at: 20s, kill: Bob}]
)";
  constexpr std::string_view three = R"(run_for: 140s
devices: [{name: Ana, @1}, {name: Bob, @1}, {name: Cem, start: 5s, @1}]
faults: [{at: 20s, kill: Bob}]
)";
  const Figure leaked = [](const Observation& o, Sample& sample) {
    sample.add(static_cast<double>(said(o, "Ana", "hold", "why", "left_behind").size()));
  };
  Defects all = of_quality();
  all.push_back({"B004-15", "a peer dies, and the heartbeat is to notice: from the last word on, after",
                 "never: a send into a dead path is queued, none throws",
                 spread(filled(dead, as_written), "s", heartbeat_notices), "seeds/004/heartbeat_throws.yaml",
                 "`detectors.heartbeat.counts: silence`",
                 spread(filled(dead, "profile: socialstream, set: {detectors.heartbeat.counts: silence}"),
                        "s", heartbeat_notices)});
  all.push_back(
      {"B004-17", "the first of two peers is gone: looks at its statistics in the two minutes after",
       "one each 10 s", spread(filled(three, as_written), "looks", leaked),
       "seeds/004/one_timer_for_all.yaml", "`detectors.quality_monitor.shared_timer: false`",
       spread(filled(three, "profile: socialstream, set: {detectors.quality_monitor.shared_timer: false}"),
              "looks", leaked)});
  return all;
}

}  // namespace nearsim::experiments
