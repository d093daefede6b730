// Short texts in one piece of memory, each behind the other: a beat names everybody its sender has, and a
// string for each of them would be most of the work of sending it.  Between them stands what stands there in
// JSON, so that a list of plain texts is written, and read, in one piece.  Where each one ends in a list that
// came in one piece is found by who goes through it: most beats name nobody who is of interest.
//
//     text  | A n a " , " B o b " , " C y d |      ends  | 3 | 9 | 15 |      or, as it came:  3 texts
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
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
    list.uncut_ = texts;
    return list;
  }

  void reserve(std::size_t texts, std::size_t bytes) {
    if (uncut_ > 0) cut();
    ends_.reserve(texts);
    if (const std::size_t all = bytes + texts * between.size(); all > text_.size()) text_.resize(all);
  }
  void push_back(std::string_view text) {
    if (uncut_ > 0) [[unlikely]]
      cut();
    const std::size_t before = joined_size(), begin = ends_.empty() ? 0 : before + between.size();
    const std::size_t end = begin + text.size();
    if (end > text_.size()) text_.resize(std::max(end, 2 * text_.size()));
    if (begin > 0) copy_short(text_.data() + before, between);
    copy_short(text_.data() + begin, text);
    ends_.push_back(end);
  }
  // visit(i, text) for each, in order.
  template <class Visit>
  void each(Visit&& visit) const {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < size(); ++i) {
      const std::string_view rest = joined().substr(begin);
      const std::string_view text = rest.substr(0, uncut_ > 0 ? json::plain_prefix(rest) : ends_[i] - begin);
      visit(i, text);
      begin += text.size() + between.size();
    }
  }
  [[nodiscard]] std::size_t size() const { return uncut_ + ends_.size(); }
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::string_view joined() const {  // all of them, and what stands between
    return std::string_view(text_).substr(0, joined_size());
  }
  [[nodiscard]] bool all_plain() const {
    for (std::size_t i = 0; i < ends_.size(); ++i)
      if (json::plain_prefix(joined().substr(begin_of(i))) != ends_[i] - begin_of(i)) return false;
    return true;
  }
  // Plain texts hold nothing that stands between them: they are known by how many they are.
  bool operator==(const TextList& other) const {
    const bool known_by_ends = uncut_ == 0 && other.uncut_ == 0;
    return size() == other.size() && joined() == other.joined() && (!known_by_ends || ends_ == other.ends_);
  }

 private:
  [[nodiscard]] std::size_t joined_size() const {
    return uncut_ > 0 ? text_.size() : ends_.empty() ? 0 : ends_.back();
  }
  [[gnu::cold, gnu::noinline]] void cut() {
    std::vector<std::size_t> ends(uncut_);
    each([&](std::size_t i, std::string_view text) {
      ends[i] = static_cast<std::size_t>(text.data() - text_.data()) + text.size();
    });
    ends_ = std::move(ends);
    uncut_ = 0;
  }
  [[nodiscard]] std::size_t begin_of(std::size_t i) const {
    return i == 0 ? 0 : ends_[i - 1] + between.size();
  }

  std::string text_;  // and room behind them
  std::vector<std::size_t> ends_;
  std::size_t uncut_ = 0;  // so many plain texts, whose ends are not known; then there are no others
};

}  // namespace nearsim::protocol
