// What a device remembers, and for how long.  Memory dies with the process, the disk with the app, the
// keychain only with the device; a backup carries the disk to another device, which is how two phones come to
// be the same peer.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace nearsim::os {

enum class Durability : std::uint8_t { memory, disk, keychain };

class Storage {
 public:
  enum class Written : std::uint8_t { stored, full };
  using Table = std::map<std::string, std::string, std::less<>>;

  Written put(Durability, std::string_view key, std::string value);
  [[nodiscard]] std::optional<std::string> get(Durability, std::string_view key) const;
  void erase(Durability, std::string_view key);

  void restart();    // the process ended: memory is lost
  void reinstall();  // the app was deleted: memory and disk are lost
  [[nodiscard]] Table backup() const { return disk_; }
  void restore(Table backup) { disk_ = std::move(backup); }
  void set_full() { full_ = true; }  // further writes to disk and keychain are refused; memory still works
  void set_roomy() { full_ = false; }

 private:
  [[nodiscard]] Table& table(Durability);
  [[nodiscard]] const Table& table(Durability) const;

  Table memory_, disk_, keychain_;
  bool full_ = false;
};

}  // namespace nearsim::os
