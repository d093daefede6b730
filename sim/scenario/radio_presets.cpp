// Places in one word.  The sizes, walls and how busy the air is are ours: typical, measured nowhere; what
// radio does there follows from the models, whose sources are in docs/models.
#include "sim/scenario/radio.hpp"

namespace nearsim::scenario {
namespace {

using namespace std::chrono_literals;

constexpr base::Meters m(std::int64_t metres) { return {metres * 1000}; }
constexpr radio::Position at(std::int64_t x, std::int64_t y) { return {m(x), m(y), 0}; }

RadioSettings settings(radio::PathLoss loss, radio::Building building, int shadowing,
                       std::int64_t busy_percent) {
  RadioSettings s;
  s.path_loss = loss;
  s.building = building;
  s.shadowing = shadowing;
  s.busy = base::percent(busy_percent);
  return s;
}

std::vector<RadioPreset> make() {
  using radio::Building;
  using radio::PathLoss;
  std::vector<RadioPreset> all;
  all.push_back({"home",
                 "a flat: one access point on 2.4 GHz, a wall, neighbours",
                 {m(12),
                  m(10),
                  settings(PathLoss::itu_p1238, Building::residential, 4, 20),
                  {{"home", at(2, 2), 6}},
                  {{at(6, 0), at(6, 7), 5}}}});
  all.push_back({"office",
                 "an open office: two access points on 5 GHz, a corridor wall",
                 {m(40),
                  m(20),
                  settings(PathLoss::itu_p1238, Building::office, 4, 15),
                  {{"west", at(10, 10), 36}, {"east", at(30, 10), 44}},
                  {{at(20, 0), at(20, 15), 6}}}});
  all.push_back({"cafe",
                 "a guest network that keeps its clients apart",
                 {m(15),
                  m(10),
                  settings(PathLoss::itu_p1238, Building::commercial, 3, 40),
                  {{"guest", at(7, 5), 1}},
                  {}}});
  all.back().spec.settings.isolation = radio::wifi::Isolation::clients;
  all.push_back({"train",
                 "a carriage of metal with one access point and many strangers",
                 {m(25),
                  m(3),
                  settings(PathLoss::free_space, Building::commercial, 3, 60),
                  {{"train", at(12, 1), 36}},
                  {}}});
  all.push_back(
      {"stadium",
       "a stand: four access points, and the air nearly full",
       {m(100),
        m(60),
        settings(PathLoss::log_distance, Building::commercial, 3, 85),
        {{"a", at(20, 15), 36}, {"b", at(80, 15), 44}, {"c", at(20, 45), 149}, {"d", at(80, 45), 157}},
        {}}});
  all.push_back({"field",
                 "a meadow: no access point, so phones talk over AWDL",
                 {m(50), m(50), settings(PathLoss::free_space, Building::residential, 3, 0), {}, {}}});
  all.back().spec.settings.awdl = true;
  all.back().spec.settings.bonjour = Bonjour::packets;
  all.push_back({"airplane-mode-bluetooth-only",
                 "airplane mode with Bluetooth switched on again: sessions as before iOS 10",
                 {m(25), m(4), settings(PathLoss::free_space, Building::commercial, 3, 0), {}, {}}});
  all.back().spec.settings.wifi = false;
  all.back().spec.settings.bluetooth = true;
  all.back().spec.settings.bonjour = Bonjour::packets;
  return all;
}

}  // namespace

std::span<const RadioPreset> radio_presets() {
  static const std::vector<RadioPreset> all = make();
  return all;
}

}  // namespace nearsim::scenario
