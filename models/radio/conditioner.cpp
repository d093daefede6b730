#include "models/radio/conditioner.hpp"

#include <array>

namespace nearsim::radio {
namespace {

using namespace std::chrono_literals;
using base::percent;

constexpr base::BitRate kilobits(std::int64_t k) { return {k * 1000}; }

// Apple does not publish the numbers; the profiles are shown by the tool itself.
constexpr std::string_view restated =
    "a public ipfw script that restates the tool's profiles (Mac OS X 10.8)";
constexpr std::string_view remembered = "from memory of the tool's window, unverified";
constexpr std::string_view delay_restated =
    "delay: the models of a public emulator that name the tool; rates from memory of its window, unverified";
constexpr std::string_view rates_restated =
    "rates: Proxyman's documentation; delay: the models of a public emulator that name the tool";
constexpr std::string_view by_name = "what its name says";

constexpr std::array<Conditioner, 11> all{{
    {"3G, Good", {kilobits(850), 100ms, {}}, {kilobits(420), 100ms, {}}, restated},
    {"3G, Average", {kilobits(780), 100ms, {}}, {kilobits(330), 100ms, {}}, restated},
    {"3G, Lossy", {kilobits(780), 100ms, percent(1)}, {kilobits(330), 100ms, {}}, restated},
    {"Edge, Good", {kilobits(250), 350ms, {}}, {kilobits(200), 370ms, {}}, restated},
    {"Edge, Average", {kilobits(240), 400ms, {}}, {kilobits(200), 440ms, {}}, restated},
    {"Edge, Lossy", {kilobits(240), 400ms, percent(1)}, {kilobits(200), 440ms, {}}, restated},
    {"DSL", {kilobits(2'000), 5ms, {}}, {kilobits(256), 5ms, {}}, delay_restated},
    {"LTE", {kilobits(50'000), 50ms, {}}, {kilobits(10'000), 65ms, {}}, rates_restated},
    {"Wi-Fi", {kilobits(40'000), 1ms, {}}, {kilobits(33'000), 1ms, {}}, remembered},
    {"Very Bad Network",
     {kilobits(1'000), 500ms, percent(10)},
     {kilobits(1'000), 500ms, percent(10)},
     rates_restated},
    {"100% Loss", {{}, {}, base::certain}, {{}, {}, base::certain}, by_name},
}};

}  // namespace

std::span<const Conditioner> conditioners() { return all; }

const Conditioner* conditioner(std::string_view name) {
  for (const Conditioner& c : all)
    if (c.name == name) return &c;
  return nullptr;
}

const Conditioned* conditioned(std::string_view name) {
  constexpr std::string_view up = " (up)", down = " (down)";
  const bool is_up = name.ends_with(up);
  if (is_up) name.remove_suffix(up.size());
  else if (name.ends_with(down)) name.remove_suffix(down.size());
  const Conditioner* found = conditioner(name);
  return found == nullptr ? nullptr : is_up ? &found->up : &found->down;
}

}  // namespace nearsim::radio
