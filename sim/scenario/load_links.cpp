// Links and discovery: a default, and what differs from it for particular ordered pairs.  Entries build on
// each other: a key left out keeps what an earlier entry said of the same direction, else the default.
#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/language.hpp"
#include "sim/scenario/loading.hpp"

namespace nearsim::scenario {
namespace {

struct Ends {
  std::string_view first, second;  // "from" and "to", or "finder" and "found"
};
using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs both_ways(Loading& loading, const Node& node) {
  std::vector<std::string> pair;
  if (!read_devices(loading, node, "pair", All::refused, pair)) return {};
  if (pair.size() == 2) return {{pair[0], pair[1]}, {pair[1], pair[0]}};
  loading.findings().error(node.at, fmt::format("pair: {} devices, and a pair has two", pair.size()),
                           "write [Ana, Bob]");
  return {};
}

Pairs one_way(Loading& loading, const Map& map, Ends ends) {
  std::string first, second;
  for (const std::string_view end : {ends.first, ends.second})
    if (!map.has(end)) {
      loading.findings().error(map.node().at, fmt::format("'{}' is missing", end),
                               fmt::format("name the direction with {} and {}, or both with pair: [Ana, Bob]",
                                           ends.first, ends.second));
      return {};
    }
  const Node& from = *map.find(ends.first);
  const Node& to = *map.find(ends.second);
  if (!read_device(loading, from, ends.first, All::allowed, first)) return {};
  if (!read_device(loading, to, ends.second, All::allowed, second)) return {};
  if (first.empty() && second.empty()) {
    loading.findings().error(to.at, fmt::format("{}: from all to all is every direction", ends.second),
                             "write it under `default`");
    return {};
  }
  if (!first.empty() && first == second) {
    loading.findings().error(to.at,
                             fmt::format("{}: from '{}' to itself there is no link", ends.second, first),
                             "name another device");
    return {};
  }
  if (!first.empty() && !second.empty()) return {{first, second}};
  Pairs out;
  for (const DeviceSpec& device : loading.scenario.devices) {
    if (second.empty() && device.name != first) out.emplace_back(first, device.name);
    if (first.empty() && device.name != second) out.emplace_back(device.name, second);
  }
  return out;
}

Pairs pairs_of(Loading& loading, const Map& map, Ends ends) {
  const Node* pair = map.find("pair");
  if (pair == nullptr) return one_way(loading, map, ends);
  if (const Node* other = map.has(ends.first) ? map.key_of(ends.first) : map.key_of(ends.second)) {
    loading.findings().error(other->at, fmt::format("'{}' beside 'pair'", other->text),
                             "pair means both directions; use one or the other");
    return {};
  }
  return both_ways(loading, *pair);
}

// The entries so far by direction: the entry for a new one is made from the default.
class Entries {
 public:
  WaySpec& of(Links& links, const std::string& from, const std::string& to) {
    if (is_new(from, to, links.between.size())) links.between.push_back({from, to, links.normal});
    return links.between[index_[{from, to}]].way;
  }
  FindSpec& of(Finding& finding, const std::string& finder, const std::string& found) {
    if (is_new(finder, found, finding.between.size()))
      finding.between.push_back({finder, found, finding.normal});
    return finding.between[index_[{finder, found}]].find;
  }

 private:
  bool is_new(const std::string& first, const std::string& second, std::size_t next) {
    return index_.emplace(std::pair(first, second), next).second;
  }
  std::map<std::pair<std::string, std::string>, std::size_t> index_;
};

void read_entry(Loading& loading, Map& map, WaySpec& way) {
  load_link_preset(loading, map, way);
  map.settings(way);
  load_losses(loading, map, way);
}
void read_entry(Loading&, Map& map, FindSpec& find) { map.settings(find); }

template <class Whole>
void load_ways(Loading& loading, const Node& node, Whole& whole, const Table& outer, const Table& plain,
               const Table& inner, Ends ends) {
  using Spec = decltype(whole.normal);
  if (!loading.reader.is_map(node, outer.what)) return;
  Map map(loading.reader, node, outer);
  if constexpr (requires { whole.carrier; }) map.read("carrier", whole.carrier);
  const Node* normal = map.find("default");
  if (normal != nullptr && loading.reader.is_map(*normal, "default")) {
    Map entry(loading.reader, *normal, plain, field_names<Spec>());
    read_entry(loading, entry, whole.normal);
  }
  const Node* between = map.find("between");
  if (between == nullptr || !loading.reader.is_sequence(*between, "between")) return;
  Entries entries;
  for (const Node& item : between->items) {
    if (!loading.reader.is_map(item, "between")) continue;
    Map way(loading.reader, item, inner, field_names<Spec>());
    Spec checked = whole.normal;  // complains once, however many directions the entry stands for
    const std::size_t before = loading.findings().count();
    read_entry(loading, way, checked);
    const Pairs pairs = pairs_of(loading, way, ends);
    if (loading.findings().count() != before) continue;
    for (const auto& [first, second] : pairs) read_entry(loading, way, entries.of(whole, first, second));
  }
}

}  // namespace

void load_links(Loading& loading, const Node& node) {
  load_ways(loading, node, loading.scenario.links, language::links, language::way, language::link,
            {"from", "to"});
}

void load_discovery(Loading& loading, const Node& node) {
  load_ways(loading, node, loading.scenario.finding, language::discovery, language::finding, language::find,
            {"finder", "found"});
}

}  // namespace nearsim::scenario
