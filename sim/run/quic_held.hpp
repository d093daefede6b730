// The connections that a device holds for its engine, found by the engine's number or by the wire's.  A
// design that dials again and again holds hundreds, and is asked for one of them after every change.
#pragma once

#include <deque>
#include <vector>

#include "models/net/pair_map.hpp"
#include "models/net/record.hpp"
#include "models/quic/ids.hpp"
#include "protocol/event.hpp"

namespace nearsim::run {

enum class Dialled : std::uint8_t { here, there };

struct HeldConnection {
  protocol::SessionNumber number;
  quic::ConnectionId id;
  net::Node peer = net::no_node;
  net::Identity whom = 0;  // the object that was dialled, or that dialled
  Dialled dialled = Dialled::here;
  bool connected = false;
  quic::StreamId stream;  // that messages go out on, once there was one
};

class HeldConnections {
 public:
  void add(const HeldConnection& held);
  [[nodiscard]] HeldConnection* find(protocol::SessionNumber number);  // the first one held; null: none
  [[nodiscard]] HeldConnection* find(quic::ConnectionId id);
  // The first of this number that fits.
  template <class F>
  [[nodiscard]] const HeldConnection* find_if(protocol::SessionNumber number, F&& fits) const {
    for (std::uint32_t i = by_number_.find(number.value); i != none; i = all_[i].next)
      if (fits(all_[i].held)) return &all_[i].held;
    return nullptr;
  }
  void remove(quic::ConnectionId id);
  void clear();

 private:
  static constexpr std::uint32_t none = net::PairMap::absent;
  struct Place {
    HeldConnection held;
    std::uint32_t next = none;  // of the same number
  };

  std::deque<Place> all_;
  std::vector<std::uint32_t> free_;
  net::PairMap by_number_;  // the first one's place
  net::PairMap by_id_;
};

}  // namespace nearsim::run
