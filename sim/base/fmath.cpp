#include "sim/base/fmath.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "sim/base/check.hpp"

namespace nearsim::base::fmath {
namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// ln 2 in two parts; the first has 33 bits, so that its product with an exponent is exact.
constexpr double ln2_high = 0x1.62e42fee00000p-1;
constexpr double ln2_low = 0x1.a39ef35793c76p-33;

constexpr std::uint64_t exponent_mask = 0x7ff0000000000000;

// x = fraction * 2^exponent with fraction in [sqrt(1/2), sqrt(2)), for finite x > 0.
struct Parts {
  double fraction;
  int exponent;
};

Parts split(double x) {
  int exponent = 0;
  if (x < std::numeric_limits<double>::min()) {  // subnormal
    x *= 0x1p54;
    exponent = -54;
  }
  const auto bits = std::bit_cast<std::uint64_t>(x);
  exponent += static_cast<int>(bits >> 52) - 1023;
  double fraction = std::bit_cast<double>((bits & ~exponent_mask) | 0x3ff0000000000000);
  if (fraction > 1.4142135623730951) {
    fraction *= 0.5;
    ++exponent;
  }
  return {fraction, exponent};
}

// x * 2^n, in two steps so that results near the ends of the range are rounded once.
double scale(double x, int n) {
  const auto power = [](int e) { return std::bit_cast<double>(static_cast<std::uint64_t>(e + 1023) << 52); };
  if (n > 1023) return x * power(1023) * power(n - 1023);
  if (n < -1022) return x * power(n + 54) * 0x1p-54;
  return x * power(n);
}

// A sum kept unrounded as high + low, |low| at most half a unit in the last place of high (Dekker 1971).
struct Double2 {
  double high, low;
};

Double2 quick_sum(double a, double b) {  // |a| >= |b|
  const double sum = a + b;
  return {sum, b - (sum - a)};
}
Double2 sum(double a, double b) {
  const double total = a + b;
  const double part = total - a;
  return {total, (a - (total - part)) + (b - part)};
}
Double2 product(double a, double b) {
  const auto halves = [](double x) {
    const double big = x * 134217729.0;  // 2^27 + 1
    const double high = big - (big - x);
    return Double2{high, x - high};
  };
  const double p = a * b;
  const Double2 x = halves(a);
  const Double2 y = halves(b);
  return {p, ((x.high * y.high - p) + x.high * y.low + x.low * y.high) + x.low * y.low};
}

// 2 (atanh(s) - s) / (s z) for z = s^2 <= 0.0295, as a series: the first omitted term is below 2^-60 of the
// whole.
double atanh_tail(double z) {
  constexpr double coefficients[] = {2.0 / 3,  2.0 / 5,  2.0 / 7,  2.0 / 9,  2.0 / 11, 2.0 / 13,
                                     2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21, 2.0 / 23, 2.0 / 25};
  double tail = 0;
  for (int i = 11; i >= 0; --i) tail = tail * z + coefficients[i];
  return tail;
}

// ln x to about 60 bits: ln(1 + f) = 2 atanh(s), s = f / (2 + f).
Double2 precise_log(double x) {
  const auto [fraction, exponent] = split(x);
  const double f = fraction - 1;
  const Double2 divisor = sum(2, f);
  const double s = f / divisor.high;
  const Double2 back = product(s, divisor.high);
  const double s_low = (((f - back.high) - back.low) - s * divisor.low) / divisor.high;
  const double z = s * s;
  const double tail = s * z * atanh_tail(z);
  const Double2 head = quick_sum(2 * s, tail);
  const double e = exponent;
  const Double2 total = sum(e * ln2_high, head.high);
  return quick_sum(total.high, total.low + (head.low + 2 * s_low + e * ln2_low));
}

// e^(x + low), |low| tiny.
double exp_of(double x, double low) {
  if (x > 709.8) return inf;
  if (x < -745.2) return 0;
  const double k = std::floor(x * 1.4426950408889634 + 0.5);  // x / ln 2, to the nearest
  const double r_high = x - k * ln2_high;
  const double r_low = low - k * ln2_low;
  const double r = r_high + r_low;
  const double rest = r_low - (r - r_high);
  double series = 0;  // (e^r - 1 - r) / r^2, |r| <= 0.347: the first omitted term is below 2^-57
  constexpr double inverse_factorials[] = {1.0 / 2,       1.0 / 6,        1.0 / 24,        1.0 / 120,
                                           1.0 / 720,     1.0 / 5040,     1.0 / 40320,     1.0 / 362880,
                                           1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800};
  for (int i = 11; i >= 0; --i) series = series * r + inverse_factorials[i];
  return scale(1 + (r + (r * r * series + rest)), static_cast<int>(k));
}

// pi/2 in parts of 33, 33 and 53 bits: exact products with quadrant numbers below 2^20.
constexpr double half_pi_1 = 0x1.921fb54400000p+0;
constexpr double half_pi_2 = 0x1.0b4611a600000p-34;
constexpr double half_pi_3 = 0x1.3198a2e037073p-69;

struct Reduced {
  double angle, low;  // in [-pi/4, pi/4], unrounded
  int quadrant;
};

Reduced reduce(double x) {
  NEARSIM_CHECK(x >= -0x1p20 && x <= 0x1p20, "sine or cosine of an angle beyond 2^20");
  const double k = std::floor(x * 0.6366197723675814 + 0.5);  // x / (pi/2), to the nearest
  const Double2 first = sum(x - k * half_pi_1, -(k * half_pi_2));
  const Double2 all = sum(first.high, first.low - k * half_pi_3);
  return {all.high, all.low, static_cast<int>(static_cast<std::int64_t>(k) & 3)};
}

// sin(r + low): Taylor, up to r^17.
double sin_kernel(double r, double low) {
  constexpr double coefficients[] = {-1.0 / 6,
                                     1.0 / 120,
                                     -1.0 / 5040,
                                     1.0 / 362880,
                                     -1.0 / 39916800,
                                     1.0 / 6227020800.0,
                                     -1.0 / 1307674368000.0,
                                     1.0 / 355687428096000.0};
  const double z = r * r;
  double series = 0;
  for (int i = 7; i >= 0; --i) series = series * z + coefficients[i];
  return r + (r * z * series + low);
}

// cos(r + low): Taylor, up to r^18; 1 - z/2 is summed with its rounding error.
double cos_kernel(double r, double low) {
  constexpr double coefficients[] = {1.0 / 24,
                                     -1.0 / 720,
                                     1.0 / 40320,
                                     -1.0 / 3628800,
                                     1.0 / 479001600,
                                     -1.0 / 87178291200.0,
                                     1.0 / 20922789888000.0,
                                     -1.0 / 6402373705728000.0};
  const double z = r * r;
  double series = 0;
  for (int i = 7; i >= 0; --i) series = series * z + coefficients[i];
  const double half = 0.5 * z;
  const double head = 1 - half;
  return head + (((1 - head) - half) + (z * z * series - r * low));
}

}  // namespace

double log(double x) {
  if (x != x || x == inf) return x;
  if (x < 0) return nan;
  if (x == 0) return -inf;
  const auto [fraction, exponent] = split(x);
  const double f = fraction - 1;
  const double s = f / (2 + f);
  const double z = s * s;
  const double e = exponent;
  // 2s = f - s f, which keeps f exact at the head of the sum
  return e * ln2_high + (f - (s * (f - z * atanh_tail(z)) - e * ln2_low));
}

double log10(double x) {
  if (!(x > 0) || x == inf) return log(x);
  const Double2 natural = precise_log(x);
  constexpr double inverse_high = 0x1.bcb7b1526e50ep-2;  // 1 / ln 10
  constexpr double inverse_low = 0x1.95355baaafad3p-57;
  const Double2 scaled = product(natural.high, inverse_high);
  return scaled.high + (scaled.low + (natural.low * inverse_high + natural.high * inverse_low));
}

double exp(double x) { return x != x ? x : exp_of(x, 0); }

double pow(double x, double y) {
  if (y == 0 || x == 1) return 1;
  if (x != x || y != y) return nan;
  const bool whole = std::floor(y) == y;
  const bool odd = whole && std::fabs(y) < 0x1p53 && std::floor(y * 0.5) != y * 0.5;
  const double sign = odd && std::signbit(x) ? -1.0 : 1.0;
  const double size = std::fabs(x);
  if (size == 0) return y < 0 ? sign * inf : sign * 0.0;
  if (x < 0 && !whole && size != inf) return nan;
  if (size == 1 && std::fabs(y) == inf) return 1;
  if (std::fabs(y) == inf) return (size > 1) == (y > 0) ? inf : 0;
  if (size == inf) return y < 0 ? sign * 0.0 : sign * inf;
  const Double2 logarithm = precise_log(size);
  const double rough = y * logarithm.high;
  if (rough > 710) return sign * inf;
  if (rough < -746) return sign * 0.0;
  if (std::fabs(y) > 0x1p900)
    return sign * exp_of(rough, 0);  // Dekker's product would overflow; the result is near 1
  const Double2 exact = product(y, logarithm.high);
  return sign * exp_of(exact.high, exact.low + y * logarithm.low);
}

double sqrt(double x) { return std::sqrt(x); }  // exactly rounded by IEEE 754

double sin(double x) {
  const Reduced r = reduce(x);
  const double value = (r.quadrant & 1) == 0 ? sin_kernel(r.angle, r.low) : cos_kernel(r.angle, r.low);
  return (r.quadrant & 2) == 0 ? value : -value;
}

double cos(double x) {
  const Reduced r = reduce(x);
  const double value = (r.quadrant & 1) == 0 ? cos_kernel(r.angle, r.low) : sin_kernel(r.angle, r.low);
  return ((r.quadrant + 1) & 2) == 0 ? value : -value;
}

}  // namespace nearsim::base::fmath
