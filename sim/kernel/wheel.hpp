// A timing wheel that only promises never to be late.  It holds references to deadlines in slots of time; a
// slot is opened at its start, and whoever opens it looks at each deadline anew: one that was pushed back
// meanwhile is filed again, one that is due inside the slot goes to the queue, which knows the exact order.
// So a deadline that is pushed back a hundred times a second is touched here a few times a timeout.
//
// Hierarchical (Varghese and Lauck, 1987): level l has 256 slots of 256^l ticks; a slot of a higher level is
// emptied into lower ones when its time comes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>

#include "sim/kernel/slabs.hpp"

namespace nearsim::kernel {

class Wheel {
 public:
  static constexpr std::uint64_t never = ~std::uint64_t{0};

  explicit Wheel(std::pmr::memory_resource* memory) : slabs_(memory) {}

  // The start of the slot that now holds `word`, or `never` if `due` is in the tick that has begun: too near
  // for a wheel. All slots that start at or before `now` must have been opened.
  std::uint64_t file(std::uint64_t now, std::uint64_t due, std::uint64_t word);

  [[nodiscard]] std::uint64_t next() const { return next_; }  // the start of the first slot with content

  // Empties that slot: f(words, count) for its content in pieces.  f may file again.
  template <class F>
  void open(F&& f) {
    Piece* piece = detach();
    while (piece != nullptr) {
      Piece* const next = piece->next;
      f(piece->words, piece->used);
      give_back(piece);
      piece = next;
    }
  }

 private:
  static constexpr int tick_bits = 20;  // ours: 1.05 ms; timeouts of the protocols are 350 ms to 30 s
  static constexpr int slot_bits = 8;
  static constexpr std::size_t slots = std::size_t{1} << slot_bits;
  static constexpr std::size_t levels = 6;  // 2^(20 + 48): every time there is

  struct Piece {
    static constexpr std::uint32_t capacity = 14;
    Piece* next;
    std::uint32_t used;
    std::uint64_t words[capacity];
  };
  static_assert(sizeof(Piece) == 128);

  struct Level {
    std::array<std::uint64_t, slots / 64> occupied{};
    std::array<Piece*, slots> slot{};
  };

  [[nodiscard]] Piece* detach();
  [[nodiscard]] Piece* take_piece();
  void give_back(Piece* piece) {
    piece->next = free_;
    free_ = piece;
  }
  void find_next();

  std::uint64_t tick_ = 0;  // every slot that starts at or before it is empty
  std::uint64_t next_ = never;
  std::size_t next_level_ = 0, next_slot_ = 0;
  std::array<Level, levels> level_{};
  Piece* free_ = nullptr;
  Slabs<Piece> slabs_;
};

}  // namespace nearsim::kernel
