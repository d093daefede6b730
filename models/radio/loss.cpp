#include "models/radio/loss.hpp"

namespace nearsim::radio {
namespace {

double real(base::Ratio r) { return static_cast<double>(r.ppm) * 1e-6; }
base::Ratio ratio(double p) { return {static_cast<std::int64_t>(p * 1e6 + 0.5)}; }

}  // namespace

double LossSettings::mean_loss() const {
  const double in_bad = real(enter) + real(leave) == 0 ? 0 : real(enter) / (real(enter) + real(leave));
  return in_bad * real(lost_in_bad) + (1 - in_bad) * real(lost_in_good);
}
double LossSettings::mean_burst() const { return 1 / real(leave); }
double LossSettings::mean_gap() const { return 1 / real(enter); }

LossSettings bernoulli(base::Ratio loss) {
  LossSettings s;
  s.lost_in_good = loss;
  return s;
}

LossSettings gilbert_elliott(base::Ratio enter, base::Ratio leave) {
  LossSettings s;
  s.enter = enter;
  s.leave = leave;
  return s;
}

std::optional<LossSettings> webrtc_burst(base::Ratio loss, double mean_length) {
  const double p = real(loss);
  if (p >= 1 || mean_length < 1 / (1 - p)) return std::nullopt;
  return gilbert_elliott(ratio(p / (1 - p) / mean_length), ratio(1 / mean_length));
}

bool Loss::next_is_lost(base::Rng& draw) {
  if (settings_.enter > base::none || bad_) {  // a chain that never moves draws once a message
    const bool moves = draw.chance(bad_ ? settings_.leave : settings_.enter);
    if (moves) bad_ = !bad_;
  }
  const base::Ratio loss = bad_ ? settings_.lost_in_bad : settings_.lost_in_good;
  if (loss == base::none || loss == base::certain) return loss == base::certain;
  return draw.chance(loss);
}

}  // namespace nearsim::radio
