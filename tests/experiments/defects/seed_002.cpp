// Seed 002, MeshRed before and after its refactoring: its defects as rows.
#include "tests/experiments/defects/defect.hpp"

namespace nearsim::experiments {

namespace {

constexpr std::string_view pair = R"(run_for: 60s
discovery: {default: {delay: 100ms, jitter: 1s}}
devices: [{name: Ana, @1}, {name: Bob, @2}]
expect: [{sometimes: connected}, {sometimes: dual_session}]
)";
// What Swift takes for one name: the same letters, as one code point or as a letter and its accent.
constexpr std::string_view namesakes = R"(run_for: 60s
discovery: {default: {delay: 100ms, jitter: 1s}}
devices: [{name: Ana, display_name: "@1", @2}, {name: Bob, display_name: "@1", @2}]
expect: [{sometimes: connected}]
)";
constexpr std::string_view two_forms = R"(run_for: 60s
discovery: {default: {delay: 100ms, jitter: 1s}}
devices: [{name: Ana, display_name: "José", @2}, {name: Bob, display_name: "José", @2}]
expect: [{sometimes: connected}]
)";
constexpr std::string_view new_build = "profile: meshred", old_build = "profile: meshred_before";

Figure longest_wait() {
  return [](const Observation& o, Sample& sample) {
    double longest = 0;
    for (const kernel::StoredRecord& r : o.records)
      if (r.verb == "retry") longest = std::max(longest, seconds(std::get<base::Duration>(*r.find("in"))));
    sample.add(longest);
  };
}

void links(const Observation& o, Sample& sample) { sample.add(static_cast<double>(connected_pairs(o))); }

Event at_least_once(std::string_view counter) {
  return [counter](const Observation& o) { return count(o.report, counter) != 0; };
}

Defects of_the_rule() {
  const std::string room = R"(run_for: 60s
discovery: {default: {delay: 100ms, jitter: 500ms}}
devices:
  - {name: phone, count: 5, display_name: iPhone, profile: meshred@1}
  - {name: pad, count: 2, display_name: iPad, profile: meshred@1}
)";
  const std::string one_way = R"(run_for: 60s
discovery: {default: {delay: 100ms, jitter: 1s}, between: [{finder: Ana, found: Bob, fail: 100%}]}
devices: [{name: Ana, @1}, {name: Bob, @1}]
expect: [{sometimes: usable}]
)";
  return {
      {"B002-1", "five iPhones and two iPads: links of the 21 pairs", "10, the cross pairs",
       median_of(filled(room, ""), "links", links), "seeds/002/equal_names.yaml",
       "`identity.key: node_id, gates.election.key: node_id`",
       median_of(filled(room, ", set: {identity.key: node_id, gates.election.key: node_id}"), "links",
                 links)},
      {"B002-2", "preemptions: between two refactored phones; between one and an old build",
       "0 %; more than none",
       share_of(filled(pair, new_build, new_build), at_least_once("preemption")) + "; " +
           share_of(filled(pair, new_build, old_build), at_least_once("preemption")),
       "seeds/002/case2_homogeneous.yaml, case2_legacy_peer.yaml",
       "none needed: test case 2 cannot pass as written", ""},
      {"B002-4", "the inviter does not see the acceptor: they connect", "0 %",
       share_of(filled(one_way, new_build), expected(0)), "seeds/002/one_way_discovery.yaml",
       "`gates.election.patience: 8s, refuses_inbound: while_inviting`",
       share_of(filled(one_way,
                       "profile: meshred, set: {gates.election.patience: 8s, "
                       "gates.election.refuses_inbound: while_inviting}"),
                expected(0))},
  };
}

Defects of_keys() {
  return {
      {"B002-13", "everything is keyed by the name: links an iPad has of its five iPhones", "5",
       median_of(filled(R"(run_for: 60s
discovery: {default: {delay: 100ms, jitter: 500ms}}
devices:
  - {name: phone, count: 5, display_name: iPhone, profile: meshred@1}
  - {name: pad, display_name: iPad, profile: meshred@1}
)",
                        ""),
                 "links", links),
       "seeds/002/equal_names.yaml", "`identity.key: handle`",
       median_of(filled(R"(run_for: 60s
discovery: {default: {delay: 100ms, jitter: 500ms}}
devices:
  - {name: phone, count: 5, display_name: iPhone, profile: meshred@1}
  - {name: pad, display_name: iPad, profile: meshred@1}
)",
                        ", set: {identity.key: handle}"),
                 "links", links)},
      {"B002-14", "\"José\" in two normal forms, equal to Swift and not in bytes: they connect", "0 %, a tie",
       "as Swift compares " + share_of(filled(namesakes, "Jos\xc3\xa9", "profile: meshred"), expected(0)) +
           "; by bytes " + share_of(filled(two_forms, "", "profile: meshred"), expected(0)),
       "seeds/002/equal_names.yaml", "`identity.key: node_id, gates.election.key: node_id`",
       share_of(filled(namesakes, "Jos\xc3\xa9",
                       "profile: meshred, set: {identity.key: node_id, gates.election.key: node_id}"),
                expected(0))},
      {"B002-15", "both take themselves for the inviter and accept: two links",
       "about all; but who was invited invites no more, so only what crosses: 60 ms of 1 s, 5.9 %",
       share_of(filled(pair, "profile: meshred, without: [gates.election, gates.one_operation]",
                       "profile: meshred, without: [gates.election, gates.one_operation]"),
                expected(1)),
       "field/C18_two_sessions_per_pair.yaml", "with `gates.election`",
       share_of(filled(pair, "profile: meshred, without: [gates.one_operation]",
                       "profile: meshred, without: [gates.one_operation]"),
                expected(1))},
  };
}

Defects of_retries() {
  const std::string refused = R"(run_for: 90s
devices: [{name: Ana, profile: meshred@1}, {name: Bob, profile: meshred}]
faults: [{at: 0s, refuse: {from: Ana, to: Bob}}]
)";
  const std::string flaps = R"(run_for: 120s
discovery: {default: {delay: 100ms, jitter: 1s}}
profiles:
  flapping:
    base: meshred
    @1
    with: {detectors: [keep_alive: {interval: 60s, timeout: 1s, from: usable}], remedies: {silent: [drop_session: {}]}}
devices: [{name: Ana, profile: flapping}, {name: Bob, profile: meshred}]
)";
  const std::string gone = R"(run_for: 810s
discovery: {default: {delay: 100ms, jitter: 1s}}
devices: [{name: Ana, profile: meshred@1}, {name: Bob, profile: meshred}]
do: [{at: 10s, leave: Bob}]
)";
  const std::string ends_when_lost =
      ", set: {remedies.invite_failed.reconnect.ends_when_lost: true, "
      "remedies.link_failed.reconnect.ends_when_lost: true}";
  const std::string capped =
      ", set: {remedies.invite_failed.reconnect.jitter_after_cap: false, "
      "remedies.link_failed.reconnect.jitter_after_cap: false}";
  const std::string stable =
      "set: {stability: 15s, remedies.invite_failed.reconnect.counts_from: stable, "
      "remedies.link_failed.reconnect.counts_from: stable}";
  return {
      {"B002-7", "\"max 8.0\": the longest delay of a run", "up to 9.6 s",
       median_of(filled(refused, ""), "s", longest_wait()), "seeds/002/case3_error61_backoff.yaml",
       "`remedies.*.reconnect.jitter_after_cap: false`",
       median_of(filled(refused, capped), "s", longest_wait())},
      {"B002-8", "a link that lives for a second, again and again: invitations in two minutes",
       "one each 1 + 0.6 s and the time to connect",
       median_of(filled(flaps, ""), "invitations", counted("invite")), "seeds/002/flapping.yaml",
       "`stability: 15s, remedies.*.reconnect.counts_from: stable`",
       median_of(filled(flaps, stable), "invitations", counted("invite"))},
      {"B002-9", "somebody leaves for good: he is invited, in 800 s", "about 100 times",
       median_of(filled(gone, ""), "times", counted("invite")), "seeds/002/departed_peer.yaml",
       "`remedies.*.reconnect.ends_when_lost: true`",
       median_of(filled(gone, ends_when_lost), "times", counted("invite"))},
  };
}

Defects of_overlaps() {
  const std::string slow = R"(run_for: 60s
mpc: {connect_time: 9s}
discovery: {default: {delay: 0ms, jitter: 1s}}
devices: [{name: Ana, profile: meshred@1}, {name: Bob, profile: meshred_before, set: {invitation.verdict_after: none}}]
)";
  const Figure further = [](const Observation& o, Sample& sample) {
    if (count(o.report, "preemption") == 0) return;
    const base::Instant accepted = times(o, "Ana", "accept").front();
    const auto connected = times(o, "Ana", "connected");
    double spurious = 0;
    for (const base::Instant at : times(o, "Ana", "invite"))
      spurious += at > accepted && (connected.empty() || at < connected.front());
    sample.add(spurious);
  };
  const std::string deaf = R"(run_for: 31s
discovery: {default: {delay: 100ms, jitter: 1s}}
devices: [{name: Ana, @1}, {name: Bob, @1}]
faults: [{at: 90ms, cut: {from: Ana, to: Bob}}]
)";
  const Figure ana_invites = [](const Observation& o, Sample& sample) {
    sample.add(static_cast<double>(times(o, "Ana", "invite_sent", "Bob").size()));
  };
  return {
      {"B002-10", "after a preemption: further invitations before it has connected (9 s)", "at least 1",
       median_of(filled(slow, ""), "invitations", further), "seeds/002/case2_legacy_peer.yaml",
       "`gates.arbitration_window.remembers_abandoned: true`",
       median_of(filled(slow, ", set: {gates.arbitration_window.remembers_abandoned: true}"), "invitations",
                 further)},
      {"B002-11", "the mutex expires after 5 s, an invitation after 30 s: invitations sent in the first 30 s",
       "up to 6", median_of(filled(deaf, old_build), "invitations", ana_invites),
       "negative/I16_overlapping_invitations.yaml",
       "`invitation.verdict_after: none, gates.one_operation.expires_after: none`",
       median_of(filled(deaf,
                        "profile: meshred_before, set: {invitation.verdict_after: none, "
                        "gates.one_operation.expires_after: none}"),
                 "invitations", ana_invites)},
  };
}

Defects of_the_old_build() {
  const std::string healthy = R"(run_for: 200s
devices: [{name: Ana, @1}, {name: Bob, @1}, {name: Cyd, @1}]
discovery:
  default: {delay: 100ms, jitter: 500ms}
  between:
    - {finder: Bob, found: Ana, fail: 100%}
    - {finder: Bob, found: Cyd, fail: 100%}
    - {finder: Cyd, found: Bob, fail: 100%}
    - {finder: Cyd, found: Ana, delay: 3s}
faults: [{at: 0s, refuse: {from: Ana, to: Bob}}]
)";
  const Figure dropped = [](const Observation& o, Sample& sample) {
    sample.add(static_cast<double>(times(o, "Ana", "link_ended", "Cyd").size()));
  };
  const std::string cold = R"(run_for: 60s
mpc: {connect_time: 9s}
discovery: {default: {delay: 100ms, jitter: 1s}}
devices: [{name: Ana, profile: meshred_before, set: {@1}}, {name: Bob, profile: meshred_before, set: {@1}}]
expect: [{at_least: 1, suspect: {why: refusal_presumed}}]
)";
  const std::string queue = R"(run_for: 10s
links: {default: {delay: 10ms}, between: [{from: Ana, to: Bob, delay: 2s}]}
discovery: {between: [{finder: Ana, found: Bob, delay: 100ms}, {finder: Bob, found: Ana, delay: @2, jitter: 1200ms}]}
devices: [{name: Ana, profile: meshred@1}, {name: Bob, profile: meshred_before}]
faults: [{at: 50ms, busy: {device: Ana, queue: operations}, for: 950ms}]
expect: [{at_least: 1, preemption: {from: Ana, to: Bob}}]
)";
  const std::string wedged = R"(run_for: 200s
discovery: {default: {delay: 100ms, jitter: 500ms}}
devices: [{name: Ana, profile: meshred, set: {session.scope: @1}}, {name: Bob, profile: meshred, set: {session.scope: @1}}]
faults: [{at: 10s, for: 50s, wedge: {from: Ana, to: Bob}}, {name: out, at: 12s, for: 21s, partition: [Ana]}]
)";
  const Figure back = [](const Observation& o, Sample& sample) {
    for (const base::Instant at : times(o, "Ana", "connected", "Bob"))
      if (at > base::at(std::chrono::seconds{33})) return sample.add(seconds(at) - 33);
  };
  return {
      {"B002-12", "the serial queue is busy for 0.9 s: invitations within 1.2 s of the send that preempt",
       "25 %, as 0.3 s of 1.2 s are left", share_of(filled(queue, "", "990ms"), expected(0)),
       "seeds/002/busy_queue.yaml", "`dispatch.operations: direct`",
       share_of(filled(queue, ", set: {dispatch.operations: direct}", "90ms"), expected(0))},
      {"B002-16", "one refused peer: how often the healthy one loses its link in 200 s",
       "every 20, 25, 31, 31 s: 7", median_of(filled(healthy, old_build), "times", dropped),
       "seeds/002/refused_peer_drops_healthy.yaml", "the refactoring: no recreation",
       median_of(filled(healthy, new_build), "times", dropped)},
      {"B002-17", "setting up takes 9 s: runs in which it is taken for a refusal", "100 %",
       share_of(filled(cold, ""), expected(0)), "field/C07_early_refused_verdict.yaml",
       "`invitation.verdict_after: none`",
       share_of(filled(cold, "invitation.verdict_after: none"), expected(0))},
      {"B002-18", "a session wedges in connecting for 50 s: connected again, after the outage, in",
       "not predicted", median_of(filled(wedged, "shared"), "s", back), "faults/wedged.yaml",
       "`session.scope: per_attempt` (the model wedges pairs, not sessions: no difference can show)",
       median_of(filled(wedged, "per_attempt"), "s", back)},
  };
}

}  // namespace

Defects defects_of_seed_002() {
  Defects all = of_the_rule();
  for (const Defects& more : {of_keys(), of_retries(), of_overlaps(), of_the_old_build()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace nearsim::experiments
