// The name of a random stream, put together from words and numbers: "net/3>5".  Only its hash is kept.
#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>

#include "sim/base/random.hpp"

namespace nearsim::net {

class StreamName {
 public:
  constexpr StreamName& operator<<(std::string_view word) {
    hash_ = base::stable_hash(word, hash_);
    return *this;
  }
  StreamName& operator<<(std::uint32_t number) {
    char digits[10];  // of 2^32 - 1
    const char* const end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    return *this << std::string_view{digits, static_cast<std::size_t>(end - digits)};
  }
  [[nodiscard]] constexpr std::uint64_t hash() const { return hash_; }

 private:
  std::uint64_t hash_ = base::hash_of_nothing;
};

[[nodiscard]] inline base::Rng stream(const base::Streams& streams, const StreamName& name) {
  return streams.resume(name.hash(), 0);
}

}  // namespace nearsim::net
