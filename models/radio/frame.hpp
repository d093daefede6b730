// What is on the air: a frame as the medium sees it.  What it carries is the sender's business: `body` comes
// out where it went in.
#pragma once

#include <cstdint>

#include "models/radio/air_interface.hpp"
#include "sim/base/time.hpp"

namespace nearsim::radio {

struct Frame {
  enum class Kind : std::uint8_t { data, ack, rts, cts };
  Station from = any_station;
  Station to = any_station;  // any_station: everybody
  base::Duration air{};
  base::Duration reserves{};  // 802.11's duration field: what its exchange still takes once it has left
  std::uint64_t body = 0;
  std::uint32_t bytes = 0;     // for the error rate
  std::uint32_t sequence = 0;  // of its sender: how a repetition is known
  std::uint8_t mcs = 0;
  Kind kind = Kind::data;
  [[nodiscard]] bool everybody() const { return to == any_station; }
};

enum class Heard : std::uint8_t { whole, garbled };

// A station's ear: what it is told by the medium.  It may transmit from any of these calls.
class Ear {
 public:
  // A reception that the station was locked on has ended.  Other people's frames come too: that is how one
  // overhears.
  virtual void heard(const Frame& frame, Heard how) = 0;
  virtual void sent(const Frame& frame) = 0;  // one's own frame has left
  virtual void busy() = 0;  // carrier sensed, after idle; only when asked for by Medium::attend
  virtual void idle() = 0;

 protected:
  ~Ear() = default;
};

}  // namespace nearsim::radio
