#include "tests/validation/saturation.hpp"

#include <cmath>
#include <deque>
#include <memory>
#include <vector>

namespace nearsim::validation {

using namespace radio;

namespace {

constexpr std::int64_t payload_bytes = 1500, payload_bits = 8 * payload_bytes;
constexpr int never_given_up = 1 << 30;

base::Duration waits_longer(const Case& c) {
  return c.timing.sifs + air_time(c.control, ack_bits) + c.timing.difs();
}

class Cell final : public DcfUser {
 public:
  Cell(const Case& c, int stations, int frames, std::uint64_t seed, Rules rules)
      : case_(c),
        streams_(base::Seed{seed}),
        site_(streams_, {}),
        medium_(scheduler_, streams_, site_, {}),
        wanted_(frames) {
    for (int i = 0; i <= stations; ++i) site_.add({});  // at one place: nobody captures a collision
    for (int i = 0; i <= stations; ++i)
      dcf_.push_back(
          std::make_unique<Dcf>(medium_, streams_, static_cast<Station>(i), settings(rules), *this));
    for (std::size_t i = 1; i < dcf_.size(); ++i) offer(*dcf_[i]);
  }

  double megabits() {
    run_until_received(wanted_ / 10);  // the beginning, when all windows are small, is not the steady state
    const int before = received_;
    const base::Instant begun = scheduler_.now();
    run_until_received(before + wanted_);
    const double bits = static_cast<double>(received_ - before) * static_cast<double>(case_.payload_bits);
    return bits / static_cast<double>((scheduler_.now() - begun).count()) * 1e3;
  }
  double collisions() {
    run_until_received(wanted_ / 10);
    const std::int64_t tried = attempts_, done = finished_;
    run_until_received(wanted_);
    return 1 - static_cast<double>(finished_ - done) / static_cast<double>(attempts_ - tried);
  }

 private:
  void run_until_received(int frames) {
    while (received_ < frames) scheduler_.run_until(scheduler_.now() + 10ms);
  }

  [[nodiscard]] DcfSettings settings(Rules rules) const {
    DcfSettings s;
    s.timing = case_.timing;
    s.countdown = case_.countdown;
    s.queues = {{case_.aifsn, case_.timing.cw_min, case_.timing.cw_max}};
    s.ack_air = air_time(case_.control, ack_bits);
    s.rts_air = air_time(case_.control, rts_bits);
    if (case_.asks_first) s.rts_over = 0;
    const bool longer = case_.eifs || rules == Rules::standard;
    // The reference counts a collision as data and DIFS also where a success ends with AIFS.
    const base::Duration less =
        rules == Rules::reference ? (case_.aifsn - 2) * case_.timing.slot : base::Duration{0};
    s.after_garbled = (longer ? waits_longer(case_) : case_.timing.difs()) - less;
    s.after_no_answer = (case_.eifs ? waits_longer(case_) : case_.timing.difs()) - less;
    s.attempts = rules == Rules::standard ? 7 : never_given_up;
    return s;
  }
  void offer(Dcf& dcf) {
    Frame frame;
    frame.to = 0;
    frame.air = air_time(case_.data, case_.frame_bits);
    frame.bytes = static_cast<std::uint32_t>(case_.payload_bits / 8);
    dcf.send(frame);
  }
  void received(Station, const Frame&) override { ++received_; }
  void finished(Station at, const Frame&, Outcome, int attempts) override {
    attempts_ += attempts;
    ++finished_;
    offer(*dcf_[at]);
  }

  Case case_;
  base::Streams streams_;
  kernel::Scheduler scheduler_;
  Site site_;
  Medium medium_;
  std::vector<std::unique_ptr<Dcf>> dcf_;
  int wanted_, received_ = 0;
  std::int64_t attempts_ = 0, finished_ = 0;
};

// A sender alone on the air: what waits is served at once and in order.
class Queue final : private Ear {
 public:
  Queue(double load, int frames, std::uint64_t seed)
      : streams_(base::Seed{seed}),
        site_(streams_, {}),
        medium_(scheduler_, streams_, site_, {}),
        left_(frames),
        gap_(std::llround(static_cast<double>(service.count()) / load)),
        arrivals_(streams_.stream("arrivals")) {
    for (int i = 0; i < 2; ++i) site_.add({});
    medium_.join(0, *this);
    medium_.join(1, *this);
    next();
  }
  double mean_wait() {
    scheduler_.run_until(base::at(24h));
    return static_cast<double>(waited_.count()) / static_cast<double>(service.count()) /
           static_cast<double>(served_);
  }

 private:
  static constexpr base::Duration service{1ms};
  void next() {
    if (left_-- == 0) return;
    scheduler_.post(scheduler_.now() + arrivals_.exponential(gap_), {"arrival"}, [this] {
      waiting_.push_back(scheduler_.now());
      if (waiting_.size() == 1 && !medium_.sending(0)) serve();
      next();
    });
  }
  void serve() {
    waited_ += scheduler_.now() - waiting_.front();
    waiting_.pop_front();
    ++served_;
    Frame frame;
    frame.from = 0;
    frame.air = service;
    medium_.transmit(frame);
  }
  void heard(const Frame&, Heard) override {}
  void sent(const Frame&) override {
    if (!waiting_.empty()) serve();
  }
  void busy() override {}
  void idle() override {}

  base::Streams streams_;
  kernel::Scheduler scheduler_;
  Site site_;
  Medium medium_;
  int left_;
  base::Duration gap_;
  base::Rng arrivals_;
  std::deque<base::Instant> waiting_;
  base::Duration waited_{};
  int served_ = 0;
};

// Slots as long as a frame; each station throws its own coin in each.
class Deaf final : public Ear {
  void heard(const Frame&, Heard) override {}
  void sent(const Frame&) override {}
  void busy() override {}
  void idle() override {}
};

class Aloha final : private Ear {
 public:
  Aloha(int stations, double probability, int slots, std::uint64_t seed)
      : streams_(base::Seed{seed}),
        site_(streams_, {}),
        medium_(scheduler_, streams_, site_, {}),
        stations_(stations),
        probability_{std::llround(probability * 1e6)},
        slots_(slots),
        coins_(streams_.stream("coins")) {
    for (int i = 0; i <= stations; ++i) {
      site_.add({});
      medium_.join(static_cast<Station>(i), i == 0 ? static_cast<Ear&>(*this) : deaf_);
    }
  }
  double throughput() {
    for (int slot = 0; slot < slots_; ++slot) {
      for (int i = 1; i <= stations_; ++i)
        if (coins_.chance(probability_)) send(static_cast<Station>(i));
      scheduler_.run_until(scheduler_.now() + 1ms);
    }
    return static_cast<double>(received_) / slots_;
  }

 private:
  void send(Station from) {
    Frame frame;
    frame.from = from;
    frame.to = 0;
    frame.air = 999us;
    medium_.transmit(frame);
  }
  void heard(const Frame&, Heard how) override { received_ += how == Heard::whole ? 1 : 0; }
  void sent(const Frame&) override {}
  void busy() override {}
  void idle() override {}

  base::Streams streams_;
  kernel::Scheduler scheduler_;
  Site site_;
  Medium medium_;
  int stations_;
  base::Ratio probability_;
  int slots_;
  base::Rng coins_;
  Deaf deaf_;
  int received_ = 0;
};

}  // namespace

Case case_b(double megabits, bool eifs) {
  const Mode mode = mode_b(megabits);
  return {timing_b, mode,          control_mode_b(mode), 8 * (payload_bytes + 36),
          eifs,     Countdown::dcf};  // MAC 28, LLC 8
}

Case case_a(int megabits, bool eifs) {
  const Mode mode = mode_a(megabits);
  return {timing_a, mode, control_mode_a(mode), 8 * (payload_bytes + 28) + 48, eifs, Countdown::dcf};
}

Case as_g(Case a) {
  a.timing = timing_g;
  for (Mode* mode : {&a.data, &a.control}) mode->preamble += 6us;  // the signal extension at 2.4 GHz
  return a;
}

Case case_ax(int mcs, int megahertz) {
  const Mode mode = mode_ax(mcs, megahertz);
  Case c{timing_a, mode, control_mode_a(mode), 8 * (payload_bytes + 30) + 64, false, Countdown::edca};
  c.aifsn = edca_best_effort.aifsn;
  return c;
}

Case case_classic(int window, int doublings, bool asks_first) {
  Mode mode;  // of everything; the flight is part of the frame
  mode.name = "classic";
  mode.preamble = 128us + 1us;
  mode.bits_per_second = 1'000'000;
  constexpr std::int64_t header = 272, payload = 8184;
  Case c{{28us, 50us, window - 1, (window << doublings) - 1},
         mode,
         mode,
         header + payload,
         false,
         Countdown::edca};
  c.payload_bits = payload;
  c.asks_first = asks_first;
  return c;
}

Saturation analytic(const Case& c, int stations) {
  Saturation s;
  s.stations = stations;
  s.window = c.timing.cw_min + 1;
  s.stages = 0;
  while ((s.window << s.stages) < c.timing.cw_max + 1) ++s.stages;
  s.payload_bits = payload_bits;
  s.slot = c.timing.slot;
  const base::Duration data = air_time(c.data, c.frame_bits), ack = air_time(c.control, ack_bits);
  s.success = data + c.timing.sifs + ack + c.timing.aifs(c.aifsn);
  s.collision = data + (c.eifs ? waits_longer(c) : c.timing.difs());
  if (c.eifs) s.success += 100ns, s.collision += 100ns;  // the reference counts a flight in these sets only
  s.countdown = c.countdown;
  return s;
}

double simulated(const Case& c, int stations, int frames, std::uint64_t seed, Rules rules) {
  return Cell(c, stations, frames, seed, rules).megabits();
}

double simulated_collisions(const Case& c, int stations, int frames, std::uint64_t seed) {
  return Cell(c, stations, frames, seed, Rules::reference).collisions();
}

double md1_simulated(double load, int frames, std::uint64_t seed) {
  return Queue(load, frames, seed).mean_wait();
}

double aloha_simulated(int stations, double probability, int slots, std::uint64_t seed) {
  return Aloha(stations, probability, slots, seed).throughput();
}

}  // namespace nearsim::validation
