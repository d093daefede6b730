#include "sim/sweep/sweep.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <numeric>

#include "sim/base/check.hpp"
#include "sim/base/random.hpp"
#include "sim/run/sweep.hpp"
#include "sim/sweep/errand.hpp"
#include "sim/sweep/turn.hpp"

namespace nearsim::sweep {

namespace {

// Ours: events in a chunk, some tens of milliseconds' worth; a chunk of a big room is a single run.
constexpr std::uint64_t events_a_chunk = 200'000;
constexpr std::size_t most_runs = 512;

struct Work {
  const Point* point = nullptr;
  PointId id = 0;
  std::vector<std::uint64_t> seeds;
  Store::Tally tally{};
};

void run_into(Ran& out, const scenario::Scenario& scenario, const std::vector<std::uint64_t>& seeds,
              unsigned jobs) {
  out.rows.resize(seeds.size());
  run::in_parallel(seeds.size(), jobs, [&](std::size_t i) {
    const run::Report report = run::run(scenario, base::Seed{seeds[i]});
    fill(out.rows[i], report);
    if (i == 0) out.verdicts = verdict_names(report);
  });
}

class Sweep {
 public:
  Sweep(std::vector<Work> works, Store& store, Watcher* watcher, std::uint64_t found, std::size_t threads)
      : works_(std::move(works)), store_(store), watcher_(watcher), blanks_(threads), found_(found) {
    of_ = std::accumulate(works_.begin(), works_.end(), found,
                          [](std::uint64_t sum, const Work& work) { return sum + work.seeds.size(); });
  }

  // As many threads as there are makers.  Beside several of them there is one that waits for the disk while
  // they run on: who stores would stand still meanwhile, for some per cent of a sweep of short runs.
  void run() {
    const std::size_t makers = blanks_.size();
    const Store::Patient patient{store_,
                                 [this](const std::string&, std::chrono::milliseconds) { return goes_on(); }};
    if (makers == 1) return work(0);
    Store::Unhurried store{store_};
    Errand checkpoint{[&] { to_store_.have([&] { store.checkpoint(); }); }};
    look_after_store_ = [&] {
      if (store.is_due() && !checkpoint.ask()) store.checkpoint();
    };
    run::in_parallel(makers, static_cast<unsigned>(makers), [this](std::size_t maker) { work(maker); });
  }
  [[nodiscard]] Done done() const { return {ran_, found_, found_ + ran_ == of_, {}}; }
  [[nodiscard]] Store::Tally tally(PointId id) const {
    const auto is_it = [id](const Work& work) { return work.id == id; };
    return std::find_if(works_.begin(), works_.end(), is_it)->tally;
  }

 private:
  struct Chunk {
    Work* work = nullptr;
    std::vector<std::uint64_t> seeds;
  };
  struct Result {
    std::size_t maker = 0;
    Work* work = nullptr;
    Ran ran;
    Texts texts;
    std::unique_ptr<Watcher::Part> part;
  };

  void work(std::size_t maker) {
    for (Chunk chunk = next(); !chunk.seeds.empty(); chunk = next()) {
      Result result = blank(maker);
      result.work = chunk.work;
      run_into(result.ran, chunk.work->point->scenario, chunk.seeds, 1);
      result.texts.write(result.ran.rows);
      if (watcher_ != nullptr)
        watcher_->take(result.part, *chunk.work->point, result.ran.verdicts, result.ran.rows);
      to_store_.bring(std::move(result), [this](Result&& ready) { store(std::move(ready)); });
    }
    to_store_.finish([this](Result&& result) { store(std::move(result)); });
  }
  [[nodiscard]] bool goes_on() {
    const std::lock_guard lock{mutex_};
    return watcher_ == nullptr || watcher_->goes_on();
  }
  [[nodiscard]] Chunk next() {
    const std::lock_guard lock{mutex_};
    while (at_ < works_.size() && taken_ == works_[at_].seeds.size()) {
      ++at_;
      taken_ = 0;
      size_ = 1;  // another point may be of another size
    }
    if (at_ == works_.size() || (watcher_ != nullptr && !watcher_->goes_on())) return {};
    Work& work = works_[at_];
    const std::size_t count = std::min(size_, work.seeds.size() - taken_);
    const auto from = work.seeds.begin() + static_cast<std::ptrdiff_t>(taken_);
    taken_ += count;
    return {&work, {from, from + static_cast<std::ptrdiff_t>(count)}};
  }

  void store(Result&& result) {
    const std::vector<Row>& rows = result.ran.rows;
    store_.add(result.work->id, result.ran.verdicts, rows, result.texts);
    look_after_store_();
    note(rows, result.work->tally);
    if (watcher_ != nullptr) watcher_->keep(result.part, *result.work->point);
    keep(std::move(result));
  }
  void note(const std::vector<Row>& rows, Store::Tally& tally) {
    const std::lock_guard lock{mutex_};
    ran_ += rows.size();
    std::uint64_t events = 1;
    for (const Row& row : rows) {
      events += row.events;
      tally.add(row);
    }
    const std::uint64_t per_run = std::max<std::uint64_t>(1, events / rows.size());
    size_ = std::clamp<std::size_t>(events_a_chunk / per_run, 1, most_runs);
    if (watcher_ != nullptr) watcher_->stored(found_ + ran_, of_);
  }

  // A result's memory goes back to the thread that made it, and is never dropped by another: who drops what
  // another thread made waits for that thread's part of the heap, and what is made of such a piece afterwards
  // lies in the same lines of the cache as the other thread's pieces, so that each write of one makes the
  // other wait.
  [[nodiscard]] Result blank(std::size_t maker) {
    const std::lock_guard lock{mutex_};
    Result result;
    if (!blanks_[maker].empty()) {
      result = std::move(blanks_[maker].back());
      blanks_[maker].pop_back();
    }
    result.maker = maker;
    return result;
  }
  void keep(Result&& result) {
    const std::lock_guard lock{mutex_};
    blanks_[result.maker].push_back(std::move(result));
  }

  std::vector<Work> works_;
  Store& store_;
  Watcher* watcher_;
  Turn<Result> to_store_;
  std::function<void()> look_after_store_ = [] {};  // by who has the turn
  std::mutex mutex_;                                // of what follows
  std::size_t at_ = 0, taken_ = 0, size_ = 1;
  std::vector<std::vector<Result>> blanks_;  // by maker
  std::uint64_t ran_ = 0, found_ = 0, of_ = 0;
};

}  // namespace

Ran run_point(const scenario::Scenario& scenario, const std::vector<std::uint64_t>& seeds, unsigned jobs) {
  Ran out;
  run_into(out, scenario, seeds, jobs);
  return out;
}

std::vector<std::uint64_t> missing(const Point& point, PointId id, const Order& order, Store& store) {
  const std::vector<std::uint64_t> there = store.seeds_of(id, order.seeds);
  const std::uint64_t offset = base::stable_hash(point.hash) % order.shard.of;
  std::vector<std::uint64_t> out;
  auto known = there.begin();
  NEARSIM_CHECK(order.seeds.first <= order.seeds.last, "a range of seeds that ends before it begins");
  for (std::uint64_t seed = order.seeds.first;; ++seed) {
    if (known != there.end() && *known == seed) ++known;
    else if ((seed % order.shard.of + offset) % order.shard.of == order.shard.index) out.push_back(seed);
    if (seed == order.seeds.last) break;
  }
  return out;
}

Done sweep(const std::vector<Point>& points, const Order& order, Store& store, Watcher* watcher) {
  std::vector<Work> works;
  std::vector<PointId> ids;
  std::uint64_t found = 0;
  for (const Point& point : points) {
    const PointId id = store.enter(point);
    ids.push_back(id);
    const auto is_twin = [id](const Work& work) { return work.id == id; };  // two spellings of one point
    if (std::any_of(works.begin(), works.end(), is_twin)) continue;
    found += store.seeds_of(id, order.seeds).size();
    works.push_back({&point, id, missing(point, id, order, store), {}});
  }
  std::size_t runs = 0;
  for (const Work& work : works) runs += work.seeds.size();
  const std::size_t threads = std::max<std::size_t>(1, std::min<std::size_t>(order.jobs, runs));
  Sweep all{std::move(works), store, watcher, found, threads};
  all.run();
  Done done = all.done();
  for (const PointId id : ids) done.tallies.push_back(all.tally(id));
  return done;
}

}  // namespace nearsim::sweep
