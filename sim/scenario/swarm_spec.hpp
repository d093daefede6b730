// `swarm:` in a file: how many faults of which kinds a seed draws, and when.
#pragma once

#include <string>
#include <vector>

#include "protocol/settings.hpp"
#include "sim/base/time.hpp"
#include "sim/base/units.hpp"

namespace nearsim::scenario {

using base::Duration;
using base::Ratio;
using namespace std::chrono_literals;

struct Swarm {  // all numbers are ours: rough weather, but none that no design could live in
  std::vector<std::string> kinds;  // empty: all that can apply
  int of_each = 2;
  Ratio chance = base::percent(25);
  Duration from = 20s, to = 80s;
  Duration shortest = 1s, longest = 20s;
  Ratio loss = base::percent(30);
  Duration delay = 1s;
  bool operator==(const Swarm&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("of_each", s.of_each, "at most so many faults of each kind", protocol::limits(1, 1'000));
    v("chance", s.chance, "each of them happens with this chance", protocol::limits(Ratio{0}, base::certain));
    v("from", s.from, "none begins before", protocol::any_time);
    v("to", s.to, "all have ended by then, and a heal ends what is left", protocol::any_time);
    v("shortest", s.shortest, "none lasts shorter", protocol::limits(Duration{1}, protocol::longest_setting));
    v("longest", s.longest, "none lasts longer", protocol::limits(Duration{1}, protocol::longest_setting));
    v("loss", s.loss, "of the lossy ones", protocol::limits(Ratio{0}, base::certain));
    v("delay", s.delay, "of the slow and the reordering ones at most",
      protocol::limits(Duration{1'000'000}, protocol::longest_setting));
  }
};

}  // namespace nearsim::scenario
