#include "models/radio/wifi/wifi.hpp"

#include <algorithm>
#include <string>

#include "models/radio/phy.hpp"
#include "sim/base/check.hpp"

namespace nearsim::radio::wifi {
namespace {

constexpr std::int64_t overhead_bits = 8 * 36;  // header 24, LLC 8, check sum 4
constexpr std::int64_t largest_bytes = 2304;    // 802.11: the longest frame; longer messages are several
constexpr base::Duration longest_wait{2s};      // ours: contention drawn longer is a full queue, not a wait

base::Duration exchange(const Mode& mode, std::int64_t bytes) {
  return timing_a.difs() + air_time(mode, 8 * bytes + overhead_bits) + timing_a.sifs +
         air_time(control_mode_a(mode), ack_bits);
}

}  // namespace

bool is_channel(std::int64_t c) {
  return (c >= 1 && c <= 13) || (c >= 36 && c <= 64 && c % 4 == 0) || (c >= 100 && c <= 144 && c % 4 == 0) ||
         (c >= 149 && c <= 177 && c % 4 == 1);
}

double megahertz(Channel channel) {
  NEARSIM_CHECK(is_channel(channel), "a Wi-Fi channel that does not exist");
  return channel <= 13 ? 2407 + 5.0 * channel : 5000 + 5.0 * channel;
}

Wifi::Wifi(kernel::Scheduler& scheduler, const base::Streams& streams, Site& site, Occupancy& air,
           const Settings& settings)
    : scheduler_(scheduler),
      streams_(streams),
      site_(site),
      air_(air),
      settings_(settings),
      noise_dbm_(noise_dbm(20, settings.noise_figure)) {
  site_.listen(*this);
}

void Wifi::add_access_point(Station station, Channel channel, std::uint32_t subnet) {
  base::Rng draw = streams_.stream("wifi/beacons/" + std::to_string(station));
  points_.push_back({station, channel, draw.between(base::Duration{0}, settings_.beacon), subnet});
}

Wifi::Member& Wifi::member(Station s) {
  if (s >= members_.size()) members_.resize(s + 1);
  return members_[s];
}

bool Wifi::reachable(Station s) const {
  const Member* m = find(s);
  return m != nullptr && m->on && !m->out && m->place != none;
}

bool Wifi::joins(Station from, Station to) const {
  return settings_.isolation == Isolation::none && reachable(from) && reachable(to);
}

std::optional<Station> Wifi::access_point(Station s) const {
  const Member* m = find(s);
  if (m == nullptr || m->place == none) return std::nullopt;
  return points_[m->place].station;
}

std::optional<Channel> Wifi::channel(Station s) const {
  const Member* m = find(s);
  if (m == nullptr || m->place == none) return std::nullopt;
  return points_[m->place].channel;
}

bool Wifi::dozing(Station s) const {
  const Member* m = find(s);
  return settings_.power_save == PowerSave::on && m != nullptr && scheduler_.now() >= m->active_until;
}

void Wifi::awake(Station s) { member(s).active_until = scheduler_.now() + settings_.doze_after; }

double Wifi::snr_db(Station a, Station b, Channel channel) const {
  return site_.received_dbm(a, b, megahertz(channel), settings_.sent_dbm) - noise_dbm_;
}

// --- a message

// What one try waits: its own backoff, and strangers that hold the air (as many in a row as the busy share
// makes).
base::Duration Wifi::contention(int attempt, base::Rng& draw) const {
  const int window = std::min((timing_a.cw_min + 1) << std::min(attempt, 6), timing_a.cw_max + 1);
  base::Duration wait =
      static_cast<std::int64_t>(draw.below(static_cast<std::uint64_t>(window))) * timing_a.slot;
  while (settings_.busy > base::none && wait < longest_wait && draw.chance(settings_.busy))
    wait += draw.exponential(settings_.foreign);
  return wait;
}

Wifi::Hop Wifi::unicast(Station from, Station to, const AccessPoint& at, base::Instant earliest,
                        base::Bytes size, base::Rng& draw) {
  const double snr = snr_db(from, to, at.channel);
  const Mode& mode = choose_mode(modes_a(), snr);
  base::Instant now = earliest;
  std::int64_t left = std::max<std::int64_t>(1, size.count);
  while (left > 0) {
    const std::int64_t bytes = std::min(left, largest_bytes);
    const double error = error_rate(mode.mcs, snr, bytes);
    const base::Ratio lost{static_cast<std::int64_t>(error * 1e6)};
    bool got_through = false;
    for (int attempt = 0; attempt < settings_.attempts && !got_through; ++attempt) {
      const base::Duration wait = contention(attempt, draw), holds = exchange(mode, bytes);
      now = air_.claim(at.channel, now, wait + holds) + wait + holds;
      got_through = !draw.chance(lost);
    }
    if (!got_through) return {false, now};
    left -= bytes;
  }
  return {true, now};
}

// A dozing receiver asks for its messages at the next beacon that announces them.
base::Duration Wifi::until_served(const AccessPoint& at, base::Instant now) const {
  const base::Duration period = settings_.beacon * settings_.dtim;
  const base::Duration into = (now - base::Instant{} + period - at.beacon_phase % period) % period;
  return into == base::Duration{0} ? into : period - into;
}

Crossing Wifi::carry(Station from, Station to, base::Bytes size, Cast cast, base::Rng& draw) {
  if (!joins(from, to)) return {Crossing::Fate::apart, {}};
  const base::Instant begun = scheduler_.now();
  const AccessPoint& up = points_[members_[from].place];
  const AccessPoint& down = points_[members_[to].place];
  const bool sleeps = dozing(to);
  exchanges_data(from);
  const Hop first = unicast(from, up.station, up, begun, size, draw);
  if (!first.got_through) return {Crossing::Fate::lost, {}};
  const base::Instant there = first.ends + settings_.wired;
  if (cast == Cast::multicast) {  // once, at the basic rate, and nobody says whether it came
    if (up.subnet != down.subnet) return {Crossing::Fate::lost, {}};
    const base::Duration held =
        settings_.power_save == PowerSave::on ? until_served(down, there) : base::Duration{0};
    const Mode& basic = modes_a().front();
    const base::Duration holds = timing_a.difs() + air_time(basic, 8 * size.count + overhead_bits);
    const base::Instant ends = air_.claim(down.channel, there, holds) + holds;
    const double error = error_rate(basic.mcs, snr_db(down.station, to, down.channel), size.count);
    if (draw.chance({static_cast<std::int64_t>(error * 1e6)})) return {Crossing::Fate::lost, {}};
    return {Crossing::Fate::arrives, ends + held - begun};
  }
  const Hop second = unicast(down.station, to, down, there, size, draw);
  if (!second.got_through) return {Crossing::Fate::lost, {}};
  // The claim stays where it is: others go ahead while this one waits for the receiver to wake.
  const base::Duration held = sleeps ? until_served(down, there) : base::Duration{0};
  exchanges_data(to);
  return {Crossing::Fate::arrives, second.ends + held - begun};
}

}  // namespace nearsim::radio::wifi
