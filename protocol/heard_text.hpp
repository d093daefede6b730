// What gossip says of one peer, as text: "3@1200" is instance 3, heard of 1,200 ms ago.
#pragma once

#include <string_view>

#include "protocol/message.hpp"
#include "protocol/read_number.hpp"
#include "protocol/write_number.hpp"

namespace nearsim::protocol {

inline constexpr std::size_t longest_heard = 2 * most_digits + 1;
inline constexpr std::int64_t longest_ago = base::forever / std::chrono::milliseconds{1};  // in milliseconds

template <class Byte>
[[nodiscard]] inline Byte* write_heard(const Heard& heard, Byte* at) {  // returns where it ends
  at = write_number(heard.instance, at);
  *at++ = '@';
  return write_number(static_cast<std::uint64_t>(heard.ago / std::chrono::milliseconds{1}), at);
}

// From the front of a text; returns how much of it that was, 0: there is none.
[[nodiscard]] inline std::size_t read_heard(std::string_view text, Heard& heard) {
  const char* const end = text.data() + text.size();
  std::int64_t milliseconds = 0;
  const auto instance = read_number(text.data(), end, heard.instance);
  if (instance.ec != std::errc{} || instance.ptr == end || *instance.ptr != '@') return 0;
  const auto ago = read_number(instance.ptr + 1, end, milliseconds);
  if (ago.ec != std::errc{} || milliseconds < 0 || milliseconds > longest_ago) return 0;
  heard.ago = std::chrono::milliseconds{milliseconds};
  return static_cast<std::size_t>(ago.ptr - text.data());
}

}  // namespace nearsim::protocol
