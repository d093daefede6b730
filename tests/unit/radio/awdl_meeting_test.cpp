#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "models/radio/awdl/meeting.hpp"
#include "sim/base/random.hpp"

using namespace nearsim;
using namespace nearsim::radio;
using namespace nearsim::radio::awdl;

namespace {

constexpr Guards no_guards{.edge = 0ms, .switching = 0ms, .multicast_edge = 0ms};
constexpr Social one_channel{149, 149};

Presence at_origin(Load load, Social social = {}, Channel access_point = off) {
  return {base::at(0s), tuned(sequence(load, social, access_point), access_point)};
}
Presence only_slot(int n) {
  Presence p;
  p.tuned[static_cast<std::size_t>(n)] = 6;
  return p;
}

}  // namespace

TEST_CASE("awdl: the clockwork") {
  CHECK(window == 16'384us);
  CHECK(slot == 65'536us);
  CHECK(cycle == 1'048'576us);
  CHECK(slot_of_window(0) == 0);
  CHECK(slot_of_window(63) == 15);
  CHECK(slot_of_window(64) == 0);
  for (const std::int64_t shown : {0, 1, 63, 64, 100}) CHECK(to_next_slot(shown) == 64 - shown % 64);
  CHECK(slot_at(base::at(1s), base::at(1s) + 8 * slot) == 8);
  CHECK(slot_at(base::at(10s), base::at(10s) - slot) == 15);  // before the origin
  CHECK(phase_between(base::at(0s), base::at(5ms)) == 5ms);
  CHECK(phase_between(base::at(5ms), base::at(0s)) == -5ms);
  CHECK(phase_between(base::at(0s), base::at(cycle + 5ms)) == 5ms);
}

TEST_CASE("awdl: slots by load, and slot 8 is channel 6 in all of them") {
  CHECK(occupied(sequence(Load::low_power, {}, off)) == 4);
  CHECK(occupied(sequence(Load::idle, {}, off)) == 6);
  CHECK(occupied(sequence(Load::data_50, {}, off)) == 8);
  CHECK(occupied(sequence(Load::data_75, {}, off)) == 12);
  CHECK(occupied(sequence(Load::data_100, {}, off)) == 16);
  for (const Load load : {Load::low_power, Load::idle, Load::data_50, Load::data_75, Load::data_100})
    for (const Generation generation : {Generation::of_2018, Generation::of_2026})
      for (const Channel ap : {off, Channel{36}}) CHECK(sequence(load, {44, 6}, ap, generation)[8] == 6);
  CHECK(sequence(Load::idle, {}, 104, Generation::of_2026) ==
        Sequence{104, 0, 149, 0, 0, 0, 0, 0, 6, 0, 149, 0, 0, 0, 0, 0});
  CHECK(sequence(Load::idle, {}, off, Generation::of_2026) ==
        Sequence{6, 0, 149, 0, 0, 0, 0, 0, 6, 0, 149, 0, 0, 0, 0, 0});
  CHECK(sequence(Load::idle, {}, off) == Sequence{149, 149, 149, 0, 0, 0, 0, 0, 6, 149, 149, 0, 0, 0, 0, 0});
  CHECK(slots_on(tuned(sequence(Load::low_power, {}, 36), 36), 36) == 12);  // the access point has the rest
}

TEST_CASE("awdl: slots in common") {
  const Sequence a = sequence(Load::data_50, {}, 36);
  const Sequence b = sequence(Load::data_50, {}, 100);  // another access point
  CHECK(common_slots(a, b) == 8);
  CHECK(common_slots(a, sequence(Load::data_100, {}, off)) == 8);
  CHECK(common_slots(a, a) == 16);  // the same access point: they also meet there
  const Sequence single = sequence(Load::data_50, one_channel, off);
  CHECK(unsynchronised_share(single, single) == doctest::Approx(4.0 / 16));
  // With slot 8 on channel 6 strangers meet more seldom than the rule of thumb says.
  CHECK(unsynchronised_share(a, b) == doctest::Approx(50.0 / 256));
}

TEST_CASE("awdl: what the guards leave of a slot") {
  const Presence full = at_origin(Load::data_100, one_channel);
  const auto share = [&](const Guards& g) {
    return static_cast<double>(meeting_time(full, full, g).count()) / static_cast<double>(cycle.count());
  };
  CHECK(share(no_guards) == 1.0);
  CHECK(share({.edge = 3 * tu, .switching = 0ms}) == doctest::Approx(58.0 / 64));
  // With a change of channel before it, a slot keeps 50 of 64 TU.
  Presence hopping;
  for (std::size_t i = 0; i < hopping.tuned.size(); ++i) hopping.tuned[i] = i % 2 == 0 ? 149 : 6;
  const base::Duration met = meeting_time(hopping, hopping, {});
  CHECK(met == 16 * 50 * tu);
}

TEST_CASE("awdl: a frame waits for the only common slot") {
  const Presence a = only_slot(8), b = only_slot(8);
  CHECK(mean_wait(a, b, no_guards) == 460'800us);  // (15/16) * 15 * 65.536 / 2 ms
  CHECK(next_meeting(a, b, base::at(0s), 1ms, no_guards) == base::at(8 * slot));
  CHECK(next_meeting(a, b, base::at(9 * slot), 1ms, no_guards) == base::at(cycle + 8 * slot));
  CHECK(next_meeting(a, b, base::at(8 * slot + 65ms), 1ms, no_guards) == base::at(cycle + 8 * slot));
  CHECK(next_meeting(a, only_slot(7), base::at(0s), 1ms, no_guards) == base::never);
  CHECK(mean_wait(a, only_slot(7), no_guards) == base::forever);
  CHECK(mean_wait(at_origin(Load::data_100, one_channel), at_origin(Load::data_100, one_channel),
                  no_guards) == 0ns);
}

TEST_CASE("awdl: clocks that differ shorten what they share") {
  const Presence a = only_slot(8);
  Presence b = only_slot(8);
  b.origin += 20ms;
  CHECK(meeting_time(a, b, no_guards) == slot - 20ms);
  CHECK(next_meeting(a, b, base::at(0s), 1ms, no_guards) == base::at(8 * slot + 20ms));
  CHECK(next_meeting(a, b, base::at(0s), 50ms, no_guards) == base::never);
}

TEST_CASE("awdl: multicast goes out in two slots, away from their edges") {
  const Presence p = at_origin(Load::data_100, one_channel);
  const auto next = [&](base::Duration from) {
    return next_sending(p, base::at(from), 1ms, Guards{}, Cast::multicast);
  };
  CHECK(next(0ms) == base::at(16 * tu));
  CHECK(next(1 * slot) == base::at(10 * slot + 16 * tu));
  CHECK(next(11 * slot) == base::at(cycle + 16 * tu));
}

TEST_CASE("awdl: how long an access point waits for its station") {
  const auto away = [](Load load) { return longest_absence(tuned(sequence(load, {}, 36), 36), 36, 8 * tu); };
  CHECK(away(Load::low_power) == 3 * slot + 8 * tu);
  CHECK(away(Load::data_50) == 4 * slot + 8 * tu);
  CHECK(longest_absence(tuned(sequence(Load::data_100, one_channel, 149), 149), 149, 8 * tu) == 0ns);
}

TEST_CASE("awdl: a meeting is on one channel for as long as the frame lasts") {
  CHECK(rc::check("next_meeting", [] {
    const auto phase = std::chrono::microseconds(*rc::gen::inRange(0, 1'048'576));
    const auto from = std::chrono::microseconds(*rc::gen::inRange(0, 3'000'000));
    const auto air = std::chrono::microseconds(*rc::gen::inRange(1, 40'000));
    Presence a = at_origin(static_cast<Load>(*rc::gen::inRange(0, 5)), {}, *rc::gen::element<Channel>(0, 36));
    Presence b = at_origin(static_cast<Load>(*rc::gen::inRange(0, 5)), {}, *rc::gen::element<Channel>(0, 36));
    b.origin += phase;
    const Guards guards = *rc::gen::element(Guards{}, no_guards);
    const base::Instant found = next_meeting(a, b, base::at(from), air, guards);
    if (found == base::never) return;
    RC_ASSERT(found >= base::at(from));
    for (int i = 0; i <= 10; ++i) {
      const base::Instant t = found + (air - 1ns) * i / 10;
      RC_ASSERT(a.channel_at(t) != off);
      RC_ASSERT(a.channel_at(t) == b.channel_at(t));
    }
  }));
}
