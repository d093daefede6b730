#include "models/radio/ble/background.hpp"

namespace nearsim::radio::ble {

const Advertising& advertising(const Settings& s, Place place) {
  return place == Place::foreground ? s.foreground_advertising : s.background_advertising;
}

bool name_visible(Place place) { return place == Place::foreground; }

std::optional<Scanning> scanning(const Settings& s, Place scanner, Filter filter) {
  if (scanner == Place::foreground) return s.foreground_scanning;
  if (filter == Filter::none) return std::nullopt;
  return s.background_scanning;
}

bool visible(Place advertiser, Filter filter) {
  return advertiser == Place::foreground || filter == Filter::by_service;
}

bool repeats(Place scanner) { return scanner == Place::foreground; }

}  // namespace nearsim::radio::ble
