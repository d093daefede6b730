// The columns of a sweep's result, built row by row where the rows are made: a thread fills a part while
// others still run, and parts are put together by seed at the end.  Reading the store back, the only other
// way, is work for one core.
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
  void begin(const std::vector<std::string>& verdicts);  // what the next rows were judged by
  void add(const sweep::Row& row);
  void append(const Columns& more);
  void name_point(std::int32_t number);  // of all rows that were added since the last call
  [[nodiscard]] py::dict take();
  [[nodiscard]] std::size_t rows() const { return seed_.size(); }
  [[nodiscard]] std::uint64_t first_seed() const { return seed_.front(); }

 private:
  template <class T>
  using Named = std::vector<std::pair<std::string, std::vector<T>>>;  // in order of first appearance

  template <class T>
  static std::size_t find(Named<T>& all, std::size_t guess, std::string_view name);
  template <class T>
  void extend(Named<T>& all, const Named<T>& more, T missing);

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
  void add(const sweep::Point& point, const std::vector<std::string>& verdicts,
           const std::vector<sweep::Row>& rows);
  // Adds the point's rows if they are exactly those of the range; otherwise does nothing and returns false.
  [[nodiscard]] bool give(const sweep::Point& point, scenario::SeedRange range, Columns& out) const;

 private:
  std::map<std::string, std::map<std::uint64_t, Columns>> parts_;  // by hash, by first seed
};

}  // namespace nearsim::python
