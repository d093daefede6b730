// Seed 003, Spacedrive's persistent connection fix: its defects as rows.
#include "tests/experiments/defects/defect.hpp"

namespace nearsim::experiments {

using namespace std::chrono_literals;

namespace {

constexpr std::string_view known = R"(devices:
  - {name: Ana, @1, persisted: {known/Bob: paired}}
  - {name: Bob, @1, persisted: {known/Ana: paired}}
)";
std::string two(std::string_view head) { return std::string(head) + std::string(known); }

constexpr std::string_view written = "profile: spacedrive", repaired = "profile: spacedrive_repaired";

// From Bob's death, at any phase of the minute's tick, until Ana calls him lost.
std::string detection(std::string_view world, std::string_view design) {
  Sample after;
  for (std::uint64_t n = 0; n < chance_seeds; ++n) {
    scenario::Scenario s = filled(
        "run_for: 400s\n" + std::string(world) + std::string(known) + "faults: [{at: 120s, kill: Bob}]\n",
        design);
    const base::Duration death = 120s + std::chrono::milliseconds{60 * n};
    s.faults[0].trigger.at = death;
    const Observation o = observe(s, n + 1);
    for (const base::Instant at : times(o, "Ana", "suspect", "Bob"))
      if (at > base::at(death)) {
        after.add(seconds(at - base::at(death)));
        break;
      }
  }
  return median(after, "s", chance_seeds);
}

// Bob is dead, Ana asks him at the minute, and Cyd, whom she cannot see, comes to her in the ten seconds
// after.
constexpr std::string_view locked = R"(run_for: 90s
discovery:
  default: {delay: 100ms}
  between: [{finder: Cyd, found: Ana, delay: 0s, jitter: 9s}, {finder: Ana, found: Cyd, fail: 100%}]
devices:
  - {name: Ana, @1, persisted: {known/Bob: paired}}
  - {name: Bob, @1, persisted: {known/Ana: paired}}
  - {name: Cyd, @1, start: 60s}
faults: [{at: 40s, kill: Bob}, {at: 60s, for: @2, busy: {device: Ana, queue: main}}]
)";
const Figure let_in = between({"Cyd", "invite", "Ana"}, {"Ana", "reached", "Cyd"});

void losses(const Observation& o, Sample& sample) {
  double n = 0;
  for (const kernel::StoredRecord& r : o.records)
    n += r.verb == "suspect" && std::get<std::string>(*r.find("symptom")) != "invite_failed" ? 1 : 0;
  sample.add(n);
}
void told_disconnected(const Observation& o, Sample& sample) {
  double n = 0;
  for (const kernel::StoredRecord& r : o.records)
    n += r.verb == "notify" && std::get<std::string>(*r.find("standing")) == "disconnected" ? 1 : 0;
  sample.add(n);
}
void most_dials(const Observation& o, Sample& sample) {  // of one device within any 30 s
  const auto at = times(o, "Ana", "invite", "Bob");
  std::size_t most = 0;
  for (std::size_t i = 0, first = 0; i < at.size(); ++i) {
    while (at[i] - at[first] >= 30s) ++first;
    most = std::max(most, i - first + 1);
  }
  sample.add(static_cast<double>(most));
}

std::string with(std::string_view set) { return std::string(repaired) + ", set: {" + std::string(set) + "}"; }

Defects of_the_health_check() {
  const std::string idle = two("run_for: 301s\nlinks: {default: {delay: 30ms, jitter: 10ms}}\n");
  return {
      {"B003-1", "only the health check looks: a silent death is noticed after", "130 to 190 s, mean 160",
       detection("quic: {idle_timeout: 24h}\n", repaired), "seeds/003/silent_peer.yaml",
       "`detectors.health_check.interval: 20s, failures: 2`",
       detection("quic: {idle_timeout: 24h}\n",
                 with("detectors.health_check.interval: 20s, detectors.health_check.failures: 2"))},
      {"B003-2", "QUIC's idle timeout looks too: noticed after, and never by the health check", "29 to 31 s",
       detection("", repaired), "seeds/003/idle_timeout_first.yaml",
       "none needed: the transport is the detector",
       detection("", std::string(repaired) + ", without: [detectors.health_check]")},
      {"B003-3", "the question kills the link it asks about: losses in five quiet minutes, both ends",
       "at least 10: one a minute and direction",
       median_of(
           filled(idle, with("detectors.health_check.over: new_connection, registry.closes_replaced: false")),
           "losses", losses),
       "seeds/003/ping_kills_link.yaml", "`detectors.health_check.over: stream`",
       median_of(filled(idle, repaired), "losses", losses)},
      {"B003-11",
       "the map stays locked while a question waits (as a queue that is busy for its 10 s): a dial is let in "
       "after",
       "up to 10 s for one silent peer, from 0 to 10 s if it comes at any time of them",
       median_of(filled(locked, repaired, "10s"), "s", let_in), "seeds/003/silent_peer.yaml",
       "ask without the lock", median_of(filled(locked, repaired, "1ms"), "s", let_in)},
      {"B003-14", "\"3 is industry standard (TCP retries)\"",
       "Linux: tcp_retries1 3, tcp_retries2 15, tcp_syn_retries 6, keep-alive probes 9",
       "argued, nothing to run: the 3 that Linux has only makes it look for another route; it gives up after "
       "15",
       "", "none needed: the number is a choice, see B003-1", "as B003-1"},
      {"B003-15", "\"1 ping/pong per device per minute\": QUIC handshakes in five minutes, both ends",
       "10, and those of the link",
       median_of(
           filled(idle, with("detectors.health_check.over: new_connection, registry.newest_stands: false")),
           "handshakes", counted("quic.dial")),
       "seeds/003/ping_overhead.yaml", "`detectors.health_check.over: stream`: a stream each, no handshake",
       median_of(filled(idle, repaired), "handshakes", counted("quic.dial"))},
  };
}

Defects of_the_loops() {
  const std::string minute = two("run_for: 60s\nlinks: {default: {delay: 30ms, jitter: 10ms}}\n");
  const std::string outage = two("run_for: 300s\nlinks: {default: {delay: 30ms, jitter: 10ms}}\n") +
                             "faults: [{at: 100s, partition: [Ana], for: 45s}]\n"
                             "expect: [{sometimes: usable, during: [200s, 300s]}]\n";
  const std::string long_out = two("run_for: 900s\nlinks: {default: {delay: 30ms, jitter: 10ms}}\n") +
                               "faults: [{at: 100s, partition: [Ana], for: 400s}]\n"
                               "expect: [{sometimes: usable, during: [510s, 900s]}]\n";
  const Event two_links = [](const Observation& o) { return violated(o.report, "I1"); };
  const std::string fixed =
      "profile: spacedrive, set: {registry.returns: true, registry.guards_state: true, "
      "remedies.link_failed.redial.after: 2s}";
  return {
      {"B003-4", "dials of both devices in a minute of a perfect network", "one a round trip, for ever",
       median_of(filled(minute, written), "dials", counted("invite")), "seeds/003/as_written.yaml",
       "`registry.guards_state: true, remedies.link_failed.redial.after: 2s`",
       median_of(filled(minute,
                        "profile: spacedrive, set: {registry.guards_state: true, "
                        "remedies.link_failed.redial.after: 2s}"),
                 "dials", counted("invite"))},
      {"B003-5", "the handle of a reconnection is dropped: applications told \"disconnected\" in a minute",
       "one each 2 s, in turn", median_of(filled(minute, fixed), "times", told_disconnected),
       "seeds/003/phantom.yaml", "`registry.keeps_dialled: true`, as repaired",
       median_of(filled(minute, repaired), "times", told_disconnected)},
      {"B003-6", "after a loss the pair is usable again", "0 %",
       share_of(filled(outage, with("registry.returns: false")), expected(0)), "seeds/003/trap.yaml",
       "`registry.returns: true`", share_of(filled(outage, repaired), expected(0))},
      {"B003-7", "both dial at once: two connections for longer than 5 s (I1)", "about all",
       share_of(
           filled(outage, std::string(repaired) +
                              ", without: [gates.simultaneous_dial], set: {registry.closes_replaced: false}"),
           two_links),
       "seeds/003/both_redial.yaml", "`gates.simultaneous_dial`, `registry.closes_replaced: true`",
       share_of(filled(outage, repaired), two_links)},
      {"B003-9", "out of reach for 400 s: reached again", "0 %",
       share_of(filled(long_out, with("registry.unreliable_after: 5")), expected(0)),
       "seeds/003/five_failures.yaml", "`registry.unreliable_after: 0`",
       share_of(filled(long_out, repaired), expected(0))},
      {"B003-12", "each loss and each tick starts a loop: most dials of one device in 30 s",
       "2 loops or more",
       median_of(filled(long_out, with("remedies.link_failed.redial.single_flight: false, "
                                       "remedies.silent.redial.single_flight: false")),
                 "dials", most_dials),
       "seeds/003/many_loops.yaml", "`remedies.*.redial.single_flight: true`",
       median_of(filled(long_out, repaired), "dials", most_dials)},
  };
}

}  // namespace

Defects defects_of_seed_003() {
  Defects all = of_the_health_check();
  const Defects more = of_the_loops();
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace nearsim::experiments
