// A list of texts that is put together again and again, and is nearly always the same as the last time: whom
// a beat names.  Each text is compared with what stood there, and the list is only made anew from the first
// that differs.
//
//     last time   Ana  Bob  Cyd  Dan
//     now         Ana  Bob  Dan            Ana and Bob stay
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/copy_short.hpp"
#include "protocol/text_list.hpp"

namespace nearsim::protocol {

class Roll {
 public:
  void begin() { said_ = 0; }
  void say(std::string_view text) {
    if (said_ == texts_.size() || !equal_short(texts_[said_], text)) differ(text);
    ++said_;
  }
  [[nodiscard]] const TextList& finish() {  // what was said since begin()
    if (said_ != texts_.size() || stale_) make();
    return list_;
  }

 private:
  [[gnu::noinline]] void differ(std::string_view text) {
    texts_.resize(said_);
    texts_.emplace_back(text);
    stale_ = true;
  }
  [[gnu::noinline]] void make() {
    texts_.resize(said_);
    TextList list;
    for (const std::string& text : texts_) list.push_back(text);
    list_ = list.all_plain() ? TextList::plain(list.joined(), list.size()) : std::move(list);
    stale_ = false;
  }

  std::vector<std::string> texts_;
  std::size_t said_ = 0;  // of them, up to now
  bool stale_ = false;
  TextList list_;
};

}  // namespace nearsim::protocol
