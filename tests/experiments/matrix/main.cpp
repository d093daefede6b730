// Writes results/matrix.md: every two designs that share a framework, over a grid of timings.
//
//   nearsim_matrix [FILE]       to FILE, or to standard output
//   nearsim_matrix --cell ROW COLUMN   one cell, to standard output
//   nearsim_matrix --quick      a coarse grid of the recommended design alone; fails if it keeps anybody out
//
// Ana runs the row's design and has the lesser name and node id, Bob the column's.  Where devices discover
// each other, they do so up to two seconds apart; those who know each other, or meet at a server, start up to
// two seconds apart.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

#include "protocol/profile.hpp"
#include "tests/experiments/experiment.hpp"
#include "tests/experiments/page.hpp"

namespace {

using namespace nearsim;               // NOLINT: a program of these namespaces
using namespace nearsim::experiments;  // NOLINT
using namespace std::chrono_literals;

constexpr std::array designs_of_the_documents{"fixv2",      "attable",      "meshred",
                                              "spacedrive", "socialstream", "recommended"};
constexpr std::array others{"fixv2_repaired",    "attable_repaired",    "meshred_before",
                            "spacedrive_before", "spacedrive_repaired", "socialstream_repaired"};

struct Grid {
  int step_ms;
  std::vector<int> delays_ms;
};
const Grid& fine() {
  static const Grid grid{50, {20, 120, 400, 900, 1500}};
  return grid;
}
const Grid& coarse() {
  static const Grid grid{1000, {20, 400}};
  return grid;
}

struct Cell {  // timings, each in the first that fits
  int points = 0, never = 0, dual = 0, one_sided = 0, lost = 0;
  [[nodiscard]] int stays() const { return points - never - dual - one_sided - lost; }
};

protocol::Framework framework_of(std::string_view design) {
  return protocol::find_design(design)->make().transport.framework;
}

// One refuses what the other demands: that is the reason why they never meet.
bool encryption_forbids(std::string_view row, std::string_view column) {
  using protocol::Encryption;
  const Encryption one = protocol::find_design(row)->make().session.encryption;
  const Encryption other = protocol::find_design(column)->make().session.encryption;
  return (one == Encryption::none && other == Encryption::required) ||
         (one == Encryption::required && other == Encryption::none);
}

constexpr std::string_view form = R"(nearsim: 1
run_for: 60s
links: {{between: [{{from: Ana, to: Bob, delay: 30ms}}, {{from: Bob, to: Ana, delay: 30ms}}]}}
discovery: {{between: [{{finder: Ana, found: Bob, delay: 0ms}}, {{finder: Bob, found: Ana, delay: 0ms}}]}}
devices:
  - {{name: Ana, profile: {}{}}}
  - {{name: Bob, profile: {}{}}}
invariants: {{I1: {{bound: 5s}}}}
expect:
  - {{sometimes: connected}}
  - {{always: connected, during: [59s, 60s]}}
  - {{never: one_sided, during: [59s, 60s]}}
)";

// Bonjour tells devices of each other: all but those who know whom they want, or hear it from a server.
bool discovered(std::string_view design) { return framework_of(design) == protocol::Framework::mpc; }

scenario::Scenario room(std::string_view row, std::string_view column) {
  const bool known = framework_of(row) == protocol::Framework::quic;
  const std::string_view bob = known ? ", persisted: {known/Bob: paired}" : "";
  const std::string_view ana = known ? ", persisted: {known/Ana: paired}" : "";
  return scenario_of(fmt::format(form, row, bob, column, ana));
}

void set_timing(scenario::Scenario& s, bool found, base::Duration ab, base::Duration ba, int offset) {
  const auto first = std::chrono::milliseconds{offset < 0 ? -offset : 0};
  const auto second = std::chrono::milliseconds{offset > 0 ? offset : 0};
  s.links.between[0].way.delay = ab;
  s.links.between[1].way.delay = ba;
  if (found) {
    s.finding.between[0].find.delay = first;
    s.finding.between[1].find.delay = second;
  } else {
    s.devices[0].start = first;
    s.devices[1].start = second;
  }
}

Cell play(std::string_view row, std::string_view column, const Grid& grid) {
  scenario::Scenario s = room(row, column);
  const bool found = discovered(row);
  Cell cell;
  for (const int ab : grid.delays_ms)
    for (const int ba : grid.delays_ms)
      for (int offset = -2000; offset <= 2000; offset += grid.step_ms) {
        set_timing(s, found, std::chrono::milliseconds{ab}, std::chrono::milliseconds{ba}, offset);
        const run::Report r = run::run(s, base::Seed{1});
        ++cell.points;
        if (!held(r, 0)) ++cell.never;
        else if (violated(r, "I1")) ++cell.dual;
        else if (!held(r, 2)) ++cell.one_sided;
        else if (!held(r, 1)) ++cell.lost;
      }
  return cell;
}

std::string percent(int part, int of) {
  const double share = 100.0 * part / of;
  return part != 0 && share < 0.5 ? "<1 %" : fmt::format("{:.0f} %", share);
}

std::string text_of(const Cell& c) {
  std::string text;
  const auto say = [&](std::string_view word, int times) {
    if (times > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", word, percent(times, c.points));
  };
  say("connects", c.stays());
  say("never", c.never);
  say("dual", c.dual);
  say("one-sided", c.one_sided);
  say("lost again", c.lost);
  return text;
}

std::string cell_of(std::string_view row, std::string_view column) {
  if (framework_of(row) != framework_of(column)) return "other framework";
  return text_of(play(row, column, fine())) + (encryption_forbids(row, column) ? " (encryption)" : "");
}

template <class Rows, class Columns>
std::string matrix(const Rows& rows, const Columns& columns) {
  std::vector<std::string> head{"Ana \\ Bob"};
  for (const auto& column : columns) head.emplace_back(column);
  Table table(std::move(head));
  for (const auto& row : rows) {
    std::vector<std::string> cells{std::string(row)};
    for (const auto& column : columns) cells.push_back(cell_of(row, column));
    table.row(std::move(cells));
  }
  return table.text();
}

std::string document() {
  return "# Which designs meet which\n\nWritten by `scripts/matrix`; do not edit. Ana runs the row's design "
         "and has the lesser name and node id, Bob the column's.\n2,025 timings a cell: they see each other "
         "(known devices and those of a server: start) with an offset of -2 to 2 s in steps of 50 ms; each "
         "one-way\ndelay is 20, 120, 400, 900 or 1,500 ms; 60 s each, seed 1. A timing is *never* (no "
         "connection at any time), *dual* (two links, or\nends of different links, for longer than 5 s), "
         "*one-sided* (at the end), *lost again* (was connected, is not at the end) or\n*connects*: in this "
         "order. *(encryption)*: one refuses what the other demands.\n\n"
         "## The five documents as written, and the recommended design\n\n" +
         matrix(designs_of_the_documents, designs_of_the_documents) +
         "## The same with what repairs them, or came before\n\n" + matrix(designs_of_the_documents, others) +
         "## Among those\n\n" + matrix(others, others);
}

int quick() {
  int kept_out = 0;
  for (const auto& design : designs_of_the_documents)
    for (const bool first : {true, false}) {
      if (framework_of(design) != protocol::Framework::mpc) continue;
      const Cell c = first ? play("recommended", design, coarse()) : play(design, "recommended", coarse());
      std::printf("%s %s: %s\n", first ? "recommended and" : "and recommended,", design, text_of(c).c_str());
      kept_out += c.never + c.one_sided;
    }
  return kept_out == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::string_view(argv[1]) == "--quick") return quick();
  if (argc == 4 && std::string_view(argv[1]) == "--cell") {
    for (const char* design : {argv[2], argv[3]})
      if (protocol::find_design(design) == nullptr) {
        std::fprintf(stderr, "no design is called '%s'\n", design);
        return 2;
      }
    std::printf("%s + %s: %s\n", argv[2], argv[3], cell_of(argv[2], argv[3]).c_str());
    return 0;
  }
  if (argc > 2 || (argc == 2 && argv[1][0] == '-')) {
    std::fputs("usage: nearsim_matrix [FILE] | --cell ROW COLUMN | --quick\n", stderr);
    return 2;
  }
  return publish(document, argc, argv);
}
