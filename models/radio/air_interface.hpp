// What a way of crossing the air promises to whoever sends over it, so that Wi-Fi, AWDL, Bluetooth and the
// choice between them look alike from above:
//
//     net::Network -> Technology (a choice) -> Technology (wifi | awdl | bluetooth) -> Site, Occupancy
//
// The fate of a message is decided when it is sent, as everywhere in models/net: what is in flight when the
// air gets worse still arrives.  A station is the same dense index as a net::Node; stations beyond the
// devices (access points) follow them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/base/random.hpp"
#include "sim/base/time.hpp"
#include "sim/base/units.hpp"

namespace nearsim::radio {

using Station = std::uint32_t;
inline constexpr Station any_station = ~Station{0};

enum class Cast : std::uint8_t {
  unicast,
  multicast
};  // multicast: the basic rate, no acknowledgement, no retry

struct Crossing {
  // apart: nothing joins the two now, which a sender can notice; lost: it went out and did not get through.
  enum class Fate : std::uint8_t { arrives, lost, apart } fate = Fate::apart;
  base::Duration delay{};  // until arrival, waiting for the channel included; meaningless unless it arrives
  bool operator==(const Crossing&) const = default;
};

// Told after joins() may have changed its answer for this pair, in either direction; any_station stands for
// each. Synchronously: a listener must not send.
class JoinListener {
 public:
  virtual void joins_changed(Station a, Station b) = 0;

 protected:
  ~JoinListener() = default;
};

class Technology {
 public:
  Technology() = default;
  Technology(const Technology&) = delete;
  Technology& operator=(const Technology&) = delete;
  virtual ~Technology() = default;

  [[nodiscard]] virtual std::string_view name() const = 0;  // as in traces and files: "wifi"
  // Has a message sent now a chance at all: associated, switched on, in range?
  [[nodiscard]] virtual bool joins(Station from, Station to) const = 0;
  // One message sent now.  It occupies its channel: messages of others wait behind it.  The draws are the
  // sender's, of the stream of this direction, so that one pair's weather is not another's.
  [[nodiscard]] virtual Crossing carry(Station from, Station to, base::Bytes size, Cast, base::Rng& draw) = 0;

  // Somebody wants to send, or stands by to: a technology that must be brought up first begins to.
  virtual void need(Station, Station) {}

  // Has the station this interface, switched on?  Whether anybody is in reach is another question.
  [[nodiscard]] virtual bool has(Station) const { return true; }
  // What carries between the two now: of a choice, what it has chosen; null: nothing.
  [[nodiscard]] virtual const Technology* carrier(Station, Station) const { return this; }
  // A choice between technologies names them, the preferred one first.  Anything else is its own only lane.
  [[nodiscard]] virtual std::size_t lanes() const { return 1; }
  [[nodiscard]] virtual Technology& lane(std::size_t) { return *this; }
  // From now on these lanes (by bit) carry nothing between the two, although they are there.
  virtual void bar(Station, Station, std::uint32_t) {}

  void listen(JoinListener& listener) { listeners_.push_back(&listener); }

 protected:
  void tell(Station a, Station b) const {
    for (JoinListener* listener : listeners_) listener->joins_changed(a, b);
  }

 private:
  std::vector<JoinListener*> listeners_;
};

}  // namespace nearsim::radio
