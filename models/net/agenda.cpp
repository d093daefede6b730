#include "models/net/agenda.hpp"

#include <algorithm>

namespace nearsim::net {
namespace {

constexpr auto later_first = [](const Due& a, const Due& b) { return b < a; };

}  // namespace

void Agenda::push(const Due& due) {
  fresh_.push_back(due);
  std::push_heap(fresh_.begin(), fresh_.end(), later_first);
}

Due Agenda::pop() {
  if (fresh_.size() > few) settle();
  if (is_fresh_first()) {
    std::pop_heap(fresh_.begin(), fresh_.end(), later_first);
    const Due due = fresh_.back();
    fresh_.pop_back();
    return due;
  }
  const Due due = sorted_.back();
  sorted_.pop_back();
  return due;
}

void Agenda::clear() {
  sorted_.clear();
  fresh_.clear();
}

// Merges from the end, where there is room, so that nothing is copied aside.
void Agenda::settle() {
  std::sort(fresh_.begin(), fresh_.end(), later_first);
  std::size_t old = sorted_.size(), added = fresh_.size();
  sorted_.resize(old + added);
  for (std::size_t to = sorted_.size(); added > 0;) {
    const bool take_old = old > 0 && sorted_[old - 1] < fresh_[added - 1];
    sorted_[--to] = take_old ? sorted_[--old] : fresh_[--added];
  }
  fresh_.clear();
}

}  // namespace nearsim::net
