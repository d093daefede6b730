// An optional that says in front whether it holds something.  std::optional says it behind the object: of a
// large one that is a line of cache which nothing else wants.
#pragma once

#include <memory>
#include <utility>

namespace nearsim::base {

template <class T>
class Slot {
 public:
  Slot() {}
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  ~Slot() { reset(); }

  template <class... Arguments>
  T& emplace(Arguments&&... arguments) {
    reset();
    std::construct_at(&value_, std::forward<Arguments>(arguments)...);
    holds_ = true;  // not before: what throws was never there
    return value_;
  }
  void reset() {
    if (std::exchange(holds_, false)) std::destroy_at(&value_);
  }

  [[nodiscard]] explicit operator bool() const { return holds_; }
  [[nodiscard]] T& operator*() { return value_; }
  [[nodiscard]] const T& operator*() const { return value_; }
  [[nodiscard]] T* operator->() { return &value_; }
  [[nodiscard]] const T* operator->() const { return &value_; }

 private:
  bool holds_ = false;
  union {
    T value_;
  };
};

}  // namespace nearsim::base
