// Integers at the front of a text, against std::from_chars.
#include "protocol/read_number.hpp"

#include <doctest/doctest.h>

#include <string_view>

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
}
