// Whom the last beat named, put together again only when somebody connects, is lost, or takes another name.
#pragma once

#include <cstdint>
#include <optional>

#include "protocol/text_list.hpp"

namespace nearsim::protocol {

struct Roll {  // a copy works it out for itself
  Roll() = default;
  Roll(const Roll&) {}
  Roll(Roll&&) = default;
  Roll& operator=(const Roll&) { return *this = Roll(); }
  Roll& operator=(Roll&&) = default;

  TextList names;
  std::optional<std::uint64_t> of;  // when that was: see Engine::call_roll()
};

}  // namespace nearsim::protocol
