// Two phones that two technologies join, each as the test says.
#pragma once

#include <set>
#include <string>
#include <utility>

#include "models/net/path.hpp"
#include "tests/unit/mpc/people.hpp"

namespace nearsim::mpc {

struct Wire final : radio::Technology {
  Wire(std::string n, base::Duration d) : called(std::move(n)), delay(d) {}
  std::string_view name() const override { return called; }
  bool joins(net::Node, net::Node) const override { return there; }
  radio::Crossing carry(net::Node, net::Node, base::Bytes, radio::Cast, base::Rng&) override {
    if (!there) return {};
    return {radio::Crossing::Fate::arrives, delay};
  }
  void come() {
    there = true;
    tell(0, 1);
  }
  void go() {
    there = false;
    tell(0, 1);
  }
  std::string called;
  base::Duration delay;
  bool there = false;
};

struct TwoWays {
  static constexpr std::size_t wifi_lane = 0, awdl_lane = 1;
  explicit TwoWays(Settings settings = {.channels = Channels::each_interface},
                   net::Observer* observer = nullptr, std::uint64_t seed = 7)
      : people(2, settings, {}, {}, observer, seed),
        choice(people.scheduler, people.streams, {&wifi, &awdl}, {}) {
    wifi.there = awdl.there = true;
    people.network.over(choice);
  }
  [[nodiscard]] std::string carrier() const {
    const radio::Technology* t = choice.chosen(0, 1);
    return t == nullptr ? "none" : std::string(t->name());
  }
  People people;
  Wire wifi{"wifi", 5ms}, awdl{"awdl", 20ms};
  net::PathChoice choice;
};

}  // namespace nearsim::mpc
