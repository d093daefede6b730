// Our side of ROOM, through the public medium and the scheduler's deadlines:   room_jobs N NEIGHBOURS SECONDS
#include <cstdlib>
#include <memory>

#include "models/radio/medium.hpp"
#include "sim/base/check.hpp"
#include "tests/bench/room_spec.hpp"

namespace {

using namespace nearsim;
using namespace nearsim::radio;

class Job {
 public:
  Job(std::uint32_t n, std::uint32_t neighbours, double seconds)
      : spec(n, neighbours, seconds), site_(streams_, loss()), medium_(scheduler_, streams_, site_, reach()) {
    for (std::uint32_t i = 0; i < n; ++i) devices_.push_back(std::make_unique<Device>(*this, i));
    for (std::uint32_t i = 0; i < n; ++i)
      medium_.join(site_.add({{spec.x[i]}, {spec.y[i]}, 0}), *devices_[i]);
    // Who hears whom is worked out beforehand, as it is for the peer.
    for (std::uint32_t i = 0; i < n; ++i)
      NEARSIM_CHECK(medium_.neighbours(i) == spec.hears(i).size(), "not the neighbours of the specification");
  }
  void run() {
    spec.begin();
    scheduler_.run_until(base::at(base::Duration{static_cast<std::int64_t>(spec.seconds * 1e9)}));
    spec.end();
  }
  bench::Room spec;

 private:
  class Device final : public Ear {
   public:
    Device(Job& job, Station id) : job_(job), id_(id) {
      for (const Station from : job.spec.hears(id)) {
        const kernel::Deadline timeout = job.scheduler_.add_deadline(
            {"silent", id, from}, [&job, id, from] { job.spec.silent(job.now(), from, id); });
        if (from == job.spec.hears(id).front()) first_timeout_ = timeout.index;
      }
      send_next();
    }

   private:
    void send_next() {
      const std::uint32_t sequence = job_.spec.next_sequence(id_);
      const auto when = static_cast<std::int64_t>(job_.spec.time(id_, sequence));
      job_.scheduler_.post(base::at(base::Duration{when}), {"beacon", id_}, [this, sequence] {
        Frame frame;
        frame.from = id_;
        frame.air = base::Duration{bench::Room::air_ns};
        frame.bytes = bench::Room::payload_bytes;
        frame.sequence = sequence;
        job_.medium_.transmit(frame);
        send_next();
      });
    }
    void heard(const Frame& frame, Heard how) override {
      if (how != Heard::whole || job_.spec.lost(frame.from, frame.sequence, id_)) return;
      job_.spec.delivered(job_.now(), frame.from, frame.sequence, id_);
      job_.scheduler_.arm(kernel::Deadline{first_timeout_ + job_.spec.place(id_, frame.from)},
                          job_.scheduler_.now() + base::Duration{bench::Room::timeout_ns});
    }
    void sent(const Frame&) override {}
    void busy() override {}
    void idle() override {}

    Job& job_;
    Station id_;
    std::uint32_t first_timeout_ = 0;
  };

  [[nodiscard]] std::uint64_t now() const {
    return static_cast<std::uint64_t>(base::nanoseconds(scheduler_.now()));
  }
  static Propagation loss() {
    Propagation p;
    p.model = PathLoss::log_distance;
    return p;
  }
  // Who is within reach senses the frame, which noise cannot harm, and nobody else notices it.
  static MediumSettings reach() {
    MediumSettings s;
    s.sent_dbm = 40;
    s.sense_dbm = s.sent_dbm - path_loss_db(loss(), s.megahertz, bench::Room::reach_millimetres / 1000.0, 0);
    s.negligible_dbm = s.sense_dbm;
    return s;
  }

  base::Streams streams_{base::Seed{1}};
  kernel::Scheduler scheduler_;
  Site site_;
  Medium medium_;
  std::vector<std::unique_ptr<Device>> devices_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return std::fprintf(stderr, "usage: room_jobs N NEIGHBOURS|0 SECONDS\n"), 2;
  const auto n = static_cast<std::uint32_t>(std::strtoul(argv[1], nullptr, 10));
  const auto neighbours = static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10));
  const auto job = std::make_unique<Job>(n, neighbours, std::atof(argv[3]));
  job->run();
  job->spec.print("nearsim");
}
