// Invariants of one shape: something may be so between two devices, but not for longer than a bound.
//
//   both believe    """"|      |"""""        one_sided lasted d;  d > bound: violated at its beginning +
//   bound one believes        |""""""|
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "sim/run/judges/facts.hpp"
#include "sim/run/judges/invariants.hpp"

namespace nearsim::run {
namespace {

struct Shape {
  bool (*is_bad)(const PairState&);
  Parts of;               // it looks at these alone
  std::string_view says;  // "Ana-Bob: " + says + " for 5.000s"
};

class Lasting : public InvariantJudge {
 public:
  Lasting(const Court& court, const InvariantCase& which, const Shape& shape, const Verbs* verbs = nullptr)
      : InvariantJudge(court, which, {.pairs = shape.of, .verbs = verbs}), shape_(shape) {}

  void pair_settled(base::Instant at, PairBook::Index index) override {
    base::Instant& since = at_index(since_, index, base::never);
    const bool bad = shape_.is_bad(pairs()[index]);
    if (bad && since == base::never) {
      since = at;
    } else if (!bad && since != base::never) {
      ended(index, since, at, Ending::by_itself);
      since = base::never;
    }
  }
  void finish(base::Instant end) override {
    for (PairBook::Index i = 0; i < since_.size(); ++i)
      if (since_[i] != base::never) ended(i, since_[i], end, Ending::by_the_run);
  }
  [[nodiscard]] Verdict verdict() const override {
    if (longest_ == base::Duration{}) return made(Held::held, {});
    return made(violated() == 0 ? Held::held : Held::violated,
                fmt::format("longest {} {}, bound {}", seconds(longest_),
                            names().pair(who_.first, who_.second), seconds(bound())));
  }

 private:
  enum class Ending { by_itself, by_the_run };

  void ended(PairBook::Index index, base::Instant since, base::Instant at, Ending how) {
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

  const Shape& shape_;
  std::pmr::vector<base::Instant> since_{run_memory()};  // by the pair's number; never: it is not so
  base::Duration longest_{};
  std::pair<Node, Node> who_{net::no_node, net::no_node};
};

const Verbs& heard() {
  static const Verbs all{
      {"device", "waits"}, {"device", "waited"}, {"device", "deadlock"}, {"device", "kill"}};
  return all;
}

// What waits inside one device, beside two devices that wait for each other.
class Locked final : public Lasting {
 public:
  Locked(const Court& court, const InvariantCase& which, const Shape& shape)
      : Lasting(court, which, shape, &heard()) {}

  void happened(const Happening& h, VerbNumber verb) override {
    if (verb == waits_) {
      open_.push_back({h.node, h.record.at, std::string(text_field(h.record, "what")),
                       std::string(text_field(h.record, "on"))});
    } else if (verb == waited_) {
      for (std::size_t i = 0; i < open_.size(); ++i)
        if (open_[i].is(h)) {
          over(open_[i], h.record.at);
          open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(i));
          break;
        }
    } else if (verb == deadlock_) {
      broken(h.record.at, h.node, net::no_node,
             fmt::format("its {} queue waits for its {} queue, which waits for it",
                         text_field(h.record, "what"), text_field(h.record, "on")),
             h.index);
    } else {  // killed
      for (const Wait& wait : open_)
        if (wait.node == h.node) over(wait, h.record.at);
      std::erase_if(open_, [&](const Wait& w) { return w.node == h.node; });
    }
  }
  void finish(base::Instant end) override {
    Lasting::finish(end);
    for (const Wait& wait : open_) over(wait, end);
  }
  [[nodiscard]] Verdict verdict() const override {
    if (violated() == 0) return Lasting::verdict();
    return made(Held::violated, times(violated()));
  }

 private:
  struct Wait {
    Node node;
    base::Instant since;
    std::string what, on;
    [[nodiscard]] bool is(const Happening& h) const {
      return node == h.node && text_field(h.record, "what") == what && text_field(h.record, "on") == on;
    }
  };

  void over(const Wait& wait, base::Instant at) {
    if (at - wait.since <= bound()) return;
    broken(wait.since + bound(), wait.node, net::no_node,
           fmt::format("its {} waits for its {} from {} to {}, longer than {}", wait.what, wait.on,
                       seconds(wait.since), seconds(at), seconds(bound())));
  }

  std::vector<Wait> open_;
  VerbNumber waits_ = verb_number("device", "waits"), waited_ = verb_number("device", "waited"),
             deadlock_ = verb_number("device", "deadlock");
};

// Is there anything in the scenario that makes a queue or a lock wait?  Few have it, and records cost.
bool may_lock(const scenario::Scenario& scenario) {
  return std::any_of(scenario.faults.begin(), scenario.faults.end(),
                     [](const scenario::Fault& f) {
                       return std::holds_alternative<scenario::WaitForQueue>(f.kind);
                     }) ||
         std::any_of(scenario.devices.begin(), scenario.devices.end(), [](const scenario::DeviceSpec& d) {
           const auto* health = protocol::find_in<protocol::HealthCheck>(d.profile.detectors);
           return d.profile.dispatch.received == protocol::Handing::sync ||
                  d.profile.dispatch.sending == protocol::Handing::sync ||
                  (health != nullptr && health->awaits == protocol::Awaits::holding_lock);
         });
}

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
// Each has asked the other, and waits for the answer before it does anything else.
bool is_circular(const PairState& p) {
  return p.both_run() && p.reachable() && p.ab.invites > 0 && p.ba.invites > 0 && p.truth.live == 0;
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
constexpr Shape circular{&is_circular, meeting | parts::invites | parts::truth,
                         "each waits for the other's answer to its own invitation"};

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
Seat make_no_lock(const Court& court, const InvariantCase& which) {
  if (may_lock(court.scenario)) return seat<Locked>(court, which, circular);
  return seat<Lasting>(court, which, circular);
}

}  // namespace nearsim::run
