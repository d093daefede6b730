// What an engine decides, as lines of a dialogue: `accept Bob -- arbitration: outbound is young, preempt it
// [...]`.
#pragma once

#include <functional>
#include <string>

#include "protocol/action.hpp"

namespace nearsim::dialogue {

[[nodiscard]] std::string milliseconds(base::Instant t);  // exact, without trailing zeros
[[nodiscard]] std::string said(const protocol::Decision& decision,
                               const std::function<std::string(protocol::Handle)>& name_of);

}  // namespace nearsim::dialogue
