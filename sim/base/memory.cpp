#include "sim/base/memory.hpp"

#include <memory>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace nearsim::base {

namespace {

constexpr std::size_t large_page = 2 * 1024 * 1024;  // of x86-64 and arm64 with 4 KB pages

std::size_t whole_pages(std::size_t bytes) { return (bytes + large_page - 1) / large_page * large_page; }

bool is_usual(std::size_t alignment) { return alignment <= __STDCPP_DEFAULT_NEW_ALIGNMENT__; }

class Heap final : public std::pmr::memory_resource {
  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    if (bytes < large_page && is_usual(alignment)) return ::operator new(bytes);
    if (bytes < large_page) return ::operator new (bytes, std::align_val_t{alignment});
    void* const piece = ::operator new (whole_pages(bytes), std::align_val_t{large_page});
#if defined(__linux__)
    (void)madvise(piece, whole_pages(bytes), MADV_HUGEPAGE);  // a wish: without, it is only slower
#endif
    return piece;
  }
  void do_deallocate(void* piece, std::size_t bytes, std::size_t alignment) override {
    if (bytes < large_page && is_usual(alignment)) return ::operator delete(piece);
    if (bytes < large_page) return ::operator delete (piece, std::align_val_t{alignment});
    ::operator delete (piece, std::align_val_t{large_page});
  }
  [[nodiscard]] bool do_is_equal(const memory_resource& other) const noexcept override {
    return this == &other;
  }
};

const Heap the_heap;  // it has no state; only the interface's functions are not const

}  // namespace

std::pmr::memory_resource* heap() { return const_cast<Heap*>(&the_heap); }

Arena::~Arena() {
  for (const Block& block : more_) heap()->deallocate(block.begin, block.size, largest_alignment);
}

// A piece's size is a power of two, so what is aligned to the smaller of it and a cache line stays so.
std::byte* Arena::cut(std::size_t size) {
  const std::size_t alignment = std::min(size, largest_alignment);
  void* piece = at_;
  auto room = static_cast<std::size_t>(end_ - at_);
  if (std::align(alignment, size, piece, room) == nullptr) {
    const std::size_t wanted = std::min(largest_block, next_block << std::min<std::size_t>(more_.size(), 16));
    const std::size_t fresh = std::max(wanted, size);
    more_.push_back({static_cast<std::byte*>(heap()->allocate(fresh, largest_alignment)), fresh});
    piece = more_.back().begin;
    end_ = more_.back().begin + fresh;
  }
  at_ = static_cast<std::byte*>(piece) + size;
  return static_cast<std::byte*>(piece);
}

void* Arena::do_allocate(std::size_t bytes, std::size_t alignment) {
  if (!is_cut(bytes, alignment)) return heap()->allocate(bytes, alignment);
  const std::size_t number = size_number(bytes, alignment);
  Free*& list = free_[number];
  if (list == nullptr) return cut(least_piece << number);
  Free* const piece = list;
  list = piece->next;
  return piece;
}

void Arena::do_deallocate(void* piece, std::size_t bytes, std::size_t alignment) {
  if (!is_cut(bytes, alignment)) return heap()->deallocate(piece, bytes, alignment);
  Free*& list = free_[size_number(bytes, alignment)];
  list = ::new (piece) Free{list};
}

}  // namespace nearsim::base
