#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "models/radio/awdl/technology.hpp"

using namespace nearsim;
using namespace nearsim::radio;
using namespace nearsim::radio::awdl;

namespace {

struct Park final : JoinListener {
  explicit Park(std::size_t devices = 2, awdl::Settings settings = {}, DataSettings data = {},
                std::uint64_t seed = 1)
      : streams(base::Seed{seed}), site(streams, {}), air(scheduler, streams, site, settings, data) {
    for (std::size_t i = 0; i < devices; ++i) site.add({{static_cast<std::int64_t>(i) * 1000}, {0}, 0});
    air.listen(*this);
  }
  void joins_changed(Station a, Station b) override {
    log += std::to_string(a) + (air.joins(a, b) ? "+" : "-") + std::to_string(b) + ' ';
    last = scheduler.now();
  }
  Crossing carry(Station a, Station b, base::Bytes size, Cast cast = Cast::unicast) {
    return air.carry(a, b, size, cast, draw);
  }
  std::string run(base::Duration until) {
    scheduler.run_until(base::at(until));
    return std::exchange(log, {});
  }

  kernel::Scheduler scheduler;
  base::Streams streams;
  Site site;
  Awdl air;
  base::Rng draw{1, 2};
  std::string log;
  base::Instant last{};
};

constexpr DataSettings no_loss{.loss = base::none};

}  // namespace

TEST_CASE("awdl: a pair that somebody needs joins after 10 to 20 s") {
  base::Duration least = 1h, most = 0s;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Park p(2, {}, {}, seed);
    p.air.activate(0);
    p.air.activate(1);
    p.run(30s);
    CHECK_FALSE(p.air.joins(0, 1));
    CHECK(p.carry(0, 1, {100}).fate == Crossing::Fate::apart);
    p.air.need(0, 1);
    p.run(60s);
    CHECK(p.air.joins(0, 1));
    CHECK(p.air.joins(1, 0));
    least = std::min(least, p.last - base::at(30s)), most = std::max(most, p.last - base::at(30s));
  }
  CHECK(least >= 10s);
  CHECK(most <= 20s);
  CHECK(most - least > 9s);
}

TEST_CASE("awdl: what is warm stays warm until one of the two leaves") {
  Park p;
  p.air.activate(0);
  p.air.activate(1);
  p.air.need(0, 1);
  CHECK(p.run(60s).find("+") != std::string::npos);
  CHECK(p.run(600s).empty());
  p.air.deactivate(1);
  CHECK(p.run(601s).find("-") != std::string::npos);
  p.air.activate(1);
  p.run(640s);
  CHECK_FALSE(p.air.joins(0, 1));  // cold again
}

TEST_CASE("awdl: multicast needs no bringing up, and waits for its slots") {
  Park p(2, {}, no_loss);
  p.air.activate(0);
  p.air.activate(1);
  p.run(30s);
  base::Duration longest{};
  for (int i = 0; i < 200; ++i) {
    p.run(30s + i * 317ms);
    const Crossing c = p.carry(0, 1, {300}, Cast::multicast);
    REQUIRE(c.fate == Crossing::Fate::arrives);
    longest = std::max(longest, c.delay);
  }
  CHECK(longest > 300ms);
  CHECK(longest < cycle);
}

TEST_CASE("awdl: an idle pair waits for common slots, and traffic brings more of them") {
  Park p(2, {}, no_loss);
  p.air.activate(0);
  p.air.activate(1);
  p.air.need(0, 1);
  p.run(60s);
  REQUIRE(p.air.joins(0, 1));
  CHECK(occupied(p.air.neighbourhood().presence(0).tuned) == 6);
  static_cast<void>(p.carry(0, 1, {100}));
  CHECK(occupied(p.air.neighbourhood().presence(0).tuned) == 16);
  CHECK(p.carry(0, 1, {100}).delay < 20ms);
  p.run(66s);
  CHECK(occupied(p.air.neighbourhood().presence(0).tuned) == 6);
}

TEST_CASE("awdl: an access point keeps half, and its frames wait for the radio") {
  Park p(2, {}, no_loss);
  for (const Station s : {0u, 1u}) {
    p.air.activate(s);
    p.air.set_access_point(s, 36);
  }
  p.air.need(0, 1);
  p.run(60s);
  static_cast<void>(p.carry(0, 1, {100}));
  CHECK(slots_on(p.air.neighbourhood().presence(0).tuned, 36) == 8);
  base::Duration longest{};
  for (int i = 0; i < 500; ++i) {
    p.run(60s + i * 7ms);
    longest = std::max(longest, p.air.away_from(0, 36));
  }
  CHECK(longest > 3 * slot);
  CHECK(longest <= 4 * slot + 8 * tu);
  CHECK(p.air.away_from(0, off) == 0ns);
}

TEST_CASE("awdl: throughput is the rate times the share of the slots that is used") {
  const auto megabits = [](Channel access_point) {
    Park p(2, {}, {.overhead = 0ms, .loss = base::none});
    for (const Station s : {0u, 1u}) {
      p.air.activate(s);
      p.air.set_access_point(s, access_point == off ? off : static_cast<Channel>(access_point + s));
    }
    p.air.need(0, 1);
    p.run(60s);
    static_cast<void>(p.carry(0, 1, {1}));  // raises the load
    const Crossing c = p.carry(0, 1, {50'000'000});
    REQUIRE(c.fate == Crossing::Fate::arrives);
    return 400.0 / (static_cast<double>(c.delay.count()) / 1e9);
  };
  const double alone = megabits(off), shared = megabits(36);
  MESSAGE("50 MB over AWDL: ", alone, " Mbit/s alone, ", shared, " beside an access point");
  CHECK(alone > 0.75 * 758);
  CHECK(alone < 758);
  CHECK(shared > 0.35 * 758);
  CHECK(shared < 0.5 * 758);
}

TEST_CASE("awdl: out of reach nobody joins") {
  Park p;
  p.site.move(1, {{500'000}, {0}, 0});
  p.air.activate(0);
  p.air.activate(1);
  p.air.need(0, 1);
  p.run(120s);
  CHECK_FALSE(p.air.joins(0, 1));
  p.site.move(1, {{1000}, {0}, 0});
  CHECK(p.run(180s).find("+") != std::string::npos);
  p.site.move(1, {{500'000}, {0}, 0});
  CHECK(p.run(200s).find("-") != std::string::npos);
}

TEST_CASE("awdl: with contention a message takes longer the more neighbours there are, up to the limit") {
  const auto takes = [](std::size_t devices, base::Duration contention) {
    DataSettings data = no_loss;
    data.contention = contention;
    Park p(devices, {}, data);
    for (Station n = 0; n < devices; ++n) p.air.activate(n);
    p.run(30s);
    p.air.need(0, 1);
    p.run(60s);
    REQUIRE(p.air.joins(0, 1));
    base::Duration sum{};
    for (int i = 0; i < 50; ++i) {
      p.run(60s + i * 1111ms);
      sum += p.carry(0, 1, {1000}).delay;
    }
    return sum / 50;
  };
  CHECK(takes(2, 5ms) == takes(2, 0ms));
  CHECK(takes(6, 5ms) > takes(3, 5ms) + 14ms);
  CHECK(takes(3, 5ms) > takes(2, 5ms) + 4ms);
}
