// What a pending event is for, in words: everything that waits in the scheduler can be listed, and a Zeno
// error can say who keeps posting.
#pragma once

#include <cstdint>

namespace nearsim::kernel {

inline constexpr std::uint32_t no_node = ~0u;

struct Label {
  const char* what = "";  // a string literal: it must outlive the event
  std::uint32_t node = no_node;
  std::uint32_t peer = no_node;
};

}  // namespace nearsim::kernel
