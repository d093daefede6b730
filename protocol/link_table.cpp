#include "protocol/link_table.hpp"

#include <algorithm>
#include <charconv>

#include "sim/base/random.hpp"

namespace nearsim::protocol {

std::string key_text(Key key, const PeerRecord& peer) {
  switch (key) {
    case Key::handle: return std::to_string(peer.handle.value);
    case Key::display_name: return peer.display_name;
    case Key::node_id: return peer.node_id.empty() ? peer.display_name : peer.node_id;
  }
  return {};
}

Index LinkTable::find(Handle handle) const {
  static_assert(base::PlaceTable::none == no_index);
  const Index index =
      by_handle_.find(handle.value, [&](std::uint32_t i) { return links_[i].peer.handle == handle; });
  if (index != no_index || older_.empty()) return index;
  const Older* o = older(handle);
  return o != nullptr ? o->index : no_index;
}

void LinkTable::prefetch_place(Handle handle) const { by_handle_.prefetch(handle.value); }

void LinkTable::prefetch_link(Handle handle) const {
  const Index guess = by_handle_.guess(handle.value);
  if (guess >= links_.size()) return links_.prefetch_end();
  base::prefetch(&links_[guess], sizeof(Link));
  timetable_.prefetch(guess);
}

void LinkTable::prefetch_first_link() const {
  if (timetable_.first_instant() == base::never) return;
  base::prefetch(&links_[timetable_.first()], sizeof(Link));
  timetable_.prefetch(timetable_.first());
}

const LinkTable::Older* LinkTable::older(Handle handle) const {
  const auto it = std::lower_bound(older_.begin(), older_.end(), handle, Older::before);
  return it != older_.end() && it->handle == handle ? &*it : nullptr;
}

PeerRecord LinkTable::completed(PeerRecord seen) const {
  const Index index = find(seen.handle);
  if (index == no_index) return seen;
  const PeerRecord& known = links_[index].peer;
  if (seen.node_id.empty()) seen.node_id = known.node_id;
  if (seen.instance != 0) return seen;
  if (known.handle == seen.handle) seen.instance = known.instance;
  else if (const Older* o = older(seen.handle)) seen.instance = o->instance;
  return seen;
}

Index LinkTable::find_like(const PeerRecord& peer) const {
  const Index index = find(peer.handle);
  return index == no_index && key_ != Key::handle ? find(key_of(peer)) : index;
}

Index LinkTable::find(std::string_view key) const {
  if (key_ == Key::handle) {
    Handle handle;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), handle.value);
    const bool number = error == std::errc{} && end == key.data() + key.size();
    return number && std::to_string(handle.value) == key ? find(handle) : no_index;
  }
  return by_name_.find(base::stable_hash(key), [&](std::uint32_t i) { return names_[i] == key; });
}

void LinkTable::add(const PeerRecord& peer) {
  const auto handle_of = [this](std::uint32_t i) { return links_[i].peer.handle.value; };
  links_.emplace_back().peer = peer;
  by_handle_.added(handle_of);
  timetable_.set(size() - 1, base::never);
  if (key_ == Key::handle) return;
  names_.push_back(key_of(peer));
  by_name_.added([this](std::uint32_t i) { return base::stable_hash(names_[i]); });
}

// The peer's record as it is now, perhaps under another handle than before.
void LinkTable::replace(Index index, const PeerRecord& peer) {
  PeerRecord& present = links_[index].peer;
  const Handle before = present.handle;
  if (before != peer.handle) {
    std::erase_if(older_, [&](const Older& o) { return o.handle == peer.handle; });
    older_.insert(std::lower_bound(older_.begin(), older_.end(), before, Older::before),
                  {before, index, present.instance});
    const auto key_of_place = [&](std::uint32_t i) { return links_[i].peer.handle.value; };
    by_handle_.rename(index, peer.handle.value, key_of_place);
  }
  present = peer;
}

Index LinkTable::meet(const PeerRecord& peer) {
  const Index index = find_like(peer);
  if (index == no_index) {
    add(peer);
    return size() - 1;
  }
  if (links_[index].peer != peer) replace(index, peer);
  return index;
}

std::vector<std::pair<Handle, Index>> LinkTable::handles() const {
  std::vector<std::pair<Handle, Index>> all;
  for (const Older& o : older_) all.emplace_back(o.handle, o.index);
  for (Index i = 0; i < size(); ++i) all.emplace_back(links_[i].peer.handle, i);
  std::sort(all.begin(), all.end());
  return all;
}

// How the tables came to be laid out is history.
bool LinkTable::operator==(const LinkTable& o) const {
  return key_ == o.key_ && links_ == o.links_ && names_ == o.names_ && timetable_ == o.timetable_ &&
         older_ == o.older_;
}

void LinkTable::clear() {
  links_.clear();
  by_handle_.clear();
  older_.clear();
  names_.clear();
  by_name_.clear();
  timetable_.clear();
}

}  // namespace nearsim::protocol
