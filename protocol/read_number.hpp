// The integer at the front of a text, as std::from_chars reads it; nearly every one has so few digits that
// none of them can overflow, and is read in a third of the time.
#pragma once

#include <algorithm>
#include <charconv>
#include <concepts>
#include <cstdint>

namespace nearsim::protocol {

template <std::integral Integer>
[[nodiscard]] inline std::from_chars_result read_number(const char* begin, const char* end, Integer& number) {
  static_assert(sizeof(Integer) == 8);
  constexpr std::ptrdiff_t safe = 18;  // 10^18 is below 2^63
  const char* const stop = begin + std::min(end - begin, safe);
  const auto is_digit = [](char c) { return '0' <= c && c <= '9'; };
  std::uint64_t value = 0;
  const char* at = begin;
  for (; at != stop && is_digit(*at); ++at) value = value * 10 + static_cast<std::uint64_t>(*at - '0');
  const bool more = at == stop && at != end && is_digit(*at);
  if (at == begin || more) return std::from_chars(begin, end, number);
  number = static_cast<Integer>(value);
  return {at, std::errc{}};
}

}  // namespace nearsim::protocol
