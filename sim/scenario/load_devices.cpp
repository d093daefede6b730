// Devices: one entry is one device, or with `count` as many alike as it says.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "sim/scenario/language.hpp"
#include "sim/scenario/loading.hpp"
#include "sim/scenario/utf8.hpp"

namespace nearsim::scenario {
namespace {

constexpr int most_of_one = 1'000;                // ours: a hall
constexpr std::size_t most_devices = 10'000;      // ours: ten halls; pairs beyond do not fit a machine
constexpr std::size_t longest_display_name = 63;  // Apple: MCPeerID's displayName, in bytes of UTF-8

// Given a name that is empty or too long, MCPeerID raises an exception, which ends most applications.
void read_display_name(Loading& loading, const Map& map, DeviceSpec& device) {
  base::Bytes cut{static_cast<std::int64_t>(longest_display_name)};
  const bool cuts = map.has("cut_name");
  if (cuts && !loading.reader.value(*map.find("cut_name"), "cut_name", cut,
                                    std::optional(Limits<base::Bytes>{base::Bytes{1}, cut})))
    return;
  const Node* node = map.find("display_name");
  std::string& name = device.display_name;
  if (node == nullptr) {
    if (cuts)
      loading.findings().error(map.key_of("cut_name")->at, "cut_name: there is no display_name to cut",
                               "give it one, or leave the key out");
    return;
  }
  if (!loading.reader.text(*node, "display_name", name)) return;
  if (cuts) name = cut_to(name, static_cast<std::size_t>(cut.count));
  if (!name.empty() && name.size() <= longest_display_name) return;
  loading.findings().error(node->at,
                           fmt::format("display_name: {} bytes; MultipeerConnectivity takes from 1 to {}",
                                       name.size(), longest_display_name),
                           cuts ? "not one whole character fits; cut less"
                           : name.empty()
                               ? "leave the key out to use the name"
                               : "its application would end with an exception: shorten it, or cut_name: 63B");
}

constexpr std::string_view known_prefix = "known/";

bool is_known(std::string_view key) { return key.substr(0, known_prefix.size()) == known_prefix; }

// What engines read of an earlier process; anything else would be kept and mean nothing.
Outcome check_kept(std::string_view key, std::string_view value) {
  if (key == "instance") {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error == std::errc{} && end == value.data() + value.size() && number >= 0) return {};
    return Problem{fmt::format("instance: '{}' is no number of starts", value), "write e.g. \"3\""};
  }
  if (is_known(key)) {
    if (value == "paired" || value == "unreliable") return {};
    return Problem{fmt::format("{}: '{}' is neither paired nor unreliable", key, value), "write paired"};
  }
  if (key == "node_id") return {};
  return Problem{fmt::format("persisted: no design keeps '{}'", key),
                 "they keep instance, node_id, and known/NODE_ID of devices that they have paired with"};
}

void read_persisted(Loading& loading, const Node& node, DeviceSpec& device) {
  if (!loading.reader.is_map(node, "persisted")) return;
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    const Node& key = node.keys[i];
    std::string value;
    if (key.kind != Node::Kind::scalar || !loading.reader.text(node.items[i], key.text, value)) continue;
    if (const Outcome problem = check_kept(key.text, value)) {
      const bool is_key = key.text != "instance" && !is_known(key.text);
      loading.findings().error(is_key ? key.at : node.items[i].at, problem->message, problem->hint);
    }
    device.persisted.emplace_back(key.text, value);
  }
}

struct Claim {  // a node id that somebody wrote
  std::string device, node_id;
  Mark at;
};

// A written id that is another's by default: two devices are one by accident, or a clone is meant.
void check_claims(Loading& loading, const std::vector<Claim>& claims) {
  const auto wrote_its_own = [&](const DeviceSpec& d) {
    return std::any_of(claims.begin(), claims.end(), [&](const Claim& c) { return c.device == d.name; });
  };
  for (const Claim& claim : claims)
    for (const DeviceSpec& other : loading.scenario.devices)
      if (other.name != claim.device && other.node_id == claim.node_id && !wrote_its_own(other))
        loading.findings().error(
            claim.at,
            fmt::format("node_id: '{}' is the id that device '{}' has already", claim.node_id, other.name),
            fmt::format("if '{}' is a clone of it, write node_id for both", claim.device));
}

// Whom a registry names must be somebody else, and there.
void check_known(Loading& loading) {
  const std::vector<DeviceSpec>& devices = loading.scenario.devices;
  for (std::size_t i = 0; i < devices.size(); ++i)
    for (const auto& [key, trust] : devices[i].persisted) {
      if (!is_known(key)) continue;
      const std::string_view id = std::string_view{key}.substr(known_prefix.size());
      const bool is_there =
          std::any_of(devices.begin(), devices.end(), [&](const DeviceSpec& d) { return d.node_id == id; });
      if (id == devices[i].node_id)
        loading.findings().error(loading.device_marks[i],
                                 fmt::format("persisted: '{}' knows itself", devices[i].name),
                                 "known/NODE_ID is of another device");
      else if (!is_there)
        loading.findings().error(loading.device_marks[i],
                                 fmt::format("persisted: no device has the node id '{}'", id),
                                 "a node id is the device's name, if it says no other");
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

void read_start(Loading& loading, Map& map, Duration& start) {
  const Duration run_for = loading.scenario.run_for;
  if (!map.read("start", start, std::optional(protocol::any_time_or_none))) return;
  if (start == base::forever || start <= run_for) return;
  loading.findings().error(
      map.find("start")->at, fmt::format("start: {} is after the end of the run", text_of(start)),
      fmt::format("run_for is {}; `none` is for a device that a step starts", text_of(run_for)));
}

void load_device(Loading& loading, const Node& node, std::vector<Claim>& claims) {
  if (!loading.reader.is_map(node, "a device")) return;
  Map map(loading.reader, node, language::device);
  DeviceSpec device;
  const Node* name = map.find("name");
  const bool is_named = name != nullptr && read_name(loading, *name, "name", device.name);
  Named given;
  read_display_name(loading, map, device);
  given.display_name = map.has("display_name");
  given.node_id = map.read("node_id", device.node_id);
  if (given.node_id && device.node_id.empty())
    loading.findings().error(map.find("node_id")->at, "node_id: this is empty",
                             "leave the key out to use the name");
  if (const Node* found = map.find("stream"))
    given.stream = read_name(loading, *found, "stream", device.stream);
  map.read("platform", device.platform);
  map.read("network", device.network);
  map.read("certificates", device.certificates);
  read_start(loading, map, device.start);
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
  const auto claim = [&] {
    if (given.node_id) claims.push_back({device.name, device.node_id, map.find("node_id")->at});
  };
  if (!map.has("count")) {
    claim();
    add(loading, *name, std::move(device), given);
  } else if (map.read("count", count, std::optional(protocol::limits(1, most_of_one)))) {
    if (loading.scenario.devices.size() + static_cast<std::size_t>(count) > most_devices) {
      loading.findings().error(map.find("count")->at, fmt::format("more than {} devices", most_devices));
      return;
    }
    const std::string first = device.name;
    for (int i = 1; i <= count; ++i) {
      device.name = fmt::format("{}{}", first, i);
      claim();
      add(loading, *name, device, given);
    }
  }
}

}  // namespace

void load_devices(Loading& loading, const Node& node) {
  if (!loading.reader.is_sequence(node, "devices")) return;
  if (node.items.empty())
    loading.findings().error(node.at, "devices: the list is empty", "- {name: Ana, profile: meshred}");
  loading.misses_devices = node.items.empty();
  std::vector<Claim> claims;
  for (const Node& item : node.items) {
    const std::size_t before = loading.devices.size();
    load_device(loading, item, claims);
    loading.misses_devices |= loading.devices.size() == before;
  }
  check_claims(loading, claims);
  check_known(loading);
}

}  // namespace nearsim::scenario
