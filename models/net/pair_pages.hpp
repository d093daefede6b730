// A table from an ordered pair of devices to a value, for tables that a crowded room fills: two steps to find
// it, nothing to probe, and values stay where they are.  A row belongs to a device and is made of pages of 32
// columns, so that who meets few others owns few pages.  It is never iterated: who needs an order keeps one.
//
//   rows   [ 0 | 1 | 2 | ... ]          (1, 70)  ->  row 1, page 70 / 32, place 70 % 32
//                |
//   pages  [ . | . | * | . ]
#pragma once

#include <array>
#include <memory_resource>
#include <new>
#include <type_traits>
#include <vector>

#include "models/net/node.hpp"
#include "sim/base/memory.hpp"
#include "sim/base/prefetch.hpp"
#include "sim/kernel/outlook.hpp"

namespace nearsim::net {

// A page comes with a T{} for each of its columns; that one was never written, T must be able to say.
template <class T>
class PairPages {
 public:
  explicit PairPages(std::pmr::memory_resource* memory = base::heap()) : rows_(memory) {}
  PairPages(const PairPages&) = delete;
  PairPages& operator=(const PairPages&) = delete;
  ~PairPages() {
    for (Row& row : rows_)
      for (Page* page : row)
        if (page != nullptr) pages().deallocate(page, 1);
  }

  // The place of the pair; null if it has none yet.
  [[nodiscard]] T* find(Node a, Node b) const {
    if (a >= rows_.size() || b / columns >= rows_[a].size()) return nullptr;
    Page* const page = rows_[a][b / columns];
    return page == nullptr ? nullptr : &(*page)[b % columns];
  }
  // A hint, in three steps towards find(): the row, its page, the place on it.
  [[gnu::always_inline]] void prefetch(Node a, Node b, kernel::Approach how) const {
    using kernel::Approach;
    if (a >= rows_.size()) return;
    if (how == Approach::farthest) return base::prefetch(&rows_[a]);
    if ((how != Approach::far && how != Approach::nearer) || b / columns >= rows_[a].size()) return;
    if (how == Approach::far) return base::prefetch(&rows_[a][b / columns]);
    if (Page* const page = rows_[a][b / columns]) base::prefetch_all((*page)[b % columns]);
  }
  [[nodiscard]] T& at(Node a, Node b) {
    if (T* const place = find(a, b)) return *place;
    return make(a, b);
  }

 private:
  static constexpr Node columns = 32;  // ours: a page of ways has twelve cache lines
  using Page = std::array<T, columns>;
  static_assert(std::is_trivially_destructible_v<T>);
  using Row = std::pmr::vector<Page*>;

  [[gnu::noinline]] T& make(Node a, Node b) {
    if (a >= rows_.size()) rows_.resize(a + 1);
    Row& row = rows_[a];
    if (b / columns >= row.size()) row.resize(b / columns + 1);
    Page*& page = row[b / columns];
    if (page == nullptr) page = ::new (pages().allocate(1)) Page{};
    return (*page)[b % columns];
  }
  [[nodiscard]] std::pmr::polymorphic_allocator<Page> pages() { return rows_.get_allocator().resource(); }

  std::pmr::vector<Row> rows_;  // rows and pages are where the table of rows is
};

}  // namespace nearsim::net
