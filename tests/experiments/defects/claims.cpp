// Sentences of the documents that the numbers contradict, and the documents' own checklists.
#include <fmt/format.h>

#include <cstdlib>

#include "tests/experiments/defects/defect.hpp"

namespace nearsim::experiments {

using namespace std::chrono_literals;

namespace {

// Error 61 and other ends of attempts without a connection, a run.
double refusals(std::string_view one, std::string_view other) {
  const scenario::Scenario s = filled(R"(run_for: 60s
links: {default: {delay: 20ms, jitter: 880ms}}
discovery: {default: {delay: 0ms, jitter: 2s}}
devices: [{name: Ana, profile: @1}, {name: Bob, profile: @2}]
)",
                                      one, other);
  Sample errors;
  for (std::uint64_t seed = 1; seed <= chance_seeds; ++seed)
    errors.add(static_cast<double>(count(observe(s, seed).report, "error_61")));
  return errors.mean();
}

std::string error_61() {
  const double before = refusals("meshred_before", "meshred_before");
  const auto less = [&](std::string_view one, std::string_view other) {
    const double after = refusals(one, other);
    return fmt::format("{:.2f} a minute ({:.0f} % fewer)", after, 100 * (1 - after / before));
  };
  return fmt::format(
      "before {:.2f} a minute; all refactored {}; one of two refactored, with the lesser name {}, "
      "with the greater {}",
      before, less("meshred", "meshred"), less("meshred", "meshred_before"),
      less("meshred_before", "meshred"));
}

// The gaps between dials of a device that was connected and went out of reach for half an hour.
std::string gaps_between_dials() {
  const scenario::Scenario s = filled(R"(run_for: 2000s
devices:
  - {name: Ana, profile: spacedrive, persisted: {known/Bob: paired}, set: {@1}}
  - {name: Bob, profile: spacedrive, persisted: {known/Ana: paired}}
faults: [{at: 20s, kill: Bob}]
)",
                                      "registry.keeps_dialled: true, registry.unreliable_after: 0");
  const Observation o = observe(s, 1);
  Sample all;
  const auto at = times(o, "Ana", "invite", "Bob");
  for (std::size_t i = 1; i < at.size(); ++i)
    if (at[i] > base::at(60s)) all.add(seconds(at[i] - at[i - 1]));
  return median(all, "s between dials", all.size());
}

std::string longest_backoff() {
  const scenario::Scenario s = filled(R"(run_for: 1200s
discovery: {default: {delay: 100ms, jitter: 100ms}}
devices: [{name: Ana, profile: attable}, {name: Zoe, profile: attable}]
faults: [{at: 0s, refuse: {from: Zoe, to: Ana}}]
)",
                                      "");
  Sample waits;
  for (std::uint64_t seed = 1; seed <= 50; ++seed)
    for (const kernel::StoredRecord& r : observe(s, seed).records)
      if (r.verb == "retry") waits.add(seconds(std::get<base::Duration>(*r.find("in"))));
  return fmt::format("longest delay {:.1f} s of {} in 50 runs of 20 minutes", waits.most(), waits.size());
}

// Two devices and a fault: what this counter comes to.
std::string social(const char* more, const char* fault, std::string_view counter, const char* unit) {
  const scenario::Scenario s = filled(R"(run_for: 400s
devices: [{name: Ana, profile: socialstream, platform: ios@1}, {name: Bob, profile: socialstream, platform: ios@1}]
faults: [{at: 20s, @2}]
)",
                                      more, fault);
  return fmt::format("{} {}", count(observe(s, 1).report, counter), unit);
}

std::vector<std::vector<std::string>> claims_of_seed_004() {
  constexpr const char* untimed = ", without: [remedies.path_disturbed]";
  const scenario::Scenario away = filled(R"(run_for: 400s
devices: [{name: Ana, profile: socialstream}, {name: Bob, profile: socialstream}]
faults: [{at: 20s, signalling_down: killed, for: 370s}]
)",
                                         "");
  Sample waits;
  const Observation o = observe(away, 1);
  for (const kernel::StoredRecord& r : o.records)
    if (r.node == "Ana" && r.verb == "retry") waits.add(seconds(std::get<base::Duration>(*r.find("in"))));
  return {
      {"004: \"5s, 10s, 20s, 40s... up to 30s max\"",
       fmt::format("{} waits, the longest {:.0f} s", waits.size(), waits.most()), "seeds/004/gives_up.yaml",
       "the fourth is 30 s; after the tenth nothing is tried again"},
      {"004: \"Attempts ICE restart on connection failure\"",
       social("", "partition: [Ana], for: 60s", "restart_ice", "restarts in an outage of 60 s") + "; " +
           social(untimed, "partition: [Ana], for: 60s", "ice.offer",
                  "offer without the close timer, the first of all"),
       "seeds/004/restart_unreachable.yaml, restart_never_signalled.yaml",
       "closed before it fails; and where it fails the restart is a flag"},
      {"004: \"Triggers reconnection on network restoration\"",
       social("", "network: {device: Ana, to: none}, for: 2s", "cancel_peer", "closes") + ", " +
           social("", "network: {device: Ana, to: none}, for: 2s", "invite", "call, the first of all"),
       "seeds/004/blip.yaml", "it reconnects signalling; the peer connections it closes"},
  };
}

// What seed 004 says that VDO.Ninja does, and what that does (its webrtc.js of 2024-10-20): one outage of its
// server.
struct Field {
  std::uint64_t attempts = 0;
  bool back = false;
};
Field field(const char* settings, const char* outage) {
  const Observation o = observe(filled(R"(run_for: 1000s
devices: [{name: Ana, profile: socialstream, set: {@1}}, {name: Bob, profile: socialstream}]
faults: [{at: 20s, signalling_down: killed, for: @2}]
)",
                                       settings, outage),
                                1);
  const auto opened = times(o, "Ana", "open_signalling");
  bool back = false;
  for (const kernel::StoredRecord& r : o.records)
    if (r.node == "Ana" && r.verb == "open_signalling") back = seconds(r.at) > 20 + std::atof(outage);
  return {opened.size() - 1, back};
}
std::string field_row(const char* settings) {
  const Field minute = field(settings, "60s"), long_one = field(settings, "500s");
  return fmt::format("{} attempts in 60 s, {} in 500 s; back after 500 s: {}", minute.attempts,
                     long_one.attempts, long_one.back ? "yes" : "no");
}

std::string outcome(const std::string& file) {
  const scenario::Scenario s = shipped("scenarios/" + file);
  std::uint64_t passed = 0;
  for (std::uint64_t seed = s.seeds.first; seed <= s.seeds.last; ++seed)
    passed += run::run(s, base::Seed{seed}).passed();
  return fmt::format("{} of {}", passed, s.seeds.last - s.seeds.first + 1);
}

}  // namespace

std::string contradicted_claims() {
  Table table({"the document says", "measured", "scenario", "why"});
  const Defects third = defects_of_seed_003();
  table.row(
      {"003: \"Detection Time: 0-180 seconds (avg ~70s)\"", third.at(0).written, "seeds/003/silent_peer.yaml",
       "three answers must be missing, a minute apart, and the last is waited for; ~70 would be the worst "
       "of a rule that needs one"});
  table.row({"001: the backoff is capped at 30 s", longest_backoff(),
             "seeds/001/backoff_cap_unreachable.yaml",
             "the fifth failure resets everything before the sixth delay could be"});
  table.row({"002: \"Reduce 80%+: Socket Error 61\"", error_61(), "seeds/002/case2_homogeneous.yaml",
             "true where everybody is refactored; not where old builds remain"});
  table.row(
      {"003: \"Periodic task retries every 30s\"", gaps_between_dials(), "seeds/003/offline_device.yaml",
       "a dial that nobody answers takes 30 s by itself, and its loop waits 5 s more; each tick adds a loop "
       "(here the handle is kept and five failures do not end it)"});
  for (const auto& row : claims_of_seed_004()) table.row(row);
  return table.text();
}

std::string claims_about_the_field() {
  constexpr const char* ninja =
      "signalling.base: 5s, signalling.factor: 1, signalling.cap: 5s, signalling.max_attempts: 0";
  constexpr const char* later = "signalling.base: 1s, signalling.cap: 30s, signalling.max_attempts: 5";
  Table table({"seed 004 says of VDO.Ninja", "its source of 2024-10-20 has", "the document's own rule",
               "the source's"});
  const std::string own = field_row("signalling.base: 5s");
  table.row({"a WebSocket connects again after 5 s", "5 s at every close", own, field_row(ninja)});
  table.row({"with exponential backoff", "5 s always, no cap, and it never gives up: 12 attempts a minute",
             own, field_row(ninja)});
  table.row({"... its later SDK", "1 s doubled, at most 30 s, five attempts: 31 s", own, field_row(later)});
  table.row({"Windows waits 10 s, others 5 s", "the publisher 10 s and the viewer 5 s, on every platform",
             "B004-16", "the same half-open 5 s, between roles instead of platforms"});
  table.row({"an ICE restart, and else an offer",
             "on the publisher alone, and it cancels the close timer: B004-8's "
             "wait for ever, if the restart never ends",
             "B004-8", "as `ice_restart.by: inviter`, `within: none`"});
  table.row({"Safari's heartbeat; reconnection by quality", "neither is there", "B004-13, B004-15",
             "nothing to run"});
  return table.text();
}

std::string checklists() {
  Table table({"item of the document", "as written", "scenario", "seeds as the file says", "why"});
  const auto row = [&](const std::string& item, const std::string& verdict, const std::string& file,
                       const std::string& why) {
    table.row({item, verdict, file, outcome(file), why});
  };
  row("000, sequence: connected 4 + 2 + 1 s, response + 4 + 3 s, then \"connected\"", "passes",
      "seeds/000/handshake_budget_holds.yaml", "while round trip and responder take less than 5 s");
  row("000, sequence: \"Begin keep-alive exchange\"", "cannot", "seeds/000/idle_link_dies.yaml",
      "the monitor ends the link before the first keep-alive (B000-1)");
  row("000, sequence: repaired", "passes, repaired", "seeds/000/repaired.yaml",
      "timeout, clock, echo, scope");
  row("002, case 1: normal connection", "passes", "seeds/002/case1_normal_connect.yaml", "");
  row("002, case 2: collision within the window", "cannot", "seeds/002/case2_homogeneous.yaml",
      "only the lesser name invites, so nothing collides; step 3 lets the acceptor preempt");
  row("002, case 2: with a peer that ignores the rule", "passes", "seeds/002/case2_legacy_peer.yaml", "");
  row("002, case 3: error 61, then backoff", "passes", "seeds/002/case3_error61_backoff.yaml",
      "delays exceed \"max 8.0\" by jitter (B002-7)");
  row("003: pairing works without errors", "cannot", "seeds/003/pairing_as_written.yaml",
      "the closed connection is a loss to the side that was dialled");
  row("003: pairing, repaired", "passes, repaired", "seeds/003/pairing.yaml", "");
  row("003: disconnection detection within 3 minutes", "not always", "seeds/003/silent_peer.yaml",
      "130 to 190 s by the health check; 30 s by QUIC's timeout");
  row("003: immediate reconnection", "cannot", "seeds/003/as_written.yaml", "a loop of dials; nothing stays");
  row("003: immediate reconnection, repaired", "passes, repaired", "seeds/003/immediate_reconnection.yaml",
      "");
  row("003: health checks work", "cannot", "seeds/003/ping_kills_link.yaml", "each question costs the link");
  row("003: health checks, repaired", "passes, repaired", "seeds/003/health_check_works.yaml", "");
  row("003: clean logs", "cannot", "seeds/003/as_written.yaml", "hundreds of dials a minute");
  return table.text();
}

std::string beyond_the_list() {
  Table table({"what was found", "scenario", "seeds as the file says"});
  const auto row = [&](const std::string& what, const std::string& file) {
    table.row({what, file, outcome(file)});
  };
  row("000: closures survive the link, so an application is told \"connected\" after its end, for good",
      "seeds/000/phantom_connected.yaml");
  row("000: a third phone's waiting send is refused, and drops the third phone's links too",
      "seeds/000/one_bad_link_drops_all.yaml");
  row("001: a restored phone that leads is let in after as many resets as its counter lacks",
      "seeds/001/restored_backup_leader.yaml");
  row("001: twins meet when a third phone names one to the other",
      "seeds/001/equal_node_ids_and_a_third.yaml");
  row("002: the window makes two links out of one race with an old build",
      "mixed/window_makes_two_links.yaml");
  row("003: an offline device makes no loop; the loop needs one that answers",
      "seeds/003/offline_device.yaml");
  row("003: the fix of the loop stops it by trapping every device that was lost once",
      "seeds/003/later_fix.yaml");
  row("recommended: clones with equal dice yield to each other ten times a second",
      "field/C58_nonce_tie.yaml");
  row("recommended, mended meanwhile: a late callback left the link under its peer's old object",
      "field/C86_old_callback_removes_new_link_fixed.yaml");
  row("recommended, mended meanwhile: invitations right after browsing anew failed, again and again",
      "faults/browses_anew.yaml");
  return table.text();
}

}  // namespace nearsim::experiments
