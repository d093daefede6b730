#include "sim/python/columns.hpp"

#include <algorithm>
#include <limits>

namespace nearsim::python {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int8_t not_judged = -1;
constexpr std::int64_t not_counted = 0;
constexpr std::size_t most_room = 1 << 22;  // ours: more rows than that are not sure to come before Ctrl-C
constexpr std::size_t fingerprint_letters = 32;

template <class T>
void extend(std::vector<T>& all, const std::vector<T>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

template <class All, class T>
py::dict taken(All& all, std::size_t rows, T missing) {
  py::dict out;
  for (auto& [name, values] : all) {
    values.resize(rows, missing);
    out[name.c_str()] = column(std::move(values));
  }
  return out;
}

}  // namespace

// What grows row by row is copied again and again, and each new place costs the system as many fresh pages.
void Columns::make_room(std::size_t rows) {
  room_ = std::min(rows, most_room);
  fingerprints_.reserve(fingerprint_letters * room_);
  visit([this](auto& column) { column.reserve(room_); });
}

void Columns::clear() {
  fingerprints_.clear();
  visit([](auto& column) { column.clear(); });
}

template <class F>
void Columns::visit(F&& f) {
  f(point_);
  f(ended_);
  for (auto* column : {&seed_, &events_, &records_}) f(*column);
  for (auto* column : {&passed_, &ending_}) f(*column);
  for (auto& [name, column] : held_) f(column);
  for (auto* columns : {&figures_, &broke_})
    for (auto& [name, column] : *columns) f(column);
  for (auto& [name, column] : counts_) f(column);
}

// `guess`: where it was in the row before, so that rows of one kind are not searched.
template <class T>
std::size_t Columns::find(Named<T>& all, std::size_t guess, std::string_view name) const {
  const auto is_it = [&](const auto& one) { return one.first == name; };
  if (guess < all.size() && is_it(all[guess])) return guess;
  const auto found = std::find_if(all.begin(), all.end(), is_it);
  if (found != all.end()) return static_cast<std::size_t>(found - all.begin());
  all.emplace_back(name, std::vector<T>{}).second.reserve(room_);
  return all.size() - 1;
}

template <class T>
void Columns::extend(Named<T>& all, const Named<T>& more, T missing) {
  for (std::size_t i = 0; i < more.size(); ++i) {
    std::vector<T>& values = all[find(all, i, more[i].first)].second;
    values.resize(rows(), missing);
    python::extend(values, more[i].second);
  }
}

void Columns::begin(const std::vector<std::string>& verdicts) {
  places_.clear();
  for (const std::string& name : verdicts) {
    places_.push_back(find(held_, places_.size(), name));
    (void)find(broke_, places_.back(), name);
  }
}

void Columns::add(const sweep::Row& row) {
  const std::size_t before = rows();
  const auto put = [before](auto& column, auto missing, auto value) {
    column.second.resize(before, missing);
    column.second.push_back(value);
  };
  seed_.push_back(row.seed);
  passed_.push_back(row.passed);
  ending_.push_back(static_cast<std::uint8_t>(row.ending));
  ended_.push_back(base::nanoseconds(row.ended));
  events_.push_back(row.events);
  records_.push_back(row.records);
  fingerprints_ += row.fingerprint;
  for (std::size_t i = 0; i < places_.size() && i < row.held.size(); ++i) {
    const bool is_held = row.held[i] == 'h' || row.held[i] == 'r';
    put(held_[places_[i]], not_judged, static_cast<std::int8_t>(is_held));
    put(broke_[places_[i]], nan, row.broke[i] ? static_cast<double>(base::nanoseconds(*row.broke[i])) : nan);
  }
  for (std::size_t i = 0; i < row.figures.size() && i < places_.size(); ++i)
    put(figures_[find(figures_, i, held_[places_[i]].first)], nan,
        row.figures[i] ? static_cast<double>(*row.figures[i]) : nan);
  std::size_t guess = 0;
  for (const auto& [name, count] : row.counts)
    put(counts_[find(counts_, guess++, name)], not_counted, static_cast<std::int64_t>(count));
}

void Columns::append(const Columns& more) {
  extend(held_, more.held_, not_judged);
  extend(figures_, more.figures_, nan);
  extend(broke_, more.broke_, nan);
  extend(counts_, more.counts_, not_counted);
  python::extend(events_, more.events_);
  python::extend(records_, more.records_);
  python::extend(passed_, more.passed_);
  python::extend(ending_, more.ending_);
  python::extend(ended_, more.ended_);
  python::extend(seed_, more.seed_);
  fingerprints_ += more.fingerprints_;
}

void Columns::name_point(std::int32_t number) { point_.resize(rows(), number); }

py::dict Columns::take() {
  const std::size_t count = rows();
  py::dict out;
  out["point"] = column(std::move(point_));
  out["seed"] = column(std::move(seed_));
  out["passed"] = column(std::move(passed_));
  out["ending"] = column(std::move(ending_));
  out["ended"] = column(std::move(ended_));
  out["events"] = column(std::move(events_));
  out["records"] = column(std::move(records_));
  out["fingerprint"] = py::bytes(fingerprints_);
  out["held"] = taken(held_, count, not_judged);
  out["figure"] = taken(figures_, count, nan);
  out["broke"] = taken(broke_, count, nan);
  out["counts"] = taken(counts_, count, not_counted);
  return out;
}

void Collected::expect(const sweep::Point& point, scenario::SeedRange range) {
  const auto [at, is_new] = points_.try_emplace(point.hash);
  OfPoint& its = at->second;
  if (is_new) its.next = range.first;
  its.so_far.make_room(range.last - range.first + 1);
}

void Collected::add(const sweep::Point& point, Columns& rows) {
  if (rows.rows() == 0) return;
  OfPoint& its = points_.at(point.hash);
  if (rows.first_seed() != its.next) {
    its.early.insert_or_assign(rows.first_seed(), std::move(rows));
    return;
  }
  its.so_far.append(rows);
  its.next = rows.last_seed() + 1;
  for (auto at = its.early.begin(); at != its.early.end() && at->first == its.next;
       at = its.early.erase(at)) {
    its.so_far.append(at->second);
    its.next = at->second.last_seed() + 1;
  }
}

Columns* Collected::find(const sweep::Point& point, scenario::SeedRange range) {
  const auto found = points_.find(point.hash);
  if (found == points_.end() || found->second.so_far.rows() != range.last - range.first + 1) return nullptr;
  return &found->second.so_far;
}

}  // namespace nearsim::python
