#include "sim/scenario/invariants.hpp"

#include <algorithm>
#include <array>

namespace nearsim::scenario {
namespace {

// Bounds and limits are ours: loose enough that a healthy design keeps them, see docs.
constexpr std::array<Invariant, 23> table{{
    {"I1", "UNIQ",
     "once `bound` has passed, a pair shares at most one live link and both ends are on that same link", 5s,
     0},
    {"I2", "PROG",
     "a pair that can reach each other both ways throughout `bound` is connected at some point in it", 60s,
     0},
    {"I3", "SYM",
     "no stretch in which only one of two ends believes in the connection lasts longer than `bound`", 61s, 0},
    {"I4", "NOGHOST", "nobody still shows a device that left or died more than `bound` ago", 60s, 0},
    {"I5", "NOFALSE",
     "nobody is given up for silence who was heard within the patience (`bound` where a design states none), "
     "or who ran, was in reach and lost nothing all the while",
     10s, 0},
    {"I6", "BLAST", "trouble on the link of A and B leaves A's links to others alone", 0s, 0},
    {"I7", "RATE", "no link carries more than `limit` control messages per second, averaged over `bound`",
     10s, 20},
    {"I8", "CAUSE", "nothing disconnects in a run without faults and without anybody leaving", 0s, 0},
    {"I9", "EVID", "a verdict of death counts only silence during which the observer itself was running", 0s,
     0},
    {"I10", "GEN", "a timer or callback of an old generation never changes what a newer one has built", 0s,
     0},
    {"I11", "BACK",
     "a connection shorter than `bound` counts as a failure, and waits never shrink until one lasted", 10s,
     0},
    {"I12", "NOQUIT",
     "while a peer is wanted and missing for longer than `bound`, an attempt runs or its timer is armed", 5s,
     0},
    {"I13", "TIEB",
     "of two devices that are to connect exactly one takes the inviter's role, and it stays so", 0s, 0},
    {"I14", "TERM", "without anything from outside no cycle of states repeats more than `limit` times", 0s,
     8},
    {"I15", "REJOIN", "a restarted device is taken back by everybody in reach within `bound`", 60s, 0},
    {"I16", "SINGLE", "at most `limit` attempts from one device to another run at once", 0s, 1},
    {"I17", "STAGE", "a message that comes one stage too early is kept or sent again, and never fatal", 0s,
     0},
    {"I18", "CLOCK", "stepping a wall clock brings no verdict early, and none later than by `bound`", 5s, 0},
    {"I19", "TRUTH", "an application that is told connected has a working link, at the latest `bound` later",
     61s, 0},
    {"I20", "SEED", "no two devices draw the same jitter `limit` times in a row", 0s, 2},
    {"I21", "CAP",
     "who finds no room for longer than `bound` invites at most `limit` times in any `bound`, and nobody is "
     "thrown out",
     60s, 4},
    {"I22", "LOCK",
     "two who have invited each other do not both wait for longer than `bound`; no queue of a device waits "
     "so long for another, and never one that waits for it",
     15s, 0},
    {"I23", "FRESH",
     "news older than `bound` of a device that is gone, or somebody else now, starts no attempt; nor does a "
     "lesser instance than one that was seen",
     30s, 0},
}};

}  // namespace

std::span<const Invariant> invariants() { return table; }

const Invariant* find_invariant(std::string_view name) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const Invariant& i) { return i.name == name; });
  return found == table.end() ? nullptr : &*found;
}

std::vector<NamedInvariant> default_invariants() {
  std::vector<NamedInvariant> out;
  for (const Invariant& invariant : table)
    out.push_back({std::string(invariant.name), {true, invariant.bound, invariant.limit}});
  return out;
}

}  // namespace nearsim::scenario
