// Path loss and what it leaves of a signal; error rates at the published points.
#include "models/radio/propagation.hpp"

#include <fmt/format.h>

#include <array>

#include "models/radio/error_rate.hpp"
#include "tests/validation/validation.hpp"

namespace nearsim::validation {

using namespace radio;

namespace {

constexpr double db = 0.01;  // path loss is arithmetic: exact to the hundredth
constexpr std::array<double, 5> metres{1, 5, 10, 20, 30};

struct Indoor {
  double megahertz, coefficient;
  std::array<double, 5> loss;
};
constexpr std::array<Indoor, 5> indoor{{{2437, 28, {39.74, 59.31, 67.74, 76.17, 81.10}},
                                        {2437, 30, {39.74, 60.71, 69.74, 78.77, 84.05}},
                                        {5220, 28, {46.35, 65.92, 74.35, 82.78, 87.71}},
                                        {5220, 30, {46.35, 67.32, 76.35, 85.38, 90.67}},
                                        {5745, 30, {47.19, 68.15, 77.19, 86.22, 91.50}}}};

// INET's table for 802.11g.
void multipath(Chapter& chapter) {
  constexpr std::array<double, 3> rates{.5, .1, .01};
  constexpr std::array<std::array<double, 3>, 7> trivellato{{{0.47, 2.51, 5.29},
                                                             {3.52, 5.60, 8.42},
                                                             {7.24, 10.30, 14.25},
                                                             {9.05, 11.00, 13.81},
                                                             {13.34, 16.42, 20.00},
                                                             {16.51, 18.66, 21.56},
                                                             {18.47, 21.51, 25.17}}};
  constexpr std::array<int, 7> megabits{6, 12, 18, 24, 36, 48, 54};
  for (std::size_t mcs = 0; mcs < trivellato.size(); ++mcs)
    for (std::size_t k = 0; k < 3; ++k)
      chapter.rows.push_back(
          {"A6", fmt::format("multipath, {} Mbit/s, {} dB", megabits[mcs], trivellato[mcs][k]), rates[k],
           error_rate(static_cast<std::uint8_t>(mcs), trivellato[mcs][k], 1500, Fading::multipath), 0.01,
           Kind::relative, 4});
  chapter.rows.push_back(not_repeated("A6", "multipath, 9 Mbit/s: PER .5, .1, .01 at, dB",
                                      "4.20, 7.20, 11.16",
                                      "12 Mbit/s needs less at each of them, so no sender here chooses 9"));
}

}  // namespace

Chapter path_losses(Depth) {
  Chapter chapter;
  chapter.title = "Path loss";
  chapter.about =
      "ITU-R P.1238 (coefficients as in ns-3), log-distance with ns-3's defaults, and free space; decibels, "
      "exact to 0.01.\n"
      "The link budget: 15 dBm at 5220 MHz across 20 m of office, 20 MHz wide, noise figure 7 dB.";
  const auto add = [&chapter](const char* target, std::string input, double published, double ours,
                              double bound = db) {
    chapter.rows.push_back({target, std::move(input), published, ours, bound, Kind::absolute, 2});
  };
  for (const Indoor& i : indoor)
    for (std::size_t k = 0; k < metres.size(); ++k)
      add("L4", fmt::format("P.1238, {} MHz, N = {}, {} m", i.megahertz, i.coefficient, metres[k]), i.loss[k],
          itu_p1238_db(i.megahertz, i.coefficient, metres[k], 0));
  add("L4", "one floor, residential", 4, floors_db(Building::residential, 1));
  add("L4", "one floor, office", 15, floors_db(Building::office, 1));
  add("L4", "one floor, commercial", 6, floors_db(Building::commercial, 1));
  constexpr std::array<double, 5> log_distance{46.67, 67.64, 76.67, 85.70, 90.98};
  for (std::size_t k = 0; k < metres.size(); ++k)
    add("L5", fmt::format("log-distance, {} m", metres[k]), log_distance[k],
        log_distance_db(46.67, 3, metres[k]));
  add("L5", "free space, 2437 MHz, 1 m", 40.18, free_space_db(2437, 1));
  add("L5", "free space, 5220 MHz, 1 m", 46.80, free_space_db(5220, 1));
  add("L5", "free space, 5745 MHz, 1 m", 47.63, free_space_db(5745, 1));
  const double received = 15 - path_loss_db({}, 5220, 20, 0), snr = received - noise_dbm(20);
  add("L6", "received across 20 m, dBm", -70.4, received, 0.05);
  add("L6", "its ratio to the noise", 23.6, snr, 0.05);
  chapter.rows.push_back({"L6", "PER of MCS 7 there", 0, error_rate(7, snr, 1458), 0.01, Kind::within, 4});
  chapter.rows.push_back(
      {"L6", "PER of MCS 8 there: not clean", 0.01, error_rate(8, snr, 1458), 1, Kind::within, 4});
  return chapter;
}

Chapter error_rates(Depth) {
  Chapter chapter;
  chapter.title = "Error rates";
  chapter.about =
      "PER at the signal-to-noise ratios that ns-3's tables (AWGN, BCC, 1,458 bytes) and INET's table of "
      "Trivellato\n"
      "(802.11g, 1,500 bytes, averaged over multipath) give for .5, .1 and .01. The tables are the model's "
      "knots, so this\n"
      "shows that they were read and are interpolated right; between them the model is our straight line in "
      "log odds.";
  const auto add = [&chapter](std::string input, double published, double ours, double bound) {
    chapter.rows.push_back({"L7", std::move(input), published, ours, bound, Kind::relative, 4});
  };
  constexpr std::array<std::array<double, 3>, 10> awgn{{{0.30, 0.92, 1.56},
                                                        {3.30, 3.94, 4.60},
                                                        {5.78, 6.43, 7.11},
                                                        {8.92, 9.70, 10.48},
                                                        {12.02, 12.80, 13.56},
                                                        {16.22, 17.04, 17.98},
                                                        {17.52, 18.38, 19.31},
                                                        {18.80, 19.63, 20.50},
                                                        {22.77, 23.71, 24.76},
                                                        {24.26, 25.15, 26.16}}};
  constexpr std::array<double, 3> rates{.5, .1, .01};
  add("AWGN, MCS 0, -0.23 dB", .9, error_rate(0, -0.23, 1458), 0.01);
  for (std::size_t mcs = 0; mcs < awgn.size(); ++mcs)
    for (std::size_t k = 0; k < 3; ++k)
      add(fmt::format("AWGN, MCS {}, {} dB", mcs, awgn[mcs][k]), rates[k],
          error_rate(static_cast<std::uint8_t>(mcs), awgn[mcs][k], 1458), 0.01);
  constexpr std::array<double, 12> ldpc{-0.62, 2.39,  4.86,  7.92,  10.93, 15.13,
                                        16.48, 18.00, 21.68, 23.48, 26.80, 28.89};
  for (std::size_t mcs = 0; mcs < ldpc.size(); ++mcs)
    chapter.rows.push_back(
        {"A6", fmt::format("AWGN, MCS {} with LDPC, {} dB", mcs, ldpc[mcs]), .1,
         error_rate(static_cast<std::uint8_t>(mcs), ldpc[mcs], 1458, Fading::none, Coding::ldpc), 0.01,
         Kind::relative, 4});
  multipath(chapter);
  constexpr std::array<double, 10> short_frames{-0.36, 2.61,  5.10,  8.06,  11.28,
                                                15.31, 16.61, 18.08, 21.73, 23.29};
  for (std::size_t mcs = 0; mcs < short_frames.size(); ++mcs) {
    const double rate = error_rate(static_cast<std::uint8_t>(mcs), short_frames[mcs], 32);
    chapter.rows.push_back(
        {"A6", fmt::format("AWGN, MCS {}, {} dB, 32 bytes: PER .1 in ns-3", mcs, short_frames[mcs]), 0.04,
         rate, 0.2, Kind::within, 3});
  }
  chapter.remark =
      "Short frames: a PER is scaled to another length by independent bits, 1 - (1 - PER)^(L / L0), as ns-3 "
      "does between its\n"
      "tables. ns-3 has a table of its own for 32 bytes, where its PER is .1; scaled down from 1,458 bytes "
      "ours is about .06,\n"
      "at MCS 7 .05, and the range is wide enough for that.";
  return chapter;
}

}  // namespace nearsim::validation
