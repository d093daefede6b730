// Arrays of growing size for free lists of small plain pieces; they go back when their owner ends.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory_resource>
#include <span>
#include <type_traits>
#include <vector>

namespace nearsim::kernel {

template <class T, std::size_t least = 16>  // ours: pieces of the first array
class Slabs {
 public:
  static_assert(std::is_trivial_v<T>);

  explicit Slabs(std::pmr::memory_resource* memory) : memory_(memory) {}
  Slabs(const Slabs&) = delete;
  Slabs& operator=(const Slabs&) = delete;
  ~Slabs() {
    for (const std::span<T> slab : slabs_) memory_->deallocate(slab.data(), slab.size_bytes(), alignment);
  }

  [[nodiscard]] std::span<T> more() {  // uninitialized
    const std::size_t count =
        std::min(largest / sizeof(T), least << std::min<std::size_t>(slabs_.size(), 20));
    slabs_.emplace_back(static_cast<T*>(memory_->allocate(count * sizeof(T), alignment)), count);
    return slabs_.back();
  }

 private:
  static constexpr std::size_t alignment = 64;             // a cache line
  static constexpr std::size_t largest = 2 * 1024 * 1024;  // a large page
  static_assert(sizeof(T) <= largest / least);

  std::pmr::memory_resource* memory_;
  std::vector<std::span<T>> slabs_;
};

}  // namespace nearsim::kernel
