// Sweeps and their store, for the package's `sweep`: the threads and the file are C++, the plan is Python.
#include <pybind11/functional.h>

#include "sim/python/columns.hpp"
#include "sim/python/module.hpp"
#include "sim/sweep/build_id.hpp"
#include "sim/sweep/confidence.hpp"

namespace nearsim::python {

namespace {

using sweep::Point;
using sweep::Row;
using sweep::Store;
// A row as it travels between processes: the columns of the store.
using RowTuple = std::tuple<std::uint64_t, bool, int, std::string, std::int64_t, std::uint64_t, std::uint64_t,
                            std::string, std::string, std::string, std::string>;

RowTuple tuple_of(const Row& r, const sweep::Texts::Of& texts) {
  return {r.seed,
          r.passed,
          static_cast<int>(r.ending),
          r.fingerprint,
          base::nanoseconds(r.ended),
          r.events,
          r.records,
          r.held,
          std::string{texts.figures},
          std::string{texts.broke},
          std::string{texts.counts}};
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

// Ctrl-C ends the wait for another program that writes to the store.  Python hears of it in its first thread.
bool goes_on_waiting(const std::string&, std::chrono::milliseconds) {
  const py::gil_scoped_acquire mine;
  return PyErr_CheckSignals() == 0;
}

// What a store does, beside the other threads of Python: one of them may be who writes to it.
template <class F>
auto beside_others(F f) {
  try {
    const py::gil_scoped_release others_go_on;
    return f();
  } catch (const sweep::StoreError&) {
    if (PyErr_Occurred() != nullptr) throw py::error_already_set();  // the reason why it gave up
    throw;
  }
}

// Tells Python of progress, and lets Ctrl-C end a sweep between two chunks.
class Teller final : public sweep::Watcher {
 public:
  Teller(py::object progress, Collected& collected) : progress_(std::move(progress)), collected_(collected) {}
  void stored(std::uint64_t done, std::uint64_t of) override {
    const py::gil_scoped_acquire mine;
    if (!progress_.is_none() && !raised_) guarded([&] { progress_(done, of); });
  }
  void take(std::unique_ptr<Part>& part, const Point& point, const std::vector<std::string>& verdicts,
            const std::vector<Row>& rows) override {
    auto* its = static_cast<ColumnsOf*>(part.get());
    if (its == nullptr || its->point != &point) {
      auto fresh = std::make_unique<ColumnsOf>();
      its = fresh.get();
      its->point = &point;
      part = std::move(fresh);
    }
    its->columns.clear();
    its->columns.make_room(rows.size());
    its->columns.begin(verdicts);
    for (const Row& row : rows) its->columns.add(row);
  }
  void keep(std::unique_ptr<Part>& part, const Point& point) override {
    collected_.add(point, static_cast<ColumnsOf*>(part.get())->columns);
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
  struct ColumnsOf final : Part {
    Columns columns;
    const Point* point = nullptr;  // another one may have other columns
  };
  template <class F>
  void guarded(F f) {
    try {
      f();
    } catch (const py::error_already_set& error) {
      raised_ = std::make_unique<py::error_already_set>(error);
    }
  }
  py::object progress_;
  Collected& collected_;
  std::unique_ptr<py::error_already_set> raised_;
};

py::tuple run_sweep(const std::vector<Point*>& given, std::uint64_t first, std::uint64_t last, Store& store,
                    unsigned jobs, const py::object& progress, Collected& collected) {
  std::vector<Point> points;
  for (const Point* point : given) points.push_back(*point);
  for (const Point& point : points) collected.expect(point, {first, last});
  Teller teller{progress, collected};
  sweep::Done done;
  try {
    done = beside_others([&] { return sweep::sweep(points, {{first, last}, {}, jobs}, store, &teller); });
  } catch (const sweep::StoreError&) {
    teller.raise();  // the reason why it gave up
    throw;
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
  const sweep::Texts texts{ran.rows};
  for (std::size_t i = 0; i < ran.rows.size(); ++i) rows.push_back(tuple_of(ran.rows[i], texts[i]));
  return py::make_tuple(ran.verdicts, rows);
}

// `wanted`: of each point the range of its seeds.
py::dict columns_of(Store& store, const std::vector<std::tuple<Point*, std::uint64_t, std::uint64_t>>& wanted,
                    Collected& collected) {
  Columns columns;
  beside_others([&] {
    std::size_t rows = 0;
    for (const auto& [point, first, last] : wanted) rows += last - first + 1;
    std::int32_t number = 0;
    for (const auto& [point, first, last] : wanted) {
      Columns* ready = collected.find(*point, {first, last});
      if (ready != nullptr && wanted.size() == 1) {
        columns = std::move(*ready);  // the rule, and the only copy
      } else if (columns.make_room(rows); ready != nullptr) {
        columns.append(*ready);
      } else {
        const sweep::PointId id = store.enter(*point);
        columns.begin(store.verdicts_of(id));
        store.read(id, {first, last}, [&](Row&& row) { columns.add(row); });
      }
      columns.name_point(number++);
    }
  });
  return columns.take();
}

void bind_store(py::module_& m) {
  py::register_exception<sweep::StoreError>(
      m, "StoreError", py::make_tuple(m.attr("NearsimError"), py::handle(PyExc_RuntimeError)));
  py::class_<Store>(m, "Store")
      .def(py::init([](const std::string& path) {
             return beside_others(
                 [&] { return std::make_unique<Store>(path, sweep::build_id(), &goes_on_waiting); });
           }),
           py::arg("path"))
      .def(
          "merge",
          [](Store& store, const std::string& other) {
            return beside_others([&] { return store.merge(other); });
          },
          py::arg("other"))
      .def("runs", [](Store& store) { return beside_others([&] { return store.runs(); }); })
      .def("columns", &columns_of, py::arg("wanted"), py::arg("collected"))
      .def(
          "tally",
          [](Store& store, const Point& point, std::uint64_t first, std::uint64_t last) {
            const Store::Tally tally = beside_others([&] {
              return store.tally(store.enter(point), {first, last});
            });
            return std::pair(tally.runs, tally.passed);
          },
          py::arg("point"), py::arg("first"), py::arg("last"))
      .def(
          "missing",
          [](Store& store, const Point& point, std::uint64_t first, std::uint64_t last) {
            return beside_others([&] {
              return sweep::missing(point, store.enter(point), {{first, last}, {}, 1}, store);
            });
          },
          py::arg("point"), py::arg("first"), py::arg("last"))
      .def(
          "add",
          [](Store& store, const Point& point, const std::vector<std::string>& verdicts,
             const std::vector<RowTuple>& tuples) {
            std::vector<Row> rows;
            for (const RowTuple& t : tuples) rows.push_back(row_of(t));
            beside_others([&] { store.add(store.enter(point), verdicts, rows); });
          },
          py::arg("point"), py::arg("verdicts"), py::arg("rows"));
}

}  // namespace

void bind_sweep(py::module_& m) {
  py::class_<Collected>(m, "Collected").def(py::init<>());
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
        py::arg("jobs"), py::arg("progress"), py::arg("collected"));
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
