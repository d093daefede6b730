// One channel that everybody near shares.  A transmission adds its energy at each station in reach while it
// lasts; a station locks on the first frame that it can sense, and gets it whole if the frame stood out of
// noise and of everything else that arrived meanwhile.  Who is out of reach of both costs nothing and notices
// nothing: hidden and exposed stations are not modelled, they happen.
//
//     Ana   [=========>]              hears nothing of Cyd: sends
//     Bob   [##########|####]         locked on Ana; Cyd's energy ruins it
//     Cyd        [=========>]         hidden from Ana
//
// One event a transmission, at its end, walks the receivers; its beginning is the sender's call.  Light needs
// 0.3 us for 100 m, a slot lasts 9 us: all receivers of a frame hear it begin at one instant (ours).
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/radio/error_rate.hpp"
#include "models/radio/frame.hpp"
#include "models/radio/grid.hpp"
#include "models/radio/site.hpp"
#include "sim/kernel/pool.hpp"
#include "sim/kernel/scheduler.hpp"

namespace nearsim::radio {

struct MediumSettings {
  double megahertz = 5220;       // the channel's centre
  double width_megahertz = 20;   // for the noise
  double sent_dbm = 16.0206;     // ns-3: TxPowerStart, 40 mW
  double noise_figure_db = 7;    // ns-3: RxNoiseFigure
  double sense_dbm = -82;        // a preamble is heard: ns-3's CcaSensitivity, 802.11's minimum
  double energy_dbm = -62;       // any energy is: ns-3's CcaEdThreshold
  double negligible_dbm = -104;  // ours: 10 dB below the noise; weaker arrivals are left out
  double preamble_db = 4;  // ns-3's ThresholdPreambleDetectionModel: the least ratio to be received at all
  Fading fading = Fading::none;
};

class Medium final : private MoveListener {
 public:
  Medium(kernel::Scheduler& scheduler, const base::Streams& streams, Site& site,
         const MediumSettings& settings);

  void join(Station station, Ear& ear);  // stations of the site that use this channel
  void transmit(const Frame& frame);     // now; what the sender was receiving is lost to it
  // Busy and idle are told only to who waits for them: to know later is enough for the rest.
  void attend(Station station) { state(station).attends = true; }
  void ignore(Station station) { state(station).attends = false; }

  [[nodiscard]] bool busy(Station station) const {
    return state(station).busy;
  }  // carrier, or own transmission
  [[nodiscard]] bool sending(Station station) const { return state(station).own != nobody; }
  [[nodiscard]] bool receiving(Station station) const { return state(station).locked != nobody; }
  [[nodiscard]] base::Instant idle_since(Station station) const { return state(station).idle_since; }
  [[nodiscard]] double power_dbm(Station from, Station to) const;
  [[nodiscard]] double snr_db(Station from, Station to) const { return power_dbm(from, to) - noise_dbm_; }
  [[nodiscard]] std::size_t neighbours(Station station);
  [[nodiscard]] const MediumSettings& settings() const { return settings_; }
  [[nodiscard]] kernel::Scheduler& scheduler() const { return scheduler_; }

  struct Totals {
    std::uint64_t transmissions = 0, whole = 0, garbled = 0;
  };
  [[nodiscard]] const Totals& totals() const { return totals_; }

 private:
  static constexpr std::uint32_t nobody = ~0u;
  struct Neighbour {
    Station station;
    bool sensed;
    double milliwatts;
  };
  struct State {
    Ear* ear = nullptr;
    double energy = 0;              // of all that arrives now, in milliwatts
    double signal = 0;              // of the frame locked on
    double worst = 0;               // most that arrived beside it
    std::uint32_t locked = nobody;  // the transmission being received
    std::uint32_t own = nobody;     // the one being sent
    std::uint32_t sensed = 0;       // how many arrive strongly enough to be sensed
    std::uint32_t arriving = 0;
    bool busy = false, attends = false, stale = true;
    base::Instant idle_since{};
    std::vector<Neighbour> near;
    base::Rng luck;  // whether a frame survives its ratio of signal to noise
  };
  struct OnAir {
    Frame frame;
    std::vector<Neighbour> reached;  // only if the sender's list changed meanwhile
    std::uint32_t next = 0;
    bool own_list = false;
  };

  [[nodiscard]] State& state(Station s) { return states_[s]; }
  [[nodiscard]] const State& state(Station s) const { return states_[s]; }
  [[nodiscard]] const std::vector<Neighbour>& near(Station s);
  void moved(Station station) override;
  void keep_lists(Station station);
  void arrive(std::uint32_t index, const Neighbour& at);
  void leave(std::uint32_t index, const Frame& frame, const Neighbour& at);
  void end(std::uint32_t index);
  void carrier(State& s);
  [[nodiscard]] bool survives(State& s, const Frame& frame);

  kernel::Scheduler& scheduler_;
  const base::Streams& streams_;
  Site& site_;
  MediumSettings settings_;
  double noise_dbm_, noise_, sense_, energy_,
      preamble_;  // milliwatts but for the first, and the last a ratio
  Grid grid_;
  std::vector<State> states_;       // by station
  std::vector<Position> squares_;   // by station: where the grid has it
  std::array<double, 12> clear_{};  // by MCS: at this ratio of signal to noise nothing is lost any more
  kernel::Pool<OnAir> air_;
  Totals totals_;
};

}  // namespace nearsim::radio
