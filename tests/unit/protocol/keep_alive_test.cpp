// Keep-alive: when silence is noticed, compared with asking at every poll; and the beats.
#include "protocol/detectors/keep_alive.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace nearsim::protocol;  // NOLINT: a test of this namespace
using nearsim::base::at;
using nearsim::base::never;

namespace {

Link heard_at(Instant t) {
  Link link;
  link.connected = true;
  link.contact.own().heard = t;
  return link;
}

// What the source does: at every poll, now - last > timeout?
Instant asked_at_every_poll(const KeepAlive& settings, const Link& link, const Now& now) {
  for (Instant t = now.started; t < now.started + 100s; t += settings.poll) {
    const bool before_step = t <= now.wall_stepped;  // such a poll saw the wall clock as it was before
    const Instant clock = settings.clock == Clock::wall ? t + now.wall_offset : t;
    if (!(settings.clock == Clock::wall && before_step) && clock - *link.contact->heard > settings.timeout)
      return t;
  }
  return never;
}

}  // namespace

TEST_CASE("verdict: at the first poll at which the silence is longer than the timeout, never at equality") {
  const KeepAlive settings{.timeout = 6s, .poll = 1s};
  const Now now{at(0s), 0s, at(0s), at(0s)};
  CHECK(verdict(settings, heard_at(at(1s)), now) == at(8s));
  CHECK(verdict(settings, heard_at(at(1s + 1ns)), now) == at(8s));
  CHECK(verdict(settings, heard_at(at(1s - 1ns)), now) == at(7s));
  CHECK(verdict(settings, heard_at(at(500ms)), Now{at(0s), 0s, at(0s), at(300ms)}) == at(7300ms));
}

TEST_CASE("verdict: without a grid one nanosecond after the timeout") {
  const KeepAlive settings{.timeout = 6s, .poll = 0s};
  CHECK(verdict(settings, heard_at(at(1s)), Now{}) == at(7s + 1ns));
}

TEST_CASE("verdict: none without a connection, without anything heard, or without a timeout") {
  KeepAlive settings;
  Link link = heard_at(at(1s));
  link.connected = false;
  CHECK(verdict(settings, link, Now{}) == never);
  link = heard_at(at(1s));
  link.contact.own().heard.reset();
  CHECK(verdict(settings, link, Now{}) == never);
  settings.timeout = nearsim::base::forever;
  CHECK(verdict(settings, heard_at(at(1s)), Now{}) == never);
}

TEST_CASE("verdict: the same as asking at every poll, on both clocks, whatever the wall clock was set to") {
  CHECK(rc::check([] {
    const auto tenths = [](int lo, int hi) { return *rc::gen::inRange(lo, hi) * 100ms; };
    KeepAlive settings;
    settings.timeout = tenths(0, 100);
    settings.poll = tenths(1, 30);
    settings.clock = *rc::gen::element(Clock::monotonic, Clock::wall);
    const Instant started = at(tenths(0, 20));
    const Instant heard = started + tenths(0, 100);
    const Instant stepped = heard + tenths(0, 50);
    const Duration before = tenths(-100, 100), step = tenths(-100, 200);
    const Now then{heard, before, started, started};
    const Now now{stepped, before + step, step == 0ns ? started : stepped, started};
    const Link link = heard_at(read(settings, then));
    // A verdict that fell due before the step would have been acted on by then.
    if (verdict(settings, link, then) <= stepped) return;
    RC_ASSERT(verdict(settings, link, now) == asked_at_every_poll(settings, link, now));
  }));
}

TEST_CASE("beats: the period is drawn once, within its bounds, and is never zero") {
  nearsim::base::Rng rng{1, 1};
  const KeepAlive settings{.interval = 2s, .jitter_min = 1s, .jitter_max = 2s};
  for (int i = 0; i < 1000; ++i) {
    const Beats beats = start_beats(settings, at(10s), rng);
    CHECK(beats.period >= 3s);
    CHECK(beats.period <= 4s);
    CHECK(beats.next == at(10s) + beats.period);
    CHECK(beats.send == never);
  }
  CHECK(start_beats({.interval = 0s}, at(1s), rng).period > 0ns);
}

TEST_CASE("missed beats: skipped, put off, or all at once") {
  KeepAlive k;
  const auto next = [&](Missed missed, Instant now) {
    k.missed = missed;
    return next_beat(k, at(10s), 2s, now);
  };
  for (const Missed any : {Missed::skip, Missed::delay, Missed::burst}) CHECK(next(any, at(10s)) == at(12s));
  CHECK(next(Missed::skip, at(21s)) == at(22s));   // the old rhythm
  CHECK(next(Missed::delay, at(21s)) == at(23s));  // a new one
  CHECK(next(Missed::burst, at(21s)) == at(12s));  // due already, and so on until 20 s
}
