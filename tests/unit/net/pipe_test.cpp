#include "models/net/pipe.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "models/net/courier.hpp"
#include "tests/unit/net/room.hpp"

using namespace nearsim;
using namespace nearsim::net;

namespace {

constexpr Retry quick{200ms, 0, 60s};

struct Line final : PipeEnd {
  explicit Line(Room& r, const Retry& retry = quick, Gate gate = Gate::open) : room(r) {
    pipe.open(r.network, 0, 1, retry, *this, gate);
  }
  void pipe_delivered(Pipe&, std::uint8_t tag, Buffer& message) override {
    room.log(tag == 9 ? "end" : text_of(message));
    received.push_back(text_of(message));
    if (drop_at == received.size()) pipe.drop();
  }
  void pipe_gave_up(Pipe&) override { room.log("gave-up"); }
  void send(std::string_view text) { pipe.send(0, bytes(text)); }

  Room& room;
  Pipe pipe;
  std::vector<std::string> received;
  std::size_t drop_at = 0;
};

}  // namespace

TEST_CASE("retry: doubling up to the cap, and Darwin's SYN schedule") {
  RetrySchedule s;
  const Retry darwin{1s, 4, 32s};
  s.start(darwin, at(0s));
  std::vector<base::Instant> times;
  for (int i = 0; i < 10; ++i, s.advance(darwin)) times.push_back(s.next);
  CHECK(times ==
        std::vector{at(1s), at(2s), at(3s), at(4s), at(5s), at(7s), at(11s), at(19s), at(35s), at(67s)});
  CHECK(interval({200ms, 0, 1s}, 0) == 200ms);
  CHECK(interval({200ms, 0, 1s}, 2) == 800ms);
  CHECK(interval({200ms, 0, 1s}, 3) == 1s);
  CHECK(interval({200ms, 0, 1s}, 1'000'000) == 1s);
}

TEST_CASE("pipe: one event per message on a healthy way") {
  Room r(delay_of(10ms));
  Line line(r);
  line.send("a");
  r.when(5ms, [&] { line.send("b"); });
  CHECK(r.run(1s) == "a@10 b@15 ");
  CHECK(r.scheduler.executed() == 3);  // one of them is the test's own
}

TEST_CASE("pipe: a burst arrives in order whatever the order of ties") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Room r(delay_of(10ms), 1, shuffled(seed));
    Line line(r);
    for (const char* m : {"a", "b", "c", "d"}) line.send(m);
    r.when(5ms, [&] {
      r.network.set_way(0, 1, delay_of(5ms));  // e arrives at the same instant as the burst
      line.send("e");
    });
    CHECK(r.run(1s) == "a@10 b@10 c@10 d@10 e@10 ");
  }
}

TEST_CASE("pipe: without delay, too, nothing is delivered inside send") {
  Room r(delay_of(0ms));
  Line line(r);
  line.send("a");
  line.send("b");
  CHECK(r.text.empty());
  CHECK(r.run(0s) == "a@0 b@0 ");
}

TEST_CASE("pipe: a faster message waits behind a slower one") {
  Room r(delay_of(100ms));
  Line line(r);
  line.send("slow");
  r.network.set_way(0, 1, delay_of(1ms));
  line.send("fast");
  CHECK(r.run(1s) == "slow@100 fast@100 ");
}

TEST_CASE("pipe: a lost message is sent again after the RTO, doubling, and holds up those behind it") {
  Room r({.delay = 10ms, .loss = base::certain});
  Line line(r);
  line.send("a");
  r.when(100ms, [&] {
    r.network.set_way(0, 1, delay_of(10ms));
    line.send("b");  // arrives at 110 but waits for a
  });
  CHECK(r.run(10s) == "a@210 b@210 ");

  Room twice({.delay = 10ms, .loss = base::certain});
  Line other(twice);
  other.send("a");
  twice.when(300ms,
             [&] { twice.network.set_way(0, 1, delay_of(10ms)); });  // the retry at 200 is lost as well
  CHECK(twice.run(10s) == "a@610 ");
}

TEST_CASE("pipe: what is sent into an outage arrives at the first retry after it, without polling") {
  Room r(delay_of(10ms));
  Line line(r);
  r.when(1s, [&] { r.network.cut(0, 1); });
  r.when(1500ms, [&] { line.send("a"); });
  r.when(1600ms, [&] { line.send("b"); });
  r.when(3s, [&] { r.network.restore(0, 1); });
  // Retries of a fall due at 1.7, 2.1, 2.9 and 4.5 s.
  CHECK(r.run(60s) == "a@4510 b@4510 ");
  CHECK(r.scheduler.executed() == 4 + 2);
}

TEST_CASE("pipe: what is in flight when the way is cut still arrives") {
  Room r(delay_of(100ms));
  Line line(r);
  line.send("a");
  r.when(50ms, [&] { r.network.cut(0, 1); });
  CHECK(r.run(1s) == "a@100 ");
}

TEST_CASE("pipe: a way that flaps between heal and retry") {
  Room r(delay_of(10ms));
  Line line(r);
  r.network.cut(0, 1);
  line.send("a");                                // retries at 0.2, 0.6, 1.4, 3.0 ...
  r.when(1s, [&] { r.network.restore(0, 1); });  // next at 1.4
  r.when(1200ms, [&] { r.network.cut(0, 1); });  // which meets a dead way
  r.when(2s, [&] { r.network.restore(0, 1); });  // next at 3.0
  CHECK(r.run(60s) == "a@3010 ");
}

TEST_CASE("pipe: giving up is announced once; what happens then is up to the receiver") {
  Room r(delay_of(10ms));
  Line line(r);
  line.pipe.give_up_after(5s);
  r.network.cut(0, 1);
  line.send("a");
  r.when(4s, [&] { r.network.restore(0, 1); });
  CHECK(r.run(8s) == "gave-up@5000 a@6210 ");
}

TEST_CASE("pipe: a shut gate holds what has arrived") {
  Room r(delay_of(10ms));
  Line line(r, quick, Gate::shut);
  line.send("a");
  line.send("b");
  r.when(50ms, [&] { line.send("c"); });
  r.when(55ms, [&] { line.pipe.open_gate(); });
  CHECK(r.run(1s) == "a@55 b@55 c@60 ");
}

TEST_CASE("pipe: finishing delivers what is in flight, then the end") {
  Room r(delay_of(10ms));
  Line line(r);
  line.send("a");
  CHECK(line.pipe.finish(9, 3ms));
  CHECK(r.run(1s) == "a@10 end@13 ");
}

TEST_CASE("pipe: finishing with a hole in the sequence tells nobody") {
  Room r(delay_of(10ms));
  Line line(r);
  line.send("a");
  r.network.cut(0, 1);
  line.send("b");
  r.network.restore(0, 1);
  CHECK_FALSE(line.pipe.finish(9, 0ms));
  CHECK(r.run(10s) == "a@10 ");
}

TEST_CASE(
    "pipe: dropping voids what is under way, also from within a delivery, and the pipe can be used again") {
  Room r(delay_of(10ms));
  Line line(r);
  line.drop_at = 1;
  line.send("a");
  line.send("b");
  CHECK(r.run(1s) == "a@10 ");
  CHECK_FALSE(line.pipe.is_open());
  line.pipe.open(r.network, 0, 1, quick, line);
  line.send("c");
  CHECK(r.run(2s) == "c@1010 ");
}

TEST_CASE(
    "pipe: any mixture of loss, jitter and outages delivers a prefix in order, and everything after "
    "healing") {
  CHECK(rc::check([] {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const auto loss = *rc::gen::inRange(0, 90);
    const auto jitter = *rc::gen::inRange(0, 200);
    const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4));
    Room r({.delay = 10ms, .jitter = base::Duration{jitter * 1ms}, .loss = base::percent(loss)}, seed,
           shuffled(seed));
    Line line(r, {200ms, 0, 2s});
    std::vector<std::string> sent;
    int cuts = 0;
    base::Duration now{};
    for (const int step : steps) {
      if (step == 0) r.network.cut(0, 1), ++cuts;
      if (step == 1 && cuts > 0) r.network.restore(0, 1), --cuts;
      if (step >= 2) {
        sent.push_back(std::to_string(sent.size()));
        line.send(sent.back());
      }
      if (step == 3) r.scheduler.run_until(at(now += 50ms));
      RC_ASSERT(line.received.size() <= sent.size());
      RC_ASSERT(std::equal(line.received.begin(), line.received.end(), sent.begin()));
    }
    while (cuts-- > 0) r.network.restore(0, 1);
    r.network.set_way(0, 1, delay_of(10ms));
    r.scheduler.run_until(at(now + 10min));
    RC_ASSERT(line.received == sent);
    RC_ASSERT(line.pipe.undelivered() == 0u);
  }));
}

TEST_CASE("courier: one event when it arrives, retries on loss, waits without events, gives up in silence") {
  Room r(delay_of(10ms));
  Courier courier(r.network);
  const Retry syn{1s, 4, 32s};
  const auto send = [&](base::Instant give_up) {
    courier.send(0, 1, syn, give_up, {"hello"}, [&r] { r.log("hello"); });
  };
  send(base::never);
  CHECK(r.run(1s) == "hello@10 ");
  CHECK(r.scheduler.executed() == 1);

  r.network.set_way(0, 1, {.delay = 10ms, .loss = base::certain});
  send(base::never);
  r.when(1500ms, [&] { r.network.set_way(0, 1, delay_of(10ms)); });
  CHECK(r.run(9s) == "hello@2010 ");

  r.network.cut(0, 1);
  send(base::never);
  send(at(20s));
  const auto before = r.scheduler.executed();
  CHECK(r.run(24s).empty());
  CHECK(r.scheduler.executed() == before);
  r.network.restore(0, 1);
  CHECK(r.run(60s) == "hello@28010 ");  // tried at 9, 10, 11, 12, 13, 14, 16, 20 s: the next is at 28 s
}
