// Devices: one entry is one device, or with `count` as many alike as it says.
#include <fmt/format.h>

#include "sim/scenario/language.hpp"
#include "sim/scenario/loading.hpp"
#include "sim/scenario/utf8.hpp"

namespace nearsim::scenario {
namespace {

constexpr int most_of_one = 1'000;                // ours: a hall
constexpr std::size_t most_devices = 10'000;      // ours: ten halls; pairs beyond do not fit a machine
constexpr std::size_t longest_display_name = 63;  // Apple: MCPeerID's displayName, in bytes of UTF-8

void read_display_name(Loading& loading, const Node& node, std::string& out) {
  if (!loading.reader.text(node, "display_name", out)) return;
  if (out.empty() || out.size() > longest_display_name)
    loading.findings().error(node.at,
                             fmt::format("display_name: {} bytes; MultipeerConnectivity takes from 1 to {}",
                                         out.size(), longest_display_name),
                             out.empty() ? "leave the key out to use the name" : "shorten it");
}

void read_persisted(Loading& loading, const Node& node, DeviceSpec& device) {
  if (!loading.reader.is_map(node, "persisted")) return;
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    const Node& key = node.keys[i];
    std::string value;
    if (key.kind != Node::Kind::scalar || !loading.reader.text(node.items[i], key.text, value)) continue;
    device.persisted.emplace_back(key.text, value);
  }
}

struct Named {  // what `count` must not make equal unless somebody wrote it
  bool display_name = false, node_id = false, stream = false;
};

void add(Loading& loading, const Node& where, DeviceSpec device, Named given) {
  if (!loading.devices.insert(device.name).second) {
    loading.findings().error(where.at, fmt::format("name: there is a device '{}' already", device.name),
                             "names are unique; equal display names are possible: display_name: iPhone");
    return;
  }
  if (!given.display_name) device.display_name = device.name;
  if (!given.node_id) device.node_id = device.name;
  if (!given.stream) device.stream = device.name;
  loading.scenario.devices.push_back(std::move(device));
  loading.device_marks.push_back(where.at);
}

void load_device(Loading& loading, const Node& node) {
  if (!loading.reader.is_map(node, "a device")) return;
  Map map(loading.reader, node, language::device);
  DeviceSpec device;
  const Node* name = map.find("name");
  const bool is_named = name != nullptr && read_name(loading, *name, "name", device.name);
  Named given;
  if (const Node* found = map.find("display_name")) {
    read_display_name(loading, *found, device.display_name);
    given.display_name = true;
  }
  given.node_id = map.read("node_id", device.node_id);
  if (given.node_id && device.node_id.empty())
    loading.findings().error(map.find("node_id")->at, "node_id: this is empty",
                             "leave the key out to use the name");
  if (const Node* found = map.find("stream"))
    given.stream = read_name(loading, *found, "stream", device.stream);
  map.read("platform", device.platform);
  map.read("network", device.network);
  map.read("certificates", device.certificates);
  map.read("start", device.start, std::optional(protocol::any_time_or_none));
  if (const Node* clock = map.find("clock")) read_settings(loading.reader, *clock, "clock", device.clock);
  if (const Node* found = map.find("conditioner")) read_conditioner(loading, *found, device.conditioner);
  if (const Node* persisted = map.find("persisted")) read_persisted(loading, *persisted, device);
  load_place(loading, map, device);
  if (const Node* profile = map.find("profile"))
    if (std::optional<protocol::Profile> found = load_profile(loading, *profile)) {
      device.profile = std::move(*found);
      modify_profile(loading, map, device.profile);
    }
  const bool on_mpc = device.profile.transport.framework == protocol::Framework::mpc;
  if (const Node* asked = map.find("certificates"); asked != nullptr && !on_mpc)
    loading.findings().error(asked->at,
                             "certificates: only MultipeerConnectivity asks applications about them",
                             "leave the key out");
  if (!is_named) return;
  int count = 0;
  if (!map.has("count")) {
    add(loading, *name, std::move(device), given);
  } else if (map.read("count", count, std::optional(protocol::limits(1, most_of_one)))) {
    if (loading.scenario.devices.size() + static_cast<std::size_t>(count) > most_devices) {
      loading.findings().error(map.find("count")->at, fmt::format("more than {} devices", most_devices));
      return;
    }
    const std::string first = device.name;
    for (int i = 1; i <= count; ++i) {
      device.name = fmt::format("{}{}", first, i);
      add(loading, *name, device, given);
    }
  }
}

}  // namespace

void load_devices(Loading& loading, const Node& node) {
  if (!loading.reader.is_sequence(node, "devices")) return;
  if (node.items.empty())
    loading.findings().error(node.at, "devices: the list is empty", "- {name: Ana, profile: meshred}");
  for (const Node& item : node.items) load_device(loading, item);
}

}  // namespace nearsim::scenario
