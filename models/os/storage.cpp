#include "models/os/storage.hpp"

#include <utility>

namespace nearsim::os {

Storage::Table& Storage::table(Durability d) { return const_cast<Table&>(std::as_const(*this).table(d)); }

const Storage::Table& Storage::table(Durability d) const {
  switch (d) {
    case Durability::memory: return memory_;
    case Durability::disk: return disk_;
    case Durability::keychain: return keychain_;
  }
  return memory_;
}

Storage::Written Storage::put(Durability d, std::string_view key, std::string value) {
  if (full_ && d != Durability::memory) return Written::full;
  Table& t = table(d);
  if (const auto found = t.find(key); found != t.end()) found->second = std::move(value);
  else t.emplace(key, std::move(value));
  return Written::stored;
}

std::optional<std::string> Storage::get(Durability d, std::string_view key) const {
  const Table& t = table(d);
  const auto found = t.find(key);
  return found == t.end() ? std::nullopt : std::optional{found->second};
}

void Storage::erase(Durability d, std::string_view key) {
  Table& t = table(d);
  if (const auto found = t.find(key); found != t.end()) t.erase(found);
}

void Storage::restart() { memory_.clear(); }

void Storage::reinstall() {
  memory_.clear();
  disk_.clear();
}

}  // namespace nearsim::os
