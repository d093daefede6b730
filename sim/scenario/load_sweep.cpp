// `sweep:` and `seeds:`.  Every value of every axis is tried on the scenario, so that a sweep of hours does
// not end at its last value.
#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/constraint.hpp"
#include "sim/scenario/language.hpp"
#include "sim/scenario/loading.hpp"
#include "sim/scenario/set.hpp"

namespace nearsim::scenario {
namespace {

void read_values(Loading& loading, const Node& node, Axis& axis) {
  const std::string name = fmt::format("the axis '{}'", axis.path);
  if (!loading.reader.is_sequence(node, name)) return;
  if (node.items.empty())
    loading.findings().error(node.at, fmt::format("{} has no values", name), "write some, or leave it out");
  for (const Node& item : node.items) {
    if (!loading.reader.is_scalar(item, name)) continue;
    if (std::find(axis.values.begin(), axis.values.end(), item.text) != axis.values.end())
      loading.findings().error(item.at, fmt::format("{} has {} twice", name, item.text), "leave one out");
    axis.values.push_back(item.text);
  }
}

void read_where(Loading& loading, const Node& node, std::vector<std::string>& where) {
  if (!loading.reader.is_sequence(node, "where")) return;
  for (const Node& item : node.items) {
    if (!loading.reader.is_scalar(item, "where")) continue;
    if (loading.reader.accept(item, "where", parse_constraint(item.text).problem)) where.push_back(item.text);
  }
}

void check_axis(Loading& loading, const Scenario& base, const Node& key, const Node& values) {
  if (!has_setting(base, key.text)) {
    Scenario changed = base;
    const Diagnostic diagnostic = set(changed, key.text, {}).front();
    loading.findings().error(key.at, fmt::format("axes: {}", diagnostic.message), diagnostic.hint);
    return;
  }
  for (const Node& value : values.items) {
    Scenario changed = base;
    for (const Diagnostic& diagnostic : set(changed, key.text, value.text))
      loading.findings().error(value.at, fmt::format("axes: {}", diagnostic.message), diagnostic.hint);
  }
}

}  // namespace

bool read_seeds(Loading& loading, const Node& node, SeedRange& seeds) {
  Reader& reader = loading.reader;
  if (!reader.is_scalar(node, "seeds")) return false;
  const std::size_t dots = node.text.find("..");
  if (dots == std::string::npos) {
    if (!reader.seed(node, "seeds", seeds.first)) return false;
    seeds.last = seeds.first;
    return true;
  }
  const auto read = [&](std::string_view text, std::uint64_t& out) {
    Outcome outcome = parse(text, out);
    if (outcome && text.find_first_not_of("0123456789") != std::string_view::npos)
      outcome->hint = "a range is written 1..20";
    return reader.accept(node, "seeds", outcome);
  };
  if (!read(std::string_view(node.text).substr(0, dots), seeds.first)) return false;
  if (!read(std::string_view(node.text).substr(dots + 2), seeds.last)) return false;
  if (seeds.first == 0 && seeds.last == ~std::uint64_t{0}) {  // their number would be 2^64, which is 0
    loading.findings().error(node.at,
                             fmt::format("seeds: {} is one seed more than can be counted", node.text),
                             fmt::format("write 1..{}", seeds.last));
    return false;
  }
  if (seeds.first <= seeds.last) return true;
  loading.findings().error(node.at, fmt::format("seeds: {} is an empty range", node.text),
                           fmt::format("write {}..{}", seeds.last, seeds.first));
  return false;
}

void load_sweep(Loading& loading, const Node& node) {
  if (!loading.reader.is_map(node, "sweep")) return;
  const Map map(loading.reader, node, language::sweep);
  SweepSpec sweep;
  if (const Node* axes = map.find("axes"); axes != nullptr && loading.reader.is_map(*axes, "axes"))
    for (std::size_t i = 0; i < axes->keys.size(); ++i) {
      sweep.axes.push_back({axes->keys[i].text, {}});
      read_values(loading, axes->items[i], sweep.axes.back());
    }
  if (const Node* where = map.find("where")) read_where(loading, *where, sweep.where);
  if (const Node* seeds = map.find("seeds")) {
    SeedRange range;
    if (read_seeds(loading, *seeds, range) && range.last > last_seed_of_a_sweep)
      loading.findings().error(seeds->at, fmt::format("seeds: a sweep's go to {}", last_seed_of_a_sweep));
    sweep.seeds = range;
  }
  loading.scenario.sweep = std::move(sweep);
}

void check_sweep(Loading& loading, const Node& node) {
  Scenario base = loading.scenario;
  base.sweep.reset();  // a point is a scenario without one
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    const Node& part = node.items[i];
    if (node.keys[i].text == "axes")
      for (std::size_t axis = 0; axis < part.keys.size(); ++axis)
        check_axis(loading, base, part.keys[axis], part.items[axis]);
    if (node.keys[i].text == "where")
      for (const Node& item : part.items)
        (void)loading.reader.accept(item, "where",
                                    judge(parse_constraint(item.text).constraint, base).problem);
  }
}

}  // namespace nearsim::scenario
