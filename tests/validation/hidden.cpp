// Two stations that do not hear each other and one between them that hears both.
#include <memory>
#include <vector>

#include "tests/validation/saturation.hpp"

namespace nearsim::validation {

using namespace radio;

namespace {

constexpr std::int64_t bytes = 1500;

// 80 m apart, and what each sends reaches 40 m: log-distance, 16 dBm, -82 dBm.
class HiddenPair final : public DcfUser {
 public:
  HiddenPair(bool asks_first, std::uint64_t seed)
      : streams_(base::Seed{seed}),
        site_(streams_, {.model = PathLoss::log_distance}),
        medium_(scheduler_, streams_, site_, {}) {
    DcfSettings settings;
    settings.after_garbled = settings.timing.sifs + settings.ack_air + settings.timing.difs();
    if (asks_first) settings.rts_over = 0;
    for (int i = 0; i < 3; ++i) {
      const Station s = site_.add({{40'000 * i}, {0}, 0});
      dcf_.push_back(std::make_unique<Dcf>(medium_, streams_, s, settings, *this));
    }
    offer(*dcf_[0]);
    offer(*dcf_[2]);
  }
  double megabits(base::Duration lasts) {
    scheduler_.run_until(base::at(lasts));
    return static_cast<double>(received_ * 8 * bytes) / static_cast<double>(lasts.count()) * 1e3;
  }

 private:
  static void offer(Dcf& dcf) {
    Frame frame;
    frame.to = 1;
    frame.air = air_time(mode_a(6), 8 * (bytes + 28) + 48);
    frame.bytes = bytes;
    dcf.send(frame);
  }
  void received(Station, const Frame&) override { ++received_; }
  void finished(Station at, const Frame&, Outcome, int) override { offer(*dcf_[at]); }

  base::Streams streams_;
  kernel::Scheduler scheduler_;
  Site site_;
  Medium medium_;
  std::vector<std::unique_ptr<Dcf>> dcf_;
  std::int64_t received_ = 0;
};

}  // namespace

double hidden_pair(bool asks_first, base::Duration lasts, std::uint64_t seed) {
  return HiddenPair(asks_first, seed).megabits(lasts);
}

}  // namespace nearsim::validation
