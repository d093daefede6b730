// An integer as text, as std::to_chars writes it; nearly every one is short, and is written in a third of the
// time.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>

namespace nearsim::protocol {

namespace digits {

template <class Byte>
inline Byte* put(std::uint64_t digit, Byte* at) {
  *at = static_cast<Byte>('0' + digit);
  return at + 1;
}
template <class Byte>
inline Byte* put_two(std::uint64_t number, Byte* at) {
  return put(number % 10, put(number / 10, at));
}

}  // namespace digits

inline constexpr std::size_t most_digits = 20;  // of 2^64-1

// Returns where it ends, at most so many bytes behind.
template <class Byte>
[[nodiscard]] inline Byte* write_number(std::uint64_t number, Byte* at) {
  static_assert(sizeof(Byte) == 1);
  if (number < 10) return digits::put(number, at);
  if (number < 100) return digits::put_two(number, at);
  if (number < 1000) return digits::put_two(number % 100, digits::put(number / 100, at));
  if (number < 10'000) return digits::put_two(number % 100, digits::put_two(number / 100, at));
  if (number < 100'000)
    return digits::put_two(number % 100,
                           digits::put_two(number / 100 % 100, digits::put(number / 10'000, at)));
  char* const begin = reinterpret_cast<char*>(at);
  return at + (std::to_chars(begin, begin + most_digits, number).ptr - begin);
}

}  // namespace nearsim::protocol
