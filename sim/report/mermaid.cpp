// A run as a sequence diagram in Mermaid's notation, for a README or a pull request.
#include <fmt/format.h>

#include <algorithm>

#include "sim/report/formats.hpp"
#include "sim/report/story.hpp"
#include "sim/run/judges/words.hpp"

namespace nearsim::report {

namespace {

constexpr std::size_t most_scenes = 200;  // ours: Mermaid becomes slow, and nobody reads on

// `;` ends a statement and `#` begins an entity, also inside texts.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text)
    out += c == ';' ? "#59;" : c == '#' ? "#35;" : c == '<' ? "#lt;" : c == '\n' ? " " : std::string(1, c);
  return out;
}

}  // namespace

std::string mermaid_of(const scenario::Scenario& scenario, const std::vector<kernel::StoredRecord>& records) {
  std::string out = "sequenceDiagram\n";
  for (std::size_t i = 0; i < scenario.devices.size(); ++i)
    out += fmt::format("  participant d{} as {}\n", i, escaped(scenario.devices[i].name));
  const std::vector<Scene> scenes = story_of(scenario, records);
  const std::size_t last_device = scenario.devices.empty() ? 0 : scenario.devices.size() - 1;
  for (std::size_t i = 0; i < std::min(most_scenes, scenes.size()); ++i) {
    const Scene& s = scenes[i];
    std::string text = s.about.empty() ? s.label : s.label + " " + s.about;
    if (!s.why.empty()) text += " (" + s.why + ")";
    text = escaped(text);
    if (s.count > 1) text += fmt::format(" x{} to {}", s.count, run::seconds(s.until));
    const std::string at = run::seconds(s.at);
    switch (s.kind) {
      case Scene::Kind::decision:
      case Scene::Kind::state: out += fmt::format("  Note over d{}: {} {}\n", s.node, at, text); break;
      case Scene::Kind::arrow:
      case Scene::Kind::exchange: out += fmt::format("  d{}->>d{}: {} {}\n", s.node, s.peer, at, text); break;
      case Scene::Kind::outside:
        out += fmt::format("  Note over d0{}: {} {}\n",
                           last_device > 0 ? fmt::format(",d{}", last_device) : "", at, text);
        break;
    }
  }
  if (scenes.size() > most_scenes)
    out += fmt::format("  Note over d0: ... {} more\n", scenes.size() - most_scenes);
  return out;
}

}  // namespace nearsim::report
