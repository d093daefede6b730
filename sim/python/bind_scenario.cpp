// Scenarios as values: read, asked, changed into another one, written.
#include "protocol/profile.hpp"
#include "sim/python/module.hpp"
#include "sim/scenario/dump.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/set.hpp"
#include "sim/sweep/point.hpp"

namespace nearsim::python {

namespace {

using scenario::Diagnostic;
using scenario::Scenario;
using Read = std::pair<std::optional<Scenario>, std::vector<Diagnostic>>;
using SettingTuple = std::tuple<std::string, std::string, std::string>;

Read made(scenario::Loaded loaded) { return {std::move(loaded.scenario), std::move(loaded.diagnostics)}; }

std::vector<SettingTuple> tuples(const std::vector<scenario::Setting>& settings) {
  std::vector<SettingTuple> out;
  for (const scenario::Setting& s : settings) out.emplace_back(s.path, s.value, std::string(s.doc));
  return out;
}

Read changed(const Scenario& scenario, const std::vector<std::pair<std::string, std::string>>& changes) {
  Scenario out = scenario;
  std::vector<Diagnostic> all;
  for (const auto& [path, value] : changes)
    for (Diagnostic& diagnostic : scenario::set(out, path, value)) all.push_back(std::move(diagnostic));
  if (!all.empty()) return {std::nullopt, std::move(all)};
  return {std::move(out), {}};
}

// Of `sweep:` the axes, the constraints and the seeds; none: the scenario has no such key.
using Plan = std::tuple<std::vector<std::pair<std::string, std::vector<std::string>>>,
                        std::vector<std::string>, std::optional<std::pair<std::uint64_t, std::uint64_t>>>;
std::optional<Plan> plan_of(const Scenario& scenario) {
  if (!scenario.sweep) return std::nullopt;
  Plan out;
  for (const scenario::Axis& axis : scenario.sweep->axes)
    std::get<0>(out).emplace_back(axis.path, axis.values);
  std::get<1>(out) = scenario.sweep->where;
  if (const auto& seeds = scenario.sweep->seeds) std::get<2>(out).emplace(seeds->first, seeds->last);
  return out;
}

py::list profiles() {
  py::list out;
  for (const protocol::Design& design : protocol::designs()) {
    std::vector<std::pair<std::string, std::string>> quotes;
    for (const protocol::Quote& quote : design.quotes) quotes.emplace_back(quote.path, quote.words);
    py::dict one;
    one["name"] = std::string(design.name);
    one["summary"] = std::string(design.summary);
    one["settings"] = tuples(scenario::settings_of(design.make()));
    one["quotes"] = quotes;
    out.append(one);
  }
  return out;
}

}  // namespace

void bind_scenario(py::module_& m) {
  py::class_<Diagnostic>(m, "Diagnostic")
      .def_property_readonly("file", [](const Diagnostic& d) { return d.position.file; })
      .def_property_readonly("line", [](const Diagnostic& d) { return d.position.line; })
      .def_property_readonly("column", [](const Diagnostic& d) { return d.position.column; })
      .def_property_readonly(
          "cannot_judge", [](const Diagnostic& d) { return d.severity == scenario::Severity::cannot_judge; })
      .def_readonly("message", &Diagnostic::message)
      .def_readonly("hint", &Diagnostic::hint)
      .def_readonly("source", &Diagnostic::source);
  py::class_<Scenario>(m, "Scenario")
      .def_readonly("file", &Scenario::file)
      .def_readonly("question", &Scenario::question)
      .def_property_readonly("devices",
                             [](const Scenario& s) {
                               std::vector<std::string> names;
                               for (const scenario::DeviceSpec& device : s.devices)
                                 names.push_back(device.name);
                               return names;
                             })
      .def_property_readonly("seeds",
                             [](const Scenario& s) { return std::pair(s.seeds.first, s.seeds.last); })
      .def_property_readonly("sweep", &plan_of)
      .def_property_readonly("hash", &sweep::hash_of)
      .def("settings", [](const Scenario& s) { return tuples(scenario::settings_of(s)); })
      .def("changed", &changed, py::arg("changes"))
      .def("dump", [](const Scenario& s) { return scenario::dump(s); })
      .def("__eq__", [](const Scenario& a, const Scenario& b) { return a == b; });
  m.def(
      "load_file", [](const std::string& path) { return made(scenario::load_file(path)); }, py::arg("path"));
  m.def(
      "load_text",
      [](const std::string& text, const std::string& name) { return made(scenario::load_text(text, name)); },
      py::arg("text"), py::arg("name"));
  m.def("render", &scenario::render, py::arg("diagnostics"));
  m.def("profiles", &profiles);
}

}  // namespace nearsim::python
