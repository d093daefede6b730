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
#include <memory>
#include <vector>

#include "models/net/node.hpp"

namespace nearsim::net {

class PairPages {
 public:
  static constexpr std::uint32_t absent = ~std::uint32_t{0};

  [[nodiscard]] std::uint32_t find(Node a, Node b) const {
    if (a >= rows_.size() || b / columns >= rows_[a].size()) return absent;
    const Page* page = rows_[a][b / columns].get();
    return page == nullptr ? absent : (*page)[b % columns];
  }
  // The value of the pair; `absent` if it is new, to be overwritten by the caller.
  [[nodiscard]] std::uint32_t& at(Node a, Node b) {
    if (a >= rows_.size()) rows_.resize(a + 1);
    Row& row = rows_[a];
    if (b / columns >= row.size()) row.resize(b / columns + 1);
    std::unique_ptr<Page>& page = row[b / columns];
    if (page == nullptr) {
      page = std::make_unique<Page>();
      page->fill(absent);
    }
    return (*page)[b % columns];
  }

 private:
  static constexpr Node columns = 64;  // ours: 256 bytes, four cache lines
  using Page = std::array<std::uint32_t, columns>;
  using Row = std::vector<std::unique_ptr<Page>>;

  std::vector<Row> rows_;
};

}  // namespace nearsim::net
