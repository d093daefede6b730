// Who is told of events shortly before they run, to fetch what they will look at.  In a crowd what an event
// needs is in no cache, and found through pointers: each step of an event's approach follows one more of
// them, so that nobody waits for a chain.
//
//     queue   | running | next | near | nearer | far | farthest |  ...        the steps, from the right
//
// A hint: what is told may be cancelled, or come in another order, or never.  It must change nothing.
#pragma once

#include <cstdint>

#include "sim/kernel/label.hpp"

namespace nearsim::kernel {

enum class Approach : std::uint8_t { farthest, far, nearer, near, next };
inline constexpr int approaches = 5;

class Outlook {
 public:
  virtual void coming(const Label& label, Approach how) const = 0;

 protected:
  ~Outlook() = default;
};

}  // namespace nearsim::kernel
