// Seed 001, AtTable: the defects that results/seed_001.md has no row for.
#include "tests/experiments/defects/defect.hpp"

namespace nearsim::experiments {

namespace {

std::string met(std::string_view yaml, std::string_view design, std::size_t expectation) {
  return share_of(filled(yaml, design), expected(expectation));
}

constexpr std::string_view unseen = R"(run_for: 60s
discovery:
  default: {delay: 100ms, jitter: 500ms}
  between: [{finder: Ana, found: Cyd, fail: 100%}, {finder: Cyd, found: Ana, fail: 100%}]
devices: [{name: Ana, @1}, {name: Bob, @1}, {name: Cyd, @1}]
expect: [{sometimes: {connected: [Ana, Cyd]}}]
)";
constexpr std::string_view twins = R"(run_for: 60s
discovery: {default: {delay: 100ms, jitter: 500ms}}
devices: [{name: Ana, node_id: n1, @1}, {name: Bob, node_id: n1, @1}]
expect: [{sometimes: {connected: [Ana, Bob]}}]
)";
constexpr std::string_view restored = R"(run_for: 160s
discovery: {default: {delay: 100ms, jitter: 500ms}}
devices:
  - {name: Bob, node_id: n2, @1}
  - {name: old, node_id: n1, @1, persisted: {instance: "9"}}
  - {name: restored, node_id: n1, @1, start: 60s, persisted: {instance: "3"}}
faults: [{at: 20s, kill: old}]
)";
constexpr std::string_view rejoined = R"(run_for: 60s
discovery: {default: {jitter: 200ms}, between: [{finder: Zoe, found: Ana, delay: 4s}]}
devices: [{name: Ana, @1}, {name: Zoe, @1}]
do: [{at: 20s, leave: Zoe}, {at: 22s, rejoin: Zoe}]
faults: [{at: 10s, restart: Ana}, {at: 22.5s, stale_record: {finder: Zoe, found: Ana}}]
expect: [{at_least: 1, error_61: {from: Zoe}, during: [22s, 26s]}]
)";

}  // namespace

Defects more_defects_of_seed_001() {
  const Figure let_in = between({"restored", "advertise", ""}, {"Bob", "connected", "restored"});
  return {
      {"B001-5", "two who cannot see each other, and both have a third: gossip joins them", "0 %",
       met(unseen, "profile: attable", 0), "seeds/001/undiscoverable.yaml",
       "none: MultipeerConnectivity invites a peer object, and gossip carries none",
       met(unseen, "profile: attable_repaired", 0)},
      {"B001-12", "two phones of one node id meet", "0 %", met(twins, "profile: attable", 0),
       "seeds/001/equal_node_ids.yaml", "`identity.resolves_clones: true`",
       met(twins, "profile: attable, set: {identity.resolves_clones: true}", 0)},
      {"B001-13", "restored from a backup six sessions old: let in, without a restart, after", "never",
       median_of(filled(restored, "profile: attable"), "s", let_in), "seeds/001/restored_backup.yaml",
       "`gates.ghost_filter.callers: believed`",
       median_of(filled(restored, "profile: attable_repaired"), "s", let_in)},
      {"B001-14", "leave and rejoin: the stale record of an older instance is invited",
       "100 %, if it comes first", met(rejoined, "profile: attable", 0), "seeds/001/leave_forgets.yaml",
       "`gates.ghost_filter.remembers: while_process_lives`",
       met(rejoined, "profile: attable, set: {gates.ghost_filter.remembers: while_process_lives}", 0)},
      {"B001-18", "no failure counted makes a delay of 0.25 s", "edge of the formula",
       "never: failures are counted before the delay is computed", "seeds/001/backoff_cap_unreachable.yaml",
       "none needed", ""},
  };
}

}  // namespace nearsim::experiments
