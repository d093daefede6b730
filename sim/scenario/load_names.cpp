// Names and references to devices.
#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/loading.hpp"
#include "sim/scenario/utf8.hpp"

namespace nearsim::scenario {
namespace {

// MultipeerConnectivity refuses display names of more than 63 bytes of UTF-8, and a name is the default for
// that.
constexpr std::size_t longest_name = 63;

std::vector<std::string_view> device_names(const Loading& loading) {
  return {loading.devices.begin(), loading.devices.end()};
}

}  // namespace

bool read_name(Loading& loading, const Node& node, std::string_view name, std::string& out) {
  if (!loading.reader.text(node, name, out)) return false;
  constexpr std::string_view reserved = " .,:[]{}<>*#\"'\\/\t\n";
  std::string problem;
  if (out.empty()) problem = "is empty";
  if (out == "all" || out == "any" || out == "none") problem = "has a meaning of its own";
  if (const std::size_t at = out.find_first_of(reserved); at != std::string::npos)
    problem = out[at] == ' ' ? "has a space" : fmt::format("has the character {}", out[at]);
  for (std::size_t at = 0; at < out.size() && problem.empty();) {
    const Character character = character_at(out, at);
    if (character.length == 0 || is_forbidden(character.code) || columns_of(character.code) == 0)
      problem = "has a character that cannot be seen";
    at += std::max<std::size_t>(1, character.length);
  }
  if (out.size() > longest_name) problem = fmt::format("is longer than {} bytes", longest_name);
  if (problem.empty()) return true;
  const bool is_long = out.size() > longest_name;
  loading.findings().error(node.at,
                           is_long ? fmt::format("{}: this name {}", name, problem)
                                   : fmt::format("{}: '{}' cannot be a name: it {}", name, out, problem),
                           "use letters, digits, - and _");
  return false;
}

bool read_device(Loading& loading, const Node& node, std::string_view name, All all, std::string& out) {
  if (!loading.reader.text(node, name, out)) return false;
  if (out == "all") {
    out.clear();
    if (all == All::allowed) return true;
    loading.findings().error(node.at, fmt::format("{}: one device is expected here, not all", name),
                             "write one entry for each device");
    return false;
  }
  if (loading.devices.count(out) != 0) return true;
  loading.findings().error(node.at, fmt::format("{}: there is no device '{}'", name, out),
                           suggest(out, device_names(loading), "devices"));
  return false;
}

bool read_devices(Loading& loading, const Node& node, std::string_view name, All all,
                  std::vector<std::string>& out) {
  out.clear();
  if (node.kind == Node::Kind::scalar && node.text == "all" && all == All::allowed) return true;
  if (node.kind != Node::Kind::sequence) {
    loading.findings().error(
        node.at,
        fmt::format("{}: a list of devices{} is expected here, not {}", name,
                    all == All::allowed ? " or `all`" : "", kind_name(node)),
        node.kind == Node::Kind::scalar ? fmt::format("write [{}]", node.text) : "write [Ana, Bob]");
    return false;
  }
  bool is_good = true;
  for (const Node& item : node.items) {
    std::string device;
    if (!read_device(loading, item, name, All::refused, device)) {
      is_good = false;
      continue;
    }
    if (std::find(out.begin(), out.end(), device) != out.end()) {
      loading.findings().error(item.at, fmt::format("{}: '{}' is named twice", name, device),
                               "remove one of them");
      is_good = false;
      continue;
    }
    out.push_back(std::move(device));
  }
  if (is_good && out.empty()) {
    loading.findings().error(node.at, fmt::format("{}: the list is empty", name),
                             all == All::allowed ? "name devices, or write all" : "name devices");
    return false;
  }
  return is_good;
}

}  // namespace nearsim::scenario
