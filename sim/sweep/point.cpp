#include "sim/sweep/point.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include <set>

#include "sim/scenario/constraint.hpp"
#include "sim/scenario/dump.hpp"
#include "sim/scenario/set.hpp"

namespace nearsim::sweep {

namespace {

std::string hash_of_text(std::string_view text) {
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

scenario::Diagnostic complaint(std::string where, std::string message, std::string hint) {
  scenario::Diagnostic out;
  out.position.file = std::move(where);
  out.message = std::move(message);
  out.hint = std::move(hint);
  return out;
}

}  // namespace

std::vector<Parameters> grid(const std::vector<Axis>& axes) {
  std::vector<Parameters> out{{}};
  for (const Axis& axis : axes) {
    std::vector<Parameters> longer;
    for (const Parameters& begun : out)
      for (const std::string& value : axis.values) {
        longer.push_back(begun);
        longer.back().emplace_back(axis.path, value);
      }
    out = std::move(longer);
  }
  return out;
}

std::string hash_of(const scenario::Scenario& scenario) {
  scenario::Scenario bare = scenario;
  bare.seeds = {};
  bare.sweep.reset();
  bare.question.clear();
  return hash_of_text(scenario::dump(bare));
}

Points resolve(const scenario::Scenario& base, const std::vector<Parameters>& asked,
               const std::vector<std::string>& where) {
  Points out;
  scenario::Scenario bare = base;
  bare.sweep.reset();
  std::vector<scenario::Constraint> constraints;
  for (const std::string& text : where) {
    scenario::Parsed parsed = scenario::parse_constraint(text);
    if (parsed.problem)
      out.diagnostics.push_back(complaint(text, parsed.problem->message, parsed.problem->hint));
    else constraints.push_back(std::move(parsed.constraint));
  }
  std::set<std::string> told;  // a value that is wrong is wrong in every point it occurs in: say it once
  for (const Parameters& parameters : asked) {
    Point point{parameters, bare, {}};
    bool is_sound = true;
    for (const auto& [path, value] : parameters)
      for (scenario::Diagnostic& diagnostic : scenario::set(point.scenario, path, value)) {
        is_sound = false;
        if (told.insert(diagnostic.position.file + diagnostic.message).second)
          out.diagnostics.push_back(std::move(diagnostic));
      }
    if (!is_sound || !out.diagnostics.empty()) continue;
    bool is_allowed = true;
    for (const scenario::Constraint& constraint : constraints) {
      const scenario::Judged judged = scenario::judge(constraint, point.scenario);
      if (judged.problem && told.insert(constraint.text).second)
        out.diagnostics.push_back(complaint(constraint.text, judged.problem->message, judged.problem->hint));
      is_allowed = is_allowed && judged.holds;
    }
    if (!is_allowed) continue;
    point.hash = hash_of(point.scenario);
    out.points.push_back(std::move(point));
  }
  if (out.diagnostics.empty() && out.points.empty())
    out.diagnostics.push_back(complaint("where",
                                        fmt::format("none of the {} points is allowed", asked.size()),
                                        "the axes contradict the constraints"));
  return out;
}

}  // namespace nearsim::sweep
