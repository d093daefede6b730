#include "sim/kernel/wheel.hpp"

#include <algorithm>
#include <bit>

namespace nearsim::kernel {

std::uint64_t Wheel::file(std::uint64_t now, std::uint64_t due, std::uint64_t word) {
  tick_ = std::max(tick_, now >> tick_bits);
  const std::uint64_t tick = due >> tick_bits;
  if (tick <= tick_) return never;
  const auto level = static_cast<std::size_t>((std::bit_width(tick ^ tick_) - 1) / slot_bits);
  const int shift = static_cast<int>(level) * slot_bits;
  const std::size_t slot = tick >> shift & (slots - 1);
  Piece*& head = level_[level].slot[slot];
  if (head == nullptr || head->used == Piece::capacity) {
    Piece* const piece = take_piece();
    piece->next = head;
    head = piece;
    level_[level].occupied[slot / 64] |= std::uint64_t{1} << slot % 64;
  }
  head->words[head->used++] = word;
  const std::uint64_t start = tick >> shift << (shift + tick_bits);
  if (start < next_) {
    next_ = start;
    next_level_ = level;
    next_slot_ = slot;
  }
  return start;
}

Wheel::Piece* Wheel::detach() {
  tick_ = std::max(tick_, next_ >> tick_bits);
  Level& level = level_[next_level_];
  Piece* const piece = level.slot[next_slot_];
  level.slot[next_slot_] = nullptr;
  level.occupied[next_slot_ / 64] &= ~(std::uint64_t{1} << next_slot_ % 64);
  find_next();
  return piece;
}

// Slots of a lower level all come before those of a higher one, because they divide the slot that the higher
// is in.
void Wheel::find_next() {
  next_ = never;
  for (std::size_t l = 0; l < levels; ++l) {
    const int shift = static_cast<int>(l) * slot_bits;
    for (std::size_t w = 0; w < slots / 64; ++w) {
      if (level_[l].occupied[w] == 0) continue;
      const std::size_t slot = w * 64 + static_cast<std::size_t>(std::countr_zero(level_[l].occupied[w]));
      const std::uint64_t above = tick_ >> shift >> slot_bits << slot_bits;
      next_ = (above | slot) << (shift + tick_bits);
      next_level_ = l;
      next_slot_ = slot;
      return;
    }
  }
}

Wheel::Piece* Wheel::take_piece() {
  if (free_ == nullptr) {
    const std::span<Piece> more = slabs_.more();
    for (std::size_t i = more.size(); i-- > 0;) give_back(&more[i]);
  }
  Piece* const piece = free_;
  free_ = piece->next;
  piece->used = 0;
  return piece;
}

}  // namespace nearsim::kernel
