#include "sim/scenario/load.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/invariants.hpp"
#include "sim/scenario/language.hpp"
#include "sim/scenario/loading.hpp"
#include "sim/scenario/prescan.hpp"
#include "sim/scenario/utf8.hpp"

namespace nearsim::scenario {
namespace {

enum class Version { ours, other };

Version check_version(Reader& reader, const Node& root) {
  for (std::size_t i = 0; i < root.keys.size(); ++i) {
    if (root.keys[i].text != "nearsim") continue;
    const Node& value = root.items[i];
    int version = 0;
    if (!reader.value(value, "nearsim", version)) return Version::other;
    if (version == language_version) return Version::ours;
    if (version > language_version)
      reader.findings().cannot_judge(
          value.at,
          fmt::format("the file is written for version {} of the language, and this is version {}", version,
                      language_version),
          "run a newer nearsim");
    else
      reader.findings().error(value.at, fmt::format("there is no version {} of the language", version),
                              fmt::format("write nearsim: {}", language_version));
    return Version::other;
  }
  return Version::ours;  // missing, which is complained about with the other keys
}

std::string question_of(const SourceText& source) {
  constexpr std::string_view prefix = "# Question:";
  std::string_view line = source.line(0);
  if (line.substr(0, prefix.size()) != prefix) return {};
  line.remove_prefix(prefix.size());
  const std::size_t first = line.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return std::string(line.substr(first, line.find_last_not_of(" \t") - first + 1));
}

void read_recorded(Loading& loading, const Node& node) {
  if (!loading.reader.is_map(node, "recorded")) return;
  const Map map(loading.reader, node, language::recorded);
  Recorded recorded;
  Map values = map;
  values.read("seed", recorded.seed);
  values.read("fingerprint", recorded.fingerprint);
  values.read("violated", recorded.violated);
  values.read("version", recorded.version);
  const bool is_one = recorded.fingerprint.size() == 32 &&
                      recorded.fingerprint.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (const Node* found = map.find("fingerprint"); found != nullptr && !is_one)
    loading.findings().error(found->at, fmt::format("fingerprint: '{}' is none", recorded.fingerprint),
                             "it is 32 digits from 0 to f, as `nearsim run` prints them");
  loading.scenario.recorded = recorded;
}

void load_root(Loading& loading, const Node& root) {
  Map map(loading.reader, root, language::top);
  Scenario& scenario = loading.scenario;
  map.read("run_for", scenario.run_for, std::optional(Limits<Duration>{1ns, protocol::longest_setting}));
  map.read("shuffle_ties", scenario.shuffle_ties);
  map.read("meters", scenario.meters);
  if (const Node* node = map.find("seeds")) (void)read_seeds(loading, *node, scenario.seeds);
  if (const Node* node = map.find("mpc")) read_settings(loading.reader, *node, "mpc", scenario.mpc);
  if (const Node* node = map.find("quic")) read_settings(loading.reader, *node, "quic", scenario.quic);
  if (const Node* node = map.find("ice")) read_settings(loading.reader, *node, "ice", scenario.ice);
  if (const Node* node = map.find("signalling"))
    read_settings(loading.reader, *node, "signalling", scenario.signalling);
  if (const Node* node = map.find("profiles")) load_profiles(loading, *node);
  if (const Node* node = map.find("radio")) load_radio(loading, *node);
  if (const Node* node = map.find("devices")) load_devices(loading, *node);
  if (const Node* node = map.find("links")) {
    load_links(loading, *node);
    if (map.has("radio"))
      loading.findings().error(node->at, "links: with `radio` the air decides how messages travel",
                               "leave one of the two out; faults like lossy and slow come on top of the air");
  }
  if (const Node* node = map.find("discovery")) {
    load_discovery(loading, *node);
    if (scenario.radio && scenario.radio->settings.bonjour == Bonjour::packets)
      loading.findings().error(node->at, "discovery: with `bonjour: packets` packets decide who is found",
                               "leave one of the two out; the fault hide works with both");
  }
  check_profiles(loading);
  check_settings(loading, map);
  const std::size_t before = loading.findings().count();
  if (const Node* node = map.find("faults")) load_faults(loading, *node);
  if (const Node* node = map.find("swarm")) load_swarm(loading, *node);
  if (const Node* node = map.find("do")) load_steps(loading, *node);
  scenario.invariants = default_invariants();
  // What was recorded was judged by the invariants that it names: later ones would find something else first.
  for (NamedInvariant& invariant : scenario.invariants)
    invariant.settings.judged = map.find("recorded") == nullptr;
  if (const Node* node = map.find("invariants")) load_invariants(loading, *node);
  if (const Node* node = map.find("expect")) load_expectations(loading, *node);
  if (const Node* node = map.find("sweep")) load_sweep(loading, *node);
  if (const Node* node = map.find("recorded")) read_recorded(loading, *node);
  // What could not be read may be just what these would miss.
  if (loading.findings().count() == before) {
    check_events(loading);
    check_expectations(loading);
  }
  if (const Node* node = map.find("sweep"); node != nullptr && loading.findings().empty())
    check_sweep(loading, *node);
}

void load_source(const SourceText& source, Findings& findings, Scenario& scenario) {
  if (!prescan(source, findings)) return;
  const std::optional<Node> root = read_tree(source, findings);
  if (!root) return;
  Reader reader(findings);
  if (!reader.is_map(*root, "a scenario")) return;
  if (check_version(reader, *root) == Version::other) return;
  scenario.question = question_of(source);
  Loading loading{reader, scenario};
  load_root(loading, *root);
}

}  // namespace

Loaded load_text(std::string_view text, std::string name) {
  const SourceText source(text, std::move(name));
  Findings findings(source);
  Scenario scenario;
  scenario.file = source.name();
  load_source(source, findings, scenario);
  if (findings.empty()) return {std::move(scenario), {}};
  return {{}, findings.diagnostics()};
}

Loaded load_file(const std::string& path) {
  const FileText file = read_file(path);
  if (file.text) return load_text(*file.text, path);
  Diagnostic diagnostic;
  diagnostic.position.file = path;
  diagnostic.message = file.problem;
  Loaded loaded;
  loaded.diagnostics.push_back(std::move(diagnostic));
  return loaded;
}

}  // namespace nearsim::scenario
