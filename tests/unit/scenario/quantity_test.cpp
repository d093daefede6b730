// Quantities: exact in both directions, and every refusal says what to write.
#include "sim/scenario/quantity.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <limits>

using namespace nearsim;
using namespace nearsim::scenario;
using namespace std::chrono_literals;

namespace {

constexpr Limits<Duration> wide{Duration::min() + 1ns, Duration::max() - 1ns};

template <class T>
T read(std::string_view text, Limits<T> limits) {
  T out{};
  const Outcome outcome = parse(text, out, limits);
  INFO(text);
  if (outcome) INFO(outcome->message);
  REQUIRE(!outcome);
  return out;
}
template <class T>
std::string refusal(std::string_view text, Limits<T> limits) {
  T out{};
  const Outcome outcome = parse(text, out, limits);
  INFO(text);
  REQUIRE(outcome.has_value());
  return outcome->message + " | " + outcome->hint;
}
std::string refused(std::string_view text) { return refusal<Duration>(text, protocol::any_time); }

}  // namespace

TEST_CASE("durations are exact to the nanosecond") {
  CHECK(read<Duration>("1.2s", wide) == 1200ms);
  CHECK(read<Duration>("200ms", wide) == 200ms);
  CHECK(read<Duration>("6us", wide) == 6us);
  CHECK(read<Duration>("1h", wide) == 1h);
  CHECK(read<Duration>("1min", wide) == 1min);
  CHECK(read<Duration>("0.1s", wide) == 100ms);  // not 100000001ns, as a double would have it somewhere
  CHECK(read<Duration>("1.000000001s", wide) == 1000000001ns);
  CHECK(read<Duration>("1.50000000000000000000s", wide) == 1500ms);  // zeros are not decimals
  CHECK(read<Duration>("0.0000000001min", wide) == 6ns);
  CHECK(read<Duration>("-5s", wide) == -5s);
  CHECK(read<Duration>("+5s", wide) == 5s);
  CHECK(read<Duration>("9223372036.854775806s", wide) == Duration::max() - 1ns);
  CHECK(read<Duration>("none", protocol::any_time_or_none) == base::forever);
}

TEST_CASE("what is no duration is refused with what to write") {
  CHECK(refused("5") == "'5' has no unit | write 5s (units: ns, us, ms, s, min, h)");
  CHECK(refused("5 s") == "'5 s' has a space before its unit | write 5s");
  CHECK(refused("5sec") == "'5sec' has the unknown unit 'sec' | units: ns, us, ms, s, min, h");
  CHECK(refused("5S") == "'5S' has the unknown unit 'S' | units: ns, us, ms, s, min, h");
  CHECK(refused("1,5s") == "'1,5s' is not a duration | the decimal mark is a point, e.g. 1.5");
  CHECK(refused(".5s") == "'.5s' is not a duration | write the zero: 0.5s");
  CHECK(refused("5.s") == "'5.s' is not a duration | write 1.2s or 200ms");
  CHECK(refused("1.0000000001s") == "'1.0000000001s' is finer than a nanosecond | use fewer decimals");
  CHECK(refused("0.1ns") == "'0.1ns' is finer than a nanosecond | use fewer decimals");
  CHECK(refused("-1s") == "'-1s' is negative | at least 0s");
  CHECK(refused("25h") == "'25h' is too large | from 0s to 24h");
  CHECK(refused("9223372036.854775808s") == "'9223372036.854775808s' is too large | from 0s to 24h");
  CHECK(refused("99999999999999999999999h") == "'99999999999999999999999h' is too large | from 0s to 24h");
  CHECK(refused("none") == "'none' is not possible here | write a duration, e.g. 1.2s or 200ms");
  for (const std::string_view text :
       {"", "s", "-", "+s", "1e3s", "0x5s", "1_000ms", "five", "5s5ms", "--5s", "1.2.3s"})
    CHECK_MESSAGE(!refused(text).empty(), text);
  CHECK(refusal<Duration>("5", protocol::any_time_or_none).ends_with("; or none"));
}

TEST_CASE("shares, drifts, sizes, rates and lengths") {
  CHECK(read<base::Ratio>("5%", widest(base::Ratio{})).ppm == 50'000);
  CHECK(read<base::Ratio>("0.5%", widest(base::Ratio{})).ppm == 5'000);
  CHECK(read<base::Ratio>("0.0001%", widest(base::Ratio{})).ppm == 1);
  CHECK(read<base::Ratio>("30ppm", widest(base::Ratio{})).ppm == 30);
  CHECK(refusal<base::Ratio>("0.00001%", widest(base::Ratio{})).starts_with("'0.00001%' is finer"));
  CHECK(refusal<base::Ratio>("0.05", widest(base::Ratio{})) ==
        "'0.05' has no unit | write 5% if it is a share of one, or 0.05%");
  CHECK(refusal<base::Ratio>("101%", widest(base::Ratio{})) == "'101%' is too large | from 0% to 100%");
  CHECK(read<base::Drift>("-20ppm", widest(base::Drift{})).ppb == -20'000);
  CHECK(read<base::Drift>("0.5ppm", widest(base::Drift{})).ppb == 500);
  CHECK(read<base::Bytes>("2kB", widest(base::Bytes{})).count == 2'000);
  CHECK(refusal<base::Bytes>("0.5B", widest(base::Bytes{})).starts_with("'0.5B' is finer than a byte"));
  CHECK(read<base::BitRate>("2Mbit/s", widest(base::BitRate{})).bits_per_second == 2'000'000);
  CHECK(read<base::BitRate>("none", widest(base::BitRate{})).bits_per_second == 0);
  CHECK(text_of(base::BitRate{}) == "none");
  CHECK(refusal<base::BitRate>("0kbit/s", widest(base::BitRate{})) ==
        "'0kbit/s' is too small | from 1bit/s to 1000Gbit/s; or none");
  CHECK(refusal<base::BitRate>("none", Limits<base::BitRate>{{1}, {10}}) ==
        "'none' is not possible here | write a rate, e.g. 2Mbit/s");
  CHECK(read<base::Meters>("-1.5m", widest(base::Meters{})).millimetres == -1'500);
}

TEST_CASE("whole numbers, seeds and truth") {
  CHECK(read<int>("7", widest(int{})) == 7);
  CHECK(refusal<int>("7s", widest(int{})) ==
        "'7s' is not a whole number | write e.g. 3; a count has no unit");
  CHECK(refusal<int>("1001", protocol::limits(1, 1000)) == "'1001' is out of range | from 1 to 1000");
  std::uint64_t seed = 0;
  CHECK(!parse("18446744073709551615", seed));
  CHECK(seed == std::numeric_limits<std::uint64_t>::max());
  CHECK(parse("18446744073709551616", seed));
  CHECK(parse("-1", seed));
  bool truth = false;
  CHECK((!parse("true", truth) && truth));
  CHECK(parse("yes", truth)->hint == "write true");
  CHECK(parse("off", truth)->hint == "write false");
}

TEST_CASE("what is written reads back, and is as short as it can be") {
  CHECK(text_of(Duration(0)) == "0s");
  CHECK(text_of(Duration(1200ms)) == "1.2s");
  CHECK(text_of(Duration(160ms)) == "160ms");
  CHECK(text_of(Duration(90s)) == "90s");
  CHECK(text_of(Duration(24h)) == "24h");
  CHECK(text_of(Duration(-1500us)) == "-1.5ms");
  CHECK(text_of(base::forever) == "none");
  CHECK(text_of(base::Ratio{5'000}) == "0.5%");
  CHECK(text_of(base::Ratio{1}) == "1ppm");
  CHECK(text_of(base::Drift{-20'000}) == "-20ppm");
  CHECK(text_of(base::Bytes{200}) == "200B");
  CHECK(rc::check("durations", [](std::int64_t count) {
    RC_PRE(count != std::numeric_limits<std::int64_t>::min() && count != base::forever.count());
    RC_ASSERT(read<Duration>(text_of(Duration{count}), wide) == Duration{count});
  }));
  CHECK(rc::check("shares", [] {
    const base::Ratio share{*rc::gen::inRange<std::int64_t>(0, 1'000'001)};
    RC_ASSERT(read<base::Ratio>(text_of(share), widest(share)) == share);
  }));
  CHECK(rc::check("drifts, sizes and lengths", [](std::int32_t count) {
    const base::Drift drift{count % 100'000'000};
    RC_ASSERT(read<base::Drift>(text_of(drift), widest(drift)) == drift);
    const base::Bytes size{std::abs(static_cast<std::int64_t>(count)) % 1'000'000'000};
    RC_ASSERT(read<base::Bytes>(text_of(size), widest(size)) == size);
    const base::Meters length{count % 100'000'000};
    RC_ASSERT(read<base::Meters>(text_of(length), widest(length)) == length);
  }));
}
