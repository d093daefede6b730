#include "models/radio/bianchi.hpp"

#include "sim/base/fmath.hpp"

namespace nearsim::radio {

namespace fmath = base::fmath;

namespace {

double to_real(base::Duration d) { return static_cast<double>(d.count()) * 1e-9; }

double transmits_given(double collides, const Saturation& s) {
  double sum = 0, power = 1;
  for (int i = 0; i < s.stages; ++i, power *= 2 * collides) sum += power;
  return 2 / (1 + s.window + collides * s.window * sum);
}

double collides_given(double tau, const Saturation& s) { return 1 - fmath::pow(1 - tau, s.stations - 1); }

SaturationPoint point_at(double tau, const Saturation& s) {
  const int n = s.stations;
  const double silent = fmath::pow(1 - tau, n);
  const double somebody = 1 - silent;
  const double alone = n * tau * fmath::pow(1 - tau, n - 1) / somebody;
  // After a success its sender alone may take the first slot, with chance 1/W: then a success follows at
  // once.
  const double again = s.countdown == Countdown::dcf ? 1.0 / s.window : 0;
  const double after = s.countdown == Countdown::dcf ? to_real(s.slot) : 0;
  const double success = to_real(s.success) / (1 - again) + after;
  const double bits = s.payload_bits / (1 - again);
  const double cycle =
      silent * to_real(s.slot) + somebody * alone * success + somebody * (1 - alone) * to_real(s.collision);
  return {tau, collides_given(tau, s), alone * somebody * bits / cycle / 1e6};
}

}  // namespace

SaturationPoint solve(const Saturation& s) {
  double low = 0, high = 1;  // of tau: what transmits_given answers falls while tau grows
  for (int i = 0; i < 100; ++i) {
    const double tau = (low + high) / 2;
    (transmits_given(collides_given(tau, s), s) > tau ? low : high) = tau;
  }
  return point_at((low + high) / 2, s);
}

SaturationPoint solve_on_grid(const Saturation& s, int values) {
  double best = 0, error = 2;
  for (int i = 0; i < values; ++i) {
    const double tau = static_cast<double>(i) / (values - 1);
    const double answer = transmits_given(collides_given(tau, s), s);
    const double off = answer > tau ? answer - tau : tau - answer;
    if (off < error) best = answer, error = off;
  }
  return point_at(best, s);
}

double most_megabits(const Saturation& s) {
  const double slot = to_real(s.slot), collision = to_real(s.collision);
  const double k = fmath::pow(collision / (2 * slot), 0.5);
  const double cycle = to_real(s.success) + slot * k + collision * (k * (fmath::exp(1 / k) - 1) - 1);
  return s.payload_bits / cycle / 1e6;
}

double md1_wait(double load) { return load / (2 * (1 - load)); }

double aloha_throughput(int stations, double probability) {
  return stations * probability * fmath::pow(1 - probability, stations - 1);
}

}  // namespace nearsim::radio
