#include "protocol/link_table.hpp"

#include <algorithm>
#include <charconv>

#include "sim/base/random.hpp"

namespace nearsim::protocol {

void KeyText::write(Handle handle) {
  const char* const end = std::to_chars(digits_.data(), digits_.data() + digits_.size(), handle.value).ptr;
  view_ = {digits_.data(), static_cast<std::size_t>(end - digits_.data())};
}

Index LinkTable::search(Handle handle) const {
  static_assert(base::PlaceTable::none == no_index);
  Index index =
      by_handle_.find(handle.value, [&](std::uint32_t i) { return links_[i].peer.handle == handle; });
  if (index == no_index && handles_.size() > links_.size())
    if (const Known* older = known(handle)) index = older->index;
  if (index != no_index) found_handle_ = handle, found_ = index;
  return index;
}

void LinkTable::prefetch_place(Handle handle) const { by_handle_.prefetch(handle.value); }

void LinkTable::prefetch_link(Handle handle) const {
  const Index guess = by_handle_.guess(handle.value);
  if (guess >= links_.size()) {
    base::prefetch(names_.data() + names_.size());
    return links_.prefetch_end();
  }
  base::prefetch(&links_[guess], sizeof(Link));
  timetable_.prefetch(guess);
}

void LinkTable::prefetch_contact(Index index) const {
  if (index < links_.size() && links_[index].contact.written()) base::prefetch_all(*links_[index].contact);
}

void LinkTable::prefetch_name(std::string_view key) const {
  if (key_ != Key::handle) by_name_.prefetch(base::stable_hash(key));
}

void LinkTable::prefetch_first_link() const {
  if (timetable_.first_instant() == base::never) return;
  base::prefetch(&links_[timetable_.first()], sizeof(Link));
  timetable_.prefetch(timetable_.first());
}

const LinkTable::Known* LinkTable::known(Handle handle) const {
  const auto it = place_of(handle);
  return it != handles_.end() && it->handle == handle ? &*it : nullptr;
}

void LinkTable::number_handles() const {
  if (!handles_.empty()) return;
  for (Index i = 0; i < size(); ++i) handles_.push_back({links_[i].peer.handle, i, 0});
  std::sort(handles_.begin(), handles_.end(),
            [](const Known& a, const Known& b) { return a.handle < b.handle; });
}

void LinkTable::know(const Known& known) {
  const auto it = handles_.begin() + (place_of(known.handle) - handles_.begin());
  if (it != handles_.end() && it->handle == known.handle) *it = known;
  else handles_.insert(it, known);
}

PeerRecord LinkTable::completed(PeerRecord seen) const {
  const Index index = find(seen.handle);
  if (index == no_index) return seen;
  const PeerRecord& latest = links_[index].peer;
  if (seen.node_id.empty()) seen.node_id = latest.node_id;
  if (seen.instance != 0) return seen;
  seen.instance = latest.handle == seen.handle ? latest.instance : known(seen.handle)->instance;
  return seen;
}

Index LinkTable::find_like(const PeerRecord& peer) const {
  const Index index = find(peer.handle);
  return index == no_index && key_ != Key::handle ? find(KeyText(key_, peer).view()) : index;
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
  ++renamed_;
  const auto handle_of = [this](std::uint32_t i) { return links_[i].peer.handle.value; };
  links_.emplace_back().peer = peer;
  by_handle_.added(handle_of);
  if (!handles_.empty()) know({peer.handle, size() - 1, 0});
  timetable_.set(size() - 1, base::never);
  if (key_ == Key::handle) return;
  names_.emplace_back(key_of(peer).view());
  by_name_.added([this](std::uint32_t i) { return base::stable_hash(names_[i]); });
}

// The peer's record as it is now, perhaps under another handle than before.
void LinkTable::replace(Index index, const PeerRecord& peer) {
  ++renamed_;
  PeerRecord& present = links_[index].peer;
  const Handle before = present.handle;
  if (before != peer.handle) {
    found_ = no_index;
    number_handles();
    know({before, index, present.instance});
    know({peer.handle, index, 0});
    const auto key_of_place = [&](std::uint32_t i) { return links_[i].peer.handle.value; };
    by_handle_.rename(index, peer.handle.value, key_of_place);
  }
  present = peer;
  links_[index].elected = {};
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
  number_handles();
  for (const Known& known : handles_) all.emplace_back(known.handle, known.index);
  return all;
}

// How the tables came to be laid out is history.
bool LinkTable::operator==(const LinkTable& o) const {
  number_handles();
  o.number_handles();
  return key_ == o.key_ && links_ == o.links_ && names_ == o.names_ && timetable_ == o.timetable_ &&
         handles_ == o.handles_;
}

// Who begins anew meets as many again, so the memory stays.
void LinkTable::clear() {
  found_ = no_index;
  ++renamed_;
  links_.clear();
  by_handle_.clear();
  handles_.clear();
  names_.clear();
  by_name_.clear();
  timetable_.clear();
}

}  // namespace nearsim::protocol
