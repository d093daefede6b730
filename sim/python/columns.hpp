// The columns of a sweep's result, built row by row while others still run, by seed: rows that come too early
// wait as a part of their own.  Reading the store back, the only other way, is work for one core.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/python/module.hpp"
#include "sim/sweep/sweep.hpp"

namespace nearsim::python {

// A name that a row does not have is NaN there, not judged, or 0 for counters.
class Columns {
 public:
  void make_room(std::size_t rows);                      // for so many in all
  void clear();                                          // of rows; the columns stay, and their memory
  void begin(const std::vector<std::string>& verdicts);  // what the next rows were judged by
  void add(const sweep::Row& row);
  void append(const Columns& more);
  void name_point(std::int32_t number);  // of all rows that were added since the last call
  [[nodiscard]] py::dict take();
  [[nodiscard]] std::size_t rows() const { return seed_.size(); }
  [[nodiscard]] std::uint64_t first_seed() const { return seed_.front(); }
  [[nodiscard]] std::uint64_t last_seed() const { return seed_.back(); }

 private:
  template <class T>
  using Named = std::vector<std::pair<std::string, std::vector<T>>>;  // in order of first appearance

  template <class T>
  std::size_t find(Named<T>& all, std::size_t guess, std::string_view name) const;
  template <class F>
  void visit(F&& f);  // each column but the fingerprints
  template <class T>
  void extend(Named<T>& all, const Named<T>& more, T missing);

  std::size_t room_ = 0;
  std::vector<std::size_t> places_;  // of each verdict in `held_` and `broke_`
  std::vector<std::int32_t> point_;
  std::vector<std::uint64_t> seed_, events_, records_;
  std::vector<std::uint8_t> passed_, ending_;
  std::vector<std::int64_t> ended_;
  std::string fingerprints_;
  Named<std::int8_t> held_;
  Named<double> figures_, broke_;
  Named<std::int64_t> counts_;
};

// What ran while somebody watched, by point.
class Collected {
 public:
  // Rows of the point will come, of these seeds; of a point that had some, the range is longer now.
  void expect(const sweep::Point& point, scenario::SeedRange range);
  void add(const sweep::Point& point, Columns& rows);  // and may take what they have of memory
  // The point's rows, if they are exactly those of the range; null: others are in the store.
  [[nodiscard]] Columns* find(const sweep::Point& point, scenario::SeedRange range);

 private:
  struct OfPoint {
    std::uint64_t next = 0;  // the seed that is to come
    Columns so_far;
    std::map<std::uint64_t, Columns> early;  // by first seed
  };
  std::map<std::string, OfPoint> points_;  // by hash
};

}  // namespace nearsim::python
