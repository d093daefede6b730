// The name of a random stream, put together without touching the heap: "net/3>5".
#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>

namespace nearsim::net {

class StreamName {
 public:
  StreamName& operator<<(std::string_view word) {
    for (const char c : word)
      if (length_ < sizeof text_) text_[length_++] = c;
    return *this;
  }
  StreamName& operator<<(std::uint32_t number) {
    char digits[10];  // of 2^32 - 1
    const char* const end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    return *this << std::string_view{digits, static_cast<std::size_t>(end - digits)};
  }
  [[nodiscard]] std::string_view view() const { return {text_, length_}; }

 private:
  char text_[96];  // four words and four numbers
  std::size_t length_ = 0;
};

}  // namespace nearsim::net
