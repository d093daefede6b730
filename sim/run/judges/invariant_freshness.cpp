// I23: old news brings nobody back.
//
//   Bob   ""| left, or began anew as somebody else
//   Ana     |---- bound ----|   may still act on what she knew
//                           |   an attempt at the old Bob that begins here: violated
//
// The bound is how old news may be.  Whoever counts instances and has seen the present one of the peer needs
// no age to tell a lesser one: to invite that is violated at once.  That an object is of a lesser instance is
// certain when the peer's process began anew since, counted on, and exchanged no object by itself.
#include <fmt/format.h>

#include "sim/run/judges/invariants.hpp"

namespace nearsim::run {
namespace {

const Verbs& heard() {
  static const Verbs all{{"engine", "invite"},    {"engine", "reset_identity"}, {"device", "start"},
                         {"device", "restart"},   {"device", "rejoin"},         {"device", "new_identity"},
                         {"device", "reinstall"}, {"device", "restore"},        {"device", "not_stored"}};
  return all;
}

class Freshness final : public InvariantJudge {
 public:
  Freshness(const Court& court, const InvariantCase& which)
      : InvariantJudge(court, which, {.pairs = parts::presence | parts::present, .verbs = &heard()}),
        invite_(verb_number("engine", "invite")),
        resets_(verb_number("engine", "reset_identity")),
        devices_(court.scenario.devices.size(), run_memory()) {
    for (std::size_t i = 0; i < devices_.size(); ++i)
      devices_[i].counts = court.scenario.devices[i].profile.identity.counts_instances;
  }

  // Of the dead that others still speak of, the invitation tells: it fails at once, and the instant shows
  // nothing.
  void happened(const Happening& h, VerbNumber verb) override {
    if (h.node == net::no_node) return;
    if (h.record.topic == "device") return device_happened(h);
    if (verb == resets_) devices_[h.node].certain = false;
    if (verb != invite_ || h.peer == net::no_node) return;
    if (h.of_earlier && is_lesser(h.node, h.peer))
      broken(h.record.at, h.node, h.peer,
             fmt::format("{} invites an instance of {} that ended before {}, and has seen the present one",
                         names()(h.node), names()(h.peer), seconds(devices_[h.peer].began)),
             h.index);
    if (pairs().there(h.peer)) return;
    if (!says(h.record, "why", "gossip")) return;
    const base::Instant changed = signs().changed(h.peer);
    if (changed == base::never || h.record.at - changed <= bound()) return;
    broken(h.record.at, h.node, h.peer,
           fmt::format("{} invites {}, who has not been there since {}, {} ago", names()(h.node),
                       names()(h.peer), seconds(changed), seconds(h.record.at - changed)),
           h.index);
  }

  void pair_settled(base::Instant at, PairBook::Index index) override {
    const PairState& before = pairs().before();
    const PairState& now = pairs()[index];
    Seen& seen = at_index(seen_, index);
    if (now.ab.sees_present) seen.ab = devices_[now.b].began;
    if (now.ba.sees_present) seen.ba = devices_[now.a].began;
    look(at, before.ab, now.ab, now.a, now.b, now.a_runs);
    look(at, before.ba, now.ba, now.b, now.a, now.b_runs);
  }
  [[nodiscard]] Verdict verdict() const override {
    return made(violated() == 0 ? Held::held : Held::violated, violated() == 0 ? "" : times(violated()));
  }

 private:
  struct Device {
    bool counts = false;                // instances, by its design
    bool forgot = false;                // it may have gone back to a lesser number, or to another node id
    bool certain = false;               // every earlier object of it is of a lesser instance
    base::Instant began = base::never;  // its present process
  };
  struct Seen {  // when the process of b began that a has seen, and the other way
    base::Instant ab = base::never, ba = base::never;
  };

  void device_happened(const Happening& h) {
    Device& d = devices_[h.node];
    const std::string_view verb = h.record.verb;
    if (verb == "start" || verb == "restart" || verb == "rejoin") {
      d.began = h.record.at;
      d.certain = d.counts && !d.forgot;
      if (verb != "rejoin") forget(h.node);  // who leaves and comes back is the same process
    } else if (verb == "new_identity") {
      d.certain = false;  // one process, one instance, two objects
    } else if (verb == "reinstall" || verb == "restore" || verb == "not_stored") {
      d.forgot = true;
      d.certain = false;
    }
  }
  void forget(Node of) {  // a process that begins has seen nobody yet
    for (PairBook::Index i = 0; i < seen_.size(); ++i) {
      if (pairs()[i].a == of) seen_[i].ab = base::never;
      if (pairs()[i].b == of) seen_[i].ba = base::never;
    }
  }
  [[nodiscard]] bool is_lesser(Node of, Node about) {
    if (!devices_[of].counts || !devices_[about].certain) return false;
    const Seen& seen = at_index(seen_, court_pairs().touch(of, about));
    return (of < about ? seen.ab : seen.ba) == devices_[about].began;
  }

  void look(base::Instant at, const View& before, const View& now, Node of, Node about, bool runs) {
    if (!runs || !now.tries_old || before.tries_old) return;
    const base::Instant changed = signs().changed(about);
    if (changed == base::never || at - changed <= bound()) return;
    broken(at, of, about,
           fmt::format("{} tries a {} that has not been there since {}, {} ago", names()(of), names()(about),
                       seconds(changed), seconds(at - changed)));
  }

  VerbNumber invite_, resets_;
  std::pmr::vector<Device> devices_;
  std::pmr::vector<Seen> seen_{run_memory()};  // by the pair's number
};

}  // namespace

Seat make_freshness(const Court& court, const InvariantCase& which) { return seat<Freshness>(court, which); }

}  // namespace nearsim::run
