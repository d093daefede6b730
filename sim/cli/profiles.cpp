// nearsim profiles: the shipped designs side by side; one of them in full, each setting with the words it
// comes from.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <type_traits>

#include "protocol/profile.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/output.hpp"
#include "sim/scenario/profile_paths.hpp"
#include "sim/scenario/spelling.hpp"

namespace nearsim::cli {

namespace {

using protocol::Profile;

// The names of a family's mechanisms, in the order of its variant.
template <class Family, std::size_t... I>
std::vector<std::string_view> names_in(std::index_sequence<I...>) {
  return {std::variant_alternative_t<I, Family>::name...};
}
template <class Family>
std::vector<std::string_view> names_of_family() {
  return names_in<Family>(std::make_index_sequence<std::variant_size_v<Family>>{});
}

template <class Family>
std::size_t count(const std::vector<Family>& family, std::string_view name) {
  return static_cast<std::size_t>(std::count_if(family.begin(), family.end(), [&](const Family& member) {
    return std::visit([](const auto& mechanism) { return mechanism.name; }, member) == name;
  }));
}

struct Matrix {
  std::vector<Profile> profiles;
  report::Palette palette;
  static constexpr std::size_t first_column = 24, column = 4;

  // A staircase, one line for each name: side by side a dozen of them fit no terminal.
  void head() const {
    for (std::size_t i = 0; i < profiles.size(); ++i) {
      std::string line(first_column, ' ');
      for (std::size_t before = 0; before < i; ++before) line += report::padded("│", column);
      print(line + "┌ " + palette.strong(profiles[i].name) + "\n");
    }
  }
  template <class F>
  void family(std::string_view title, const std::vector<std::string_view>& names, F count_of) const {
    print(palette.strong(title) + "\n");
    for (const std::string_view name : names) {
      std::string line = "  " + report::padded(name, first_column - 2);
      for (const Profile& p : profiles) {
        const std::size_t n = count_of(p, name);
        line += report::padded(n == 0 ? "·" : n == 1 ? "●" : fmt::format("●{}", n), column);
      }
      line.erase(line.find_last_not_of(' ') + 1);
      print(line + "\n");
    }
  }
};

std::size_t rungs(const Profile& profile, std::string_view name) {
  std::size_t n = 0;
  for (const protocol::Ladder& ladder : profile.remedies) n += count(ladder.rungs, name);
  return n;
}

// The fixed parts in which a profile differs from one that says nothing.
bool uses(const Profile& profile, std::string_view wanted) {
  bool differs = false;
  const Profile nothing;
  protocol::parts(profile, [&](std::string_view name, const auto& part) {
    if (name != wanted) return;
    protocol::parts(nothing, [&](std::string_view, const auto& other) {
      if constexpr (std::is_same_v<decltype(part), decltype(other)>) differs = !(part == other);
    });
  });
  return wanted == "stability" ? profile.stability != nothing.stability : differs;
}
std::vector<std::string_view> names_of_parts() {
  std::vector<std::string_view> names;
  const Profile nothing;
  protocol::parts(nothing, [&](std::string_view name, const auto&) { names.push_back(name); });
  names.push_back("stability");
  return names;
}

Exit show_all(const report::Palette& palette) {
  Matrix matrix{{}, palette};
  for (const protocol::Design& design : protocol::designs()) matrix.profiles.push_back(design.make());
  matrix.head();
  matrix.family("gates", names_of_family<protocol::Gate>(),
                [](const Profile& p, auto n) { return count(p.gates, n); });
  matrix.family("stages", names_of_family<protocol::Stage>(),
                [](const Profile& p, auto n) { return count(p.stages, n); });
  matrix.family("detectors", names_of_family<protocol::Detector>(),
                [](const Profile& p, auto n) { return count(p.detectors, n); });
  matrix.family("remedies", names_of_family<protocol::Remedy>(), &rungs);
  matrix.family("parts", names_of_parts(), [](const Profile& p, auto n) { return uses(p, n) ? 1u : 0u; });
  print(
      "\n" +
      palette.faint("● has it, ●2 has two of them; under parts: ● is not as in a design that says nothing.") +
      "\n" +
      palette.faint("`nearsim profiles NAME` shows one in full, with the words that each setting is from.") +
      "\n\n");
  std::size_t width = 0;
  for (const protocol::Design& design : protocol::designs()) width = std::max(width, design.name.size());
  for (const protocol::Design& design : protocol::designs())
    print(fmt::format("{}  {}\n", palette.strong(report::padded(design.name, width)), design.summary));
  return Exit::passed;
}

// The quote for exactly this setting, or for something that contains it.
std::string_view words_for(const protocol::Design& design, std::string_view path) {
  const protocol::Quote* best = nullptr;
  for (const protocol::Quote& quote : design.quotes) {
    const bool here = path == quote.path ||
                      (path.substr(0, quote.path.size()) == quote.path && path[quote.path.size()] == '.');
    if (here && (best == nullptr || quote.path.size() > best->path.size())) best = &quote;
  }
  return best == nullptr ? std::string_view{} : best->words;
}

Exit show_one(const std::string& name, const report::Palette& palette) {
  const protocol::Design* design = protocol::find_design(name);
  if (design == nullptr) {
    std::vector<std::string_view> known;
    for (const protocol::Design& d : protocol::designs()) known.push_back(d.name);
    complain("there is no profile '" + name + "'; " + scenario::suggest(name, known, "there are"));
    return Exit::wrong_use;
  }
  print(palette.strong(design->name) + ": " + std::string(design->summary) + "\n\n");
  const std::vector<scenario::Setting> settings = scenario::settings_of(design->make());
  std::size_t path_width = 0, value_width = 0;
  for (const scenario::Setting& s : settings) {
    path_width = std::max(path_width, report::columns(s.path));
    value_width = std::max(value_width, report::columns(s.value));
  }
  for (const scenario::Setting& s : settings) {
    print(report::padded(s.path, path_width) + "  " + palette.accent(report::padded(s.value, value_width)) +
          "  " + std::string(s.doc) + "\n");
    if (const std::string_view words = words_for(*design, s.path); !words.empty())
      print(std::string(path_width + value_width + 4, ' ') + palette.faint(words) + "\n");
  }
  return Exit::passed;
}

}  // namespace

void add_profiles(CLI::App& app, Exit& exit) {
  struct Options {
    std::string name;
    When color = When::automatic;
  };
  CLI::App* command =
      app.add_subcommand("profiles", "the shipped designs: which mechanisms each has; NAME: one in full");
  const auto o = std::make_shared<Options>();
  command->add_option("name", o->name, "a profile")->option_text("NAME");
  add_color(*command, o->color);
  command->callback([o, &exit] {
    const report::Palette palette{colour(o->color)};
    exit = o->name.empty() ? show_all(palette) : show_one(o->name, palette);
  });
}

}  // namespace nearsim::cli
