// Seed 000, the keep-alive fix: its defects as rows.
#include "tests/experiments/defects/defect.hpp"

namespace nearsim::experiments {

namespace {

constexpr std::string_view jittered = R"(links: {default: {delay: 25ms}}
discovery: {default: {delay: 100ms, jitter: 1s}}
)";

std::string two(std::string_view head) {
  return std::string(head) + std::string(jittered) + "devices: [{name: Ana, @1}, {name: Bob, @2}]\n";
}
std::string alone(const std::string& yaml, std::string_view unit, const Figure& f, std::string_view one,
                  std::string_view other = "") {
  return median_of(filled(yaml, one, other.empty() ? one : other), unit, f);
}

constexpr std::string_view written = "profile: fixv2", repaired = "profile: fixv2_repaired";
constexpr std::string_view unmonitored = "profile: fixv2, set: {detectors.keep_alive.timeout: none}";
constexpr std::string_view patient =
    "profile: fixv2, set: {detectors.keep_alive.timeout: 12s, detectors.keep_alive.echo: false}";

Figure lifetime() { return between({"Ana", "connected", "Bob"}, {"Ana", "link_ended", "Bob"}); }

// Beats that go over a link in the twenty seconds after the first.
void beats(const Observation& o, Sample& sample) {
  double sent = 0;
  base::Instant first = base::never;
  for (const kernel::StoredRecord& r : o.records) {
    if (r.topic != "engine" || r.verb != "send" || std::get<std::string>(*r.find("type")) != "keep_alive")
      continue;
    first = std::min(first, r.at);
    sent += r.at <= first + std::chrono::seconds{20};
  }
  sample.add(sent);
}

void gaps_of_beats(const Observation& o, Sample& sample) {
  base::Instant last = base::never;
  for (const kernel::StoredRecord& r : o.records) {
    if (r.topic != "engine" || r.node != "Ana" || r.verb != "send" ||
        std::get<std::string>(*r.find("type")) != "keep_alive")
      continue;
    if (last != base::never) return sample.add(seconds(r.at - last));
    last = r.at;
  }
}

Defects of_the_monitor() {
  const std::string idle = two("run_for: 60s\n");
  const std::string one_bad = R"(run_for: 60s
discovery: {default: {delay: 100ms, jitter: 1s}}
devices: [{name: p, count: 5, @1}]
faults: [{at: 30s, cut: {from: p1, to: p2}}, {at: 30s, cut: {from: p2, to: p1}}]
)";
  const Figure lost = [](const Observation& o, Sample& sample) {
    sample.add(10.0 - static_cast<double>(connected_pairs(o)));
  };
  const std::string reconnects_not = std::string(repaired) + ", without: [remedies.link_failed]";
  return {
      {"B000-1", "an idle link dies before its first keep-alive; it lives for",
       "all, 17.05 to 18.05 s, mean 17.55", alone(idle, "s", lifetime(), written),
       "seeds/000/idle_link_dies.yaml", "`detectors.keep_alive.timeout: 12s`, `echo: false`",
       alone(idle, "s", lifetime(), patient)},
      {"B000-5", "keep-alives answer keep-alives: beats in the 20 s after the first, one way 25 ms",
       "t^2 / (2 L) times 2/3.5 a second = 4571; 12 without answers",
       alone(two("run_for: 45s\n"), "beats", beats,
             "profile: fixv2, set: {detectors.keep_alive.timeout: 12s}"),
       "seeds/000/echo_storm.yaml", "`detectors.keep_alive.echo: false`",
       alone(two("run_for: 45s\n"), "beats", beats, patient)},
      {"B000-6", "one bad link of the ten of five phones: links lost",
       "7 = 2 (n - 1) - 1, if waiting sends were cancelled",
       median_of(filled(one_bad, patient), "links", lost), "seeds/000/one_bad_link_drops_all.yaml",
       "`session.scope: per_peer`", median_of(filled(one_bad, reconnects_not), "links", lost)},
      {"B000-11", "a peer dies before it said anything: noticed after",
       "never, where the handshake timer does not run",
       median_of(filled(R"(run_for: 300s
mpc: {dead_peer_least: 600s, dead_peer_most: 600s}
devices: [{name: Ana, @1, without: [stages.within]}, {name: Bob, profile: fixv2}]
faults: [{when: {connected: all}, by: 2s, kill: Bob}]
)",
                        written),
                 "s", between({"Bob", "killed", ""}, {"Ana", "suspect", "Bob"}), 1),
       "seeds/000/silent_from_the_start.yaml", "`detectors.keep_alive.watch_from_connected: true`",
       median_of(filled(R"(run_for: 300s
mpc: {dead_peer_least: 600s, dead_peer_most: 600s}
devices:
  - {name: Ana, @1, set: {detectors.keep_alive.watch_from_connected: true}, without: [stages.within]}
  - {name: Bob, profile: fixv2}
faults: [{when: {connected: all}, by: 2s, kill: Bob}]
)",
                        written),
                 "s", between({"Bob", "killed", ""}, {"Ana", "suspect", "Bob"}), 1)},
  };
}

Defects of_the_handshake() {
  const std::string lone = two("run_for: 60s\n");
  const std::string slow =
      two("run_for: 60s\n") + "expect: [{never: {suspect: {symptom: handshake_timeout}}}]\n";
  const auto budget = [&](const char* reply, const char* more) {
    return share_of(filled(slow,
                           std::string("profile: fixv2, set: {detectors.keep_alive.timeout: none, "
                                       "detectors.keep_alive.echo: false, hello.reply_after: ") +
                               reply + more + "}",
                           std::string("profile: fixv2, set: {detectors.keep_alive.timeout: none, "
                                       "detectors.keep_alive.echo: false, hello.reply_after: ") +
                               reply + more + "}"),
                    expected(0));
  };
  return {
      {"B000-2", "only the inviter enters the pending set: the link lives for", "0 s",
       alone(lone, "s", lifetime(), "profile: fixv2, set: {gates.require_pending.acceptor_enters: false}"),
       "seeds/000/acceptor_not_pending.yaml", "`gates.require_pending.acceptor_enters: true`",
       alone(lone, "s", lifetime(), patient)},
      {"B000-3", "only one side says hello: the link lives for", "13 to 14 s",
       alone(lone, "s", lifetime(), written, "profile: fixv2, without: [stages.send_hello]"),
       "seeds/000/one_sided_handshake.yaml", "both say hello, and B000-1's",
       alone(lone, "s", lifetime(), patient)},
      {"B000-4", "a round trip and responder of 4.9 s, and of 5.1 s: handshakes in time", "100 %; 0 %",
       budget("4850ms", "") + "; " + budget("5050ms", ""), "seeds/000/handshake_budget_breaks.yaml",
       "`stages.within.limit: 15s`",
       budget("4850ms", ", stages.within.limit: 15s") + "; " +
           budget("5050ms", ", stages.within.limit: 15s")},
      {"B000-14", "a rejected handshake: its link ends after",
       "16 s; but the rejection is a message, and starts the monitor's 6 s",
       alone(lone, "s", lifetime(), written, "profile: fixv2, set: {hello.accepts: false}"),
       "seeds/000/rejected_handshake.yaml", "`hello.rejection_fails: true`",
       alone(lone, "s", lifetime(), "profile: fixv2, set: {hello.rejection_fails: true}",
             "profile: fixv2, set: {hello.accepts: false}")},
      {"B000-15", "\"2-second interval\": from one beat to the next", "3 to 4 s, mean 3.5",
       alone(two("run_for: 45s\n"), "s", gaps_of_beats, patient), "seeds/000/repaired.yaml",
       "`detectors.keep_alive.jitter_min: 0s, jitter_max: 0s`",
       alone(two("run_for: 45s\n"), "s", gaps_of_beats,
             "profile: fixv2, set: {detectors.keep_alive.timeout: 12s, detectors.keep_alive.echo: false, "
             "detectors.keep_alive.jitter_min: 0s, detectors.keep_alive.jitter_max: 0s}")},
  };
}

Defects of_names_and_clocks() {
  const std::string namesakes = std::string(R"(run_for: 30s
devices: [{name: Ana, profile: fixv2}, {name: b, count: 2, display_name: iPhone, profile: fixv2, set: {@1}}]
)") + std::string(jittered);
  const std::string three = R"(run_for: 47s
mpc: {dead_peer_least: 60s, dead_peer_most: 60s}
discovery: {default: {delay: 100ms, jitter: 1s}}
devices:
  - {name: p1, @1}
  - {name: q, count: 3, profile: fixv2, set: {detectors.keep_alive.timeout: 60s, detectors.keep_alive.echo: false}}
faults: [{at: 30s, @2}]
)";
  const Event none_left = [](const Observation& o) { return connected_pairs(o) == 0; };
  const Event some_lost = [](const Observation& o) { return connected_pairs(o) < 6; };
  const std::string again = R"(run_for: 12s
discovery: {default: {delay: 100ms, jitter: 20ms}}
devices: [{name: p, count: 2, profile: fixv2, without: [gates.election@1]}]
)";
  const std::string awake = std::string(
      "profile: fixv2, set: {detectors.keep_alive.timeout: 12s, detectors.keep_alive.echo: false, "
      "detectors.keep_alive.clock: monotonic, detectors.keep_alive.own_sleep: 2s}");
  return {
      {"B000-9", "two of one name join a third: no link at all is left", "100 %",
       share_of(filled(namesakes, ""), none_left), "seeds/000/two_of_one_name.yaml",
       "`gates.require_pending.key: handle`, at all three",
       share_of(
           filled(R"(run_for: 15s
devices: [{name: Ana, @1}, {name: b, count: 2, display_name: iPhone, @1}]
)" + std::string(jittered),
                  "profile: fixv2, set: {gates.require_pending.key: handle, gates.election.key: handle}"),
           none_left)},
      {"B000-10", "a connected peer is reported connected again: all links gone", "100 %",
       share_of(filled(again, ""), none_left), "seeds/000/second_connected.yaml",
       "`without: [remedies.unexpected_connection]`",
       share_of(filled(again, ", remedies.unexpected_connection"), none_left)},
      {"B000-13", "the wall clock is set forward by 20 s; asleep for 13 s: links lost in",
       "100 %; 100 % of runs",
       share_of(filled(three, patient, "clock_step: {device: p1, by: 20s}"), some_lost) + "; " +
           share_of(filled(three, patient, "pause: p1, for: 13s"), some_lost),
       "seeds/000/wall_clock_step.yaml, asleep.yaml",
       "`detectors.keep_alive.clock: monotonic, own_sleep: 2s`",
       share_of(filled(three, awake, "clock_step: {device: p1, by: 20s}"), some_lost) + "; " +
           share_of(filled(three, awake, "pause: p1, for: 13s"), some_lost)},
  };
}

Defects of_its_successor() {
  const std::string dead = R"(run_for: 400s
mpc: {dead_peer_least: 600s, dead_peer_most: 600s}
discovery: {default: {delay: 100ms, jitter: 1s}}
devices: [{name: Ana, @1}, {name: Bob, profile: fixv2_repaired}]
faults: [{at: 40s, partition: [Bob]}]
)";
  const Figure noticed = [](const Observation& o, Sample& sample) {
    for (const base::Instant at : times(o, "Ana", "suspect", "Bob")) return sample.add(seconds(at) - 40);
  };
  return {
      {"B000-16", "the keep-alive timer refreshes itself: a vanished peer is noticed after", "never",
       median_of(filled(dead, "profile: fixv2_repaired, set: {detectors.keep_alive.send_refreshes: true}"),
                 "s", noticed),
       "field/C08_refreshes_itself.yaml", "`detectors.keep_alive.send_refreshes: false`",
       median_of(filled(dead, repaired), "s", noticed)},
      {"B000-17", "handleHandshake, isConnected, calls of startConnectionMonitor and handleConnectionError",
       "not defined, or never called: it does not build; with the monitor never started nobody is noticed",
       "without the monitor an idle link ends " +
           median_of(filled(two("run_for: 60s\n"), unmonitored, unmonitored), "s", lifetime()) +
           ", a vanished peer is noticed " + median_of(filled(dead, unmonitored), "s", noticed),
       "seeds/000/idle_link_dies.yaml",
       "ours fills them in, see `nearsim profiles fixv2`; repaired: a vanished peer",
       median_of(filled(dead, repaired), "s", noticed)},
  };
}

}  // namespace

Defects defects_of_seed_000() {
  Defects all = of_the_monitor();
  for (const Defects& more : {of_the_handshake(), of_names_and_clocks(), of_its_successor()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace nearsim::experiments
