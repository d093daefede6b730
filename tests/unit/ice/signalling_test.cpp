#include <doctest/doctest.h>

#include "tests/unit/ice/callers.hpp"

using namespace nearsim;       // NOLINT
using namespace nearsim::ice;  // NOLINT

using Down = Signalling::Down;

TEST_CASE("a server that is killed ends every socket at once, and answers again when it is back") {
  Callers c(2);
  c.meet();
  c.when(5s, [&] { c.peering.signalling().restart(); });
  CHECK(c.run(6s) == "A:out@5025 B:out@5025 ");
  c[0].enter();
  CHECK(c.run(7s).find("A:in@") != std::string::npos);
}

TEST_CASE("while it is down a connection is refused; while it is unreachable one times out") {
  for (const Down how : {Down::killed, Down::unreachable}) {
    Callers c(1);
    c.peering.signalling().take_down(how);
    c[0].enter();
    CHECK(c.run(60s) == (how == Down::killed ? "A:out@50 " : "A:out@10000 "));
    c.peering.signalling().bring_up(how);
    c[0].enter();
    CHECK(c.run(62s).find("A:in@") != std::string::npos);
  }
}

TEST_CASE("an unreachable server is not noticed by who writes nothing") {
  Callers c(1);
  c.meet();
  c.peering.signalling().take_down(Down::unreachable);
  CHECK(c.run(600s).empty());
}

TEST_CASE("the server forgets a device that it does not reach, and says so to the others") {
  Callers c(2);
  c.meet();
  (void)c.network.isolate({0});
  const std::string log = c.run(120s);
  CHECK(log.find("B:-A@") != std::string::npos);
}

TEST_CASE("a socket of the old network is dead: the device believes in it until it writes") {
  Callers c(2);
  c.meet();
  c.peering.attach(0, Attached::cellular);
  CHECK(c.run(20s).empty());
  (void)c[0].call(c[1]);
  CHECK(c.run(60s).find("A:out@40000") != std::string::npos);  // 20 s after it wrote
}

TEST_CASE("a name that is taken: replaced, or sent away until the server has noticed") {
  for (const Taken taken : {Taken::replaces, Taken::refused}) {
    Callers c(1, {}, ServerSettings{.taken = taken});
    c.meet();
    c.peering.attach(0, Attached::cellular);
    c[0].enter();
    const std::string log = c.run(3s);
    CHECK((log.find("A:in@") != std::string::npos) == (taken == Taken::replaces));
    (void)c.run(70s);
    if (taken == Taken::refused) {
      c[0].enter();
      CHECK(c.run(72s).find("A:in@") != std::string::npos);
    }
  }
}

TEST_CASE("frames survive the wire") {
  const Frame frame{.kind = Frame::Kind::candidates,
                    .candidates = 5,
                    .connection = 7,
                    .generation = 0xfffffffe,
                    .answers = 2,
                    .address = 3,
                    .to = net::identity_of(9, 2),
                    .from = net::identity_of(1, 1)};
  const Frame again = decode(encode(frame));
  CHECK(again.kind == frame.kind);
  CHECK(again.candidates == frame.candidates);
  CHECK(again.generation == frame.generation);
  CHECK(again.to == frame.to);
  CHECK(again.from == frame.from);
}
