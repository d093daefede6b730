#include "models/net/stream.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "tests/unit/net/room.hpp"

using namespace nearsim;
using namespace nearsim::net;
using enum nearsim::net::End;

namespace {

// A stream from device 0 to device 1; the log says i for the initiator and r for the responder.
struct Call final : StreamUser {
  explicit Call(Room& r, StreamSettings settings = {})
      : room(r), courier(r.network), stream(r.network, courier, 0, 1, settings, *this) {}

  Offer stream_offered(Stream&) override { return offer; }
  void stream_opened(Stream&, End e) override { room.log(who(e) + "-open"); }
  void stream_received(Stream&, End e, Buffer& message) override {
    if (room.text.size() < 500) room.log(who(e) + ":" + text_of(message));
    if (e == responder) at_responder.push_back(text_of(message));
  }
  void stream_ended(Stream&, End e, Errno why) override { room.log(who(e) + "-" + std::string{name(why)}); }
  static std::string who(End e) { return e == initiator ? "i" : "r"; }
  void send(End e, std::string_view text) { stream.send(e, bytes(text)); }

  Room& room;
  Courier courier;
  Stream stream;
  Offer offer = Offer::accept;
  std::vector<std::string> at_responder;
};

struct OpenCall {
  explicit OpenCall(base::Duration delay = 10ms, StreamSettings settings = {})
      : room(delay_of(delay)), call(room, settings) {
    call.stream.connect();
    static_cast<void>(room.run(1s));
  }
  Room room;
  Call call;
};

}  // namespace

TEST_CASE("stream: opens at the initiator after a round trip and at the responder one way later") {
  Room r(delay_of(10ms));
  r.network.set_way(1, 0, delay_of(30ms));
  Call c(r);
  c.stream.connect();
  CHECK(c.stream.state(initiator) == StreamState::connecting);
  CHECK(r.run(1s) == "i-open@40 r-open@50 ");
  CHECK(c.stream.state(responder) == StreamState::open);
}

TEST_CASE("stream: a refused connect fails with 61 after a round trip") {
  Room r(delay_of(10ms));
  Call c(r);
  c.offer = Offer::refuse;
  c.stream.connect();
  CHECK(r.run(100s) == "i-refused@20 ");
  CHECK(c.stream.state(initiator) == StreamState::closed);
}

TEST_CASE("stream: nobody answers: 60 after the timeout; no route: 65 at once") {
  Room r;
  r.network.cut(0, 1);
  Call silent(r);
  silent.stream.connect();
  CHECK(r.run(100s) == "i-timeout@75000 ");
  Call known(r, {.when_down = WhenDown::no_route});
  known.stream.connect();
  CHECK(r.text.empty());
  CHECK(r.run(100s) == "i-no_route@100000 ");
}

TEST_CASE("stream: a heal during connecting lets the next SYN through") {
  Room r(delay_of(10ms));
  r.network.cut(0, 1);
  Call c(r);
  c.stream.connect();
  r.when(5500ms, [&] { r.network.restore(0, 1); });  // SYNs at 0, 1, 2, 3, 4, 5, 7 s
  CHECK(r.run(100s) == "i-open@7020 r-open@7030 ");
}

TEST_CASE("stream: an answer after the initiator gave up resets the responder") {
  Room r(delay_of(10ms));
  Call c(r, {.connect_timeout = 15ms});
  c.stream.connect();
  CHECK(r.run(100s) == "i-timeout@15 r-reset@30 ");
}

TEST_CASE("stream: messages go both ways, at once after opening, in order under shuffled ties") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Room r(delay_of(10ms), 1, shuffled(seed));
    Call c(r);
    c.stream.connect();
    r.when(25ms, [&] {
      c.send(initiator, "a");
      c.send(initiator, "b");
    });
    r.when(30ms, [&] {
      if (c.stream.state(responder) == StreamState::open) c.send(responder, "x");
    });
    const std::string log = r.run(1s);
    CHECK(log.starts_with("i-open@20 r-open@30 "));
    CHECK(log.find("r:a@35 r:b@35 ") != std::string::npos);
  }
}

TEST_CASE("stream: closing is heard after what was sent before") {
  OpenCall o;
  o.call.send(initiator, "bye");
  o.call.stream.close(initiator);
  CHECK(o.call.stream.state(initiator) == StreamState::closed);
  CHECK(o.call.stream.half_open(responder));
  CHECK(o.room.run(2s) == "r:bye@1010 r-none@1010 ");
  CHECK_FALSE(o.call.stream.half_open(responder));
}

TEST_CASE("stream: aborting resets the other end one way later") {
  OpenCall o;
  o.call.stream.abort(responder);
  CHECK(o.room.run(2s) == "i-reset@1010 ");
}

TEST_CASE("stream: a reset that is lost is called for by the next message") {
  OpenCall o;
  o.room.network.cut(1, 0);
  o.call.stream.abort(responder);
  o.room.network.restore(1, 0);
  CHECK(o.room.run(2s).empty());
  CHECK(o.call.stream.state(initiator) == StreamState::open);
  CHECK(o.call.stream.half_open(initiator));
  o.call.send(initiator, "hello?");
  CHECK(o.room.run(3s) == "i-reset@2020 ");
}

TEST_CASE("stream: a host without power never answers, and sending still succeeds") {
  OpenCall o;
  o.call.stream.vanish(responder);
  o.call.send(initiator, "hello?");
  CHECK(o.room.run(30min).empty());
  CHECK(o.call.stream.state(initiator) == StreamState::open);
}

TEST_CASE("stream: a host whose process is gone answers with a reset") {
  OpenCall o;
  o.call.stream.forget(responder);
  CHECK(o.room.run(1min).empty());  // silence tells nothing
  o.call.send(initiator, "hello?");
  CHECK(o.room.run(2min) == "i-reset@60020 ");
}

TEST_CASE("stream: both ends are open across an outage; the backlog comes after it, or the patience ends") {
  OpenCall o;
  o.room.network.cut(0, 1);
  o.call.send(initiator, "a");
  o.call.send(initiator, "b");
  CHECK(o.call.stream.backlog(initiator) == 2);
  o.room.when(3s, [&] { o.room.network.restore(0, 1); });  // retries at 1.2, 1.6, 2.4, 4.0
  CHECK(o.room.run(5s) == "r:a@4010 r:b@4010 ");

  o.room.network.cut(0, 1);
  o.call.send(initiator, "c");
  CHECK(o.room.run(20min) == "i-timeout@605000 ");
  CHECK(o.call.stream.state(responder) == StreamState::open);
}

TEST_CASE("stream: it can be connected again") {
  OpenCall o;
  o.call.stream.close(initiator);
  static_cast<void>(o.room.run(2s));
  o.call.stream.connect();
  CHECK(o.room.run(3s) == "i-open@2020 r-open@2030 ");
}

TEST_CASE(
    "stream: under random loss and outages the responder gets a prefix in order, and all of it after "
    "healing") {
  CHECK(rc::check([] {
    const auto seed = *rc::gen::arbitrary<std::uint64_t>();
    const auto loss = *rc::gen::inRange(0, 60);
    const auto outages = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, 3), rc::gen::inRange(1, 2000)));
    Room r({.delay = 10ms, .jitter = 20ms, .loss = base::percent(loss)}, seed, shuffled(seed));
    Call c(r, {.give_up = base::forever});
    c.stream.connect();
    r.scheduler.run_until(at(60s));
    RC_PRE(c.stream.state(initiator) == StreamState::open);
    std::vector<std::string> sent;
    const auto speak = [&] {
      sent.push_back(std::to_string(sent.size()));
      c.send(initiator, sent.back());
    };
    base::Instant now = at(60s);
    for (const auto& [direction, milliseconds] : outages) {
      speak();
      if (direction != 2) r.network.cut(direction == 0 ? 0u : 1u, direction == 0 ? 1u : 0u);
      speak();
      r.scheduler.run_until(now += base::Duration{milliseconds * 1ms});
      RC_ASSERT(c.at_responder.size() <= sent.size());
      RC_ASSERT(std::equal(c.at_responder.begin(), c.at_responder.end(), sent.begin()));
      if (direction != 2) r.network.restore(direction == 0 ? 0u : 1u, direction == 0 ? 1u : 0u);
    }
    r.scheduler.run_until(now + 24h);
    RC_ASSERT(c.at_responder == sent);
  }));
}
