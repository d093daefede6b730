// Loss processes against their closed forms, traces against what users write, and the conditioner's presets.
#include "models/radio/loss.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "models/radio/conditioner.hpp"
#include "models/radio/loss_trace.hpp"

using namespace nearsim;
using namespace nearsim::radio;
using namespace std::chrono_literals;

namespace {

double measured(const LossSettings& settings, int n) {
  Loss loss(settings);
  base::Rng draw = base::Streams{base::Seed{3}}.stream("loss");
  int lost = 0;
  for (int i = 0; i < n; ++i) lost += loss.next_is_lost(draw) ? 1 : 0;
  return static_cast<double>(lost) / n;
}

void complains(std::string_view csv, std::size_t line, std::size_t column, std::string_view message) {
  const TraceReading reading = read_trace(csv);
  REQUIRE(reading.errors.size() == 1);
  CHECK(reading.errors[0].line == line);
  CHECK(reading.errors[0].column == column);
  CHECK(reading.errors[0].message == message);
  CHECK(!reading.errors[0].hint.empty());
}

}  // namespace

TEST_CASE("independent losses lose what they say, and draw once a message") {
  CHECK(std::abs(measured(bernoulli(base::percent(20)), 100'000) - 0.2) < 0.005);
  CHECK(measured(bernoulli(base::none), 100) == 0);
  CHECK(measured(bernoulli(base::certain), 100) == 1);
}

TEST_CASE("a chain of two states loses as its closed form says") {
  const LossSettings s = gilbert_elliott({10'000}, {80'000});
  CHECK(std::abs(s.mean_loss() - 1.0 / 9) < 1e-9);
  CHECK(std::abs(s.mean_burst() - 12.5) < 1e-9);
  CHECK(std::abs(measured(s, 1'000'000) - 1.0 / 9) < 0.003);
}

TEST_CASE("WebRTC's bursts") {
  const std::optional<LossSettings> s = webrtc_burst(base::percent(5), 4);
  REQUIRE(s);
  CHECK(s->enter == base::Ratio{13'158});
  CHECK(s->leave == base::Ratio{250'000});
  CHECK(!webrtc_burst(base::percent(50), 1.5));  // independent losses of a half already come in runs of two
}

TEST_CASE("a trace holds from each row to the next") {
  const TraceReading reading =
      read_trace("at,delay,loss\n0s,12ms,0.5%\n# a comment\n 1.25s , 80ms , 10% \r\n");
  REQUIRE(reading.errors.empty());
  REQUIRE(reading.trace.points.size() == 2);
  CHECK(reading.trace.when(1249ms) == TracePoint{0s, 12ms, {5'000}});
  CHECK(reading.trace.when(1250ms) == TracePoint{1250ms, 80ms, {100'000}});
  CHECK(reading.trace.when(1h).delay == 80ms);
}

TEST_CASE("bad rows are located") {
  complains("", 1, 1, "the trace is empty");
  complains("at,delay,loss\n", 1, 1, "the trace has no rows");
  complains("time,delay,loss\n0s,1ms,0%\n", 1, 1, "the header is not at,delay,loss");
  complains("at,delay,loss\n0s,12ms\n", 2, 1, "2 cells, and a row has three");
  complains("at,delay,loss\n0s,12,0%\n", 2, 4, "delay: '12' is not one");
  complains("at,delay,loss\n0s,12ms,110%\n", 2, 9, "loss: '110%' is not one");
  complains("at,delay,loss\n0s,12ms,nan%\n", 2, 9, "loss: 'nan%' is not one");
  complains("at,delay,loss\n0s,-1ms,1%\n", 2, 4, "delay: '-1ms' is not one");
  complains("at,delay,loss\n1s,12ms,0%\n", 2, 1, "at: the first row begins later than 0s");
  complains("at,delay,loss\n0s,12ms,0%\n 0s,12ms,0%\n", 3, 2, "at: not later than the row before");
}

TEST_CASE("every bad row is reported") {
  CHECK(read_trace("at,delay,loss\n0s,x,0%\n1s,y,0%\n").errors.size() == 2);
}

TEST_CASE("the conditioner's presets are found by Apple's names, and each says where its numbers are from") {
  REQUIRE(conditioner("Very Bad Network") != nullptr);
  CHECK(conditioner("Very Bad Network")->down.loss == base::percent(10));
  CHECK(conditioner("very bad network") == nullptr);
  for (const Conditioner& c : conditioners()) CHECK(!c.source.empty());
}
