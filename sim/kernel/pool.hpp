// Objects with stable addresses under small numbers, taken and given back without touching the heap: chunks
// of one size, and a free list that hands out the most recently returned (still cached) object first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <new>
#include <span>
#include <vector>

#include "sim/base/memory.hpp"
#include "sim/base/prefetch.hpp"
#include "sim/kernel/slabs.hpp"

namespace nearsim::kernel {

// T has a member `std::uint32_t next`, ours while the object is free.  Objects are constructed when first
// taken and destroyed with the pool, not at each return.
template <class T, std::uint32_t chunk_size = 128>
class Pool {
 public:
  static constexpr std::uint32_t none = ~0u;

  explicit Pool(std::pmr::memory_resource* memory = base::heap()) : slabs_(memory) {}
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  ~Pool() {
    for (std::uint32_t i = 0; i < size_; ++i) (*this)[i].~T();
  }

  [[nodiscard]] std::uint32_t take() {
    if (free_ == none) [[unlikely]]
      return grow();
    const std::uint32_t index = free_;
    free_ = (*this)[index].next;
    return index;
  }
  void give_back(T& object, std::uint32_t index) {  // object is (*this)[index]
    object.next = free_;
    free_ = index;
  }

  // Where the one after the next will be made: the next was given back just now, and is cached.
  [[gnu::always_inline]] void prefetch_free() const {
    if (free_ == none) return;
    const std::uint32_t after = (*this)[free_].next;
    if (after != none) base::prefetch(address(after), sizeof(T));
  }

  [[nodiscard]] T& operator[](std::uint32_t index) { return *address(index); }
  [[nodiscard]] const T& operator[](std::uint32_t index) const { return *address(index); }
  [[nodiscard]] T* address(std::uint32_t index) const {
    return reinterpret_cast<T*>(chunks_[index / chunk_size]->bytes) + index % chunk_size;
  }
  [[nodiscard]] std::uint32_t size() const { return size_; }  // ever constructed

 private:
  struct Chunk {
    alignas(64) std::byte bytes[chunk_size * sizeof(T)];
  };

  [[gnu::noinline]] std::uint32_t grow() {  // seldom: its registers are no business of take()
    if (size_ % chunk_size == 0) {
      if (spare_.empty()) spare_ = slabs_.more();
      chunks_.push_back(&spare_.front());
      spare_ = spare_.subspan(1);
    }
    const std::uint32_t index = size_++;
    ::new (static_cast<void*>(address(index))) T;
    return index;
  }

  std::vector<Chunk*> chunks_;  // first: what every event looks at is together
  std::uint32_t size_ = 0;
  std::uint32_t free_ = none;
  Slabs<Chunk, 1> slabs_;
  std::span<Chunk> spare_;
};

}  // namespace nearsim::kernel
