// One station's turn: acknowledgements, retries, and the order of its queues.
#include "models/radio/dcf.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "models/radio/bianchi.hpp"
#include "tests/unit/radio/room.hpp"

using namespace nearsim;
using namespace nearsim::radio;
using namespace nearsim::radio::testing;

TEST_CASE("a frame for one is acknowledged after SIFS, and one for all is not") {
  Room room;
  const Station a = room.add(at(0)), b = room.add(at(2));
  room.run(1ms);
  const base::Instant begun = room.scheduler.now();
  const base::Duration air = air_time(mode_a(6), 8 * 1028);
  room.send(a, b, 1);
  room.run(5ms);
  REQUIRE(room.finished_.size() == 1);
  CHECK(room.finished_[0].outcome == Outcome::acknowledged);
  CHECK(room.finished_[0].at == begun + air + 16us + 44us);
  room.send(a, any_station, 2);
  room.run(5ms);
  REQUIRE(room.finished_.size() == 2);
  CHECK(room.finished_[1].outcome == Outcome::sent);
  CHECK(room.medium.totals().transmissions == 3);
}

TEST_CASE("without an answer a frame is tried seven times, with growing windows, and dropped") {
  Room room;
  const Station a = room.add(at(0));
  room.add(at(2));
  room.send(a, 99, 1);
  room.run(1s);
  REQUIRE(room.finished_.size() == 1);
  CHECK(room.finished_[0].outcome == Outcome::dropped);
  CHECK(room.finished_[0].attempts == 7);
  CHECK(room.medium.totals().transmissions == 7);
}

TEST_CASE("a repetition whose acknowledgement was lost is delivered once") {
  // The acknowledgement is lost at the sender: a hidden station speaks just then, near the sender only.
  Propagation p;
  p.model = PathLoss::log_distance;
  Room room(p);
  const Station sender = room.add(at(0)), receiver = room.add(at(40)), noisy = room.add(at(-10));
  room.run(1ms);
  room.send(sender, receiver, 1);
  room.scheduler.post(base::at(1ms + air_time(mode_a(6), 8 * 1028) + 5us), {"test"}, [&room, noisy] {
    Frame frame;
    frame.from = noisy;
    frame.kind = Frame::Kind::ack;  // somebody else's
    frame.air = 50us;
    room.medium.transmit(frame);
  });
  room.run(100ms);
  REQUIRE(room.finished_.size() == 1);
  CHECK(room.finished_[0].outcome == Outcome::acknowledged);
  CHECK(room.finished_[0].attempts == 2);
  CHECK(std::count_if(room.received_.begin(), room.received_.end(),
                      [receiver](const Room::Reception& r) { return r.by == receiver; }) == 1);
}

TEST_CASE("voice goes before background, within a station and between stations") {
  DcfSettings edca;
  edca.countdown = Countdown::edca;
  edca.queues = {edca_voice, edca_video, edca_best_effort, edca_background};
  Room room({}, 3);
  const Station a = room.add(at(0), edca), b = room.add(at(2), edca), sink = room.add(at(1), edca);
  for (std::uint64_t i = 0; i < 20; ++i) {
    room.send(a, sink, 100 + i, 3);
    room.send(a, sink, 200 + i, 0);
    room.send(b, sink, 300 + i, 0);
  }
  room.run(500ms);
  REQUIRE(room.received_.size() == 60);
  double background = 0, voice = 0;
  for (std::size_t i = 0; i < room.received_.size(); ++i)
    (room.received_[i].body < 200 ? background : voice) += static_cast<double>(i);
  CHECK(background / 20 > voice / 40 + 20);
}

TEST_CASE("from station to station through the access point every byte crosses the air twice") {
  class Relay final : public Room {
   public:
    void received(Station by, const Frame& f) override {
      Room::received(by, f);
      if (by == 0) send(0, static_cast<Station>(f.body));
    }
  } room;
  room.add(at(0));
  const Station a = room.add(at(2)), b = room.add(at(-2));
  room.send(a, 0, b);
  room.run(20ms);
  REQUIRE(room.received_.size() == 2);
  CHECK(room.received_[1].by == b);
  CHECK(room.medium.totals().transmissions == 4);  // two frames, two acknowledgements
}

TEST_CASE("a frame over the threshold asks first, and one of that length does not") {
  DcfSettings settings;
  settings.rts_over = 999;
  Room room;
  const Station a = room.add(at(0), settings), b = room.add(at(2), settings);
  room.run(1ms);
  const base::Instant begun = room.scheduler.now();
  const base::Duration air = air_time(mode_a(6), 8 * 1028);
  room.send(a, b, 1);
  room.run(5ms);
  REQUIRE(room.finished_.size() == 1);
  CHECK(room.medium.totals().transmissions == 4);
  CHECK(room.finished_[0].outcome == Outcome::acknowledged);
  CHECK(room.finished_[0].at == begun + 52us + 16us + 44us + 16us + air + 16us + 44us);
  room.send(a, any_station, 2);  // nobody could invite it
  room.run(5ms);
  CHECK(room.medium.totals().transmissions == 5);

  settings.rts_over = 1000;
  Room plain;
  plain.add(at(0), settings);
  plain.add(at(2), settings);
  plain.send(0, 1, 1);
  plain.run(5ms);
  CHECK(plain.medium.totals().transmissions == 2);
}

TEST_CASE("a question that nobody answers is asked seven times, and its frame never sent") {
  DcfSettings settings;
  settings.rts_over = 0;
  Room room;
  const Station a = room.add(at(0), settings);
  room.add(at(2), settings);
  room.send(a, 99, 1);
  room.run(1s);
  REQUIRE(room.finished_.size() == 1);
  CHECK(room.finished_[0].outcome == Outcome::dropped);
  CHECK(room.finished_[0].attempts == 7);
  CHECK(room.medium.totals().transmissions == 7);
}

TEST_CASE("whoever hears the invitation keeps quiet, and an unanswered question silences nobody for long") {
  Propagation p;
  p.model = PathLoss::log_distance;
  DcfSettings settings;
  settings.rts_over = 0;
  const auto hidden_sends = [&](Station receiver) {
    Room room(p);
    room.add(at(0), settings);
    room.add(at(40), settings);
    room.add(at(80));  // hears the one in the middle only, and has a short frame for it
    room.run(1ms);
    room.send(0, receiver, 1);
    room.run(200us);  // question and invitation are over: 52 + 16 + 44
    const std::uint64_t before = room.medium.totals().transmissions;
    room.send(2, 1, 2);
    room.run(900us);
    return room.medium.totals().transmissions > before + 1;
  };
  CHECK_FALSE(hidden_sends(1));  // reserved until the acknowledgement
  CHECK(hidden_sends(99));

  Room near;  // a third station hears the question, and no invitation follows
  near.add(at(0), settings);
  near.add(at(2));
  near.run(1ms);
  near.send(0, 99, 1);
  near.run(60us);
  near.send(1, any_station, 2);
  near.run(3ms);
  REQUIRE(!near.finished_.empty());
  CHECK(near.finished_[0].from == 1);
  // Not only after the exchange that nobody began.
  CHECK(near.finished_[0].at < base::at(1ms + 52us + 136us + 2 * air_time(mode_a(6), 8 * 1028)));
}

TEST_CASE("stations that do not hear each other get more through by asking first") {
  const auto delivered = [](std::uint32_t rts_over) {
    class Busy final : public Room {
     public:
      using Room::Room;
      void finished(Station from, const Frame& f, Outcome outcome, int attempts) override {
        Room::finished(from, f, outcome, attempts);
        send(from, 1);
      }
    };
    Propagation p;
    p.model = PathLoss::log_distance;
    Busy room(p);
    DcfSettings settings;
    settings.rts_over = rts_over;
    for (int i = 0; i < 3; ++i) room.add(at(40.0 * i), settings);
    room.send(0, 1);
    room.send(2, 1);
    room.run(2s);
    return room.received_.size();
  };
  CHECK(delivered(0) > delivered(never_asks) * 3 / 2);
}

TEST_CASE("the same seed gives the same course of events, and another seed another") {
  const auto course = [](std::uint64_t seed) {
    Room room({}, seed);
    for (int i = 0; i < 8; ++i) room.add(at(i));
    for (Station s = 1; s < 8; ++s)
      for (int k = 0; k < 10; ++k) room.send(s, 0, s);
    room.run(1s);
    std::vector<std::int64_t> times;
    for (const Room::End& e : room.finished_) times.push_back(base::nanoseconds(e.at));
    return times;
  };
  CHECK(course(1) == course(1));
  CHECK(course(1) != course(2));
}

TEST_CASE("the formula's fixed points are the published ones") {
  Saturation s;
  s.slot = 9us;
  s.success = s.collision = 1ms;
  s.window = 16;
  s.stages = 6;
  s.stations = 10;
  CHECK(solve(s).transmits == doctest::Approx(.05248).epsilon(0.001));
  CHECK(solve(s).collides == doctest::Approx(.3844).epsilon(0.001));
  s.window = 32;
  s.stages = 5;
  s.stations = 50;
  CHECK(solve(s).transmits == doctest::Approx(.01539).epsilon(0.001));
  CHECK(solve(s).collides == doctest::Approx(.5324).epsilon(0.001));
}
