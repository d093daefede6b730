// Writes results/seed_004.md: every number in it is measured by this program, and by nothing else.
//
//   nearsim_seed_004 [FILE]      to FILE (by way of a temporary name), or to standard output
#include <fmt/format.h>

#include <array>

#include "tests/experiments/page.hpp"
#include "tests/experiments/socialstream/socialstream.hpp"

namespace {

using namespace nearsim::experiments;  // NOLINT: a program of this namespace

std::string defects() {
  Table table({"defect", "predicted", "measured as written", "scenario", "repair", "measured after it"});
  for (const Defects& some :
       {signalling_of_seed_004(), blips_of_seed_004(), restarts_of_seed_004(), monitors_of_seed_004()})
    for (const Defect& d : some)
      table.row({d.id + ": " + d.what, d.predicted, d.written, d.scenario, d.repair, d.repaired});
  return table.text();
}

// How long may the network be away before a connection is closed?
std::string blips() {
  constexpr std::string_view blip = R"(run_for: 60s
devices: [{name: Ana, @1}, {name: Bob, @1}]
faults: [{at: 20s, network: {device: Ana, to: none}, for: @2}]
)";
  const auto lost = [](const Observation& o) { return !times(o, "Ana", "cancel_peer").empty(); };
  Table table({"the network is away for", "as written: closed", "repaired: closed",
               "... but for the socket: closed"});
  const std::string old_socket =
      std::string(mended) +
      ", set: {detectors.network_watch.signalling: reopen, signalling.awaited: false, signalling.ping: 0s}";
  for (const std::string_view away :
       {"500ms", "2s", "3s", "3500ms", "4s", "4500ms", "4900ms", "6s", "7s", "8s", "9s", "10s", "12s", "20s"})
    table.row({std::string(away), spread_share(filled(blip, as_written, away), lost),
               spread_share(filled(blip, mended, away), lost),
               spread_share(filled(blip, old_socket, away), lost)});
  return "## A short loss of the network (B004-6)\n\n" + table.text();
}

std::string tests_of_the_document() {
  Table table({"test of the document", "as written", "scenario", "seeds as the file says", "why"});
  const auto row = [&](const char* test, const char* verdict, const std::string& file, const char* why) {
    const nearsim::scenario::Scenario s = shipped("scenarios/seeds/004/" + file);
    std::uint64_t passed = 0;
    for (std::uint64_t seed = s.seeds.first; seed <= s.seeds.last; ++seed)
      passed += nearsim::run::run(s, nearsim::base::Seed{seed}).passed();
    table.row({test, verdict, "seeds/004/" + file,
               fmt::format("{} of {}", passed, s.seeds.last - s.seeds.first + 1), why});
  };
  row("1: network interruption, 10 s and more", "cannot", "test1_network_interruption.yaml",
      "closed by its timer, and nothing connects again (B004-7)");
  row("1, repaired", "passes, repaired", "test1_repaired.yaml", "");
  row("2: restart of the signalling server", "passes", "test2_server_restart.yaml",
      "if it is back within ten attempts (B004-1); as shipped within the first wait (B004-2)");
  row("3: STUN and TURN blocked for a while", "cannot", "test3_ice_failure.yaml",
      "closed before ICE calls it failed (B004-9)");
  row("3, repaired", "passes, repaired", "test3_repaired.yaml", "");
  row("4: Windows and Apple", "differ", "test4_platforms.yaml",
      "one outage closes a Mac's connections and leaves two Windows machines theirs (B004-16)");
  row("5: poor network", "no help", "test5_poor_network.yaml",
      "restarts are asked for every ten seconds and none is signalled (B004-8, B004-13)");
  row("6: from Wi-Fi to cellular", "cannot", "test6_network_switch.yaml", "nothing reacts (B004-19)");
  row("6, repaired", "passes, repaired", "test6_repaired.yaml", "the restart waits for the new socket");
  return "## The document's six tests\n\n" + table.text();
}

std::string document() {
  return "# Seed 004, measured\n\nWritten by `build/release/tests/nearsim_seed_004 results/seed_004.md`; do "
         "not "
         "edit. Over 1,000 runs (B004-4: 200, restarts\nof B004-13: 100), whose faults begin at 1,000 phases "
         "of "
         "5 s: median and range, or the share of runs.\n\n## Defects\n\n" +
         defects() +
         "What the predictions did not see:\n\n"
         "- B004-6: what a loss of the network costs falls with its length, to nearly nothing between 5 and "
         "8 "
         "s, and rises\n"
         "  again: a connection that ICE called disconnected is saved by ICE's connected, one that it never "
         "doubted is closed.\n"
         "- B004-8, B004-10: a connection that failed for good stays open to both engines and both "
         "applications, and no rule\n"
         "  of the document ever tells them otherwise. I19 objects: a path that failed carries nothing.\n"
         "- B004-9: on Windows both timers run out at one instant, so the phase of the checks decides "
         "whether a "
         "restart is\n"
         "  tried; the close follows at once.\n"
         "- B004-19: a restart by offer is not enough. It is written while signalling connects anew, and "
         "dropped, unless\n"
         "  it waits for the server (`signalling.awaited`).\n"
         "- After 20 s without a network 40 % closed although a restart was offered in time: its answer lay "
         "behind the server's\n"
         "  own ping in a socket whose retransmissions were 12.8 s apart by then, and the server gave up 20 "
         "s "
         "after that\n"
         "  ping. Repaired, whose network is back opens its socket anew "
         "(`detectors.network_watch.signalling: "
         "renew`).\n\n" +
         blips() + tests_of_the_document();
}

}  // namespace

int main(int argc, char** argv) { return publish(document, argc, argv); }
