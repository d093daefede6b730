// A table from an ordered pair of devices to a small index, for tables that a crowded room fills: four bytes
// a pair, two steps to find it, nothing to probe.  A row belongs to a device and is made of pages of 64
// columns, so that who meets few others owns few pages.  It is never iterated.
//
//   rows   [ 0 | 1 | 2 | ... ]          (1, 70)  ->  row 1, page 70 / 64, place 70 % 64
//                |
//   pages  [ . | * | . ]
#pragma once

#include <array>
#include <cstdint>
#include <memory_resource>
#include <new>
#include <vector>

#include "models/net/node.hpp"
#include "sim/base/memory.hpp"
#include "sim/base/prefetch.hpp"
#include "sim/kernel/outlook.hpp"

namespace nearsim::net {

class PairPages {
 public:
  static constexpr std::uint32_t absent = ~std::uint32_t{0};

  explicit PairPages(std::pmr::memory_resource* memory = base::heap()) : rows_(memory) {}
  PairPages(const PairPages&) = delete;
  PairPages& operator=(const PairPages&) = delete;
  ~PairPages() {
    for (Row& row : rows_)
      for (Page* page : row)
        if (page != nullptr) pages().deallocate(page, 1);
  }

  [[nodiscard]] std::uint32_t find(Node a, Node b) const {
    if (a >= rows_.size() || b / columns >= rows_[a].size()) return absent;
    const Page* page = rows_[a][b / columns];
    return page == nullptr ? absent : (*page)[b % columns];
  }
  // A hint, in three steps towards find(): the row, its page, the place on it.
  [[gnu::always_inline]] void prefetch(Node a, Node b, kernel::Approach how) const {
    using kernel::Approach;
    if (a >= rows_.size()) return;
    if (how == Approach::farthest) return base::prefetch(&rows_[a]);
    if ((how != Approach::far && how != Approach::nearer) || b / columns >= rows_[a].size()) return;
    if (how == Approach::far) return base::prefetch(&rows_[a][b / columns]);
    if (const Page* page = rows_[a][b / columns]) base::prefetch(&(*page)[b % columns]);
  }
  // The value of the pair; `absent` if it is new, to be overwritten by the caller.
  [[nodiscard]] std::uint32_t& at(Node a, Node b) {
    if (a >= rows_.size()) rows_.resize(a + 1);
    Row& row = rows_[a];
    if (b / columns >= row.size()) row.resize(b / columns + 1);
    Page*& page = row[b / columns];
    if (page == nullptr) {
      page = ::new (pages().allocate(1)) Page;
      page->fill(absent);
    }
    return (*page)[b % columns];
  }

 private:
  static constexpr Node columns = 64;  // ours: 256 bytes, four cache lines
  using Page = std::array<std::uint32_t, columns>;
  using Row = std::pmr::vector<Page*>;

  [[nodiscard]] std::pmr::polymorphic_allocator<Page> pages() { return rows_.get_allocator().resource(); }

  std::pmr::vector<Row> rows_;  // rows and pages are where the table of rows is
};

}  // namespace nearsim::net
