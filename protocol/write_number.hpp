// An integer as text, as std::to_chars writes it; nearly every one is short, and is written in a third of the
// time.
#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace nearsim::protocol {

namespace digits {

template <class Byte>
inline Byte* put(std::uint64_t digit, Byte* at) {
  *at = static_cast<Byte>('0' + digit);
  return at + 1;
}
inline constexpr std::array<char, 200> pairs = [] {  // 00 01 02 .. 99
  std::array<char, 200> out{};
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<char>('0' + (i % 2 == 0 ? i / 2 / 10 : i / 2 % 10));
  return out;
}();
template <class Byte>
inline Byte* put_two(std::uint64_t number, Byte* at) {
  std::memcpy(at, &pairs[2 * number], 2);
  return at + 2;
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
