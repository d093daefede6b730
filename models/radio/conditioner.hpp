// The presets of Apple's Network Link Conditioner, by the names that developers know.
#pragma once

#include <span>
#include <string_view>

#include "sim/base/time.hpp"
#include "sim/base/units.hpp"

namespace nearsim::radio {

struct Conditioned {  // one direction
  base::BitRate rate{};
  base::Duration delay{};
  base::Ratio loss{};
};
struct Conditioner {
  std::string_view name;
  Conditioned down, up;
  std::string_view source;
};

[[nodiscard]] std::span<const Conditioner> conditioners();
[[nodiscard]] const Conditioner* conditioner(std::string_view name);  // null: there is none of that name
// One direction: "Edge, Good" and "Edge, Good (down)" are its downlink, "Edge, Good (up)" its uplink.
[[nodiscard]] const Conditioned* conditioned(std::string_view name);

}  // namespace nearsim::radio
