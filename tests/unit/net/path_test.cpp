#include "models/net/path.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "models/net/pipe.hpp"
#include "tests/unit/net/room.hpp"

using namespace nearsim;
using namespace nearsim::net;

namespace {

// A technology that joins whom the test says, and carries in its own time.
struct Wire final : radio::Technology {
  Wire(std::string n, base::Duration d) : called(std::move(n)), delay(d) {}
  std::string_view name() const override { return called; }
  bool joins(Node a, Node b) const override { return joined.count(std::minmax(a, b)) > 0; }
  radio::Crossing carry(Node a, Node b, base::Bytes, radio::Cast, base::Rng&) override {
    if (!joins(a, b)) return {};
    return {radio::Crossing::Fate::arrives, delay};
  }
  void need(Node, Node) override { ++asked; }
  void join(Node a, Node b) {
    joined.insert(std::minmax(a, b));
    tell(a, b);
  }
  void part(Node a, Node b) {
    joined.erase(std::minmax(a, b));
    tell(a, b);
  }
  std::string called;
  base::Duration delay;
  std::set<std::pair<Node, Node>> joined;
  int asked = 0;
};

struct World final : Observer, PipeEnd {
  World()
      : network(scheduler, streams, {delay_of(0ms)}),
        choice(scheduler, streams, {&wifi, &awdl}, {}, this, nullptr) {
    network.over(choice);
  }
  void event(base::Instant, Node, const kernel::Verb& verb, Node,
             std::initializer_list<kernel::Field> fields) override {
    if (verb.name != "path") return;
    const auto name = [&](std::size_t i) {
      return std::string(std::get<std::string_view>((fields.begin() + i)->value));
    };
    log += name(0) + ">" + name(1) + "@" + std::to_string(scheduler.now().time_since_epoch() / 1ms) + " ";
  }
  void pipe_delivered(Pipe&, std::uint8_t, Buffer& message) override {
    log += text_of(message) + "@" + std::to_string(scheduler.now().time_since_epoch() / 1ms) + " ";
  }
  template <class F>
  void when(base::Duration t, F f) {
    scheduler.post(base::at(t), {"test"}, f);
  }
  std::string run(base::Duration until) {
    scheduler.run_until(base::at(until));
    return std::exchange(log, {});
  }
  void open() { pipe.open(network, 0, 1, Retry{}, *this); }

  kernel::Scheduler scheduler;
  base::Streams streams{base::Seed{1}};
  Wire wifi{"wifi", 5ms}, awdl{"awdl", 50ms};
  Network network;
  PathChoice choice;
  Pipe pipe;
  std::string log;
};

}  // namespace

TEST_CASE("path: the better of two carries") {
  World w;
  w.awdl.join(0, 1);
  w.open();
  w.pipe.send(0, bytes("a"));
  w.when(1s, [&] { w.wifi.join(0, 1); });
  w.when(2s, [&] { w.pipe.send(0, bytes("b")); });
  CHECK(w.run(10s) == "a@50 awdl>wifi@1000 b@2005 ");
  CHECK(w.choice.chosen(1, 0)->name() == "wifi");
}

TEST_CASE("path: when the better one fails the other takes over, after the silence was noticed") {
  World w;
  w.wifi.join(0, 1);
  w.awdl.join(0, 1);
  w.open();
  w.pipe.send(0, bytes("a"));
  w.when(1s, [&] { w.wifi.part(0, 1); });
  w.when(2s, [&] { w.pipe.send(0, bytes("b")); });
  w.run(2s);
  CHECK_FALSE(w.network.up(0, 1));
  const std::string log = w.run(20s);
  CHECK(log.find("wifi>awdl@3") == 0);  // between 3000 and 4000 ms
  CHECK(log.find("b@") != std::string::npos);
  CHECK(w.network.up(0, 1));
}

TEST_CASE("path: what comes back before it was missed goes on as if nothing had been") {
  World w;
  w.wifi.join(0, 1);
  w.awdl.join(0, 1);
  w.open();
  w.pipe.send(0, bytes("a"));
  w.when(1s, [&] { w.wifi.part(0, 1); });
  w.when(1500ms, [&] { w.wifi.join(0, 1); });
  w.when(5s, [&] { w.pipe.send(0, bytes("b")); });
  CHECK(w.run(20s) == "a@5 b@5005 ");
}

TEST_CASE("path: nothing joins: every technology hears of the need, and messages wait") {
  World w;
  w.open();
  w.pipe.send(0, bytes("a"));
  CHECK(w.wifi.asked > 0);
  CHECK(w.awdl.asked > 0);
  w.when(12s, [&] { w.awdl.join(0, 1); });
  const std::string log = w.run(60s);
  CHECK(log.find("none>awdl@12000 ") == 0);
  CHECK(log.find("a@") != std::string::npos);
  CHECK(log.size() < 40);
}

TEST_CASE("path: without anything left it is down at once") {
  World w;
  w.wifi.join(0, 1);
  w.open();
  w.pipe.send(0, bytes("a"));
  w.when(1s, [&] { w.wifi.part(0, 1); });
  CHECK(w.run(2s) == "a@5 wifi>none@1000 ");
  CHECK_FALSE(w.network.up(0, 1));
}

TEST_CASE("path: faults count on top of what the air does") {
  World w;
  w.wifi.join(0, 1);
  w.open();
  const Token slow = w.network.disturb({.delay = 100ms});
  w.pipe.send(0, bytes("a"));
  CHECK(w.run(1s) == "a@105 ");
  w.network.undo(slow);
  w.network.cut(0, 1);
  CHECK_FALSE(w.network.up(0, 1));
  w.pipe.send(0, bytes("b"));
  w.when(2s, [&] { w.network.restore(0, 1); });
  CHECK(w.run(3s).find("b@2") == 0);
}

TEST_CASE("path: one radio: what waits for the other technology") {
  struct Busy final : Coexistence {
    std::optional<base::Duration> wait(const radio::Technology& t, Node, Node, base::Rng&) override {
      if (loses) return std::nullopt;
      return t.name() == "wifi" ? 260ms : 0ms;
    }
    bool loses = false;
  } busy;
  kernel::Scheduler scheduler;
  const base::Streams streams{base::Seed{1}};
  Wire wifi{"wifi", 5ms};
  wifi.join(0, 1);
  PathChoice choice(scheduler, streams, {&wifi}, {}, nullptr, &busy);
  base::Rng draw(1, 2);
  CHECK(choice.carry(0, 1, {10}, radio::Cast::unicast, draw).delay == 265ms);
  busy.loses = true;
  CHECK(choice.carry(0, 1, {10}, radio::Cast::unicast, draw).fate == radio::Crossing::Fate::lost);
}

namespace {

// Renegotiates at `t`, and logs when it is told.
void renegotiate(World& w, base::Duration t, Leave leave) {
  w.when(t, [&w, leave] {
    w.choice.renegotiate(0, 1, leave, [&w] {
      const radio::Technology* now = w.choice.chosen(0, 1);
      w.log += "done:" + std::string(now == nullptr ? "none" : now->name()) + "@" +
               std::to_string(w.scheduler.now().time_since_epoch() / 1ms) + " ";
    });
  });
}

}  // namespace

TEST_CASE("path: renegotiated, a failed technology is left after the break and not after the silence") {
  World w;
  w.wifi.join(0, 1);
  w.awdl.join(0, 1);
  w.open();
  w.pipe.send(0, bytes("a"));
  w.when(1s, [&] { w.wifi.part(0, 1); });
  renegotiate(w, 1010ms, Leave::what_failed);
  renegotiate(w, 1200ms, Leave::what_failed);  // the other end, which joins what is under way
  w.when(1400ms, [&] { CHECK_FALSE(w.network.up(0, 1)); });
  w.when(1600ms, [&] { w.pipe.send(0, bytes("b")); });
  CHECK(w.run(20s) == "a@5 wifi>awdl@1510 done:awdl@1510 done:awdl@1510 b@1650 ");
}

TEST_CASE("path: what works stays, without a break, when only an interface changed") {
  World w;
  w.wifi.join(0, 1);
  w.awdl.join(0, 1);
  w.open();
  w.pipe.send(0, bytes("a"));
  renegotiate(w, 1s, Leave::what_failed);
  w.when(1s, [&] { w.pipe.send(0, bytes("b")); });
  CHECK(w.run(20s) == "a@5 done:wifi@1000 b@1005 ");
}

TEST_CASE("path: what carried nothing is left although it joins, and comes back when it is trusted again") {
  World w;
  w.wifi.join(0, 1);
  w.awdl.join(0, 1);
  w.open();
  w.pipe.send(0, bytes("a"));
  renegotiate(w, 1s, Leave::the_present);
  CHECK(w.run(60s) == "a@5 wifi>awdl@1500 done:awdl@1500 awdl>wifi@31000 ");
}

TEST_CASE("path: what carried nothing is better than what is not there") {
  World w;
  w.wifi.join(0, 1);
  w.awdl.join(0, 1);
  w.open();
  w.pipe.send(0, bytes("a"));
  renegotiate(w, 1s, Leave::the_present);
  w.when(5s, [&] { w.awdl.part(0, 1); });
  const std::string log = w.run(60s);
  CHECK(log.find("wifi>awdl@1500 done:awdl@1500 awdl>wifi@") != std::string::npos);
  CHECK(w.choice.chosen(0, 1)->name() == "wifi");
}

TEST_CASE("path: nothing else joins: there is nothing to agree on, and nothing is broken for it") {
  World w;
  w.wifi.join(0, 1);
  w.open();
  w.pipe.send(0, bytes("a"));
  renegotiate(w, 1s, Leave::the_present);
  w.when(1s, [&] { w.pipe.send(0, bytes("b")); });
  w.when(2s, [&] { w.wifi.part(0, 1); });
  renegotiate(w, 3s, Leave::what_failed);
  CHECK(w.run(20s) == "a@5 done:wifi@1000 b@1005 wifi>none@2000 done:none@3000 ");
}

TEST_CASE("path: what goes during the break is not agreed on") {
  World w;
  w.wifi.join(0, 1);
  w.awdl.join(0, 1);
  w.open();
  w.pipe.send(0, bytes("a"));
  renegotiate(w, 1s, Leave::the_present);
  w.when(1200ms, [&] { w.awdl.part(0, 1); });
  w.when(1300ms, [&] { w.wifi.part(0, 1); });
  CHECK(w.run(20s) == "a@5 wifi>none@1500 done:none@1500 ");
  CHECK_FALSE(w.network.up(0, 1));
}
