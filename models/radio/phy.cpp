#include "models/radio/phy.hpp"

#include "sim/base/check.hpp"
#include "sim/base/fmath.hpp"

namespace nearsim::radio {
namespace {

constexpr std::int64_t a_framing = 16 + 6;  // 802.11a: SERVICE and tail

struct Row {
  int megabits;
  std::string_view name;
  std::uint8_t mcs;  // with the same modulation and coding; 9 Mbit/s (BPSK 3/4) has none
};
constexpr std::array<Row, 7> rows_a{{{6, "a6", 0},
                                     {12, "a12", 1},
                                     {18, "a18", 2},
                                     {24, "a24", 3},
                                     {36, "a36", 4},
                                     {48, "a48", 5},
                                     {54, "a54", 6}}};

constexpr Mode of_row(const Row& row) {
  return {row.name, 20us, 4us, 4 * row.megabits, row.megabits * 1'000'000LL, a_framing, row.mcs};
}

// IEEE 802.11ax, one stream: data subcarriers, and coded bits per subcarrier times the code rate, in
// twelfths.
constexpr std::array<int, 12> ax_twelfths{6, 12, 18, 24, 36, 48, 54, 60, 72, 80, 90, 100};
constexpr std::array<std::string_view, 12> ax_names{"ax0", "ax1", "ax2", "ax3", "ax4",  "ax5",
                                                    "ax6", "ax7", "ax8", "ax9", "ax10", "ax11"};

int ax_subcarriers(int megahertz) {
  switch (megahertz) {
    case 20: return 234;
    case 40: return 468;
    case 80: return 980;
  }
  NEARSIM_CHECK(false, "a channel of 20, 40 or 80 MHz");
}

}  // namespace

base::Duration air_time(const Mode& mode, std::int64_t bits) {
  const std::int64_t all = mode.framing_bits + bits;
  if (mode.symbol == base::Duration{0}) {  // 802.11b rounds up to whole microseconds
    const std::int64_t micros = (all * 1'000'000 + mode.bits_per_second - 1) / mode.bits_per_second;
    return mode.preamble + micros * base::Duration{1us};
  }
  return mode.preamble + (all + mode.bits_per_symbol - 1) / mode.bits_per_symbol * mode.symbol;
}

Mode mode_b(double megabits) {
  const auto bits = static_cast<std::int64_t>(megabits * 1e6);
  const std::string_view name = bits == 1'000'000   ? "b1"
                                : bits == 2'000'000 ? "b2"
                                : bits == 5'500'000 ? "b5.5"
                                                    : "b11";
  return {name, 192us, base::Duration{0}, 0, bits, 0, 0};
}

Mode mode_a(int megabits) {
  for (const Row& row : rows_a)
    if (row.megabits == megabits) return of_row(row);
  NEARSIM_CHECK(false, "802.11a has 6, 12, 18, 24, 36, 48 and 54 Mbit/s (9 is not modelled)");
}

const std::vector<Mode>& modes_a() {
  static const std::vector<Mode> modes = [] {
    std::vector<Mode> all;
    for (const Row& row : rows_a) all.push_back(of_row(row));
    return all;
  }();
  return modes;
}

Mode mode_ax(int mcs, int megahertz) {
  NEARSIM_CHECK(mcs >= 0 && mcs <= 11, "802.11ax has MCS 0 to 11");
  const auto index = static_cast<std::size_t>(mcs);
  const std::int64_t bits = ax_subcarriers(megahertz) * std::int64_t{ax_twelfths[index]} / 12;
  return {ax_names[index],
          44us,
          13'600ns,
          bits,
          bits * 1'000'000'000 / 13'600,
          a_framing,
          static_cast<std::uint8_t>(mcs)};
}

Mode control_mode_a(const Mode& data) {  // ns-3: the highest mandatory rate that is not above the data's
  return mode_a(data.bits_per_second >= 24'000'000 ? 24 : data.bits_per_second >= 12'000'000 ? 12 : 6);
}

Mode control_mode_b(const Mode& data) { return mode_b(data.bits_per_second >= 2'000'000 ? 2 : 1); }

double noise_dbm(double megahertz, double noise_figure_db) {
  return -174 + 10 * base::fmath::log10(megahertz * 1e6) + noise_figure_db;
}

}  // namespace nearsim::radio
