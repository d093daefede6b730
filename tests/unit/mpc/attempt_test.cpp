// What holds an attempt up after it was accepted: certificates, and the attempt before it.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/unit/mpc/people.hpp"

using namespace nearsim;
using namespace nearsim::mpc;

TEST_CASE("certificates: a handler that is never called holds both ends up until ICE's timeout") {
  for (const int who : {0, 1}) {
    People p(2);
    p[static_cast<std::size_t>(who)].framework.set_certificates(Certificates::unanswered);
    p.meet();
    p[0].invite(p[1]);
    const std::string log = p.run(60s);
    CHECK(log.find(":connected-") == std::string::npos);
    CHECK(time_of(log, "A:not_connected-B/60") - time_of(log, "A:connecting-B") >= 10'000);
    CHECK(time_of(log, "A:not_connected-B/60") - time_of(log, "A:connecting-B") <= 11'000);
    CHECK(time_of(log, "B:not_connected-A/60") - time_of(log, "B:connecting-A") >= 10'000);
    CHECK(p.air.live_links(0, 1) == 0);
  }
}

TEST_CASE("certificates: one no ends the attempt at both ends as soon as it is said") {
  People p(2);
  p[1].framework.set_certificates(Certificates::refused);
  p.meet();
  p[0].invite(p[1]);
  CHECK(p.run(60s) ==
        "B:invited-A@1010 B:connecting-A@1010 A:connecting-B@1020 A:not_connected-B@1040 "
        "B:not_connected-A@1050 ");
}

namespace {

// Two attempts of the same pair, the first of which is blocked and given up after 10 to 11 s; from the second
// acceptance at the inviter until it is connected, in milliseconds; -1 if it never is.
long second_takes(base::Duration stopping, std::uint64_t seed) {
  People p(2, {.ice_stopping = stopping}, {}, {}, nullptr, seed);
  p.meet();
  p.air.block_channels(0, 1);
  p[0].invite(p[1]);
  (void)p.run(12'500ms);  // by 11.02 s both have given up
  p.air.unblock_channels(0, 1);
  p[0].invite(p[1]);
  const std::string log = p.run(60s);
  const long connected = time_of(log, "A:connected-B");
  return connected < 0 ? -1 : connected - time_of(log, "A:connecting-B");
}

}  // namespace

TEST_CASE("attempts: by default the next one does not wait for the last one") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) CHECK(second_takes(0s, seed) == 20);
}

TEST_CASE("attempts: the next one waits until the last one has stopped, for up to 10 s") {
  long least = 100'000, most = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const long took = second_takes(10s, seed);
    if (took < 0) continue;  // what it waited for took longer than ICE does
    CHECK(took <= 10'000);
    least = std::min(least, took), most = std::max(most, took);
  }
  CHECK(least < 2'000);
  CHECK(most >= 7'000);
}

TEST_CASE("attempts: a link that was connected leaves nothing to wait for, and nor does another process") {
  People p(2, {.ice_stopping = 10s});
  p.connect();
  p[0].framework.disconnect(p[0].session);
  (void)p.run(3s);
  p[0].invite(p[1]);
  CHECK(time_of(p.run(60s), "A:connected-B") == 3040);
}
