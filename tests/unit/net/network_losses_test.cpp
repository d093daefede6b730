#include <doctest/doctest.h>

#include "models/net/network.hpp"

using namespace nearsim;
using namespace nearsim::net;
using Fate = Transit::Fate;

namespace {

constexpr int messages = 200'000;

struct Seen {
  double loss = 0, burst = 0;
};

Seen losses_of(Network& network, Node from, Node to) {
  const WayId way = network.use(from, to);
  int lost = 0, bursts = 0;
  bool before = false;
  for (int i = 0; i < messages; ++i) {
    const bool now = network.transmit(way, {100}).fate == Fate::lost;
    lost += now ? 1 : 0;
    bursts += now && !before ? 1 : 0;
    before = now;
  }
  return {static_cast<double>(lost) / messages, bursts == 0 ? 0.0 : static_cast<double>(lost) / bursts};
}

NetworkSettings with_chain(const radio::LossSettings& chain) {
  NetworkSettings s;
  s.chains.push_back(chain);
  s.way.chain = 1;
  return s;
}

}  // namespace

TEST_CASE("network: losses of a chain come in bursts, in each direction by itself") {
  kernel::Scheduler scheduler;
  const base::Streams streams{base::Seed{1}};
  Network network(scheduler, streams, with_chain(*radio::webrtc_burst(base::percent(5), 8)));
  for (const auto& [from, to] : {std::pair<Node, Node>{0, 1}, std::pair<Node, Node>{1, 0}}) {
    const Seen seen = losses_of(network, from, to);
    CHECK(seen.loss == doctest::Approx(0.05).epsilon(0.05));
    CHECK(seen.burst == doctest::Approx(8).epsilon(0.05));
  }
}

TEST_CASE("network: a disturbance comes on top of a chain") {
  kernel::Scheduler scheduler;
  const base::Streams streams{base::Seed{1}};
  Network network(scheduler, streams, with_chain(*radio::webrtc_burst(base::percent(10), 4)));
  CHECK(network.disturb({.loss = base::percent(50)}).number == 1);
  CHECK(losses_of(network, 0, 1).loss == doctest::Approx(0.55).epsilon(0.02));
}

TEST_CASE("network: a recording says how late and how lossy a way is, by the run's clock") {
  kernel::Scheduler scheduler;
  const base::Streams streams{base::Seed{1}};
  NetworkSettings settings;
  settings.traces.push_back({{{0s, 10ms, base::none}, {5s, 300ms, base::none}, {9s, 20ms, base::certain}}});
  Network network(scheduler, streams, settings);
  Way recorded;
  recorded.trace = 1;
  network.set_way(0, 1, recorded);
  std::string log;
  for (const auto at : {1s, 5s, 10s})
    scheduler.post(base::at(at), {"test"}, [&] {
      const Transit t = network.transmit(network.use(0, 1), {100});
      log += t.fate == Fate::lost ? "lost" : std::to_string(t.delay / 1ms) + " ";
      log += std::to_string(network.one_way(1, 0) / 1ms) + " ";
    });
  scheduler.run_until(base::at(20s));
  CHECK(log == "10 10 300 10 lost10 ");
}
