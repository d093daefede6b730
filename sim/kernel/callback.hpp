// A closure in a fixed place: move-only `void()`, stored inline, never on the heap.  88 bytes of captures
// (eleven words) make an event's payload two cache lines; a closure that needs more should capture a pointer
// to its state.  A closure that knows what it will look at may say so: one with a member `coming(Approach)`
// is told of its approach, see outlook.hpp.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

#include "sim/kernel/outlook.hpp"

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
    if (manage_ != nullptr) std::exchange(manage_, nullptr)(Errand::destroy, storage_, nullptr, {});
    invoke_ = nullptr;
  }

  void operator()() { invoke_(storage_); }
  void coming(Approach how) {  // a hint
    if (manage_ != nullptr) manage_(Errand::announce, storage_, nullptr, how);
  }
  explicit operator bool() const noexcept { return invoke_ != nullptr; }

 private:
  using Invoke = void (*)(void*);
  enum class Errand : std::uint8_t { move, destroy, announce };
  using Manage = void (*)(Errand, void* closure, void* to, Approach how) noexcept;

  template <class F>
  void construct(F&& closure) {
    using Closure = std::decay_t<F>;
    static_assert(sizeof(Closure) <= capacity,
                  "captures above 88 bytes: capture a pointer to the state instead");
    static_assert(alignof(Closure) <= alignof(void*), "captures must not be over-aligned");
    static_assert(std::is_nothrow_move_constructible_v<Closure>);
    ::new (static_cast<void*>(storage_)) Closure(std::forward<F>(closure));
    invoke_ = [](void* at) { (*std::launder(static_cast<Closure*>(at)))(); };
    constexpr bool foresees = requires(const Closure& c, Approach how) { c.coming(how); };
    if constexpr (!std::is_trivially_copyable_v<Closure> || foresees) {
      manage_ = [](Errand errand, void* at, void* to, [[maybe_unused]] Approach how) noexcept {
        auto* const closure_at = std::launder(static_cast<Closure*>(at));
        if (errand == Errand::announce) {
          if constexpr (foresees) closure_at->coming(how);
          return;
        }
        if (errand == Errand::move) ::new (to) Closure(std::move(*closure_at));
        closure_at->~Closure();
      };
    }
  }

  void take(Callback& other) noexcept {
    if (other.manage_ != nullptr) other.manage_(Errand::move, other.storage_, storage_, {});
    else if (other.invoke_ != nullptr) std::memcpy(storage_, other.storage_, capacity);
    invoke_ = std::exchange(other.invoke_, nullptr);
    manage_ = std::exchange(other.manage_, nullptr);
  }

  Invoke invoke_ = nullptr;
  Manage manage_ = nullptr;  // null: trivially copied, nothing to destroy, and foresees nothing
  alignas(void*) std::byte storage_[capacity];
};

}  // namespace nearsim::kernel
