// The parts of the module; each file of this folder binds one.
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <optional>
#include <vector>

#include "sim/base/time.hpp"

namespace nearsim::python {

namespace py = pybind11;

void bind_scenario(py::module_& m);
void bind_run(py::module_& m);
void bind_sweep(py::module_& m);
void bind_engine(py::module_& m);
void bind_scheduler(py::module_& m);
void bind_arrow(py::module_& m);

// An instant is whole nanoseconds in Python; `never` is None.
[[nodiscard]] inline std::optional<std::int64_t> nanoseconds_or_none(base::Instant at) {
  return at == base::never ? std::nullopt : std::optional(base::nanoseconds(at));
}

// A column that NumPy takes over without a copy.
template <class T>
[[nodiscard]] py::array_t<T> column(std::vector<T> values) {
  auto kept = std::make_unique<std::vector<T>>(std::move(values));
  const auto size = static_cast<py::ssize_t>(kept->size());
  const T* numbers = kept->data();
  const py::capsule owner(kept.release(), [](void* p) { delete static_cast<std::vector<T>*>(p); });
  return py::array_t<T>(size, numbers, owner);
}

}  // namespace nearsim::python
