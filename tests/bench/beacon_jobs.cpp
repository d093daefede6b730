// Our side of BEACON, through the public medium:   beacon_jobs N SECONDS [STATIONS_OUT_OF_RANGE]
#include <cstdlib>
#include <memory>

#include "models/radio/dcf.hpp"
#include "tests/bench/beacon_spec.hpp"

namespace {

using namespace nearsim;
using namespace nearsim::radio;

class Room final : public DcfUser {
 public:
  Room(std::uint32_t n, double seconds, std::uint32_t far_away)
      : spec(n, seconds), site_(streams_, loss()), medium_(scheduler_, streams_, site_, {}) {
    DcfSettings settings;
    for (std::uint32_t i = 0; i < n + far_away; ++i) {
      const Station s = site_.add(i < n ? at(spec.x[i], spec.y[i]) : beyond(i - n));
      dcf_.push_back(std::make_unique<Dcf>(medium_, streams_, s, settings, *this));
    }
    for (std::uint32_t by = 0; by < n; ++by)
      for (std::uint32_t from = 0; from < n; ++from)
        (void)scheduler_.add_deadline({"silent", by, from}, [this] { ++spec.timeouts; });
    first_timeout_ = (n + far_away) * 2;  // each station has two deadlines of its own
    for (std::uint32_t i = 0; i < n; ++i) beat_after(i, spec.first(i));
  }
  void run() {
    spec.begin();
    scheduler_.run_until(base::at(base::Duration{static_cast<std::int64_t>(spec.seconds * 1e9)}));
    spec.end();
  }
  bench::Beacons spec;

 private:
  static Propagation loss() {
    Propagation p;
    p.model = PathLoss::log_distance;
    return p;
  }
  static Position at(double x, double y) {
    return {{static_cast<std::int64_t>(x * 1000)}, {static_cast<std::int64_t>(y * 1000)}, 0};
  }
  static Position beyond(std::uint32_t i) { return at(5'000 + 300.0 * (i % 100), 300.0 * (i / 100)); }

  void beat_after(std::uint32_t id, std::uint64_t wait) {
    scheduler_.post(scheduler_.now() + base::Duration{static_cast<std::int64_t>(wait)}, {"beacon", id},
                    [this, id] {
                      Frame frame;
                      frame.air = air_;
                      frame.bytes = bench::Beacons::payload_bytes + 36;
                      dcf_[id]->send(frame);
                      beat_after(id, spec.gap(id));
                    });
  }
  void received(Station by, const Frame& frame) override {
    ++spec.delivered;
    scheduler_.arm(kernel::Deadline{first_timeout_ + by * spec.n + frame.from},
                   scheduler_.now() + base::Duration{bench::Beacons::timeout_ns});
  }
  void finished(Station, const Frame&, Outcome, int) override {}

  base::Streams streams_{base::Seed{1}};
  kernel::Scheduler scheduler_;
  Site site_;
  Medium medium_;
  std::vector<std::unique_ptr<Dcf>> dcf_;
  std::uint32_t first_timeout_ = 0;
  // Header of 24, LLC of 8, check sum of 4: as ns-3 sends it.
  base::Duration air_ = air_time(mode_a(6), 8 * (bench::Beacons::payload_bytes + 36));
};

}  // namespace

int main(int argc, char** argv) {
  const auto n = static_cast<std::uint32_t>(argc > 1 ? std::atoi(argv[1]) : 10);
  const double seconds = argc > 2 ? std::atof(argv[2]) : 10;
  const auto far_away = static_cast<std::uint32_t>(argc > 3 ? std::atoi(argv[3]) : 0);
  const auto room = std::make_unique<Room>(n, seconds, far_away);
  room->run();
  room->spec.print("nearsim");
}
