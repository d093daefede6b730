// A value that most of its owners never need: a pointer until it is first written.  It copies and compares
// like the value itself; one that was never written equals a default one.
#pragma once

#include <memory>

namespace nearsim::base {

template <class T>
class Lazy {
 public:
  Lazy() = default;
  Lazy(const Lazy& other) : own_(other.own_ ? std::make_unique<T>(*other.own_) : nullptr) {}
  Lazy(Lazy&&) noexcept = default;
  Lazy& operator=(const Lazy& other) {
    if (this != &other) own_ = other.own_ ? std::make_unique<T>(*other.own_) : nullptr;
    return *this;
  }
  Lazy& operator=(Lazy&&) noexcept = default;
  ~Lazy() = default;

  [[nodiscard]] bool written() const { return own_ != nullptr; }
  [[nodiscard]] const T& operator*() const { return own_ ? *own_ : absent(); }
  [[nodiscard]] const T* operator->() const { return &**this; }
  [[nodiscard]] T& own() {
    if (!own_) own_ = std::make_unique<T>();
    return *own_;
  }
  bool operator==(const Lazy& other) const { return **this == *other; }

 private:
  [[nodiscard]] static const T& absent() {
    static const T value{};
    return value;
  }

  std::unique_ptr<T> own_;
};

}  // namespace nearsim::base
