#include "sim/base/check.hpp"

#include <doctest/doctest.h>

#include <string>

using nearsim::base::CheckFailed;

TEST_CASE("check: a broken assumption says where, what and which condition") {
  const int two = 2;
  NEARSIM_CHECK(two == 2, "arithmetic holds");
  int line = 0;
  try {
    line = __LINE__ + 1;
    NEARSIM_CHECK(two == 3, "arithmetic is broken");
    FAIL("nothing was thrown");
  } catch (const CheckFailed& failed) {
    CHECK(failed.line() == line);
    CHECK(std::string(failed.text()) == "arithmetic is broken");
    CHECK(std::string(failed.file()).ends_with("check_test.cpp"));
    CHECK(std::string(failed.what()).ends_with(": arithmetic is broken (two == 3)"));
  }
}
