// The arena: pieces are whole, aligned and nobody else's, whatever their sizes; what is large goes back at
// once.
#include "sim/base/memory.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

using nearsim::base::Arena;

namespace {

struct Piece {
  std::byte* at;
  std::size_t size;
};

bool is_apart(const std::vector<Piece>& pieces) {
  std::vector<Piece> sorted = pieces;
  std::sort(sorted.begin(), sorted.end(), [](const Piece& a, const Piece& b) { return a.at < b.at; });
  for (std::size_t i = 1; i < sorted.size(); ++i)
    if (sorted[i - 1].at + sorted[i - 1].size > sorted[i].at) return false;
  return true;
}

}  // namespace

TEST_CASE("arena: pieces of any size are aligned and apart") {
  CHECK(rc::check([](const std::vector<std::pair<std::uint16_t, std::uint8_t>>& wanted) {
    Arena arena;
    std::vector<Piece> pieces;
    for (int round = 0; round < 20; ++round)  // beyond the first block
      for (const auto& [size, shift] : wanted) {
        const std::size_t bytes = size % 6000 + 1, alignment = std::size_t{1} << shift % 7;
        void* const piece = arena.allocate(bytes, alignment);
        RC_ASSERT(reinterpret_cast<std::uint64_t>(piece) % alignment == 0);
        std::memset(piece, 0x5a, bytes);
        pieces.push_back({static_cast<std::byte*>(piece), bytes});
      }
    RC_ASSERT(is_apart(pieces));
    for (const Piece& piece : pieces) arena.deallocate(piece.at, piece.size);
  }));
}

TEST_CASE("arena: a container that grows past what is cut keeps its content") {
  Arena arena;
  std::pmr::vector<int> numbers{&arena};
  for (int i = 0; i < 1'000'000; ++i) numbers.push_back(i);  // at last on pages of its own
  for (int i = 0; i < 1'000'000; i += 1'000) CHECK(numbers[static_cast<std::size_t>(i)] == i);
}

TEST_CASE("heap: a large piece lies on a large page, and is all there") {
  constexpr std::size_t megabytes = 5 * 1024 * 1024 + 3;
  void* const piece = nearsim::base::heap()->allocate(megabytes);
  CHECK(reinterpret_cast<std::uint64_t>(piece) % (2 * 1024 * 1024) == 0);
  std::memset(piece, 1, megabytes);
  nearsim::base::heap()->deallocate(piece, megabytes);
}
