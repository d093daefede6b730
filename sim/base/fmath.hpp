// Elementary functions whose bits are ours: glibc and Apple's libm disagree in the last place, and a last
// place that reaches a trace changes its fingerprint.  Only +, -, *, / and sqrt are used below, which IEEE
// 754 rounds alike everywhere (built with -ffp-contract=off).
//
// Errors against the exact value, measured against libm's by tests/unit/base/fmath_test.cpp:
//   log, log10, exp, sin, cos   below 2 units in the last place (sin and cos absolutely, in units of 2^-53,
//   near zeros) pow                         below 2 for |y log x| <= 16, growing in proportion to 32 at the
//   ends of the range
#pragma once

namespace nearsim::base::fmath {

[[nodiscard]] double log(double x);  // natural; log(0) = -inf, log(x < 0) = NaN
[[nodiscard]] double log10(double x);
[[nodiscard]] double exp(double x);
[[nodiscard]] double pow(double x, double y);  // x >= 0, or y a whole number
[[nodiscard]] double sqrt(double x);
[[nodiscard]] double sin(double x);  // |x| <= 2^20; beyond is a failed check
[[nodiscard]] double cos(double x);

}  // namespace nearsim::base::fmath
