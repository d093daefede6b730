// Where the tables of a run get their memory.  Both are std::pmr resources, so that any container can ask
// them.
//
//   heap()   new and delete; pieces of megabytes lie on large pages, because a table that events jump about
//   in
//            costs a look into the page tables for nearly every one of them otherwise
//   Arena    one thread's: what is dropped is taken again first, still cached, and at the end everything goes
//   back
//            at once.  A run of two devices makes some hundred small pieces and drops them a few microseconds
//            later, and where several threads do that, the ones of the heap cost a lock.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <memory_resource>
#include <new>
#include <utility>
#include <vector>

namespace nearsim::base {

[[nodiscard]] std::pmr::memory_resource* heap();

// Pieces of one size (a power of two) share a list of free ones; new ones are cut from blocks, whose sizes
// grow.
class Arena final : public std::pmr::memory_resource {
 public:
  Arena() : at_(first_), end_(first_ + first_block) {}
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena() override;

  // An object whose memory goes back with the arena; its destructor is the owner's business.
  template <class T, class... Arguments>
  [[nodiscard]] T* make(Arguments&&... arguments) {
    return ::new (allocate(sizeof(T), alignof(T))) T(std::forward<Arguments>(arguments)...);
  }

 private:
  static constexpr std::size_t first_block = 48 * 1024;  // ours: a run of two devices, and inside the owner
  static constexpr std::size_t next_block = 64 * 1024;   // ours: doubled up to the largest
  static constexpr std::size_t largest_block = 2 * 1024 * 1024;  // a large page
  static constexpr std::size_t least_piece = 16;
  static constexpr std::size_t largest_piece = largest_block / 2;  // ours: beyond it, the heap's
  static constexpr std::size_t largest_alignment = 64;
  static constexpr std::size_t sizes = std::bit_width(largest_piece / least_piece);

  struct Free {
    Free* next;
  };
  struct Block {
    std::byte* begin;
    std::size_t size;
  };
  [[nodiscard]] static bool is_cut(std::size_t bytes, std::size_t alignment) {
    return bytes <= largest_piece && alignment <= largest_alignment;
  }
  // The exponent of the piece's size, counted from the least one.
  [[nodiscard]] static std::size_t size_number(std::size_t bytes, std::size_t alignment) {
    return static_cast<std::size_t>(std::bit_width((std::max(bytes, alignment) - 1) / least_piece));
  }
  [[nodiscard]] std::byte* cut(std::size_t size);
  void* do_allocate(std::size_t bytes, std::size_t alignment) override;
  void do_deallocate(void* piece, std::size_t bytes, std::size_t alignment) override;
  [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override {
    return this == &other;
  }

  std::byte* at_;
  std::byte* end_;
  std::array<Free*, sizes> free_{};
  std::vector<Block> more_;
  alignas(largest_alignment) std::byte first_[first_block];
};

}  // namespace nearsim::base
