// I22: nobody waits for whoever waits for it, neither two devices for each other nor two queues of one.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "sim/run/judges/lasting.hpp"

namespace nearsim::run {
namespace {

// Each has asked the other, and waits for the answer before it does anything else.
bool is_circular(const PairState& p) {
  return p.both_run() && p.reachable() && p.ab.invites > 0 && p.ba.invites > 0 && p.truth.live == 0;
}

constexpr Shape circular{&is_circular, parts::presence | parts::reach | parts::invites | parts::truth,
                         "each waits for the other's answer to its own invitation"};

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

}  // namespace

Seat make_no_lock(const Court& court, const InvariantCase& which) {
  if (may_lock(court.scenario)) return seat<Locked>(court, which, circular);
  return seat<Lasting>(court, which, circular);
}

}  // namespace nearsim::run
