#include "sim/run/quic_held.hpp"

namespace nearsim::run {

void HeldConnections::add(const HeldConnection& held) {
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(all_.size()));
    all_.emplace_back();
  }
  const std::uint32_t place = free_.back();
  free_.pop_back();
  all_[place] = {held, none};
  by_id_.at(held.id.number) = place;
  std::uint32_t* end = &by_number_.at(held.number.value);
  while (*end != none) end = &all_[*end].next;
  *end = place;
}

HeldConnection* HeldConnections::find(protocol::SessionNumber number) {
  const std::uint32_t place = by_number_.find(number.value);
  return place == none ? nullptr : &all_[place].held;
}

HeldConnection* HeldConnections::find(quic::ConnectionId id) {
  const std::uint32_t place = by_id_.find(id.number);
  return place == none ? nullptr : &all_[place].held;
}

void HeldConnections::remove(quic::ConnectionId id) {
  const std::uint32_t place = by_id_.find(id.number);
  if (place == none) return;
  const protocol::SessionNumber number = all_[place].held.number;
  std::uint32_t* link = &by_number_.at(number.value);
  while (*link != place) link = &all_[*link].next;
  *link = all_[place].next;
  if (by_number_.find(number.value) == none) by_number_.erase(number.value);
  by_id_.erase(id.number);
  free_.push_back(place);
}

void HeldConnections::clear() {
  all_.clear();
  free_.clear();
  by_number_ = net::PairMap{};
  by_id_ = net::PairMap{};
}

}  // namespace nearsim::run
