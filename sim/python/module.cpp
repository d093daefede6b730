// The module behind `import nearsim`: values in, values out.  It binds what the layers below say in plain
// types; the package in scripts/nearsim gives them their manners (exceptions, units, tables, pictures).
#include "sim/python/module.hpp"

#include "sim/scenario/scenario.hpp"
#include "sim/sweep/build_id.hpp"

PYBIND11_MODULE(_nearsim, m) {
  m.doc() = "The compiled part of nearsim; use the package `nearsim`.";
  m.attr("version") = NEARSIM_VERSION;
  m.attr("build") = std::string(nearsim::sweep::build_id());
  m.attr("language") = nearsim::scenario::language_version;
  m.attr("NearsimError") =
      nearsim::python::py::reinterpret_steal<nearsim::python::py::object>(PyErr_NewExceptionWithDoc(
          "nearsim.NearsimError", "The base of what this package raises.", nullptr, nullptr));
  nearsim::python::bind_scenario(m);
  nearsim::python::bind_run(m);
  nearsim::python::bind_sweep(m);
  nearsim::python::bind_engine(m);
  nearsim::python::bind_scheduler(m);
  nearsim::python::bind_arrow(m);
}
