// Profiles in full.  A mechanism without settings is a bare word.
#include <fmt/format.h>

#include "sim/scenario/dump.hpp"
#include "sim/scenario/visit_profile.hpp"
#include "sim/scenario/yaml_text.hpp"

namespace nearsim::scenario {
namespace {

template <class Mechanism>
std::string mechanism_text(const Mechanism& mechanism) {
  return std::visit(
      [](const auto& settings) {
        const std::string fields = flow_map(settings);
        if (fields == "{}") return std::string(settings.name);
        return fmt::format("{}: {}", settings.name, fields);
      },
      mechanism);
}

template <class Mechanism>
std::string list_text(std::string_view name, const std::vector<Mechanism>& list) {
  if (list.empty()) return fmt::format("{}: []\n", name);
  std::string out = fmt::format("{}:\n", name);
  for (const Mechanism& mechanism : list) out += fmt::format("  - {}\n", mechanism_text(mechanism));
  return out;
}

std::string ladder_text(const protocol::Ladder& ladder) {
  std::string rungs;
  for (const protocol::Remedy& remedy : ladder.rungs) {
    const std::string text = mechanism_text(remedy);
    rungs += rungs.empty() ? "" : ", ";
    rungs += text.find(':') == std::string::npos ? text : "{" + text + "}";
  }
  return fmt::format("  {}: [{}]\n", protocol::name(ladder.symptom), rungs);
}

}  // namespace

std::string dump(const protocol::Profile& profile) {
  std::string out = fmt::format("name: {}\n", yaml_word(profile.name));
  protocol::parts(profile, [&](std::string_view name, const auto& part) {
    out += fmt::format("{}: {}\n", name, flow_map(part));
  });
  out += fmt::format("stability: {}\n", text_of(profile.stability));
  out += list_text("gates", profile.gates);
  out += list_text("stages", profile.stages);
  out += list_text("detectors", profile.detectors);
  out += profile.remedies.empty() ? "remedies: {}\n" : "remedies:\n";
  for (const protocol::Ladder& ladder : profile.remedies) out += ladder_text(ladder);
  return out;
}

}  // namespace nearsim::scenario
