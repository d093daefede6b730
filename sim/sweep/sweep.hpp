// Points times seeds, on every core, into a store.  Runs are handed out in chunks; each chunk is committed
// when it is done, so that whatever kills a sweep costs at most the chunks in flight.  What comes out cannot
// tell how many threads there were, nor how often it was interrupted.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "sim/sweep/store.hpp"

namespace nearsim::sweep {

struct Shard {  // of `of` machines, this one; runs belong to shards by their keys, so shards are alike in
                // cost
  std::uint64_t index = 0, of = 1;
};

struct Order {
  scenario::SeedRange seeds;
  Shard shard;
  unsigned jobs = 1;
};

class Watcher {
 public:
  virtual ~Watcher() = default;
  // Never from two threads at once, but from any; `done` counts what is stored, `of` all that is asked for.
  virtual void stored(std::uint64_t done, std::uint64_t of) = 0;
  // What is to be kept of a chunk's rows, which are by seed: made by the thread that ran them, while they are
  // in its cache, and beside others.  `part` is null, or was made of another chunk and may serve again.
  class Part {
   public:
    virtual ~Part() = default;
  };
  virtual void take(std::unique_ptr<Part>& /*part*/, const Point&,
                    const std::vector<std::string>& /*verdicts*/, const std::vector<Row>&) {}
  // What these rows were made into: they are stored.  Never from two threads at once; a point's chunks are
  // handed out in order, and may arrive in another.
  virtual void keep(std::unique_ptr<Part>& /*part*/, const Point&) {}
  // Asked before each chunk; false ends the sweep, in order.  Also asked while another program keeps the
  // store: false ends it by a StoreError then.
  virtual bool goes_on() { return true; }
};

struct Done {
  std::uint64_t ran = 0, found = 0;  // now; before
  bool is_complete = false;
  std::vector<Store::Tally> tallies;  // by point: of what ran now
};

[[nodiscard]] Done sweep(const std::vector<Point>& points, const Order& order, Store& store,
                         Watcher* watcher = nullptr);

// For workers elsewhere: the runs of one point, without a store.
struct Ran {
  std::vector<std::string> verdicts;
  std::vector<Row> rows;  // by seed
};
[[nodiscard]] Ran run_point(const scenario::Scenario& scenario, const std::vector<std::uint64_t>& seeds,
                            unsigned jobs);

// The seeds of a point that the shard is to run and the store does not have.
[[nodiscard]] std::vector<std::uint64_t> missing(const Point& point, PointId id, const Order& order,
                                                 Store& store);

}  // namespace nearsim::sweep
