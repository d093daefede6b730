// Grace: how long a disturbed path may take to come back by itself before something is done about it.  It
// depends on the platform, because one framework reports a disturbance sooner than another.
#pragma once

#include "protocol/identity.hpp"
#include "protocol/remedy_settings.hpp"

namespace nearsim::protocol {

[[nodiscard]] constexpr Duration patience(const Grace& settings, Platform platform) {
  return platform == Platform::windows ? settings.on_windows : settings.elsewhere;
}

}  // namespace nearsim::protocol
