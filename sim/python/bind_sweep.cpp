// Sweeps and their store, for the package's `sweep`: the threads and the file are C++, the plan is Python.
#include <pybind11/functional.h>

#include <limits>
#include <map>

#include "sim/python/module.hpp"
#include "sim/sweep/build_id.hpp"
#include "sim/sweep/confidence.hpp"
#include "sim/sweep/sweep.hpp"

namespace nearsim::python {

namespace {

using sweep::Point;
using sweep::Row;
using sweep::Store;
// A row as it travels between processes: the columns of the store.
using RowTuple = std::tuple<std::uint64_t, bool, int, std::string, std::int64_t, std::uint64_t, std::uint64_t,
                            std::string, std::string, std::string, std::string>;

RowTuple tuple_of(const Row& r) {
  return {r.seed,
          r.passed,
          static_cast<int>(r.ending),
          r.fingerprint,
          base::nanoseconds(r.ended),
          r.events,
          r.records,
          r.held,
          sweep::figures_text(r),
          sweep::broke_text(r),
          sweep::counts_text(r)};
}

Row row_of(const RowTuple& t) {
  Row r;
  r.seed = std::get<0>(t);
  r.passed = std::get<1>(t);
  r.ending = static_cast<run::Ending>(std::get<2>(t));
  r.fingerprint = std::get<3>(t);
  r.ended = base::Instant{base::Duration{std::get<4>(t)}};
  r.events = std::get<5>(t);
  r.records = std::get<6>(t);
  r.held = std::get<7>(t);
  if (!sweep::read_figures(std::get<8>(t), r) || !sweep::read_broke(std::get<9>(t), r) ||
      !sweep::read_counts(std::get<10>(t), r))
    throw sweep::StoreError("a worker sent a row that cannot be read");
  return r;
}

// Tells Python of progress, and lets Ctrl-C end a sweep between two chunks.
class Teller final : public sweep::Watcher {
 public:
  explicit Teller(py::object progress) : progress_(std::move(progress)) {}
  void stored(std::uint64_t done, std::uint64_t of) override {
    const py::gil_scoped_acquire mine;
    if (!progress_.is_none() && !raised_) guarded([&] { progress_(done, of); });
  }
  bool goes_on() override {
    const py::gil_scoped_acquire mine;
    if (PyErr_CheckSignals() != 0) raised_ = std::make_unique<py::error_already_set>();
    return raised_ == nullptr;
  }
  void raise() {
    if (raised_) throw *raised_;
  }

 private:
  template <class F>
  void guarded(F f) {
    try {
      f();
    } catch (const py::error_already_set& error) {
      raised_ = std::make_unique<py::error_already_set>(error);
    }
  }
  py::object progress_;
  std::unique_ptr<py::error_already_set> raised_;
};

py::tuple run_sweep(const std::vector<Point*>& given, std::uint64_t first, std::uint64_t last, Store& store,
                    unsigned jobs, const py::object& progress) {
  std::vector<Point> points;
  for (const Point* point : given) points.push_back(*point);
  Teller teller{progress};
  sweep::Done done;
  {
    const py::gil_scoped_release others_go_on;
    done = sweep::sweep(points, {{first, last}, {}, jobs}, store, &teller);
  }
  teller.raise();
  return py::make_tuple(done.ran, done.found, done.is_complete);
}

py::tuple run_rows(const scenario::Scenario& scenario, const std::vector<std::uint64_t>& seeds,
                   unsigned jobs) {
  sweep::Ran ran;
  {
    const py::gil_scoped_release others_go_on;
    ran = sweep::run_point(scenario, seeds, jobs);
  }
  std::vector<RowTuple> rows;
  for (const Row& row : ran.rows) rows.push_back(tuple_of(row));
  return py::make_tuple(ran.verdicts, rows);
}

// The columns of a result, built row by row; a name that a row does not have is NaN, or 0 for counters.
class Columns {
 public:
  void add(std::int32_t point, const std::vector<std::string>& verdicts, Row&& row) {
    const std::size_t before = seed_.size();
    point_.push_back(point);
    seed_.push_back(row.seed);
    passed_.push_back(row.passed);
    ending_.push_back(static_cast<std::uint8_t>(row.ending));
    ended_.push_back(base::nanoseconds(row.ended));
    events_.push_back(row.events);
    records_.push_back(row.records);
    fingerprints_ += row.fingerprint;
    for (std::size_t i = 0; i < verdicts.size() && i < row.held.size(); ++i) {
      const char letter = row.held[i];
      put(held_, i, verdicts[i], before, std::int8_t{-1},
          static_cast<std::int8_t>(letter == 'h' || letter == 'r'));
      put(broke_, i, verdicts[i], before, nan,
          row.broke[i] ? static_cast<double>(base::nanoseconds(*row.broke[i])) : nan);
    }
    for (std::size_t i = 0; i < row.figures.size() && i < verdicts.size(); ++i)
      put(figures_, i, verdicts[i], before, nan, row.figures[i] ? static_cast<double>(*row.figures[i]) : nan);
    std::size_t guess = 0;
    for (const auto& [name, count] : row.counts)
      put(counts_, guess++, name, before, std::int64_t{0}, static_cast<std::int64_t>(count));
  }

  [[nodiscard]] py::dict take() {
    const std::size_t rows = seed_.size();
    py::dict out;
    out["point"] = column(std::move(point_));
    out["seed"] = column(std::move(seed_));
    out["passed"] = column(std::move(passed_));
    out["ending"] = column(std::move(ending_));
    out["ended"] = column(std::move(ended_));
    out["events"] = column(std::move(events_));
    out["records"] = column(std::move(records_));
    out["fingerprint"] = py::bytes(fingerprints_);
    out["held"] = taken(held_, rows, std::int8_t{-1});
    out["figure"] = taken(figures_, rows, nan);
    out["broke"] = taken(broke_, rows, nan);
    out["counts"] = taken(counts_, rows, std::int64_t{0});
    return out;
  }

 private:
  static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  template <class T>
  using Named = std::vector<std::pair<std::string, std::vector<T>>>;  // in order of first appearance

  template <class T>
  static void put(Named<T>& all, std::size_t guess, const std::string& name, std::size_t before, T missing,
                  T value) {
    const auto is_it = [&](const auto& one) { return one.first == name; };
    auto found = guess < all.size() && is_it(all[guess]) ? all.begin() + static_cast<std::ptrdiff_t>(guess)
                                                         : std::find_if(all.begin(), all.end(), is_it);
    if (found == all.end()) found = all.insert(all.end(), {name, {}});
    found->second.resize(before, missing);
    found->second.push_back(value);
  }
  template <class T>
  static py::dict taken(Named<T>& all, std::size_t rows, T missing) {
    py::dict out;
    for (auto& [name, values] : all) {
      values.resize(rows, missing);
      out[name.c_str()] = column(std::move(values));
    }
    return out;
  }

  std::vector<std::int32_t> point_;
  std::vector<std::uint64_t> seed_, events_, records_;
  std::vector<std::uint8_t> passed_, ending_;
  std::vector<std::int64_t> ended_;
  std::string fingerprints_;
  Named<std::int8_t> held_;
  Named<double> figures_, broke_;
  Named<std::int64_t> counts_;
};

// `wanted`: of each point the range of its seeds.
py::dict columns_of(Store& store,
                    const std::vector<std::tuple<Point*, std::uint64_t, std::uint64_t>>& wanted) {
  Columns columns;
  {
    const py::gil_scoped_release others_go_on;
    std::int32_t number = 0;
    for (const auto& [point, first, last] : wanted) {
      const sweep::PointId id = store.enter(*point);
      const std::vector<std::string> verdicts = store.verdicts_of(id);
      store.read(id, {first, last}, [&](Row&& row) { columns.add(number, verdicts, std::move(row)); });
      ++number;
    }
  }
  return columns.take();
}

void bind_store(py::module_& m) {
  py::register_exception<sweep::StoreError>(m, "StoreError", PyExc_RuntimeError);
  py::class_<Store>(m, "Store")
      .def(py::init([](const std::string& path) { return std::make_unique<Store>(path, sweep::build_id()); }),
           py::arg("path"))
      .def("merge", &Store::merge, py::arg("other"))
      .def("runs", &Store::runs)
      .def("columns", &columns_of, py::arg("wanted"))
      .def(
          "missing",
          [](Store& store, const Point& point, std::uint64_t first, std::uint64_t last) {
            return sweep::missing(point, store.enter(point), {{first, last}, {}, 1}, store);
          },
          py::arg("point"), py::arg("first"), py::arg("last"))
      .def(
          "add",
          [](Store& store, const Point& point, const std::vector<std::string>& verdicts,
             const std::vector<RowTuple>& tuples) {
            std::vector<Row> rows;
            for (const RowTuple& t : tuples) rows.push_back(row_of(t));
            store.add(store.enter(point), verdicts, rows);
          },
          py::arg("point"), py::arg("verdicts"), py::arg("rows"));
}

}  // namespace

void bind_sweep(py::module_& m) {
  bind_store(m);
  py::class_<Point>(m, "Point")
      .def_readonly("parameters", &Point::parameters)
      .def_readonly("scenario", &Point::scenario)
      .def_readonly("hash", &Point::hash);
  m.def(
      "resolve",
      [](const scenario::Scenario& base, const std::vector<sweep::Parameters>& asked,
         const std::vector<std::string>& where) {
        sweep::Points found = sweep::resolve(base, asked, where);
        return std::pair(std::move(found.points), std::move(found.diagnostics));
      },
      py::arg("base"), py::arg("asked"), py::arg("where"));
  m.def("sweep", &run_sweep, py::arg("points"), py::arg("first"), py::arg("last"), py::arg("store"),
        py::arg("jobs"), py::arg("progress"));
  m.def("run_rows", &run_rows, py::arg("scenario"), py::arg("seeds"), py::arg("jobs"));
  m.def(
      "wilson",
      [](std::uint64_t successes, std::uint64_t runs) {
        const sweep::Interval interval = sweep::wilson(successes, runs);
        return std::pair(interval.low, interval.high);
      },
      py::arg("successes"), py::arg("runs"));
}

}  // namespace nearsim::python
