#include <doctest/doctest.h>

#include "tests/unit/net/mdns_room.hpp"

using namespace nearsim;
using namespace nearsim::net;
using namespace nearsim::net::mdns;

TEST_CASE("mdns: the schedules of Apple's responder") {
  const mdns::Settings s;
  const base::Duration queries[] = {0s, 1s, 4s, 13s, 40s, 121s, 364s, 1093s, 3280s, 6880s};
  for (int n = 0; n < 10; ++n) CHECK(query_time(s, n) == queries[n]);
  const base::Duration announcements[] = {0s, 1s, 3s, 7s};
  for (int n = 0; n < 4; ++n) CHECK(announce_time(s, n) == announcements[n]);
}

TEST_CASE("mdns: a new name is claimed in 0.75 to 1 s, and found one way later") {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Spoken f(2, {}, delay_of(10ms), seed);
    f.browse(1);
    f.publish(0);
    CHECK(f.run(5s) == "1+10 ");
    CHECK(f.last(1) >= 760ms);
    CHECK(f.last(1) <= 1010ms);
  }
}

TEST_CASE("mdns: a browser that comes later asks, and is answered after 20 to 120 ms") {
  Spoken f;
  f.publish(0);
  f.run(20s);
  f.browse(1);
  CHECK(f.run(30s) == "1+10 ");
  CHECK(f.last(1) >= 20s + 40ms);
  CHECK(f.last(1) <= 20s + 140ms);
  CHECK(f.discovery.resolve(1, 10) == Node{0});
  CHECK(f.discovery.resolve(1, 99) == std::nullopt);
}

TEST_CASE("mdns: what the asker knows is not answered again") {
  Spoken f;
  f.publish(0);
  f.run(20s);
  f.browse(1);
  f.run(21s);
  const auto answers = f.discovery.count().answers;
  f.run(400s);
  CHECK(f.discovery.count().queries == 7);  // at 0, 1, 4, 13, 40, 121, 364 s
  CHECK(f.discovery.count().answers == answers);
}

TEST_CASE("mdns: a goodbye ends a record after a second, told three times") {
  Spoken f;
  const Publication p = f.publish(0);
  f.browse(1);
  f.run(20s);
  f.discovery.withdraw(p, Goodbye::sent);
  CHECK(f.run(60s) == "1-10 ");
  CHECK(f.last(1) == 21s + 10ms);
  CHECK(f.discovery.count().goodbyes == 3);
}

TEST_CASE("mdns: without a goodbye a ghost stays for 75 minutes, asked for four times in the last fifteen") {
  Spoken f;
  const Publication p = f.publish(0);
  f.browse(1);
  f.run(60s);
  const base::Duration heard = f.last(1) + 7s;  // the last announcement
  f.discovery.withdraw(p, Goodbye::not_sent);
  f.run(heard + 3599s);
  const auto asked = f.discovery.count().queries;
  for (const auto percent : {80, 85, 90, 95}) {
    f.run(heard + percent * 45s - 1ms);
    const auto before = f.discovery.count().queries;
    f.run(heard + percent * 45s + 90s);
    CHECK(f.discovery.count().queries == before + 1);
  }
  CHECK(f.discovery.count().queries == asked + 4);
  CHECK(f.run(heard + 4499s).empty());
  CHECK(f.discovery.resolve(1, 10) == Node{0});
  CHECK(f.run(5000s) == "1-10 ");
  CHECK(f.last(1) == heard + 4500s);
}

TEST_CASE("mdns: a host that is there is renewed for ever") {
  Spoken f;
  f.publish(0);
  f.browse(1);
  f.run(30'000s);
  CHECK(f.eyes[1].at.size() == 1);
}

TEST_CASE("mdns: on old systems the address of a ghost dies after two minutes, and the ghost stays visible") {
  Spoken f(2, settings_of(System::old_apple));
  const Publication p = f.publish(0);
  f.browse(1);
  f.run(60s);
  f.discovery.withdraw(p, Goodbye::not_sent);
  f.run(120s);
  CHECK(f.discovery.resolve(1, 10) == Node{0});
  CHECK(f.run(130s).empty());
  CHECK(f.discovery.resolve(1, 10) == std::nullopt);
}

TEST_CASE("mdns: a doubted ghost is gone after 5 to 6.67 s, and a doubted host answers") {
  base::Duration least = 1h, most = 0s;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Spoken f(2, {}, delay_of(10ms), seed);
    const Publication p = f.publish(0);
    f.browse(1);
    f.run(60s);
    f.discovery.reconfirm(1, 10);
    CHECK(f.run(100s).find('-') == std::string::npos);
    f.discovery.withdraw(p, Goodbye::not_sent);
    const auto asked = f.discovery.count().queries;
    f.discovery.reconfirm(1, 10);
    CHECK(f.run(120s) == "1-10 ");
    CHECK(f.discovery.count().queries == asked + 4);
    least = std::min(least, f.last(1) - 100s), most = std::max(most, f.last(1) - 100s);
  }
  CHECK(least >= 5s);
  CHECK(most <= 6670ms);
  CHECK(most - least > 1500ms);
}

TEST_CASE("mdns: an RFC 6762 system forgets a doubted record after 10 s") {
  Spoken f(2, settings_of(System::rfc6762));
  const Publication p = f.publish(0);
  f.browse(1);
  f.run(60s);
  f.discovery.withdraw(p, Goodbye::not_sent);
  f.discovery.reconfirm(1, 10);
  CHECK(f.run(100s) == "1-10 ");
  CHECK(f.last(1) == 70s);
}
