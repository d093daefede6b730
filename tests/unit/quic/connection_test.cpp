#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "tests/unit/quic/hosts.hpp"

using namespace nearsim;        // NOLINT
using namespace nearsim::quic;  // NOLINT

TEST_CASE("the client is connected after one round trip, the server half of one later") {
  Hosts h(2);
  (void)h[0].endpoint.connect(1, Alpn::messaging);
  CHECK(h.run(1s) == "B:in-A@10 A:up1@20 B:up1@30 ");
  CHECK(h.alive(0, 1) == 1);
}

TEST_CASE("a refusal is heard after a round trip, silence after the connect timeout") {
  Hosts h(3);
  h[1].manners = Machine::Manners::refuse;
  h[2].manners = Machine::Manners::silent;
  (void)h[0].endpoint.connect(1, Alpn::pairing);
  (void)h[0].endpoint.connect(2, Alpn::pairing);
  CHECK(h.run(60s) == "B:in-A@10 C:in-A@10 A:end1-refused@20 A:end2-timed_out@30000 ");
  CHECK(h.wire.dials(0, 2) == 0);
}

TEST_CASE("nobody answers for a process that is not there, and the next one hears the first packet again") {
  Hosts h(2);
  h[1].endpoint.kill();
  (void)h[0].endpoint.connect(1, Alpn::messaging);
  h.when(2s, [&] {
    h[1].endpoint.restart();
    h[1].endpoint.open();
  });
  CHECK(h.run(60s) == "B:in-A@3007 A:up1@3017 B:up1@3027 ");  // sent at 0, 999 and 2,997 ms
}

TEST_CASE("a dial of a key that its device no longer has is silence, and no attempt at what it is now") {
  Hosts h(2);
  h[1].endpoint.take_key(7);
  (void)h[0].endpoint.connect(1, Alpn::messaging, 7);
  h.when(1s, [&] {
    (void)h[0].endpoint.connect(1, Alpn::messaging, 7);
    CHECK(h.wire.dials(0, 1) == 1);
    h[1].endpoint.take_key(8);
    CHECK(h.wire.dials(0, 1) == 0);
    h[1].endpoint.take_key(7);
    CHECK(h.wire.dials(0, 1) == 1);
    h[1].endpoint.take_key(8);
    (void)h[0].endpoint.connect(1, Alpn::messaging, 7);
    CHECK(h.wire.dials(0, 1) == 0);
    (void)h[0].endpoint.connect(1, Alpn::messaging, 8);
    CHECK(h.wire.dials(0, 1) == 1);
  });
  CHECK(h.run(60s) ==
        "B:in-A@10 A:up1@20 B:up1@30 B:in-A@1010 A:up4@1020 B:up4@1030 A:end2-timed_out@31000 "
        "A:end3-timed_out@31000 ");
}

TEST_CASE("a close is told to the other end with its code, and to oneself not at all") {
  Hosts h(2);
  const ConnectionId id = h[0].endpoint.connect(1, Alpn::messaging);
  (void)h.run(1s);
  h[0].endpoint.close(id, dropped);
  CHECK(h.run(2s) == "B:end1-closed_by_peer:0@1010 ");
  CHECK(h.alive(0, 1) == 0);
}

TEST_CASE("a handle dropped at once still makes a connection at the other end, and ends it") {
  Hosts h(2);
  const ConnectionId id = h[0].endpoint.connect(1, Alpn::messaging);
  h.when(20ms + 1ns, [&] { h[0].endpoint.close(id, dropped); });
  CHECK(h.run(1s) == "B:in-A@10 A:up1@20 B:up1@30 B:end1-closed_by_peer:0@30 ");
}

TEST_CASE("a killed process is noticed by the idle timeout, up to a keep-alive's period later") {
  for (int trial = 0; trial < 3; ++trial) {
    Hosts h(2);
    (void)h[0].endpoint.connect(1, Alpn::messaging);
    (void)h.run(10s);
    h[1].endpoint.kill();
    const std::string told = h.run(100s);
    CHECK(told.starts_with("A:end1-timed_out@"));
    const int at = std::stoi(told.substr(told.find('@') + 1));
    CHECK(at >= 40'000);
    CHECK(at <= 41'000);
  }
}

TEST_CASE("without keep-alives an idle link dies at both ends; data keeps it") {
  Hosts h(2, Settings{.keep_alive = 0s});
  const ConnectionId id = h[0].endpoint.connect(1, Alpn::messaging);
  StreamId stream;
  h.when(1s, [&] { stream = h[0].endpoint.open_stream(id, StreamKind::unidirectional); });
  h.when(20s, [&] { CHECK(h[0].say(stream, "x")); });
  CHECK(h.run(100s) ==
        "B:in-A@10 A:up1@20 B:up1@30 B:x@20010 A:end1-timed_out@50000 B:end1-timed_out@50010 ");
}

TEST_CASE("an outage shorter than the idle timeout is not noticed; its backlog comes after it") {
  Hosts h(2);
  const ConnectionId id = h[0].endpoint.connect(1, Alpn::messaging);
  (void)h.run(1s);
  const StreamId stream = h[0].endpoint.open_stream(id, StreamKind::bidirectional);
  net::Token cut;
  h.when(5s, [&] { cut = h.network.isolate({0}); });
  h.when(6s, [&] { CHECK(h[0].say(stream, "late")); });
  h.when(30s, [&] { h.network.undo(cut); });
  const std::string told = h.run(100s);
  CHECK(told.starts_with("B:late@3"));
  CHECK(told.find("end") == std::string::npos);
}

TEST_CASE("an end that was timed out alone tells the other at its next keep-alive, if it can") {
  Hosts h(2);
  (void)h[0].endpoint.connect(1, Alpn::messaging);
  (void)h.run(1s);
  h.network.cut(1, 0);  // A hears nothing, B hears everything
  h.when(20s, [] {});
  const std::string told = h.run(31s);
  CHECK(told.empty());
  CHECK(h.run(33s).starts_with("A:end1-timed_out@"));
  CHECK(h.run(120s).starts_with("B:end1-timed_out@6"));  // the reset cannot come back: a second idle timeout
}

TEST_CASE("several connections of a pair live side by side") {
  Hosts h(2);
  (void)h[0].endpoint.connect(1, Alpn::messaging);
  (void)h[1].endpoint.connect(0, Alpn::messaging);
  CHECK(h.run(1s) == "B:in-A@10 A:in-B@10 A:up1@20 B:up2@20 B:up1@30 A:up2@30 ");
  CHECK(h.alive(0, 1) == 2);
}

TEST_CASE("streams: heard of by their first data, answered on the same one, one way only when so opened") {
  Hosts h(2);
  const ConnectionId id = h[0].endpoint.connect(1, Alpn::messaging);
  (void)h.run(1s);
  h[1].echoes = true;
  const StreamId both = h[0].endpoint.open_stream(id, StreamKind::bidirectional);
  CHECK(h.run(2s).empty());
  CHECK(h[0].say(both, "ping"));
  CHECK(h.run(3s) == "B:ping@2010 A:ping@2020 ");
  const StreamId one = h[0].endpoint.open_stream(id, StreamKind::unidirectional);
  CHECK(h[0].say(one, "file"));
  CHECK(h.run(4s) == "B:file@3010 ");
  h[0].endpoint.close(id, 7);
  CHECK_FALSE(h[0].say(both, "late"));
  CHECK(h.run(5s) == "B:end1-closed_by_peer:7@4010 ");
}

TEST_CASE("what is sent to a process that died is taken by nobody, also not by the next one") {
  Hosts h(2);
  const ConnectionId id = h[0].endpoint.connect(1, Alpn::messaging);
  (void)h.run(1s);
  h[1].endpoint.kill();
  h[1].endpoint.restart();
  const StreamId stream = h[0].endpoint.open_stream(id, StreamKind::unidirectional);
  CHECK(h[0].say(stream, "chat"));  // the sender cannot know
  CHECK(h.run(20s).empty());
}

TEST_CASE(
    "a frozen process keeps its connections for the idle timeout, and hears of their end when it wakes") {
  Hosts h(2);
  (void)h[0].endpoint.connect(1, Alpn::messaging);
  (void)h.run(1s);
  h.when(2s, [&] { h[1].endpoint.suspend(); });
  h.when(22s, [&] { h[1].endpoint.resume(); });
  CHECK(h.run(100s).empty());
  h[1].endpoint.suspend();
  h.when(200s, [&] { h[1].endpoint.resume(); });
  CHECK(h.run(199s).starts_with("A:end1-timed_out@13"));
  CHECK(h.run(300s).starts_with("B:end1-timed_out@200"));
}

TEST_CASE("late callbacks: the application hears of the old connection after the new one") {
  Hosts h(2, Settings{.close_callback_delay = 100ms});
  const ConnectionId id = h[0].endpoint.connect(1, Alpn::messaging);
  (void)h.run(1s);
  h[0].endpoint.close(id, dropped);
  (void)h[0].endpoint.connect(1, Alpn::messaging);
  CHECK(h.run(2s) == "B:in-A@1010 A:up2@1020 B:up2@1030 B:end1-closed_by_peer:0@1110 ");
}

TEST_CASE("property: whatever is lost, both ends agree in the end, and nothing is told twice") {
  CHECK(rc::check([] {
    net::Way way;
    way.delay = std::chrono::milliseconds{*rc::gen::inRange(1, 500)};
    way.jitter = std::chrono::milliseconds{*rc::gen::inRange(0, 200)};
    way.loss = base::percent(*rc::gen::inRange(0, 60));
    Hosts h(2, {}, way,
            {.ties = kernel::Ties::shuffled, .tie_seed = base::Seed{*rc::gen::inRange(1ul, 99ul)}});
    const ConnectionId id = h[0].endpoint.connect(1, Alpn::messaging);
    const auto closes = std::chrono::milliseconds{*rc::gen::inRange(0, 3000)};
    h.when(closes, [&] { h[0].endpoint.close(id, dropped); });
    const std::string told = h.run(600s);
    RC_ASSERT(h.alive(0, 1) == 0);
    const auto times = [&](const std::string& what) {
      int n = 0;
      for (std::size_t at = told.find(what); at != std::string::npos; at = told.find(what, at + 1)) ++n;
      return n;
    };
    RC_ASSERT(times("A:up") <= 1);
    RC_ASSERT(times("B:up") <= 1);
    RC_ASSERT(times("A:end") <= 1);
    RC_ASSERT(times("B:end") == (times("B:in") > 0 ? 1 : 0));
  }));
}
