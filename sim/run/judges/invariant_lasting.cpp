// Invariants of one shape: see lasting.hpp.
#include <fmt/format.h>

#include "sim/run/judges/facts.hpp"
#include "sim/run/judges/lasting.hpp"

namespace nearsim::run {

void Lasting::pair_settled(base::Instant at, PairBook::Index index) {
  const Is now = shape_.is_bad(pairs()[index]) ? Is::bad : Is::good;
  if (index >= is_.size() || is_[index] != now) turned(index, now, at);
}

void Lasting::turned(PairBook::Index index, Is now, base::Instant at) {
  if (std::exchange(at_index(is_, index), now) == now) return;  // or it is new here
  base::Instant& since = at_index(since_, index);
  if (now == Is::bad) since = at;
  else ended(index, since, at, Ending::by_itself);
}

void Lasting::finish(base::Instant end) {
  for (PairBook::Index i = 0; i < is_.size(); ++i)
    if (is_[i] == Is::bad) ended(i, since_[i], end, Ending::by_the_run);
}

Verdict Lasting::verdict() const {
  if (longest_ == base::Duration{}) return made(Held::held, {});
  return made(violated() == 0 ? Held::held : Held::violated,
              fmt::format("longest {} {}, bound {}", seconds(longest_), names().pair(who_.first, who_.second),
                          seconds(bound())));
}

void Lasting::ended(PairBook::Index index, base::Instant since, base::Instant at, Ending how) {
  const PairState& pair = pairs()[index];
  const base::Duration lasted = at - since;
  if (lasted > longest_) {
    longest_ = lasted;
    who_ = {pair.a, pair.b};
  }
  if (lasted <= bound()) return;
  broken(since + bound(), pair.a, pair.b,
         fmt::format("{} from {} {} {}, longer than {}", shape_.says, seconds(since),
                     how == Ending::by_itself ? "to" : "to the end of the run at", seconds(at),
                     seconds(bound())));
}

namespace {

bool is_seen(const PairState& p) { return p.ab.visible || p.ba.visible; }

// Two links are two whoever looks.  Ends on different links settle by words: both have to run and to reach
// each other, and one link has to live.  Where none does, only silence ends what the two believe, and that is
// I19's matter.
bool is_doubled(const PairState& p) {
  return p.truth.live > 1 || (p.truth.mismatched && p.truth.live > 0 && p.both_run() && p.reachable());
}
bool is_apart(const PairState& p) {
  return p.both_run() && p.reachable() && is_seen(p) && !p.crowded() && !holds(Fact::connected, p);
}
bool is_one_sided(const PairState& p) { return holds(Fact::one_sided, p); }
// Where one side still believes in a connection, that belief is what has to end first: that is I3's matter.
bool is_given_up(const PairState& p) {
  return p.both_run() && p.reachable() && is_seen(p) && !p.crowded() && !p.ab.connected && !p.ba.connected &&
         !p.ab.trying && !p.ba.trying;
}
bool is_believed(const PairState& p) {
  return p.truth.live == 0 && ((p.ab.told && p.a_runs) || (p.ba.told && p.b_runs));
}
// A device that left or died, and somebody who runs and takes it for connected, or lets its user think so.
bool is_haunted(const PairState& p) {
  return (p.a_runs && !p.b_there && (p.ab.connected || p.ab.told)) ||
         (p.b_runs && !p.a_there && (p.ba.connected || p.ba.told));
}

constexpr Parts meeting = parts::presence | parts::reach;

constexpr Shape doubled{&is_doubled, parts::truth | meeting, "two live links, or ends on different links,"};
constexpr Shape apart{&is_apart, meeting | parts::seen | parts::room | parts::connected,
                      "within reach and seen, but not connected"};
constexpr Shape one_sided{&is_one_sided, parts::connected, "connected for one side only"};
constexpr Shape given_up{&is_given_up, meeting | parts::seen | parts::room | parts::connected | parts::trying,
                         "within reach and not connected, and nobody tries"};
constexpr Shape believed{&is_believed, parts::truth | parts::told | parts::presence,
                         "the application believes in a connection without a live link"};
constexpr Shape haunted{&is_haunted, parts::presence | parts::connected | parts::told,
                        "a device that is gone is taken for connected"};

}  // namespace

Seat make_unique_link(const Court& court, const InvariantCase& which) {
  return seat<Lasting>(court, which, doubled);
}
Seat make_progress(const Court& court, const InvariantCase& which) {
  return seat<Lasting>(court, which, apart);
}
Seat make_symmetry(const Court& court, const InvariantCase& which) {
  return seat<Lasting>(court, which, one_sided);
}
Seat make_no_quitting(const Court& court, const InvariantCase& which) {
  return seat<Lasting>(court, which, given_up);
}
Seat make_truth(const Court& court, const InvariantCase& which) {
  return seat<Lasting>(court, which, believed);
}
Seat make_no_ghost(const Court& court, const InvariantCase& which) {
  return seat<Lasting>(court, which, haunted);
}

}  // namespace nearsim::run
