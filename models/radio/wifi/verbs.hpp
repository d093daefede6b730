// Every (topic, verb) that Wi-Fi reports.  Stable: expectations and reports name them.
#pragma once

#include <string_view>

namespace nearsim::radio::wifi {

struct Verb {
  std::string_view topic;
  std::string_view name;
  std::string_view meaning;
};

inline constexpr Verb verbs[] = {
    {"wifi", "associated", "node is on the network now, at an access point (access_point)"},
    {"wifi", "new_address", "node is on a part of the network with other addresses than before"},
    {"wifi", "disassociated", "node has lost the network, or switched off"},
};

}  // namespace nearsim::radio::wifi
