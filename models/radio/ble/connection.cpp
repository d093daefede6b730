#include "models/radio/ble/connection.hpp"

#include <algorithm>

namespace nearsim::radio::ble {
namespace {

std::optional<std::string_view> refused_by_old(const Connection& c, base::Duration least,
                                               base::Duration most) {
  if (most * (c.latency + 1) > 2s) return "the longest interval times (latency + 1) is over 2 s";
  if (least < 20ms) return "the shortest interval is under 20 ms";
  if (least + 20ms > most) return "the interval has no room of 20 ms";
  if (c.latency > 4) return "the latency is over 4";
  if (c.supervision > 6s) return "the supervision timeout is over 6 s";
  if (most * (c.latency + 1) * 3 >= c.supervision) return "the supervision timeout is under three intervals";
  return std::nullopt;
}

std::optional<std::string_view> refused_by_later(const Connection& c, base::Duration least) {
  if (c.latency > 30) return "the latency is over 30";
  if (c.supervision < 2s || c.supervision > 6s) return "the supervision timeout is not in 2..6 s";
  if (least < 15ms || least % 15ms != 0ms) return "the shortest interval is no multiple of 15 ms";
  return std::nullopt;
}

std::optional<std::string_view> refused_by_newest(const Connection& c, base::Duration most) {
  if (c.supervision < 6s || c.supervision > 18s) return "the supervision timeout is not in 6..18 s";
  if (most * (c.latency + 1) > 6s) return "the longest interval times (latency + 1) is over 6 s";
  return std::nullopt;
}

}  // namespace

std::optional<std::string_view> refused(const Connection& c, base::Duration least, base::Duration most,
                                        Rules rules) {
  switch (rules) {
    case Rules::old: return refused_by_old(c, least, most);
    case Rules::later: return refused_by_later(c, least);
    case Rules::newest: return refused_by_newest(c, most);
  }
  return std::nullopt;
}

base::BitRate ceiling(const Connection& c) {
  return {8 * c.packets * c.payload.count * 1'000'000'000 / c.interval.count()};
}

base::Duration transfer_time(const Connection& c, base::Bytes size, base::Duration offset) {
  const std::int64_t per_meeting = c.packets * c.payload.count;
  const std::int64_t meetings = std::max<std::int64_t>(1, (size.count + per_meeting - 1) / per_meeting);
  return c.interval * meetings - offset % c.interval;
}

base::Instant noticed_lost(const Connection& c, base::Instant last_packet) {
  return base::later(last_packet, c.supervision);
}

std::int64_t missed_meetings(const Connection& c) { return c.supervision / c.interval; }

}  // namespace nearsim::radio::ble
