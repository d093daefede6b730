// Copies so few bytes that a call would be most of the work: names, keys, numbers.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace nearsim::protocol {

template <class Byte>
inline void copy_short(Byte* to, std::string_view from) {  // there is room for all of them
  static_assert(sizeof(Byte) == 1);
  const auto in_two = [&]<class Word>(Word) {  // the first and the last ones, which may overlap
    std::memcpy(to, from.data(), sizeof(Word));
    std::memcpy(to + from.size() - sizeof(Word), from.data() + from.size() - sizeof(Word), sizeof(Word));
  };
  if (from.size() > 16) std::memcpy(to, from.data(), from.size());
  else if (from.size() >= 8) in_two(std::uint64_t{});
  else if (from.size() >= 4) in_two(std::uint32_t{});
  else std::copy(from.begin(), from.end(), to);
}

}  // namespace nearsim::protocol
