// What happens between stations that share a channel, and between those that do not hear each other.
#include "models/radio/medium.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/unit/radio/room.hpp"

using namespace nearsim;
using namespace nearsim::radio;
using namespace nearsim::radio::testing;

namespace {

// Heard to about 40 m, sensed not beyond; log-distance so that the numbers are round.
Propagation open_field() {
  Propagation p;
  p.model = PathLoss::log_distance;
  return p;
}

}  // namespace

TEST_CASE("a lone frame arrives when its air time is over, at everybody in range and nobody else") {
  Room room(open_field());
  const Station a = room.add(at(0)), b = room.add(at(10)), far = room.add(at(2'000));
  room.run(1ms);
  room.send(a, any_station, 7);
  room.run(10ms);
  REQUIRE(room.received_.size() == 1);
  CHECK(room.received_[0].by == b);
  CHECK(room.received_[0].body == 7);
  CHECK(room.received_[0].at == base::at(1ms + air_time(mode_a(6), 8 * 1028)));
  CHECK(room.medium.neighbours(a) == 1);
  CHECK(room.medium.neighbours(far) == 0);
}

TEST_CASE("hidden stations collide at the one between them, again and again") {
  Room room(open_field());
  const Station left = room.add(at(0)), middle = room.add(at(40)), right = room.add(at(80));
  CHECK(room.medium.power_dbm(left, middle) > -82);
  CHECK(room.medium.power_dbm(left, right) < -82);
  room.send(left, middle, 1);
  room.send(right, middle, 2);
  room.run(500us);
  CHECK(room.medium.totals().transmissions == 2);  // neither waited for the other
  room.run(1ms);
  CHECK(room.received_.empty());
  room.run(200ms);
  CHECK(room.received_.size() == 2);  // backoff pulled them apart
  CHECK(room.finished_[0].attempts > 1);
}

TEST_CASE("stations that hear each other take turns") {
  Room room(open_field());
  const Station a = room.add(at(0)), b = room.add(at(5)), c = room.add(at(10));
  room.run(1ms);
  room.send(a, b, 1);
  room.run(100us);  // a is on the air
  room.send(c, b, 2);
  room.run(20ms);
  REQUIRE(room.received_.size() == 2);
  CHECK(room.finished_[0].attempts == 1);
  CHECK(room.finished_[1].attempts == 1);
  CHECK(room.received_[1].at >= room.finished_[0].at + 34us + air_time(mode_a(6), 8 * 1028));
}

TEST_CASE("an exposed station waits although its frame would harm nobody, and pairs out of earshot do not") {
  const auto second_done = [](double distance) {
    Room room(open_field());
    const Station b = room.add(at(-10)), a = room.add(at(0)), c = room.add(at(distance)),
                  d = room.add(at(distance + 10));
    room.run(1ms);
    room.send(a, b, 1);
    room.run(100us);
    room.send(c, d, 2);
    room.run(20ms);
    for (const Room::End& e : room.finished_)
      if (e.body == 2) return e.at - base::at(1100us);
    return base::forever;
  };
  const base::Duration alone = air_time(mode_a(6), 8 * 1028) + 16us + 44us;
  CHECK(second_done(30) > alone + 1ms);
  CHECK(second_done(120) == alone);
}

TEST_CASE("the stronger of two frames is got, if it came first and stands out") {
  Room room(open_field());
  const Station receiver = room.add(at(0)), near = room.add(at(6)), hidden = room.add(at(-48));
  CHECK(room.medium.power_dbm(near, hidden) < -82);
  room.send(near, any_station, 1);
  room.send(hidden, any_station, 2);
  room.run(10ms);
  REQUIRE(room.received_.size() == 1);
  CHECK(room.received_[0].by == receiver);
  CHECK(room.received_[0].body == 1);
}

TEST_CASE("frames are lost as the error rate for their ratio of signal to noise says") {
  MediumSettings settings;
  settings.sense_dbm = -95;
  Room room(open_field(), 1, settings);
  const Station a = room.add(at(0)), b = room.add(at(37));
  const double snr = room.medium.snr_db(a, b);
  const std::uint8_t mcs = mode_a(48).mcs;
  const double expected = error_rate(mcs, snr, 1000);
  REQUIRE(expected > 0.05);
  REQUIRE(expected < 0.95);
  constexpr int n = 4000;
  for (int i = 0; i < n; ++i) {
    room.send(a, any_station, 0, 0, mode_a(48));
    room.run(1ms);
  }
  CHECK(std::abs(static_cast<double>(room.received_.size()) / n - (1 - expected)) < 0.03);
}

TEST_CASE("the energy of several weak senders together makes the channel busy") {
  MediumSettings settings;
  settings.energy_dbm = -85;
  settings.sense_dbm = -70;  // nothing here is heard as a frame
  Room room(open_field(), 1, settings);
  const Station listener = room.add(at(0));
  std::vector<Station> senders;
  for (int i = 0; i < 6; ++i) {
    const double angle = i;
    senders.push_back(room.add(at(60 * std::cos(angle), 60 * std::sin(angle))));
  }
  CHECK(room.medium.power_dbm(senders[0], listener) < -81);
  CHECK(!room.medium.busy(listener));
  for (const Station s : senders) room.send(s, any_station);
  room.run(100us);
  CHECK(room.medium.busy(listener));
  room.run(50ms);
  CHECK(!room.medium.busy(listener));
}

TEST_CASE("who moves is heard where it is now, and its frame on the air where it was") {
  Room room(open_field());
  const Station a = room.add(at(0)), b = room.add(at(10));
  room.run(1ms);
  room.send(a, any_station, 1);
  room.run(100us);
  room.site.move(a, at(3'000));
  room.run(10ms);
  CHECK(room.received_.size() == 1);
  room.send(a, any_station, 2);
  room.run(10ms);
  CHECK(room.received_.size() == 1);
  room.site.move(b, at(3'010));
  room.send(a, any_station, 3);
  room.run(10ms);
  CHECK(room.received_.size() == 2);
  CHECK(!room.medium.busy(b));
}

TEST_CASE("ten thousand stations out of range cost a frame nothing") {
  const auto work = [](int others) {
    Room room(open_field());
    const Station a = room.add(at(0));
    for (int i = 0; i < 20; ++i) room.add(at(1 + i));
    for (int i = 0; i < others; ++i) room.add(at(5'000 + 300.0 * (i % 100), 300.0 * (i / 100)));
    room.run(1ms);
    const std::uint64_t before = room.scheduler.executed();
    for (int i = 0; i < 50; ++i) room.send(a, any_station);
    room.run(1s);
    return std::pair(room.received_.size(), room.scheduler.executed() - before);
  };
  CHECK(work(10'000) == work(0));
}
