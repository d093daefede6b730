// A channel for each pair of interfaces.
#include <doctest/doctest.h>

#include <vector>

#include "tests/unit/mpc/two_ways.hpp"

using namespace nearsim;
using namespace nearsim::mpc;

namespace {

struct ChannelLog final : net::Observer {
  void event(base::Instant now, net::Node node, const kernel::Verb& what, net::Node,
             std::initializer_list<kernel::Field> fields) override {
    const std::string_view topic = what.topic, verb = what.name;
    if (topic != "mpc" || !verb.starts_with("channel_")) return;
    text += static_cast<char>('A' + node);
    text += std::string(":") + std::string(verb.substr(8)) + "-" +
            std::string(std::get<std::string_view>((fields.begin() + 1)->value)) + "@" +
            std::to_string(now.time_since_epoch() / 1ms) + " ";
  }
  std::string text;
};

constexpr Settings each{.channels = Channels::each_interface};

}  // namespace

TEST_CASE("channels: all are checked in parallel, and the first that is ready connects") {
  ChannelLog log;
  TwoWays w(each, &log);
  People& p = w.people;
  p.meet();
  p[0].invite(p[1]);
  // Wi-Fi takes 5 ms each way and AWDL 20: the invitation and its answer on Wi-Fi, then both in parallel.
  CHECK(p.run(60s) ==
        "B:invited-A@1005 B:connecting-A@1005 A:connecting-B@1010 A:connected-B@1020 B:connected-A@1025 ");
  CHECK(log.text == "A:ready-wifi@1020 B:ready-wifi@1025 A:ready-awdl@1050 B:ready-awdl@1070 ");
  CHECK(w.carrier() == "wifi");
}

TEST_CASE("channels: one blocked interface is given up, which ends nothing while another is connected") {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    ChannelLog log;
    TwoWays w(each, &log, seed);
    People& p = w.people;
    p.meet();
    p.air.block_lane(0, 1, TwoWays::wifi_lane);
    p[0].invite(p[1]);
    CHECK(p.run(8s) ==
          "B:invited-A@1005 B:connecting-A@1005 A:connecting-B@1010 A:connected-B@1050 B:connected-A@1070 ");
    CHECK(w.carrier() == "awdl");  // Wi-Fi is there, and does not carry this session
    p[0].send({&p[1]}, "hello");
    CHECK(p.run(9s) == "B:A:hello@8020 ");
    CHECK(p.run(60s).empty());  // no state changes
    CHECK(p.air.live_links(0, 1) == 1);
    for (const char* who : {"A", "B"}) {
      const long at = time_of(log.text, std::string(who) + ":given_up-wifi");
      CHECK(at >= 11'010);
      CHECK(at <= 12'010);
      CHECK(time_of(log.text, std::string(who) + ":given_up-awdl") == -1);
    }
  }
}

TEST_CASE("channels: only when none is left the attempt fails, after 10 to 11 s") {
  TwoWays w;
  People& p = w.people;
  p.meet();
  p.air.block_channels(0, 1);
  p[0].invite(p[1]);
  const std::string log = p.run(60s);
  CHECK(log.find(":connected-") == std::string::npos);
  const long took = time_of(log, "A:not_connected-B/60") - time_of(log, "A:connecting-B");
  CHECK(took >= 10'000);
  CHECK(took <= 11'000);
}

TEST_CASE("channels: one that is ready later takes over if it is the better one") {
  TwoWays w;
  People& p = w.people;
  p.meet();
  p.air.block_lane(0, 1, TwoWays::wifi_lane);
  p[0].invite(p[1]);
  (void)p.run(3s);
  CHECK(w.carrier() == "awdl");
  p.air.unblock_lane(0, 1, TwoWays::wifi_lane);
  CHECK(p.run(8s).empty());
  CHECK(w.carrier() == "wifi");
}

TEST_CASE("channels: with the link the bar on an interface is over") {
  TwoWays w;
  People& p = w.people;
  p.meet();
  p.air.block_lane(0, 1, TwoWays::wifi_lane);
  p[0].invite(p[1]);
  (void)p.run(20s);
  p[0].framework.disconnect(p[0].session);
  (void)p.run(30s);
  CHECK(p.air.live_links(0, 1) == 0);
  CHECK(w.carrier() == "wifi");
}

TEST_CASE("channels: an interface that is not up is tried, and is no loss") {
  ChannelLog log;
  TwoWays w(each, &log);
  People& p = w.people;
  w.awdl.go();
  p.meet();
  p[0].invite(p[1]);
  const std::string callbacks = p.run(60s);
  CHECK(time_of(callbacks, "B:connected-A") == 1025);
  CHECK(callbacks.find("not_connected") == std::string::npos);
  CHECK(time_of(log.text, "A:given_up-awdl") >= 11'010);
  w.awdl.come();  // it stands by all the same
  w.wifi.go();
  (void)p.run(70s);
  CHECK(w.carrier() == "awdl");
  CHECK(p.air.live_links(0, 1) == 1);
}
