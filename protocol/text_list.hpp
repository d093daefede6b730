// Short texts in one piece of memory, each behind the other: a beat names everybody its sender has, and a
// string for each of them would be most of the work of sending it.
//
//     text  | A n a B o b C y d |      ends  | 3 | 6 | 9 |
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace nearsim::protocol {

class TextList {
 public:
  TextList() = default;
  TextList(std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) push_back(text);
  }

  void reserve(std::size_t texts, std::size_t bytes) {
    ends_.reserve(texts);
    text_.reserve(bytes);
  }
  void push_back(std::string_view text) {
    text_.append(text);
    ends_.push_back(text_.size());
  }
  [[nodiscard]] std::string_view operator[](std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(text_).substr(begin, ends_[i] - begin);
  }
  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] bool empty() const { return ends_.empty(); }
  [[nodiscard]] std::string_view joined() const { return text_; }  // all of them, with nothing between
  bool operator==(const TextList&) const = default;

 private:
  std::string text_;
  std::vector<std::size_t> ends_;
};

}  // namespace nearsim::protocol
