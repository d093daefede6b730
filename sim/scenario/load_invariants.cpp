// `invariants:`.
#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/invariants.hpp"
#include "sim/scenario/language.hpp"
#include "sim/scenario/loading.hpp"

namespace nearsim::scenario {
namespace {

void load_invariant(Loading& loading, const Node& key, const Node& value) {
  const Invariant* known = find_invariant(key.text);
  if (known == nullptr) {
    std::vector<std::string_view> names;
    for (const Invariant& invariant : invariants()) names.push_back(invariant.name);
    loading.findings().error(key.at, fmt::format("there is no invariant '{}'", key.text),
                             suggest("", names, "there are"));
    return;
  }
  auto& all = loading.scenario.invariants;
  InvariantSettings& settings = std::find_if(all.begin(), all.end(), [&](const NamedInvariant& i) {
                                  return i.name == key.text;
                                })->settings;
  if (value.kind == Node::Kind::scalar) {
    settings.judged = value.text != "off";
    if (value.text != "off" && value.text != "on")
      loading.findings().error(value.at,
                               fmt::format("{}: '{}' is neither `off` nor a map", key.text, value.text),
                               "write off, or e.g. {bound: 5s}");
    return;
  }
  if (!loading.reader.is_map(value, key.text)) return;
  Map map(loading.reader, value, language::invariant);
  settings.judged = true;
  map.read("judged", settings.judged);
  map.read("bound", settings.bound, std::optional(protocol::any_time));
  map.read("limit", settings.limit);
  for (const auto& [name, has] :
       {std::pair{"bound", known->bound != 0ns}, std::pair{"limit", known->limit != 0}})
    if (const Node* word = map.key_of(name); word != nullptr && !has)
      loading.findings().error(word->at, fmt::format("{} has no {}", key.text, name),
                               std::string(known->statement));
}

}  // namespace

void load_invariants(Loading& loading, const Node& node) {
  if (!loading.reader.is_map(node, "invariants")) return;
  for (std::size_t i = 0; i < node.keys.size(); ++i)
    if (node.keys[i].kind == Node::Kind::scalar) load_invariant(loading, node.keys[i], node.items[i]);
}

}  // namespace nearsim::scenario
