#include "models/radio/awdl/sequence.hpp"

#include <algorithm>

namespace nearsim::radio::awdl {
namespace {

constexpr std::string_view pattern(Load load, Generation generation) {
  switch (load) {
    case Load::low_power: return generation == Generation::of_2018 ? "p.......spp....." : "n.p.....s.p.....";
    case Load::idle: return generation == Generation::of_2018 ? "ppp.....spp....." : "n.p.....s.p.....";
    case Load::data_50: return "ppppiiiispppiiii";
    case Load::data_75: return "ppppppiispppppii";
    case Load::data_100: return "ppppppppsppppppp";
  }
  return "";
}

constexpr Channel channel_of(char letter, Social social, Channel access_point) {
  switch (letter) {
    case 'p': return social.primary;
    case 's': return social.secondary;
    case 'i': return access_point;
    case 'n': return access_point == off ? social.secondary : access_point;  // slot 0 of 2026
    default: return off;
  }
}

}  // namespace

Sequence sequence(Load load, Social social, Channel access_point, Generation generation) {
  const std::string_view letters = pattern(load, generation);
  Sequence result{};
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = channel_of(letters[i], social, access_point);
  return result;
}

Sequence tuned(const Sequence& announced, Channel access_point) {
  Sequence result = announced;
  std::replace(result.begin(), result.end(), off, access_point);
  return result;
}

int occupied(const Sequence& s) { return slots_in_cycle - slots_on(s, off); }

int slots_on(const Sequence& s, Channel channel) {
  return static_cast<int>(std::count(s.begin(), s.end(), channel));
}

int common_slots(const Sequence& a, const Sequence& b) {
  int common = 0;
  for (std::size_t i = 0; i < a.size(); ++i) common += a[i] != off && a[i] == b[i] ? 1 : 0;
  return common;
}

double unsynchronised_share(const Sequence& a, const Sequence& b) {
  int meetings = 0;  // pairs of slots that would meet at some phase
  for (const Channel channel : a)
    if (channel != off) meetings += slots_on(b, channel);
  return meetings / double{slots_in_cycle * slots_in_cycle};
}

}  // namespace nearsim::radio::awdl
