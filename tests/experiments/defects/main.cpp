// Writes results/seeds.md: one row for each defect of the five designs, headline ones first.
//
//   nearsim_seeds [FILE]      to FILE, or to standard output
//
// Rows of seeds 001 and 004 come from their own results files, whose tests keep them true: lines
// "| B001-1: what | predicted | as written | scenario | repair | repaired |".  Whatever no row is found for
// is printed as not measured yet.
#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>

#include "tests/experiments/defects/defect.hpp"
#include "tests/experiments/page.hpp"

namespace {

using namespace nearsim::experiments;  // NOLINT: a program of this namespace

struct Known {
  std::string_view id, what;
  bool headline = false;
};
constexpr std::array fourth{
    Known{"B004-1", "gives up for ever after ten attempts at signalling", true},
    Known{"B004-2", "the chain of attempts is one link long", true},
    Known{"B004-3", "two callbacks schedule for one failure"},
    Known{"B004-4", "no jitter: all clients come back at once"},
    Known{"B004-6", "a short loss of the network closes healthy peers", true},
    Known{"B004-7", "nothing reconnects what was closed"},
    Known{"B004-8", "the ICE restart is never signalled", true},
    Known{"B004-9", "the restart is mostly unreachable"},
    Known{"B004-10", "both ends restart: glare without rollback"},
    Known{"B004-13", "steady loss restarts every 10 s"},
    Known{"B004-14", "data channels have no loss statistics"},
    Known{"B004-15", "the heartbeat counts only thrown sends"},
    Known{"B004-16", "platforms close at 5 and at 10 s"},
    Known{"B004-17", "one timer variable for all peers"},
    Known{"B004-18", "any connected peer zeroes the attempt counter"},
    Known{"B004-19", "Wi-Fi to cellular with signalling up: no action"},
};
constexpr std::array headlines{"B000-1", "B000-5", "B000-6", "B001-1", "B001-2", "B001-4", "B001-7",
                               "B001-8", "B002-1", "B002-2", "B003-1", "B003-2", "B003-3", "B003-4"};

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  for (std::size_t at = 1; at < line.size();) {
    const std::size_t end = std::min(line.find(" | ", at), line.size());
    cells.push_back(line.substr(at + 1, end - at - 1));
    at = end + 2;
  }
  if (!cells.empty() && cells.back().ends_with(" |")) cells.back().resize(cells.back().size() - 2);
  return cells;
}

Defects rows_in(const std::string& path, std::string_view prefix) {
  Defects rows;
  std::ifstream in(std::string(NEARSIM_ROOT) + "/" + path);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("| " + std::string(prefix))) continue;
    std::vector<std::string> cells = cells_of(line);
    cells.resize(6);
    const std::size_t colon = cells[0].find(": ");
    if (colon == std::string::npos) continue;
    rows.push_back({cells[0].substr(0, colon), cells[0].substr(colon + 2), cells[1], cells[2], cells[3],
                    cells[4], cells[5]});
  }
  return rows;
}

bool is_headline(const Defect& d) {
  const auto known = std::find_if(fourth.begin(), fourth.end(), [&](const Known& k) { return k.id == d.id; });
  if (known != fourth.end()) return known->headline;
  return std::find(headlines.begin(), headlines.end(), d.id) != headlines.end();
}

int number_of(const Defect& d) { return std::stoi(d.id.substr(d.id.find('-') + 1)); }

std::string table_of(Defects rows) {
  std::stable_sort(rows.begin(), rows.end(), [](const Defect& a, const Defect& b) {
    if (is_headline(a) != is_headline(b)) return is_headline(a);
    return number_of(a) < number_of(b);
  });
  Table table({"defect", "predicted", "measured as written", "scenario", "repair", "measured after it"});
  for (const Defect& d : rows)
    table.row({(is_headline(d) ? "**" + d.id + "**" : d.id) + ": " + d.what, d.predicted,
               d.written.empty() ? "not measured yet" : d.written, d.scenario, d.repair, d.repaired});
  return table.text();
}

Defects of_seed_001() {
  Defects rows = rows_in("results/seed_001.md", "B001-");
  const Defects more = more_defects_of_seed_001();
  rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

Defects of_seed_004() {
  Defects rows = rows_in("results/seed_004.md", "B004-");
  for (const Known& known : fourth)
    if (std::none_of(rows.begin(), rows.end(), [&](const Defect& d) { return d.id == known.id; }))
      rows.push_back({std::string(known.id), std::string(known.what), "", "", "", "", ""});
  return rows;
}

std::string document() {
  return "# The defects of the five designs, measured\n\n"
         "Written by `scripts/seeds`; do not edit. One row a defect, headline ones first and bold. "
         "Predicted: from the document's own\nconstants. Measured: median and range, or the share of runs, "
         "over 1,000 seeds where chance has a part (rows of seed 001 that say\nless: see "
         "results/seed_001.md). Scenarios lie below scenarios/.\n\n"
         "## Seed 000, the keep-alive fix\n\n" +
         table_of(defects_of_seed_000()) + "## Seed 001, AtTable\n\n" + table_of(of_seed_001()) +
         "## Seed 002, MeshRed\n\n" + table_of(defects_of_seed_002()) + "## Seed 003, Spacedrive\n\n" +
         table_of(defects_of_seed_003()) + "## Seed 004, Social Stream\n\n" + table_of(of_seed_004()) +
         "## Sentences of the documents that the numbers contradict\n\n" + contradicted_claims() +
         "## What seed 004 says of the field\n\n" + claims_about_the_field() + "## Beyond the list\n\n" +
         beyond_the_list() +
         "## The documents' own checklists\n\n"
         "Seed 001 has no checklist; seed 004's six testing scenarios are in results/seed_004.md."
         "\n\n" +
         checklists();
}

}  // namespace

int main(int argc, char** argv) { return nearsim::experiments::publish(document, argc, argv); }
