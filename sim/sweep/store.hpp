// Results on disk, in an SQLite file that anything can read.  A row is one run, and its key is everything
// that decides it: the resolved scenario, the seed, the build of the engine, the version of the language (the
// last two belong to the file).  What is there is never run again, so a sweep that was killed goes on where
// it was.
//
//   meta   (key, value)                      build, language
//   points (id, hash, parameters, verdicts, scenario)      parameters and verdicts as JSON
//   runs   (point, seed, passed, ending, fingerprint, ended, events, records, held, figures, broke, counts)
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/sweep/point.hpp"
#include "sim/sweep/row.hpp"
#include "sim/sweep/sqlite.hpp"

namespace nearsim::sweep {

using PointId = std::int64_t;

class Store {
 public:
  // Opens or makes it; throws StoreError if it is something else, damaged, or of another build or language.
  // ":memory:" is a store that ends with the process.
  explicit Store(const std::string& path, std::string_view build, Patience patience = {});

  [[nodiscard]] PointId enter(const Point& point);  // the same number for the same point
  // All or nothing; `texts` are the rows' own, made where it keeps nobody waiting.
  void add(PointId point, const std::vector<std::string>& verdicts, const std::vector<Row>& rows,
           const Texts& texts);
  void add(PointId point, const std::vector<std::string>& verdicts, const std::vector<Row>& rows) {
    add(point, verdicts, rows, Texts{rows});
  }
  // While this is there, add() never waits for the disk: checkpoint() does, when it is due.
  class Unhurried {
   public:
    explicit Unhurried(Store& store) : database_(store.database_) {
      database_.set(Database::Checkpoints::asked_for);
    }
    ~Unhurried() { database_.set(Database::Checkpoints::automatic); }
    Unhurried(const Unhurried&) = delete;
    Unhurried& operator=(const Unhurried&) = delete;
    [[nodiscard]] bool is_due() const { return database_.is_checkpoint_due(); }
    void checkpoint() noexcept { database_.checkpoint(); }

   private:
    Database& database_;
  };
  // While this is there, it also waits for other programs no longer than `more` says.
  class Patient {
   public:
    Patient(Store& store, const Patience& more) : database_(store.database_), before_(database_.patience()) {
      database_.set([more, before = before_](const std::string& path, std::chrono::milliseconds waited) {
        return (!before || before(path, waited)) && more(path, waited);
      });
    }
    ~Patient() { database_.set(std::move(before_)); }
    Patient(const Patient&) = delete;
    Patient& operator=(const Patient&) = delete;

   private:
    Database& database_;
    Patience before_;
  };
  [[nodiscard]] std::vector<std::uint64_t> seeds_of(PointId point, scenario::SeedRange range);  // in order
  // Those of the range, by seed.
  void read(PointId point, scenario::SeedRange range, const std::function<void(Row&&)>& row);
  [[nodiscard]] std::vector<std::string> verdicts_of(PointId point);
  struct Tally {
    std::uint64_t runs = 0, passed = 0,
                  broken = 0;  // broken: a check of nearsim itself failed
    void add(const Row& row);
  };
  [[nodiscard]] Tally tally(PointId point, scenario::SeedRange range);
  [[nodiscard]] std::uint64_t runs();

  // Everything of another store that this one lacks; throws StoreError, and takes nothing, if the two
  // disagree about any run.  Returns how many runs were new.
  std::uint64_t merge(const std::string& other);

 private:
  void claim();  // it is ours, of this build: or say whose it is
  [[nodiscard]] std::string meta(const std::string& key);

  Database database_;
  std::string build_;
  std::unique_ptr<Statement> insert_one_, insert_many_;
};

}  // namespace nearsim::sweep
