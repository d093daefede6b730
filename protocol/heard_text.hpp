// What gossip says of one peer, as text: "3@1200" is instance 3, heard of 1,200 ms ago.
#pragma once

#include <array>
#include <charconv>
#include <optional>
#include <string_view>

#include "protocol/message.hpp"

namespace nearsim::protocol {

class HeardText {
 public:
  static constexpr std::size_t usual_size = 9;  // ours: a small number, and less than a day ago

  explicit HeardText(const Heard& heard) {
    char* at = std::to_chars(text_.data(), text_.data() + longest, heard.instance).ptr;
    *at++ = '@';
    end_ = std::to_chars(at, at + longest, heard.ago / std::chrono::milliseconds{1}).ptr;
  }
  HeardText(const HeardText&) = delete;  // it looks into itself
  HeardText& operator=(const HeardText&) = delete;
  [[nodiscard]] std::string_view view() const {
    return {text_.data(), static_cast<std::size_t>(end_ - text_.data())};
  }

 private:
  static constexpr std::size_t longest = 20;  // of a number: 2^64-1
  std::array<char, 2 * longest + 1> text_;
  const char* end_;
};

[[nodiscard]] inline std::optional<Heard> heard_of(std::string_view text) {  // nothing: it is no such text
  Heard result;
  std::int64_t milliseconds = 0;
  const char* end = text.data() + text.size();
  const auto instance = std::from_chars(text.data(), end, result.instance);
  if (instance.ec != std::errc{} || instance.ptr == end || *instance.ptr != '@') return {};
  const auto ago = std::from_chars(instance.ptr + 1, end, milliseconds);
  constexpr std::int64_t longest = base::forever / std::chrono::milliseconds{1};
  if (ago.ec != std::errc{} || ago.ptr != end || milliseconds < 0 || milliseconds > longest) return {};
  result.ago = std::chrono::milliseconds{milliseconds};
  return result;
}

}  // namespace nearsim::protocol
