// Writes results/airs.md and results/airs.csv: how long four phones take to connect in four airs, and what
// that does to the timeouts of each design.
//
//   nearsim_airs FILE.md [FILE.csv]
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "tests/experiments/airs.hpp"
#include "tests/experiments/experiment.hpp"
#include "tests/experiments/page.hpp"

namespace {

using namespace nearsim;
using namespace nearsim::experiments;
using namespace std::chrono_literals;

constexpr std::uint64_t seeds = 100, seeds_of_timeouts = 50;
constexpr int step = 2;  // per cent between two quantiles of the file

constexpr std::string_view head =
    "# One room in four airs\n\n"
    "Written by `scripts/airs`; do not edit. Four phones of one design, 4 to 7 m apart, start together and "
    "run for two minutes;\n100 seeds, so 600 pairs. A pair counts as connected when both its applications "
    "have been told so. Discovery is by multicast\npackets in all four airs.\n\n"
    "![how long until a pair is connected](airs.svg)\n\n";

// Over all pairs: those that never connected come last.
double quantile(const std::vector<double>& sorted, std::uint64_t of, double q) {
  const auto place = static_cast<std::size_t>(q * static_cast<double>(of - 1));
  return place < sorted.size() ? sorted[place] : -1;
}
std::string time(double seconds) { return seconds < 0 ? "never" : fmt::format("{:.1f}", seconds); }
std::string per(std::uint64_t count, std::uint64_t of) {
  if (count == 0) return "-";
  return fmt::format("{:.2f}", static_cast<double>(count) / static_cast<double>(of));
}
std::string milliseconds(const std::vector<double>& sorted, double q) {
  return sorted.empty() ? "-" : fmt::format("{:.2f}", 1e3 * quantile(sorted, sorted.size(), q));
}

// ICE has no such room; and who redials without a pause makes millions of events where nothing answers.
bool takes_part(const protocol::Design& design) {
  return design.make().transport.framework != protocol::Framework::ice && design.name != "spacedrive";
}

std::vector<std::string> heads(std::vector<std::string> first) {
  for (const Air& air : airs()) first.emplace_back(air.name);
  return first;
}

struct Measured {
  std::string design;
  double invitation = 0;  // its timeout, in seconds
  std::vector<Figures> in;
};

std::vector<Measured> measure_all() {
  std::vector<Measured> all;
  for (const protocol::Design& design : protocol::designs()) {
    if (!takes_part(design)) continue;
    const protocol::Profile profile = design.make();
    Measured one{std::string(design.name), seconds(profile.invitation.timeout), {}};
    for (const Air& air : airs()) one.in.push_back(measure(room_in(air, profile), seeds));
    all.push_back(std::move(one));
  }
  return all;
}

std::string connecting(const std::vector<Measured>& all) {
  Table table(heads({"median s (95 %), % connected"}));
  for (const Measured& one : all) {
    std::vector<std::string> cells{one.design};
    for (const Figures& f : one.in)
      cells.push_back(
          fmt::format("{} ({}), {:.1f}", time(quantile(f.connected, f.pairs, 0.5)),
                      time(quantile(f.connected, f.pairs, 0.95)),
                      100.0 * static_cast<double>(f.connected.size()) / static_cast<double>(f.pairs)));
    table.row(std::move(cells));
  }
  return "## Time to connect\n\nOver AWDL it is not the radio alone that decides. Bringing it up takes 10 to "
         "20 s, and the invitation's TCP connection sends\nits SYN at 0, 1, 2, 3, 4, 5, 7, 11, 19 and 35 s: "
         "who misses the one at 11 s waits for the one at 19 s, and who misses that\none waits longer than "
         "the default timeout of 30 s.\n\n" +
         table.text();
}

std::string timeouts(const std::vector<Measured>& all) {
  Table table(heads({"a run: invitations, handshakes, silences that ran out"}));
  for (const Measured& one : all) {
    std::vector<std::string> cells{one.design};
    for (const Figures& f : one.in)
      cells.push_back(fmt::format("{}, {}, {}", per(f.invitations_out, f.runs), per(f.stages_out, f.runs),
                                  per(f.silences, f.runs)));
    table.row(std::move(cells));
  }
  return "## What runs out of time\n\nNobody leaves, nothing is cut: every silence that somebody takes for "
         "death here is a mistake of the design or of its\ntiming.\n\n" +
         table.text();
}

std::string delays(const std::vector<Measured>& all) {
  Table table({"air", "median ms", "95 %", "99 %", "longest"});
  const auto one =
      std::find_if(all.begin(), all.end(), [](const Measured& m) { return m.design == "recommended"; });
  for (std::size_t i = 0; i < airs().size(); ++i) {
    const std::vector<double>& d = one->in[i].delays;
    table.row({std::string(airs()[i].name), milliseconds(d, 0.5), milliseconds(d, 0.95),
               milliseconds(d, 0.99), milliseconds(d, 1)});
  }
  return "## How late a message is\n\nFrom the call to the delivery, of every message of `recommended`, once "
         "connected.\n\n" +
         table.text();
}

std::string invitation_timeouts() {
  Table table(heads({"timeout"}));
  const protocol::Design* meshred = protocol::find_design("meshred");
  for (const auto timeout : {2s, 5s, 10s, 15s, 20s, 25s, 30s}) {
    std::vector<std::string> cells{fmt::format("{} s", timeout / 1s)};
    for (const Air& air : airs()) {
      protocol::Profile profile = meshred->make();
      profile.invitation.timeout = timeout;
      const Figures f = measure(room_in(air, profile), seeds_of_timeouts);
      cells.push_back(
          fmt::format("{:.1f} %, {} s",
                      100.0 * static_cast<double>(f.first_answered) / static_cast<double>(f.first_asked),
                      time(quantile(f.connected, f.pairs, 0.95))));
    }
    table.row(std::move(cells));
  }
  return "## How long an invitation must wait\n\n`meshred` with other invitation timeouts, 50 seeds: the "
         "pairs whose first invitation was answered, and when 95 % of all\npairs were connected. The field "
         "says of AWDL without an access point that 5 s fail and 20 s with one repetition "
         "work\n(remote-shutter, pull request 181).\n\n" +
         table.text();
}

std::string csv(const std::vector<Measured>& all) {
  std::string out = "design,invitation_timeout,air";
  for (int q = 0; q <= 100; q += step) out += fmt::format(",q{}", q);
  out += "\n";
  for (const Measured& one : all)
    for (std::size_t i = 0; i < one.in.size(); ++i) {
      out += fmt::format("{},{:g},\"{}\"", one.design, one.invitation, airs()[i].name);
      for (int q = 0; q <= 100; q += step) {
        const double at = quantile(one.in[i].connected, one.in[i].pairs, q / 100.0);
        out += at < 0 ? "," : fmt::format(",{:.3f}", at);
      }
      out += "\n";
    }
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3 || argv[1][0] == '-') {
    std::fputs("usage: nearsim_airs PAGE [TABLE.csv]\n", stderr);
    return 2;
  }
  const std::vector<Measured> all = measure_all();
  std::string text(head);
  for (const Air& air : airs()) text += fmt::format("- **{}**: {}.\n", air.name, air.doc);
  text +=
      "\n`spacedrive` as written is left out: it redials without a pause, see "
      "[seed_003.md](seed_003.md).\n\n";
  text += connecting(all) + timeouts(all) + invitation_timeouts() + delays(all);
  while (text.ends_with("\n\n")) text.pop_back();
  return replace_file(argv[1], text) && (argc < 3 || replace_file(argv[2], csv(all))) ? 0 : 1;
}
