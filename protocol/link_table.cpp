#include "protocol/link_table.hpp"

#include <algorithm>

namespace nearsim::protocol {

void Timetable::put(std::size_t place, Slot slot) {
  heap_[place] = slot;
  place_[slot.entry] = static_cast<std::uint32_t>(place);
}

void Timetable::rise(std::size_t place, Slot slot) {
  while (place > 0) {
    const std::size_t parent = (place - 1) / 2;
    if (!(slot < heap_[parent])) break;
    put(place, heap_[parent]);
    place = parent;
  }
  put(place, slot);
}

void Timetable::sink(std::size_t place, Slot slot) {
  for (;;) {
    std::size_t child = 2 * place + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && heap_[child + 1] < heap_[child]) ++child;
    if (!(heap_[child] < slot)) break;
    put(place, heap_[child]);
    place = child;
  }
  put(place, slot);
}

void Timetable::set(Index entry, Instant at) {
  while (place_.size() <= entry) {  // new entries have no deadline, so the end of the heap is their place
    place_.push_back(static_cast<std::uint32_t>(heap_.size()));
    heap_.push_back({base::never, static_cast<Index>(place_.size() - 1)});
  }
  const std::size_t place = place_[entry];
  const Slot slot{at, entry};
  if (slot < heap_[place]) rise(place, slot);
  else sink(place, slot);
}

bool Timetable::operator==(const Timetable& other) const {
  if (place_.size() != other.place_.size()) return false;
  for (std::size_t i = 0; i < place_.size(); ++i)
    if (heap_[place_[i]].at != other.heap_[other.place_[i]].at) return false;
  return true;
}

namespace {
constexpr auto by_first = [](const auto& entry, const auto& key) { return entry.first < key; };
}

std::string key_text(Key key, const PeerRecord& peer) {
  switch (key) {
    case Key::handle: return std::to_string(peer.handle.value);
    case Key::display_name: return peer.display_name;
    case Key::node_id: return peer.node_id.empty() ? peer.display_name : peer.node_id;
  }
  return {};
}

Index LinkTable::find(Handle handle) const {
  const auto it = std::lower_bound(by_handle_.begin(), by_handle_.end(), handle, by_first);
  return it != by_handle_.end() && it->first == handle ? it->second : no_index;
}

Index LinkTable::find(std::string_view key) const {
  if (key_ == Key::handle) {
    for (Index i = 0; i < size(); ++i)
      if (key_of(links_[i].peer) == key) return i;
    return no_index;
  }
  const auto it = std::lower_bound(by_name_.begin(), by_name_.end(), key, by_first);
  return it != by_name_.end() && it->first == key ? it->second : no_index;
}

Index LinkTable::meet(const PeerRecord& peer) {
  const auto known = std::lower_bound(by_handle_.begin(), by_handle_.end(), peer.handle, by_first);
  if (known != by_handle_.end() && known->first == peer.handle) {
    if (links_[known->second].peer != peer) links_[known->second].peer = peer;
    return known->second;
  }
  const std::string key = key_ == Key::handle ? std::string{} : key_of(peer);
  Index index = key_ == Key::handle ? no_index : find(key);
  if (index == no_index) {
    index = size();
    links_.emplace_back();
    timetable_.set(index, base::never);
    if (key_ != Key::handle)
      by_name_.insert(std::lower_bound(by_name_.begin(), by_name_.end(), key, by_first), {key, index});
  }
  links_[index].peer = peer;
  by_handle_.insert(known, {peer.handle, index});
  return index;
}

void LinkTable::clear() { *this = LinkTable{key_}; }

}  // namespace nearsim::protocol
