// Who is near: stations by square, so that the neighbours of one are found by looking at nine squares and not
// at everybody.  The squares are as wide as the reach, and hashed into a table: a site needs no borders.
#pragma once

#include <cstdint>
#include <vector>

#include "models/radio/geometry.hpp"

namespace nearsim::radio {

class Grid {
 public:
  explicit Grid(double square_metres);

  void add(std::uint32_t member, const Position& where);
  void move(std::uint32_t member, const Position& from, const Position& to);
  // f(member) for everybody in the nine squares around, in the order of squares and of arrival in them;
  // possibly also for some who are far away.
  template <class F>
  void visit_near(const Position& where, F&& f) const {
    const Cell centre = cell(where);
    for (std::int64_t dy = -1; dy <= 1; ++dy)
      for (std::int64_t dx = -1; dx <= 1; ++dx) {
        const Cell wanted{centre.x + dx, centre.y + dy};
        for (const Member& m : buckets_[bucket(wanted)])
          if (m.cell == wanted) f(m.member);
      }
  }

 private:
  struct Cell {
    std::int64_t x, y;
    bool operator==(const Cell&) const = default;
  };
  struct Member {
    Cell cell;
    std::uint32_t member;
  };
  [[nodiscard]] Cell cell(const Position& where) const;
  [[nodiscard]] std::size_t bucket(const Cell& c) const;
  void put(const Member& m);
  void grow();

  std::int64_t side_;  // millimetres
  std::size_t members_ = 0;
  std::vector<std::vector<Member>> buckets_;  // a power of two
};

}  // namespace nearsim::radio
