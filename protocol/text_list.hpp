// Short texts in one piece of memory, each behind the other: a beat names everybody its sender has, and a
// string for each of them would be most of the work of sending it.  Between them stands what stands there in
// JSON, so that a list of plain texts is written, and read, in one piece.
//
//     text  | A n a " , " B o b " , " C y d |      ends  | 3 | 9 | 15 |
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/copy_short.hpp"
#include "protocol/plain_text.hpp"

namespace nearsim::protocol {

class TextList {
 public:
  static constexpr std::string_view between = "\",\"";

  TextList() = default;
  TextList(std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) push_back(text);
  }
  // So many plain texts, as they are joined.
  static TextList plain(std::string_view joined, std::size_t texts) {
    TextList list;
    list.text_ = joined;
    list.ends_.reserve(texts);
    for (std::size_t at = 0; list.ends_.size() < texts; at += between.size())
      list.ends_.push_back(at += json::plain_prefix(joined.substr(at)));
    return list;
  }

  void reserve(std::size_t texts, std::size_t bytes) {
    ends_.reserve(texts);
    if (const std::size_t all = bytes + texts * between.size(); all > text_.size()) text_.resize(all);
  }
  void push_back(std::string_view text) {
    const std::size_t before = joined_size(), begin = ends_.empty() ? 0 : before + between.size();
    const std::size_t end = begin + text.size();
    if (end > text_.size()) text_.resize(std::max(end, 2 * text_.size()));
    if (begin > 0) copy_short(text_.data() + before, between);
    copy_short(text_.data() + begin, text);
    ends_.push_back(end);
  }
  [[nodiscard]] std::string_view operator[](std::size_t i) const {
    const std::size_t begin = begin_of(i);
    return std::string_view(text_).substr(begin, ends_[i] - begin);
  }
  [[nodiscard]] std::size_t size() const { return ends_.size(); }
  [[nodiscard]] bool empty() const { return ends_.empty(); }
  [[nodiscard]] std::string_view joined() const {  // all of them, and what stands between
    return std::string_view(text_).substr(0, joined_size());
  }
  [[nodiscard]] bool all_plain() const {
    for (std::size_t i = 0; i < size(); ++i)
      if (json::plain_prefix(joined().substr(begin_of(i))) != ends_[i] - begin_of(i)) return false;
    return true;
  }
  bool operator==(const TextList& other) const { return ends_ == other.ends_ && joined() == other.joined(); }

 private:
  [[nodiscard]] std::size_t joined_size() const { return ends_.empty() ? 0 : ends_.back(); }
  [[nodiscard]] std::size_t begin_of(std::size_t i) const {
    return i == 0 ? 0 : ends_[i - 1] + between.size();
  }

  std::string text_;  // and room behind them
  std::vector<std::size_t> ends_;
};

}  // namespace nearsim::protocol
