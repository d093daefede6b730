// Quality monitor: the share of lost packets against its limit, in whole numbers.
#include "protocol/detectors/quality_monitor.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace nearsim::protocol;  // NOLINT: a test of this namespace

namespace {
StatsSampled stats(std::int64_t lost, std::int64_t received, Duration rtt = 40ms) {
  return {{}, {}, lost, received, rtt};
}
}  // namespace

TEST_CASE("quality: poor above the limit and not at it") {
  const QualityMonitor settings{.loss = nearsim::base::percent(10), .rtt = 500ms, .cumulative = true};
  Sampling sampling;
  CHECK(!judge(settings, sampling, stats(50, 450)).poor);
  CHECK(judge(settings, sampling, stats(51, 449)).poor);
  CHECK(!judge(settings, sampling, stats(0, 100, 500ms)).poor);
  CHECK(judge(settings, sampling, stats(0, 100, 501ms)).poor);
}

TEST_CASE("quality: without a packet received there is no loss, as the document divides") {
  Sampling sampling;
  CHECK(!judge(QualityMonitor{.cumulative = true}, sampling, stats(100, 0)).poor);
}

TEST_CASE("quality: since the last sample is the difference of what was counted") {
  CHECK(rc::check([] {
    const auto count = [] { return *rc::gen::inRange<std::int64_t>(0, 1000); };
    const auto first = stats(count(), count());
    const auto second = stats(first.lost + count(), first.received + count());
    Sampling sampling, fresh;
    const QualityMonitor settings;
    (void)judge(settings, sampling, first);
    const Quality now = judge(settings, sampling, second);
    RC_ASSERT(now.lost == second.lost - first.lost);
    RC_ASSERT(now.received == second.received - first.received);
    RC_ASSERT(now.poor == judge(settings, fresh, stats(now.lost, now.received)).poor);
  }));
}
