// Whom an event or a decision concerns.
#pragma once

#include <cstdint>
#include <variant>

#include "protocol/action.hpp"
#include "protocol/event.hpp"

namespace nearsim::run {

// The peer object that the event or action names; 0 if it names none.
template <class Variant>
[[nodiscard]] std::uint64_t about(const Variant& what) {
  return std::visit(
      [](const auto& it) -> std::uint64_t {
        if constexpr (requires { it.peer.handle; }) return it.peer.handle.value;
        else if constexpr (requires { it.peer.value; }) return it.peer.value;
        else return 0;
      },
      what);
}

}  // namespace nearsim::run
