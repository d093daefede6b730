// Integers as text, against std::from_chars and std::to_chars.
#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <string>
#include <string_view>

#include "protocol/read_number.hpp"
#include "protocol/write_number.hpp"

TEST_CASE("read number: integers are read as std::from_chars reads them") {
  const auto same = []<class Integer>(Integer, std::string_view text) {
    Integer mine = 7, theirs = 7;
    const char* const end = text.data() + text.size();
    const auto read = nearsim::protocol::read_number(text.data(), end, mine);
    const auto expected = std::from_chars(text.data(), end, theirs);
    CAPTURE(text);
    CHECK(mine == theirs);
    CHECK(read.ptr == expected.ptr);
    CHECK(read.ec == expected.ec);
  };
  for (const std::string_view text :
       {"", "0", "-", "-0", "-12", "+1", "7@5", "@", "007", "123456789012345678", "1234567890123456789",
        "000000000000000000001", "9223372036854775807", "9223372036854775808", "18446744073709551615",
        "18446744073709551616x", "-9223372036854775808", "123456789012345678x"}) {
    same(std::int64_t{}, text);
    same(std::uint64_t{}, text);
  }
  // Of each length, with each kind of end, near the end of the text and far from it.
  for (const std::string_view digits :
       {"1234567890123456789012", "9999999999999999999999", "0000000000000000000001"})
    for (std::size_t n = 0; n <= digits.size(); ++n)
      for (const std::string_view rest : {"", "@", "/", ":", "\xB0", "\", \"and more than sixteen bytes"})
        for (const std::string_view sign : {"", "-"}) {
          const std::string text = std::string(sign).append(digits.substr(0, n)).append(rest);
          same(std::int64_t{}, text);
          same(std::uint64_t{}, text);
        }
}

TEST_CASE("write number: integers are written as std::to_chars writes them") {
  const auto same = [](std::uint64_t number) {
    std::array<char, 20> mine;
    const char* const end = nearsim::protocol::write_number(number, mine.data());
    CHECK(std::string(mine.data(), static_cast<std::size_t>(end - mine.data())) == std::to_string(number));
  };
  for (std::uint64_t power = 1; power < 1'000'000'000'000'000'000; power *= 10)
    for (const std::uint64_t number : {power - 1, power, power + 1, 2 * power + power / 3, 9 * power})
      same(number);
  same(std::numeric_limits<std::uint64_t>::max());
}
