// Every discovery offset and pair of one-way delays on a grid, for pairs of policies: 81 x 5 x 5 = 2,025
// points each.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "tests/experiments/experiment.hpp"

namespace nearsim::experiments {

namespace {

struct Pairing {
  std::string_view title;
  std::string_view ana, bob;  // the rest of their device lines; Ana is the lesser name
};

constexpr std::string_view no_window = "profile: meshred, without: [gates.arbitration_window]";
constexpr std::string_view no_election = "profile: meshred, without: [gates.election]";

constexpr std::string_view patient = "profile: meshred_before, set: {invitation.verdict_after: none}";

constexpr std::array pairings{
    Pairing{"before x before", "profile: meshred_before", "profile: meshred_before"},
    Pairing{"before x before, without the 3 s verdict", patient, patient},
    Pairing{"refactored x refactored", "profile: meshred", "profile: meshred"},
    Pairing{"refactored (lesser name) x before", "profile: meshred", "profile: meshred_before"},
    Pairing{"the same, without the window", no_window, "profile: meshred_before"},
    Pairing{"the same, with a window that remembers",
            "profile: meshred, set: {gates.arbitration_window.remembers_abandoned: true}",
            "profile: meshred_before"},
    Pairing{"before (lesser name) x refactored", "profile: meshred_before", "profile: meshred"},
    Pairing{"the same, without the window", "profile: meshred_before", no_window},
    Pairing{"the same, without the 3 s verdict", patient, "profile: meshred"},
    Pairing{"window without election, both", no_election, no_election},
    Pairing{"least name x greatest id, which agree",
            "profile: meshred, node_id: \"2\", set: {identity.key: node_id}",
            "profile: meshred, node_id: \"1\", set: {identity.key: node_id, gates.election.key: node_id, "
            "gates.election.inviter: greatest}"},
    Pairing{"least name x greatest id, both elected",
            "profile: meshred, node_id: \"1\", set: {identity.key: node_id}",
            "profile: meshred, node_id: \"2\", set: {identity.key: node_id, gates.election.key: node_id, "
            "gates.election.inviter: greatest}"},
    Pairing{"greatest id x least name, nobody elected",
            "profile: meshred, node_id: \"1\", set: {identity.key: node_id, gates.election.key: node_id, "
            "gates.election.inviter: greatest}",
            "profile: meshred, node_id: \"2\", set: {identity.key: node_id}"},
};

struct Totals {
  int points = 0, never = 0, hopeless_delays = 0, not_at_end = 0, dual = 0, one_sided_at_end = 0;
  std::uint64_t invites = 0, refusals = 0, preemptions = 0, recreations = 0;
  Sample connected_after;
};

// When both ends first said connected, for the time to connect.
class FirstConnected final : public kernel::Sink {
 public:
  void write(const kernel::Record& record, std::uint64_t) override {
    if (record.topic != "mpc" || record.verb != "connected") return;
    base::Instant& end = record.node == "Ana" ? ana : bob;
    end = std::min(end, record.at);
  }
  base::Instant ana = base::never, bob = base::never;
};

constexpr std::string_view form = R"(nearsim: 1
run_for: 60s
links: {{between: [{{from: Ana, to: Bob, delay: 30ms}}, {{from: Bob, to: Ana, delay: 30ms}}]}}
discovery: {{between: [{{finder: Ana, found: Bob, delay: 0ms}}, {{finder: Bob, found: Ana, delay: 0ms}}]}}
devices:
  - {{name: Ana, {}}}
  - {{name: Bob, {}}}
expect:
  - {{sometimes: connected}}
  - {{sometimes: dual_session}}
  - {{always: connected, during: [59s, 60s]}}
  - {{never: one_sided, during: [59s, 60s]}}
)";

constexpr std::array delays{base::Duration{20'000'000}, base::Duration{120'000'000},
                            base::Duration{400'000'000}, base::Duration{900'000'000},
                            base::Duration{1'500'000'000}};

Totals play(const Pairing& pairing) {
  scenario::Scenario s = scenario_of(fmt::format(form, pairing.ana, pairing.bob));
  Totals t;
  for (const base::Duration ab : delays)
    for (const base::Duration ba : delays) {
      const int never_before = t.never, points_before = t.points;
      for (int offset = -2000; offset <= 2000; offset += 50) {
        s.links.between[0].way.delay = ab;
        s.links.between[1].way.delay = ba;
        s.finding.between[0].find.delay = std::chrono::milliseconds{offset < 0 ? -offset : 0};
        s.finding.between[1].find.delay = std::chrono::milliseconds{offset > 0 ? offset : 0};
        FirstConnected first;
        run::RunOptions options;
        options.sinks = {&first};
        const run::Report r = run::run(s, base::Seed{1}, options);
        if (held(r, 0)) t.connected_after.add(seconds(std::max(first.ana, first.bob)));
        ++t.points;
        t.never += !held(r, 0);
        t.dual += held(r, 1);
        t.not_at_end += !held(r, 2);
        t.one_sided_at_end += !held(r, 3);
        t.invites += count(r, "invite");
        t.refusals += count(r, "error_61");
        t.preemptions += count(r, "preemption");
        t.recreations += count(r, "replace_session");
      }
      t.hopeless_delays += t.never - never_before == t.points - points_before;
    }
  return t;
}

}  // namespace

std::string grid_of_timings() {
  Table table({"pairing", "never connected", "dual session at some time", "one-sided at 60 s",
               "median time to connect", "invitations", "error 61", "preemptions", "recreations"});
  int points = 0;
  Totals before;
  int dual_with_memory = 0;
  for (const Pairing& pairing : pairings) {
    const Totals t = play(pairing);
    if (points == 0) before = t;
    if (pairing.title == "the same, with a window that remembers") dual_with_memory = t.dual;
    points = t.points;
    const auto mean = [&](std::uint64_t total) {
      return fmt::format("{:.2f}", static_cast<double>(total) / static_cast<double>(t.points));
    };
    table.row({std::string(pairing.title), fmt::format("{}", t.never), fmt::format("{}", t.dual),
               fmt::format("{}", t.one_sided_at_end),
               t.connected_after.size() == 0 ? "-" : fmt::format("{:.2f} s", t.connected_after.median()),
               mean(t.invites), mean(t.refusals), mean(t.preemptions), mean(t.recreations)});
  }
  return fmt::format(
      "## Every timing on a grid\n\n"
      "Ana (the lesser name) stands first. She sees Bob and he sees her with an offset of -2 to 2 s in steps "
      "of 50 ms; each\none-way delay is 20, 120, 400, 900 or 1,500 ms: {} timings a pairing, 60 s each, seed "
      "1 (only the backoff draws).\nThe last four columns are means of a run.\n\n{}Read from it:\n\n"
      "- Before the refactoring {} of {} timings never connect. With {} of the 25 pairs of delays no offset "
      "does, because\n  setting up takes longer than the 3 s after which silence counts as a refusal; the "
      "others refuse each other in step.\n"
      "- The immutable rule alone repairs all of it: one invitation, no refusal.\n"
      "- The window never decides whether a mixed pair connects here, because an old build waits 5 to 31 s "
      "between tries and\n  the refactored one 0.6 to 9.6 s: they cannot stay in step. What it does is make "
      "two links: the old build refuses the\n  abandoned invitation, the refusal is taken for a failure, and "
      "the retry is accepted beside the invitation that was\n  accepted before. Reading `abandonedOutbound`, "
      "which the document only writes, leaves {} of them.\n"
      "- A window without the rule is worse than none; two rules that disagree are fatal whenever they elect "
      "nobody.\n\n",
      points, table.text(), before.never, before.points, before.hopeless_delays, dual_with_memory);
}

}  // namespace nearsim::experiments
