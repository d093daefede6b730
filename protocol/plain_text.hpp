// How much of a text can be copied as it is, between its quotes in JSON: printable ASCII but for quote and
// backslash.  Names and keys are that from end to end, so eight bytes are looked at together.
//
//     Ana "the Ant"       plain: Ana and the blank
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace nearsim::protocol::json {

[[nodiscard]] constexpr bool is_plain(char c) {
  return static_cast<unsigned char>(c) - 0x20u < 0x60u && c != '"' && c != '\\';
}

// The high bit of each of eight bytes that is not plain is set; above the lowest such byte also of others.
// A byte that would borrow from its neighbour in one of the differences is not plain itself, so none is
// missed and none below the first is set.
[[nodiscard]] constexpr std::uint64_t not_plain(std::uint64_t bytes) {
  constexpr std::uint64_t each = 0x0101010101010101;
  const std::uint64_t quotes = (bytes ^ each * '"') - each, slashes = (bytes ^ each * '\\') - each;
  return (bytes | (bytes - each * 0x20) | quotes | slashes) & each * 0x80;
}

[[nodiscard]] inline const char* plain_end(const char* at, const char* end) {
  if constexpr (std::endian::native == std::endian::little)
    for (; end - at >= 8; at += 8) {
      std::uint64_t bytes;
      std::memcpy(&bytes, at, sizeof bytes);
      if (const std::uint64_t found = not_plain(bytes); found != 0) return at + std::countr_zero(found) / 8;
    }
  while (at != end && is_plain(*at)) ++at;
  return at;
}
[[nodiscard]] inline std::size_t plain_prefix(std::string_view text) {
  return static_cast<std::size_t>(plain_end(text.data(), text.data() + text.size()) - text.data());
}

}  // namespace nearsim::protocol::json
