// The parts of load(), each in its own file.  Private to this folder.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/scenario/reader.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::scenario {

struct Loading {
  Reader& reader;
  Scenario& scenario;
  std::map<std::string, const Node*, std::less<>> own_profiles{};  // of this file, not yet resolved
  std::map<std::string, protocol::Profile, std::less<>> resolved{};
  std::set<std::string, std::less<>> resolving{};  // to find a base that is based on itself
  std::set<std::string, std::less<>> devices{};
  bool misses_devices = false;  // an entry could not be read, so that what speaks of pairs cannot be judged
  // Where each fault, step and expectation stands, in the order of the scenario's lists.
  std::vector<const Node*> fault_nodes{}, step_nodes{};
  std::vector<Mark> device_marks{}, expectation_marks{}, between_marks{}, must_fail_marks{};

  [[nodiscard]] Findings& findings() const { return reader.findings(); }
};

void load_radio(Loading& loading, const Node& node);  // before the devices
void load_place(Loading& loading, const Map& map, DeviceSpec& device);
void load_links(Loading& loading, const Node& node);  // after the devices are known
void load_discovery(Loading& loading, const Node& node);
// What a link loses beyond single messages, with what the entry says of `way` before; complains.
inline constexpr int longest_burst = 10'000;  // ours
void load_losses(Loading& loading, const Map& map, WaySpec& way);
// `preset`, which other keys of the entry change.
void load_link_preset(Loading& loading, const Map& map, WaySpec& way);
// The name of a conditioner that has both directions.
void read_conditioner(Loading& loading, const Node& node, std::string& out);
void load_profiles(Loading& loading, const Node& node);
[[nodiscard]] std::optional<protocol::Profile> load_profile(Loading& loading, const Node& node);
// `set`, `without`, `with` of a map that has them, onto `profile`.
void modify_profile(Loading& loading, const Map& map, protocol::Profile& profile);
void load_devices(Loading& loading, const Node& node);
void load_faults(Loading& loading, const Node& node);
void load_steps(Loading& loading, const Node& node);
void load_swarm(Loading& loading, const Node& node);  // after the devices and links are known
void load_expectations(Loading& loading, const Node& node);
void load_invariants(Loading& loading, const Node& node);
void load_sweep(Loading& loading, const Node& node);
void check_sweep(Loading& loading, const Node& node);  // when all the rest was read, and is in order
[[nodiscard]] bool read_seeds(Loading& loading, const Node& node, SeedRange& seeds);

// Things that each make sense alone and not together.
// Whether the framework that a profile runs on can do what its mechanisms ask for.
[[nodiscard]] Outcome check_fit(const protocol::Profile& profile);
void check_profiles(Loading& loading);
void check_settings(Loading& loading, Map& map);
void check_events(Loading& loading);
void check_expectations(Loading& loading);

// ---- references to devices ----

enum class All { refused, allowed };  // allowed: `all` gives an empty string or list

[[nodiscard]] bool read_device(Loading& loading, const Node& node, std::string_view name, All all,
                               std::string& out);
[[nodiscard]] bool read_devices(Loading& loading, const Node& node, std::string_view name, All all,
                                std::vector<std::string>& out);
// A place in the area; complains about one outside it, and about any if there is no radio.
[[nodiscard]] bool read_position(Loading& loading, const Node& node, std::string_view name,
                                 radio::Position& out);
// A name of a device, fault or profile: printable, no spaces, none of the characters that paths are made of.
[[nodiscard]] bool read_name(Loading& loading, const Node& node, std::string_view name, std::string& out);

// A fact or a counter with its devices and filters, as in `usable: [Ana, Bob]`; `value` may be absent.
[[nodiscard]] std::optional<Subject> read_subject(Loading& loading, const Node& key, const Node* value);
// The one key of `{usable: all}`, or a bare name.
[[nodiscard]] std::optional<Subject> read_subject_value(Loading& loading, const Node& node,
                                                        std::string_view name);

}  // namespace nearsim::scenario
