#include "models/radio/medium.hpp"

#include <algorithm>
#include <string>

#include "sim/base/check.hpp"
#include "sim/base/fmath.hpp"

namespace nearsim::radio {
namespace {

constexpr double no_ratio = 1e300;    // where no error rates are known, asking for one is a failed check
constexpr double never_lost = 1e-13;  // an error rate that nobody will see

double milliwatts(double dbm) { return base::fmath::pow(10, dbm / 10); }

}  // namespace

Medium::Medium(kernel::Scheduler& scheduler, const base::Streams& streams, Site& site,
               const MediumSettings& settings)
    : scheduler_(scheduler),
      streams_(streams),
      site_(site),
      settings_(settings),
      noise_dbm_(noise_dbm(settings.width_megahertz, settings.noise_figure_db)),
      noise_(milliwatts(noise_dbm_)),
      sense_(milliwatts(settings.sense_dbm)),
      energy_(milliwatts(settings.energy_dbm)),
      preamble_(base::fmath::pow(10, settings.preamble_db / 10)),
      grid_(site.reach(settings.megahertz, settings.sent_dbm, settings.negligible_dbm)) {
  clear_.fill(no_ratio);
  for (std::uint8_t mcs = 0; mcs < clear_.size(); ++mcs)
    if (settings.fading == Fading::none || mcs < 7)  // fading is known of 802.11g only
      clear_[mcs] = base::fmath::pow(10, snr_for(mcs, never_lost, settings.fading) / 10);
  site_.listen(*this);
}

void Medium::join(Station station, Ear& ear) {
  if (station >= states_.size()) {
    states_.resize(station + 1);
    squares_.resize(station + 1);
  }
  State& s = states_[station];
  NEARSIM_CHECK(s.ear == nullptr, "a station joins a channel once");
  s.ear = &ear;
  s.luck = streams_.stream("radio/luck/" + std::to_string(station));
  squares_[station] = site_.where(station);
  grid_.add(station, squares_[station]);
  grid_.visit_near(squares_[station], [this](Station other) {
    keep_lists(other);
    states_[other].stale = true;
  });
}

double Medium::power_dbm(Station from, Station to) const {
  return site_.received_dbm(from, to, settings_.megahertz, settings_.sent_dbm);
}

const std::vector<Medium::Neighbour>& Medium::near(Station station) {
  State& s = states_[station];
  if (!s.stale) return s.near;
  s.stale = false;
  s.near.clear();
  const double negligible = milliwatts(settings_.negligible_dbm);
  grid_.visit_near(squares_[station], [&](Station other) {
    if (other == station) return;
    const double power = milliwatts(power_dbm(station, other));
    if (power >= negligible) s.near.push_back({other, power >= sense_, power});
  });
  std::sort(s.near.begin(), s.near.end(),
            [](const Neighbour& a, const Neighbour& b) { return a.station < b.station; });
  return s.near;
}

std::size_t Medium::neighbours(Station station) { return near(station).size(); }

// A frame on the air leaves where it arrived: its list must not change under it.
void Medium::keep_lists(Station station) {
  const State& s = states_[station];
  if (s.own == nobody || air_[s.own].own_list) return;
  air_[s.own].reached = s.near;
  air_[s.own].own_list = true;
}

void Medium::moved(Station station) {
  if (station >= states_.size() || states_[station].ear == nullptr) return;
  const auto forget = [this](Station other) {
    keep_lists(other);
    states_[other].stale = true;
  };
  const Position from = squares_[station], to = site_.where(station);
  grid_.visit_near(from, forget);
  grid_.move(station, from, to);
  squares_[station] = to;
  grid_.visit_near(to, forget);
}

void Medium::transmit(const Frame& frame) {
  const std::vector<Neighbour>& reached = near(frame.from);
  State& sender = states_[frame.from];
  NEARSIM_CHECK(sender.own == nobody, "a station sends two frames at once");
  ++totals_.transmissions;
  const std::uint32_t index = air_.take();
  air_[index].frame = frame;
  air_[index].own_list = false;
  sender.own = index;
  sender.locked = nobody;
  carrier(sender);
  scheduler_.post(scheduler_.now() + frame.air, {"frame", frame.from, frame.to},
                  [this, index] { end(index); });
  for (const Neighbour& at : reached) arrive(index, at);
}

void Medium::arrive(std::uint32_t index, const Neighbour& at) {
  State& s = states_[at.station];
  ++s.arriving;
  if (at.sensed) ++s.sensed;
  if (s.locked != nobody) {
    s.worst = std::max(s.worst, s.energy + at.milliwatts - s.signal);
  } else if (at.sensed && s.own == nobody) {
    s.locked = index;
    s.signal = at.milliwatts;
    s.worst = s.energy;
  }
  s.energy += at.milliwatts;
  carrier(s);
}

// What was heard is told before that it is quiet again: how long to wait then depends on it.
void Medium::end(std::uint32_t index) {
  OnAir& on = air_[index];
  const Frame frame = on.frame;
  State& sender = states_[frame.from];
  sender.own = nobody;
  const std::vector<Neighbour> kept = on.own_list ? std::move(on.reached) : std::vector<Neighbour>{};
  const std::vector<Neighbour>& reached = on.own_list ? kept : sender.near;
  for (std::size_t i = 0; i < reached.size(); ++i) leave(index, frame, reached[i]);
  air_.give_back(on, index);
  sender.ear->sent(frame);
  carrier(sender);
}

void Medium::leave(std::uint32_t index, const Frame& frame, const Neighbour& at) {
  State& s = states_[at.station];
  if (at.sensed) --s.sensed;
  s.energy = --s.arriving == 0 ? 0 : std::max(0.0, s.energy - at.milliwatts);  // no rounding is left behind
  if (s.locked == index) {
    s.locked = nobody;
    const Heard how = survives(s, frame) ? Heard::whole : Heard::garbled;
    ++(how == Heard::whole ? totals_.whole : totals_.garbled);
    s.ear->heard(frame, how);
  } else if (at.sensed) {
    ++totals_.garbled;
  }
  carrier(s);
}

bool Medium::survives(State& s, const Frame& frame) {
  const double ratio = s.signal / (noise_ + s.worst);
  if (ratio < preamble_) return false;
  if (ratio >= clear_[frame.mcs]) return true;
  const double rate = error_rate(frame.mcs, 10 * base::fmath::log10(ratio), frame.bytes, settings_.fading);
  return rate <= 0 || (rate < 1 && s.luck.uniform() >= rate);
}

void Medium::carrier(State& s) {
  const bool busy = s.own != nobody || s.sensed > 0 || s.energy >= energy_;
  if (busy == s.busy) return;
  s.busy = busy;
  if (!busy) s.idle_since = scheduler_.now();
  if (!s.attends) return;
  if (busy) s.ear->busy();
  else s.ear->idle();
}

}  // namespace nearsim::radio
