// Two phones in a building: what the tests of the air share.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "models/net/airwaves.hpp"
#include "models/net/courier.hpp"

namespace nearsim::net::building {

using namespace std::chrono_literals;

struct Eyes final : Browser {
  explicit Eyes(kernel::Scheduler& s) : scheduler(s) {}
  void found(const Record&, Node) override { at.push_back(scheduler.now() - base::Instant{}); }
  void lost(const Record&, Node) override { ++losses; }
  kernel::Scheduler& scheduler;
  std::vector<base::Duration> at;
  int losses = 0;
};

// Two phones two metres apart; an access point between them, or none.
struct Building {
  explicit Building(AirwavesSettings settings = {}, Radios radios = {}, std::uint64_t seed = 1)
      : streams(base::Seed{seed}),
        air(scheduler, streams, settings, {{}, {{2000}, {0}, 0}}),
        network(scheduler, streams, {}),
        mdns(scheduler, streams, {}, air.link()),
        courier(network) {
    network.over(air.path());
    air.serve(network, &mdns);
    for (Node n = 0; n < 2; ++n) {
      air.switch_to(n, radios);
      eyes.emplace_back(scheduler);
    }
  }
  void appear() {
    for (Node n = 0; n < 2; ++n) {
      static_cast<void>(mdns.publish(n, {10 + n, "iPhone", {}}));
      mdns.browse(n, eyes[n]);
    }
  }
  void run(base::Duration until) { scheduler.run_until(base::at(until)); }
  // How long a message from 0 to 1 takes that is sent now.
  std::optional<base::Duration> message() {
    const base::Instant sent = scheduler.now();
    std::optional<base::Duration> took;
    courier.send(0, 1, Retry{1s, 4, 32s}, sent + 60s, {"test"}, [&] { took = scheduler.now() - sent; });
    run(sent - base::Instant{} + 61s);
    return took;
  }
  [[nodiscard]] std::string carrier() const {
    const radio::Technology* t = air.chosen(0, 1);
    return t == nullptr ? "none" : std::string(t->name());
  }

  kernel::Scheduler scheduler;
  base::Streams streams;
  Airwaves air;
  Network network;
  mdns::Mdns mdns;
  Courier courier;
  std::deque<Eyes> eyes;
};

inline AirwavesSettings with_access_point(radio::wifi::Channel channel = 36) {
  AirwavesSettings s;
  s.access_points.push_back({{{1000}, {1000}, 0}, channel});
  return s;
}

}  // namespace nearsim::net::building
