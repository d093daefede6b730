#include "sim/scenario/profile_paths.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/visit_profile.hpp"

namespace nearsim::scenario {
namespace {

struct Assign {
  std::string_view path, value;
  bool found = false;
  Outcome outcome;

  template <class T>
  void operator()(const std::string& here, T& member, std::string_view,
                  const std::optional<Limits<T>>& limits) {
    if (here != path) return;
    found = true;
    outcome = parse_any(value, member, limits);
  }
};

std::vector<std::string_view> views(const std::vector<std::string>& all) { return {all.begin(), all.end()}; }

// What `without` can name, in the order of erasing: later entries first.
struct Removable {
  enum class Family { gate, stage, detector, rung, ladder };
  std::string path;
  Family family;
  std::size_t index, rung;
};

std::vector<Removable> removables(const protocol::Profile& profile) {
  using Family = Removable::Family;
  std::vector<Removable> out;
  for (std::size_t i = 0; i < profile.gates.size(); ++i)
    out.push_back({fmt::format("gates.{}", name_of(profile.gates[i])), Family::gate, i, 0});
  for (std::size_t i = 0; i < profile.stages.size(); ++i)
    out.push_back({fmt::format("stages[{}].{}", i, name_of(profile.stages[i])), Family::stage, i, 0});
  for (std::size_t i = 0; i < profile.detectors.size(); ++i)
    out.push_back({fmt::format("detectors.{}", name_of(profile.detectors[i])), Family::detector, i, 0});
  for (std::size_t i = 0; i < profile.remedies.size(); ++i) {
    const std::string ladder = fmt::format("remedies.{}", protocol::name(profile.remedies[i].symptom));
    out.push_back({ladder, Family::ladder, i, 0});
    for (std::size_t r = 0; r < profile.remedies[i].rungs.size(); ++r)
      out.push_back(
          {fmt::format("{}.{}", ladder, name_of(profile.remedies[i].rungs[r])), Family::rung, i, r});
  }
  return out;
}

void erase(protocol::Profile& profile, const Removable& which) {
  using Family = Removable::Family;
  const auto at = [](auto& list, std::size_t i) { return list.begin() + static_cast<std::ptrdiff_t>(i); };
  switch (which.family) {
    case Family::gate: profile.gates.erase(at(profile.gates, which.index)); return;
    case Family::stage: profile.stages.erase(at(profile.stages, which.index)); return;
    case Family::detector: profile.detectors.erase(at(profile.detectors, which.index)); return;
    case Family::ladder: profile.remedies.erase(at(profile.remedies, which.index)); return;
    case Family::rung: {
      auto& rungs = profile.remedies[which.index].rungs;
      rungs.erase(at(rungs, which.rung));
    }
  }
}

}  // namespace

CanonicalPath canonical_path(const protocol::Profile& profile, std::string_view path) {
  constexpr std::string_view prefix = "stages.";
  if (path.substr(0, prefix.size()) != prefix) return {std::string(path), {}};
  const std::string_view rest = path.substr(prefix.size());
  const std::string_view stage = rest.substr(0, rest.find('.'));
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < profile.stages.size(); ++i)
    if (name_of(profile.stages[i]) == stage) found.push_back(i);
  if (found.size() == 1) return {fmt::format("stages[{}].{}", found[0], rest), {}};
  if (found.empty()) return {std::string(path), {}};
  std::string choices;
  for (const std::size_t i : found)
    choices += fmt::format("{}stages[{}].{}", choices.empty() ? "" : ", ", i, rest);
  return {std::string(path), Problem{fmt::format("the profile has {} stages '{}'", found.size(), stage),
                                     "say which: " + choices}};
}

Outcome set_in_profile(protocol::Profile& profile, std::string_view path, std::string_view value) {
  const CanonicalPath canonical = canonical_path(profile, path);
  if (canonical.problem) return canonical.problem;
  Assign assign{canonical.path, value, false, {}};
  visit_profile("", profile, assign);
  if (assign.found) return assign.outcome;
  std::vector<std::string> known;
  for (Setting& setting : settings_of(profile)) known.push_back(std::move(setting.path));
  const std::string_view near = nearest(path, views(known));
  return Problem{fmt::format("the profile '{}' has no setting '{}'", profile.name, path),
                 near.empty()
                     ? fmt::format("`nearsim profiles {}` lists the settings it begins with", profile.name)
                     : fmt::format("did you mean '{}'?", near)};
}

std::vector<Outcome> remove_from_profile(protocol::Profile& profile, const std::vector<std::string>& paths) {
  const std::vector<Removable> all = removables(profile);
  std::vector<Outcome> outcomes;
  std::vector<Removable> chosen;
  for (const std::string& path : paths) {
    const CanonicalPath canonical = canonical_path(profile, path);
    outcomes.push_back(canonical.problem);
    if (canonical.problem) continue;
    const auto found = std::find_if(all.begin(), all.end(), [&](const Removable& r) {
      const bool is_short_stage = r.family == Removable::Family::stage &&
                                  canonical.path == std::string_view(r.path).substr(0, r.path.find('.'));
      return r.path == canonical.path || is_short_stage;
    });
    if (found == all.end()) {
      std::vector<std::string_view> known;
      for (const Removable& removable : all) known.push_back(removable.path);
      outcomes.back() = Problem{fmt::format("the profile '{}' has no '{}'", profile.name, path),
                                suggest(path, known, "it has")};
      continue;
    }
    const bool is_repeated =
        std::any_of(chosen.begin(), chosen.end(), [&](auto& r) { return r.path == found->path; });
    if (is_repeated) outcomes.back() = Problem{fmt::format("'{}' is named twice", path), "once is enough"};
    else chosen.push_back(*found);
  }
  // Rungs before their ladders, and the last of a list first, so that no index moves before it is used.
  std::sort(chosen.begin(), chosen.end(), [](const Removable& a, const Removable& b) {
    return std::tuple(a.family, b.index, b.rung) < std::tuple(b.family, a.index, a.rung);
  });
  for (const Removable& which : chosen) erase(profile, which);
  return outcomes;
}

std::vector<Setting> settings_of(const protocol::Profile& profile) {
  std::vector<Setting> out;
  const auto add = [&](const std::string& path, const auto& member, std::string_view doc, const auto&) {
    out.push_back({path, text_of(member), doc});
  };
  visit_profile("", profile, add);
  return out;
}

}  // namespace nearsim::scenario
