// Asks for memory that is going to be used.  A hint: it changes nothing, and any address will do, null too.
#pragma once

#include <cstddef>

namespace nearsim::base {

inline constexpr std::size_t cache_line = 64;

// Inlined by force: gcc 12 takes a function that only prefetches for one without effects, and drops its
// calls.  For the same reason, who calls this in a function of one's own does so across files or likewise.
[[gnu::always_inline]] inline void prefetch(const void* begin, std::size_t size = 1) {
  if (begin == nullptr) return;  // nothing may be added to it
  const auto* const bytes = static_cast<const std::byte*>(begin);
  for (std::size_t at = 0; at < size; at += cache_line) __builtin_prefetch(bytes + at);
}

// All of one object, also where it lies across the border of two lines.
template <class T>
[[gnu::always_inline]] inline void prefetch_all(const T& object) {
  prefetch(&object, sizeof object);
  if constexpr (alignof(T) % cache_line != 0 && sizeof(T) > 1)
    __builtin_prefetch(reinterpret_cast<const std::byte*>(&object + 1) - 1);
}

}  // namespace nearsim::base
