// The place: where stations are, what is between them, and so how strongly one hears another.  Everybody who
// models radio asks the same site, so that Wi-Fi and AWDL agree on how far Ana is from Bob.
#pragma once

#include <cstdint>
#include <vector>

#include "models/radio/air_interface.hpp"
#include "models/radio/geometry.hpp"
#include "models/radio/propagation.hpp"

namespace nearsim::radio {

// Told after a station moved.
class MoveListener {
 public:
  virtual void moved(Station station) = 0;

 protected:
  ~MoveListener() = default;
};

class Site {
 public:
  Site(const base::Streams& streams, Propagation propagation, std::vector<Wall> walls = {});
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  Station add(const Position& where);
  void move(Station station, const Position& to);
  void listen(MoveListener& listener) { listeners_.push_back(&listener); }

  [[nodiscard]] const Position& where(Station station) const { return stations_[station]; }
  [[nodiscard]] std::size_t stations() const { return stations_.size(); }
  [[nodiscard]] const Propagation& propagation() const { return propagation_; }
  [[nodiscard]] double distance(Station a, Station b) const;  // metres
  // Path loss, floors, walls and shadowing.  The same in both directions: the path is.
  [[nodiscard]] double loss_db(Station a, Station b, double megahertz) const;
  [[nodiscard]] double received_dbm(Station from, Station to, double megahertz, double sent_dbm) const {
    return sent_dbm - loss_db(from, to, megahertz);
  }
  // Nobody farther away, whatever the shadowing, hears `sent_dbm` with `heard_dbm` or more.
  [[nodiscard]] double reach(double megahertz, double sent_dbm, double heard_dbm) const;

 private:
  [[nodiscard]] double shadowing_db(Station a, Station b) const;

  const base::Streams& streams_;
  Propagation propagation_;
  std::vector<Wall> walls_;
  std::vector<Position> stations_;
  std::vector<MoveListener*> listeners_;
};

}  // namespace nearsim::radio
