// Stations on a plane that send to each other through one medium, and what came of it.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "models/radio/dcf.hpp"

namespace nearsim::radio::testing {

using namespace std::chrono_literals;

inline Position at(double x_metres, double y_metres = 0) {
  return {{static_cast<std::int64_t>(x_metres * 1000)}, {static_cast<std::int64_t>(y_metres * 1000)}, 0};
}

class Room : public DcfUser {
 public:
  explicit Room(const Propagation& propagation = {}, std::uint64_t seed = 1,
                const MediumSettings& settings = {})
      : streams(base::Seed{seed}), site(streams, propagation), medium(scheduler, streams, site, settings) {}

  Station add(const Position& where, const DcfSettings& settings = {}) {
    const Station station = site.add(where);
    dcf.push_back(std::make_unique<Dcf>(medium, streams, station, settings, *this));
    return station;
  }
  void send(Station from, Station to, std::uint64_t body = 0, std::size_t queue = 0,
            const Mode& mode = mode_a(6)) {
    Frame frame;
    frame.to = to;
    frame.body = body;
    frame.bytes = 1000;
    frame.mcs = mode.mcs;
    frame.air = air_time(mode, 8 * 1028);
    dcf[from]->send(frame, queue);
  }
  void run(base::Duration d) { scheduler.run_until(scheduler.now() + d); }

  struct Reception {
    Station by, from;
    std::uint64_t body;
    base::Instant at;
  };
  struct End {
    Station from;
    std::uint64_t body;
    Outcome outcome;
    int attempts;
    base::Instant at;
  };
  std::vector<Reception> received_;
  std::vector<End> finished_;

  void received(Station by, const Frame& f) override {
    received_.push_back({by, f.from, f.body, scheduler.now()});
  }
  void finished(Station from, const Frame& f, Outcome outcome, int attempts) override {
    finished_.push_back({from, f.body, outcome, attempts, scheduler.now()});
  }

  base::Streams streams;
  kernel::Scheduler scheduler;
  Site site;
  Medium medium;
  std::vector<std::unique_ptr<Dcf>> dcf;
};

}  // namespace nearsim::radio::testing
