#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "tests/unit/ice/callers.hpp"

using namespace nearsim;       // NOLINT
using namespace nearsim::ice;  // NOLINT

namespace {

int below(int n) { return *rc::gen::inRange(0, n); }

// One thing that somebody does, or that happens to somebody.
void disturb(Callers& c, std::vector<ConnectionId>& calls) {
  Phone& phone = c[static_cast<std::size_t>(below(3))];
  Phone& other = c[(phone.node + 1 + static_cast<std::size_t>(below(2))) % 3];
  const ConnectionId id = calls.empty()
                              ? ConnectionId{99}
                              : calls[static_cast<std::size_t>(below(static_cast<int>(calls.size())))];
  if (!phone.agent.alive()) {
    phone.agent.restart();
    ++phone.number;
    return phone.enter();
  }
  switch (below(11)) {
    case 0: return calls.push_back(phone.call(other));
    case 1: return phone.agent.restart(id);
    case 2: return phone.agent.close(id);
    case 3: return (void)phone.say(id, "x");
    case 4: return phone.agent.kill();
    case 5: return phone.agent.suspend();
    case 6: return phone.agent.resume();
    case 7: return c.peering.attach(phone.node, static_cast<Attached>(below(3)));
    case 8: return c.peering.signalling().restart();
    case 9: return phone.enter();
    default: return phone.agent.flag_restart(id);
  }
}

}  // namespace

TEST_CASE("after whatever weather everybody can be called again, and the same seed does the same") {
  CHECK(rc::check("weather", [] {
    Settings settings;
    settings.glare = static_cast<Glare>(below(2));
    settings.closing = static_cast<Closing>(below(2));
    settings.unsent = static_cast<Unsent>(below(2));
    settings.restart_needs_stable = below(2) == 1;
    Callers c(3, settings);
    c.meet();
    std::vector<ConnectionId> calls;
    base::Duration now = 1s;
    for (int i = 0, n = below(30); i < n; ++i) {
      now += base::Duration{1ms} * below(8000);
      (void)c.run(now);
      disturb(c, calls);
    }
    for (auto& phone : c.all) {
      if (!phone->agent.alive()) phone->agent.restart();
      phone->agent.resume();
      c.peering.attach(phone->node, Attached::wifi);
      ++phone->number;
      phone->enter();
    }
    (void)c.run(now + 60s);
    const ConnectionId id = c[0].call(c[1]);
    const std::string log = c.run(now + 65s);
    RC_ASSERT(log.find("A:open@") != std::string::npos);
    RC_ASSERT(c[0].say(id, "hello"));
    RC_ASSERT(c.run(now + 70s).find("B:hello@") != std::string::npos);
  }));
}
