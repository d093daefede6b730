// `swarm:`.
#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/language.hpp"
#include "sim/scenario/loading.hpp"
#include "sim/scenario/swarm.hpp"

namespace nearsim::scenario {
namespace {

void read_kinds(Loading& loading, const Node& node, Swarm& swarm) {
  if (node.kind == Node::Kind::scalar && node.text == "all") return;
  if (!loading.reader.is_sequence(node, "kinds")) return;
  const std::vector<std::string_view> able = swarm_kinds_for(loading.scenario);
  for (const Node& item : node.items) {
    std::string kind;
    if (!loading.reader.text(item, "kinds", kind)) continue;
    const auto& all = swarm_kinds();
    if (std::find(all.begin(), all.end(), kind) == all.end())
      loading.findings().error(item.at, fmt::format("kinds: a swarm has no fault '{}'", kind),
                               suggest(kind, all, "one of"));
    else if (std::find(able.begin(), able.end(), kind) == able.end())
      loading.findings().error(item.at, fmt::format("kinds: '{}' changes nothing in this scenario", kind),
                               "links.carrier says which radio carries the links");
    else if (std::find(swarm.kinds.begin(), swarm.kinds.end(), kind) != swarm.kinds.end())
      loading.findings().error(item.at, fmt::format("kinds: '{}' a second time", kind),
                               "of_each says how often");
    swarm.kinds.push_back(std::move(kind));
  }
  if (node.items.empty())
    loading.findings().error(node.at, "kinds: the list is empty", "write all, or name some");
}

}  // namespace

void load_swarm(Loading& loading, const Node& node) {
  if (!loading.reader.is_map(node, "swarm")) return;
  Map map(loading.reader, node, language::swarm, field_names<Swarm>());
  Swarm swarm;
  map.settings(swarm);
  if (const Node* kinds = map.find("kinds")) read_kinds(loading, *kinds, swarm);
  const auto mark = [&](std::string_view key) {
    const Node* word = map.key_of(key);
    return word != nullptr ? word->at : node.at;
  };
  if (loading.scenario.devices.size() < 2)
    loading.findings().error(node.at, "swarm: its faults need two devices", "add a device");
  if (swarm.shortest > swarm.longest)
    loading.findings().error(mark("longest"), "swarm: longest is less than shortest", "exchange them");
  if (swarm.to < swarm.from + swarm.shortest)
    loading.findings().error(mark("to"), "swarm: nothing fits between from and to",
                             fmt::format("the shortest fault takes {}", text_of(swarm.shortest)));
  if (swarm.to > loading.scenario.run_for)
    loading.findings().error(mark("to"),
                             fmt::format("swarm: it ends at {}, after the end of the run", text_of(swarm.to)),
                             fmt::format("run_for is {}", text_of(loading.scenario.run_for)));
  loading.scenario.swarm = std::move(swarm);
}

}  // namespace nearsim::scenario
