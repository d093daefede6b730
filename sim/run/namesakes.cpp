#include "sim/run/namesakes.hpp"

#include <map>
#include <string_view>

namespace nearsim::run {
namespace {

template <class F>
std::vector<net::Node> ring(const std::vector<scenario::DeviceSpec>& devices, F key_of) {
  std::vector<net::Node> next(devices.size());
  std::map<std::string_view, net::Node> first;
  for (net::Node node = 0; node < devices.size(); ++node) {
    const auto [it, is_new] = first.try_emplace(key_of(devices[node]), node);
    next[node] = is_new ? node : next[it->second];
    if (!is_new) next[it->second] = node;
  }
  return next;
}

}  // namespace

Namesakes::Namesakes(const std::vector<scenario::DeviceSpec>& devices)
    : by_name_(
          ring(devices, [](const scenario::DeviceSpec& d) -> std::string_view { return d.display_name; })),
      by_id_(ring(devices, [](const scenario::DeviceSpec& d) -> std::string_view { return d.node_id; })),
      has_(devices.size()) {
  for (net::Node node = 0; node < devices.size(); ++node)
    has_[node] = by_name_[node] != node || by_id_[node] != node;
}

}  // namespace nearsim::run
