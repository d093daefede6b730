#include "models/radio/error_rate.hpp"

#include <algorithm>
#include <cstddef>

#include "sim/base/check.hpp"
#include "sim/base/fmath.hpp"

namespace nearsim::radio {
namespace {

struct Points {
  double half, tenth, hundredth;  // dB at which the PER is .5, .1 and .01
};

// ns-3, src/wifi/model/reference/error-rate-tables.cc: AWGN, BCC, 1458 bytes, interpolated.
constexpr std::array<Points, 10> awgn{{{0.30, 0.92, 1.56},
                                       {3.30, 3.94, 4.60},
                                       {5.78, 6.43, 7.11},
                                       {8.92, 9.70, 10.48},
                                       {12.02, 12.80, 13.56},
                                       {16.22, 17.04, 17.98},
                                       {17.52, 18.38, 19.31},
                                       {18.80, 19.63, 20.50},
                                       {22.77, 23.71, 24.76},
                                       {24.26, 25.15, 26.16}}};
// The same file's LDPC, where the PER is a tenth.
constexpr std::array<double, 12> awgn_ldpc{-0.62, 2.39,  4.86,  7.92,  10.93, 15.13,
                                           16.48, 18.00, 21.68, 23.48, 26.80, 28.89};
constexpr std::int64_t awgn_bytes = 1458;

// INET, tests/statistical/files/per_table_80211g_Trivellato.dat: 1500 bytes, averaged over multipath fading.
constexpr std::array<Points, 7> multipath{{{0.47, 2.51, 5.29},
                                           {3.52, 5.60, 8.42},
                                           {7.24, 10.30, 14.25},
                                           {9.05, 11.00, 13.81},
                                           {13.34, 16.42, 20.00},
                                           {16.51, 18.66, 21.56},
                                           {18.47, 21.51, 25.17}}};
constexpr std::int64_t multipath_bytes = 1500;

// How far the .9 lies below the .5, in parts of the distance from .5 to .1: that of MCS 0 (-0.23, 0.30, 0.92
// dB, the same ns-3 table), the only one at hand, taken for all.
constexpr double rise = 0.53 / 0.62;

// ours: with LDPC the other two points stand as far from the tenth as with BCC, and those of MCS 10 and 11 as
// far as those of 9.
Points with_ldpc(std::uint8_t mcs) {
  const Points& like = awgn[mcs < awgn.size() ? mcs : awgn.size() - 1];
  const double gain = like.tenth - awgn_ldpc[mcs];
  return {like.half - gain, awgn_ldpc[mcs], like.hundredth - gain};
}

Points points_of(std::uint8_t mcs, Fading fading, Coding coding) {
  if (fading == Fading::multipath) {
    NEARSIM_CHECK(mcs < multipath.size(), "error rates with multipath fading exist for 802.11g only");
    return multipath[mcs];
  }
  NEARSIM_CHECK(mcs < awgn_ldpc.size(), "there are MCS 0 to 11");
  return coding == Coding::ldpc || mcs >= awgn.size() ? with_ldpc(mcs) : awgn[mcs];
}

double log_odds(double p) { return base::fmath::log(p / (1 - p)); }

constexpr double ninety = 2.1972245773362196;      // log(.9 / .1)
constexpr double hundredth = -4.5951198501345898;  // log(.01 / .99)

struct Knots {
  std::array<double, 4> db, odds;
};
Knots knots_of(const Points& p) {
  const double ninetieth = p.half - rise * (p.tenth - p.half);
  return {{ninetieth, p.half, p.tenth, p.hundredth}, {ninety, 0, -ninety, hundredth}};
}

double line(double x, double x0, double y0, double x1, double y1) {
  return y0 + (x - x0) * (y1 - y0) / (x1 - x0);
}

}  // namespace

double error_rate(std::uint8_t mcs, double snr_db, std::int64_t bytes, Fading fading, Coding coding) {
  const Knots k = knots_of(points_of(mcs, fading, coding));
  std::size_t i = 0;
  while (i < 2 && snr_db > k.db[i + 1]) ++i;
  const double odds = line(snr_db, k.db[i], k.odds[i], k.db[i + 1], k.odds[i + 1]);
  if (odds < -30) return 0;  // below 1e-13 in any length: nobody will see it
  if (odds > 30) return 1;
  const double survives = 1 / (1 + base::fmath::exp(odds));
  const double reference = static_cast<double>(fading == Fading::none ? awgn_bytes : multipath_bytes);
  return 1 - base::fmath::pow(survives, static_cast<double>(bytes) / reference);
}

double snr_for(std::uint8_t mcs, double error_rate, Fading fading, Coding coding) {
  const Knots k = knots_of(points_of(mcs, fading, coding));
  const double odds = log_odds(std::clamp(error_rate, 1e-15, 1 - 1e-15));
  std::size_t i = 0;
  while (i < 2 && odds < k.odds[i + 1]) ++i;
  return line(odds, k.odds[i], k.db[i], k.odds[i + 1], k.db[i + 1]);
}

const Mode& choose_mode(const std::vector<Mode>& modes, double snr_db, Fading fading) {
  NEARSIM_CHECK(!modes.empty(), "a sender has at least one mode");
  constexpr double acceptable = 0.1;  // ours: as ns-3's IdealWifiManager picks by a bit error rate
  for (std::size_t i = modes.size(); i-- > 1;)
    if (snr_db >= snr_for(modes[i].mcs, acceptable, fading)) return modes[i];
  return modes.front();
}

}  // namespace nearsim::radio
