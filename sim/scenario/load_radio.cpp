// The air: the area first, because every position has to be in it.
#include <fmt/format.h>

#include <algorithm>

#include "models/radio/wifi/wifi.hpp"
#include "sim/scenario/decibels.hpp"
#include "sim/scenario/language.hpp"
#include "sim/scenario/loading.hpp"

namespace nearsim::scenario {
namespace {

constexpr base::Meters largest{100'000'000};  // ours: a hundred kilometres
constexpr std::size_t most_access_points = 1000;

bool read_length(Loading& loading, const Node& node, std::string_view name, Limits<base::Meters> limits,
                 base::Meters& out) {
  return loading.reader.value(node, name, out, std::optional(limits));
}

bool read_decibels(Loading& loading, const Node& node, std::string_view name, std::string_view unit, int& out,
                   Limits<int> limits) {
  return loading.reader.is_scalar(node, name) &&
         loading.reader.accept(node, name, parse_decibels(node.text, unit, out, limits));
}

void load_area(Loading& loading, const Node& node, RadioSpec& radio) {
  if (!loading.reader.is_sequence(node, "area")) return;
  if (node.items.size() != 2) {
    loading.findings().error(node.at, fmt::format("area: {} numbers, and an area has two", node.items.size()),
                             "its width and depth: [40m, 20m]");
    return;
  }
  const Limits<base::Meters> limits{{1000}, largest};
  (void)read_length(loading, node.items[0], "area", limits, radio.width);
  (void)read_length(loading, node.items[1], "area", limits, radio.depth);
}

void load_preset(Loading& loading, const Node& node, RadioSpec& radio) {
  std::string name;
  if (!loading.reader.text(node, "preset", name)) return;
  std::vector<std::string_view> names;
  for (const RadioPreset& preset : radio_presets()) {
    names.push_back(preset.name);
    if (preset.name != name) continue;
    radio = preset.spec;
    return;
  }
  loading.findings().error(node.at, fmt::format("preset: there is no place '{}'", name),
                           suggest(name, names, "one of"));
}

void load_access_point(Loading& loading, const Node& node, RadioSpec& radio) {
  if (!loading.reader.is_map(node, "an access point")) return;
  Map map(loading.reader, node, language::access_point);
  AccessPointSpec point;
  if (const Node* name = map.find("name")) (void)read_name(loading, *name, "name", point.name);
  if (const Node* at = map.find("at")) (void)read_position(loading, *at, "at", point.at);
  if (map.read("channel", point.channel) && !radio::wifi::is_channel(point.channel))
    loading.findings().error(map.find("channel")->at,
                             fmt::format("channel: Wi-Fi has no channel {}", point.channel),
                             "1 to 13, 36 to 64, 100 to 144 or 149 to 177 in steps of four");
  map.read("subnet", point.subnet, std::optional(protocol::limits(1, most_subnets)));
  const bool known = std::any_of(radio.access_points.begin(), radio.access_points.end(),
                                 [&](const AccessPointSpec& p) { return p.name == point.name; });
  if (known)
    loading.findings().error(node.at, fmt::format("name: there is an access point '{}' already", point.name),
                             "names are unique");
  radio.access_points.push_back(std::move(point));
}

void load_wall(Loading& loading, const Node& node, RadioSpec& radio) {
  if (!loading.reader.is_map(node, "a wall")) return;
  const std::size_t before = loading.findings().count();
  Map map(loading.reader, node, language::wall);
  WallSpec wall;
  if (const Node* from = map.find("from")) (void)read_position(loading, *from, "from", wall.from);
  if (const Node* to = map.find("to")) (void)read_position(loading, *to, "to", wall.to);
  if (const Node* loss = map.find("loss"))
    (void)read_decibels(loading, *loss, "loss", attenuation_unit, wall.loss, protocol::limits(0, 100));
  if (map.has("from") && map.has("to") && loading.findings().count() == before) {
    if (wall.from.floor != wall.to.floor)
      loading.findings().error(map.find("to")->at, "to: on another floor than `from`",
                               "a wall stands on one floor; write one for each");
    else if (wall.from == wall.to)
      loading.findings().error(map.find("to")->at, "to: the same place as `from`",
                               "a wall goes from one place to another");
  }
  radio.walls.push_back(wall);
}

// Something must join devices, and who is found over a radio that is not up yet is for packets to decide.
void check_technologies(Loading& loading, const Node& node, const RadioSpec& radio) {
  const RadioSettings& s = radio.settings;
  const bool past_access_points = s.awdl || s.bluetooth;
  if (!past_access_points && (radio.access_points.empty() || !s.wifi))
    loading.findings().error(node.at,
                             radio.access_points.empty()
                                 ? "there is no access point, so nothing joins anybody"
                                 : "neither wifi nor awdl nor bluetooth is on, so nothing joins anybody",
                             "access_points: [{name: ap, at: [1m, 1m], channel: 36}], or awdl: true");
  if (s.awdl && !s.wifi)
    loading.findings().error(node.at, "awdl: it is Wi-Fi's radio, and wifi is off", "wifi: true");
  if (s.awdl_starts == net::AwdlStart::by_beacon && !s.awdl)
    loading.findings().error(node.at, "awdl_starts: beacons wake AWDL, and awdl is off", "awdl: true");
  if (past_access_points && s.bonjour == Bonjour::drawn)
    loading.findings().error(node.at, "bonjour: over awdl and bluetooth packets decide who is found",
                             "bonjour: packets");
}

template <class Entries, class Load>
void load_list(Loading& loading, const Node* node, std::string_view name, Entries& entries, Load load) {
  if (node == nullptr || !loading.reader.is_sequence(*node, name)) return;
  entries.clear();  // replaces the preset's
  if (node->items.size() > most_access_points) {
    loading.findings().error(node->at, fmt::format("{}: more than {}", name, most_access_points));
    return;
  }
  for (const Node& item : node->items) load(loading, item, *loading.scenario.radio);
}

}  // namespace

bool read_position(Loading& loading, const Node& node, std::string_view name, radio::Position& out) {
  if (!loading.scenario.radio) {
    loading.findings().error(
        node.at, fmt::format("{}: positions are for the radio model, and this scenario has none", name),
        "write `radio: {preset: office}`, or leave the position out");
    return false;
  }
  if (!loading.reader.is_sequence(node, name)) return false;
  if (node.items.size() != 2 && node.items.size() != 3) {
    loading.findings().error(node.at,
                             fmt::format("{}: {} numbers, and a position has two", name, node.items.size()),
                             "[3m, 4.5m], or with a floor [3m, 4.5m, 1]");
    return false;
  }
  const RadioSpec& radio = *loading.scenario.radio;
  const std::size_t before = loading.findings().count();
  const Limits<base::Meters> any{{-largest.millimetres}, largest};
  (void)read_length(loading, node.items[0], name, any, out.x);
  (void)read_length(loading, node.items[1], name, any, out.y);
  if (node.items.size() == 3)
    (void)loading.reader.value(node.items[2], name, out.floor, std::optional(protocol::limits(0, 200)));
  if (loading.findings().count() != before) return false;
  const base::Meters zero{0};
  if (radio.width == zero || radio.depth == zero) return true;  // the area was complained about already
  if (out.x >= zero && out.x <= radio.width && out.y >= zero && out.y <= radio.depth) return true;
  loading.findings().error(
      node.at, fmt::format("{}: [{}, {}] is outside the area", name, text_of(out.x), text_of(out.y)),
      fmt::format("it is from [0m, 0m] to [{}, {}]", text_of(radio.width), text_of(radio.depth)));
  return false;
}

void load_radio(Loading& loading, const Node& node) {
  if (node.kind == Node::Kind::scalar) return load_preset(loading, node, loading.scenario.radio.emplace());
  if (!loading.reader.is_map(node, "radio")) return;
  Map map(loading.reader, node, language::radio, field_names<RadioSettings>());
  RadioSpec& radio = loading.scenario.radio.emplace();
  if (const Node* preset = map.find("preset")) load_preset(loading, *preset, radio);
  else if (!map.has("area"))
    loading.findings().error(node.at, "'area' is missing",
                             "area: [40m, 20m], or a place in one word: preset: office");
  if (const Node* area = map.find("area")) load_area(loading, *area, radio);
  if (radio.width == base::Meters{0}) return;  // nothing can be inside
  SettingsReader rest(map, loading.reader);
  const auto decibels = [&](std::string_view name, int& member, std::string_view unit, std::string_view,
                            const Limits<int>& limits) {
    if (const Node* found = map.find(name)) (void)read_decibels(loading, *found, name, unit, member, limits);
  };
  RadioVisitor visit(decibels, rest);
  RadioSettings::fields(radio.settings, visit);
  load_list(loading, map.find("access_points"), "access_points", radio.access_points, load_access_point);
  load_list(loading, map.find("walls"), "walls", radio.walls, load_wall);
  check_technologies(loading, node, radio);
}

void load_wander(Loading& loading, const Map& map, const Node& node, DeviceSpec& device) {
  const Mark mark = map.key_of("wander")->at;
  if (!loading.scenario.radio)
    return loading.findings().error(mark, "wander: without `radio` there is no area to walk in",
                                    "add e.g. radio: {preset: office}, and positions");
  if (map.has("route"))
    loading.findings().error(mark, "'wander' beside 'route'", "a device walks one way or the other");
  read_settings(loading.reader, node, "wander", device.wander.emplace());
}

// `at`, `route` and `wander` of a device.
void load_place(Loading& loading, const Map& map, DeviceSpec& device) {
  if (const Node* at = map.find("at")) {
    radio::Position where;
    if (read_position(loading, *at, "at", where)) device.at = where;
  } else if (loading.scenario.radio) {
    loading.findings().error(map.node().at, "'at' is missing: with `radio` a device has a position",
                             "at: [3m, 4m]");
  }
  if (const Node* wander = map.find("wander")) load_wander(loading, map, *wander, device);
  const Node* route = map.find("route");
  if (route == nullptr || !loading.reader.is_sequence(*route, "route")) return;
  for (const Node& item : route->items) {
    if (!loading.reader.is_map(item, "a point of a route")) continue;
    Map point(loading.reader, item, language::waypoint);
    radio::Waypoint waypoint;
    point.read("by", waypoint.at, std::optional(protocol::any_time));
    const Node* to = point.find("to");
    const Node* by = point.find("by");
    if (to == nullptr || !read_position(loading, *to, "to", waypoint.where)) continue;
    if (by != nullptr && !device.route.empty() && waypoint.at <= device.route.back().at)
      loading.findings().error(by->at, "by: not later than the point before",
                               "a route is in the order of time");
    device.route.push_back(waypoint);
  }
}

}  // namespace nearsim::scenario
