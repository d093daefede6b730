// A closure in a fixed place: move-only `void()`, stored inline, never on the heap.  88 bytes of captures
// (eleven words) make an event's payload two cache lines; a closure that needs more should capture a pointer
// to its state.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

namespace nearsim::kernel {

class Callback {
 public:
  static constexpr std::size_t capacity = 88;

  Callback() noexcept = default;

  template <class F>
  requires(!std::same_as<std::remove_cvref_t<F>, Callback> && std::is_invocable_v<std::decay_t<F>&>) Callback(
      F&& closure) {  // NOLINT: implicit, so that a lambda can be passed where a Callback is asked for
    construct(std::forward<F>(closure));
  }

  Callback(Callback&& other) noexcept { take(other); }
  Callback& operator=(Callback&& other) noexcept {
    if (this != &other) {
      reset();
      take(other);
    }
    return *this;
  }
  Callback(const Callback&) = delete;
  Callback& operator=(const Callback&) = delete;
  ~Callback() { reset(); }

  // Builds the closure in place: the scheduler's way of posting without a move.  Only into an empty one.
  template <class F>
  void emplace(F&& closure) {
    if constexpr (std::same_as<std::remove_cvref_t<F>, Callback>) take(closure);
    else construct(std::forward<F>(closure));
  }

  void reset() noexcept {
    if (manage_ != nullptr) std::exchange(manage_, nullptr)(storage_, nullptr);
    invoke_ = nullptr;
  }

  void operator()() { invoke_(storage_); }
  explicit operator bool() const noexcept { return invoke_ != nullptr; }

 private:
  using Invoke = void (*)(void*);
  using Manage = void (*)(void* from, void* to) noexcept;  // moves to `to`, or only destroys if that is null

  template <class F>
  void construct(F&& closure) {
    using Closure = std::decay_t<F>;
    static_assert(sizeof(Closure) <= capacity,
                  "captures above 88 bytes: capture a pointer to the state instead");
    static_assert(alignof(Closure) <= alignof(void*), "captures must not be over-aligned");
    static_assert(std::is_nothrow_move_constructible_v<Closure>);
    ::new (static_cast<void*>(storage_)) Closure(std::forward<F>(closure));
    invoke_ = [](void* at) { (*std::launder(static_cast<Closure*>(at)))(); };
    if constexpr (!std::is_trivially_copyable_v<Closure>) {
      manage_ = [](void* from, void* to) noexcept {
        auto* closure_at = std::launder(static_cast<Closure*>(from));
        if (to != nullptr) ::new (to) Closure(std::move(*closure_at));
        closure_at->~Closure();
      };
    }
  }

  void take(Callback& other) noexcept {
    if (other.manage_ != nullptr) other.manage_(other.storage_, storage_);
    else if (other.invoke_ != nullptr) std::memcpy(storage_, other.storage_, capacity);
    invoke_ = std::exchange(other.invoke_, nullptr);
    manage_ = std::exchange(other.manage_, nullptr);
  }

  Invoke invoke_ = nullptr;
  Manage manage_ = nullptr;  // null: trivially copied and nothing to destroy
  alignas(void*) std::byte storage_[capacity];
};

}  // namespace nearsim::kernel
