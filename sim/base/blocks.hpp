// A sequence that grows at its end and never moves what it holds: references stay, and what a table of a
// crowd outgrew is not left lying about.
//
//   blocks   [ 0 .. 31 ][ 32 .. 63 ][ 64 ..... 127 ][ 128 ........... 255 ] ...
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <memory_resource>
#include <new>
#include <utility>

#include "sim/base/memory.hpp"
#include "sim/base/prefetch.hpp"

namespace nearsim::base {

template <class T>
class Blocks {
 public:
  explicit Blocks(std::pmr::memory_resource* memory = heap()) : memory_(memory) {}
  Blocks(const Blocks& other) : memory_(heap()) {  // std::pmr's rule: a copy lives elsewhere
    for (std::size_t i = 0; i < other.size(); ++i) emplace_back(other[i]);
  }
  Blocks(Blocks&& other) noexcept : memory_(other.memory_) { swap(other); }
  Blocks& operator=(Blocks other) noexcept {
    swap(other);
    return *this;
  }
  ~Blocks() {
    clear();
    for (std::size_t b = 0; b < blocks_.size() && blocks_[b] != nullptr; ++b)
      memory_->deallocate(blocks_[b], capacity_of(b) * sizeof(T), alignof(T));
  }

  template <class... Arguments>
  T& emplace_back(Arguments&&... arguments) {
    const std::size_t b = block_of(size_);
    if (blocks_[b] == nullptr)
      blocks_[b] = static_cast<T*>(memory_->allocate(capacity_of(b) * sizeof(T), alignof(T)));
    T* const made = ::new (blocks_[b] + (size_ - begin_of(b))) T(std::forward<Arguments>(arguments)...);
    ++size_;
    return *made;
  }
  void pop_back() { (*this)[--size_].~T(); }
  void clear() {  // the memory stays, for what comes
    while (size_ > 0) pop_back();
  }

  [[nodiscard]] T& operator[](std::size_t i) { return *address(i); }
  [[nodiscard]] const T& operator[](std::size_t i) const { return *address(i); }
  [[nodiscard]] T& back() { return (*this)[size_ - 1]; }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  // Where the next one will be, if there is a place for it already: a hint.
  [[gnu::always_inline]] void prefetch_end() const {
    const std::size_t b = block_of(size_);
    if (blocks_[b] != nullptr) base::prefetch(blocks_[b] + (size_ - begin_of(b)), sizeof(T));
  }

  bool operator==(const Blocks& other) const {
    if (size_ != other.size_) return false;
    for (std::size_t i = 0; i < size_; ++i)
      if (!((*this)[i] == other[i])) return false;
    return true;
  }

 private:
  static constexpr std::size_t first = 32;  // ours: few devices meet more, and these are found at once

  [[nodiscard]] static std::size_t block_of(std::size_t i) {
    return static_cast<std::size_t>(std::bit_width(i / first));
  }
  [[nodiscard]] static std::size_t begin_of(std::size_t block) {
    return block == 0 ? 0 : first << (block - 1);
  }
  [[nodiscard]] static std::size_t capacity_of(std::size_t block) {
    return block == 0 ? first : begin_of(block);  // as large as all before it
  }
  [[nodiscard]] T* address(std::size_t i) const {
    if (i < first) [[likely]]
      return blocks_[0] + i;
    const std::size_t b = block_of(i);
    return blocks_[b] + (i - begin_of(b));
  }
  void swap(Blocks& other) noexcept {
    std::swap(memory_, other.memory_);
    std::swap(blocks_, other.blocks_);
    std::swap(size_, other.size_);
  }

  std::pmr::memory_resource* memory_;
  std::size_t size_ = 0;
  std::array<T*, 24> blocks_{};  // 2^26 elements
};

}  // namespace nearsim::base
