// The scheduler alone: callbacks of Python at virtual times, in the same total order as everything else here.
#include "sim/kernel/scheduler.hpp"
#include "sim/python/module.hpp"

namespace nearsim::python {

namespace {

using kernel::Scheduler;

base::Instant instant(const Scheduler& scheduler, std::int64_t at) {
  const base::Instant when{base::Duration{at}};
  if (when < scheduler.now()) throw py::value_error("an event cannot be posted in the past");
  return when;
}

}  // namespace

void bind_scheduler(py::module_& m) {
  py::class_<kernel::Timer>(m, "Timer").def("__eq__", [](const kernel::Timer& a, const kernel::Timer& b) {
    return a == b;
  });
  py::register_exception<kernel::Zeno>(
      m, "ZenoError", py::make_tuple(m.attr("NearsimError"), py::handle(PyExc_RuntimeError)));
  py::class_<Scheduler>(m, "Scheduler")
      .def(py::init([](bool value, std::uint64_t seed) {
             kernel::SchedulerOptions options;
             options.ties = value ? kernel::Ties::shuffled : kernel::Ties::by_sequence;
             options.tie_seed = base::Seed{seed};
             return std::make_unique<Scheduler>(options);
           }),
           py::arg("shuffle_ties"), py::arg("seed"))
      .def_property_readonly("now", [](const Scheduler& s) { return base::nanoseconds(s.now()); })
      .def_property_readonly("pending", &Scheduler::pending)
      .def_property_readonly("executed", &Scheduler::executed)
      .def(
          "at",
          [](Scheduler& s, std::int64_t at, py::object callback) {
            return s.at(instant(s, at), {.what = "a callback of Python"}, [f = std::move(callback)] { f(); });
          },
          py::arg("at"), py::arg("callback"))
      .def("cancel", &Scheduler::cancel, py::arg("timer"))
      .def("stop", &Scheduler::stop)
      .def(
          "run_until", [](Scheduler& s, std::int64_t until) { s.run_until(instant(s, until)); },
          py::arg("until"));
}

}  // namespace nearsim::python
