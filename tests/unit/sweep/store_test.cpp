// The store: what it refuses, and who it waits for.
#include "sim/sweep/store.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <fstream>
#include <future>

#include "sim/sweep/sweep.hpp"
#include "tests/unit/sweep/pair.hpp"

using namespace nearsim;
using namespace nearsim::sweep;

TEST_CASE("store: of another build, of something else, damaged, and in contradiction") {
  const Point point{{}, pair(), "h"};
  Ran ran = run_point(pair(), {1}, 1);
  TemporaryFile one{"one"}, two{"two"}, other{"other"};
  Store store{one.path, "b"};
  store.add(store.enter(point), ran.verdicts, ran.rows);
  CHECK_THROWS_WITH_AS(Store(one.path, "c"), doctest::Contains("written by build b, this is build c"),
                       StoreError);
  {
    std::ofstream text_file{other.path};
    text_file << "no database, but long enough to be taken for the header of one, if nobody looks at it "
                 "closely........";
  }
  CHECK_THROWS_WITH_AS(Store(other.path, "b"), doctest::Contains("no SQLite file"), StoreError);
  CHECK_THROWS_WITH_AS(store.merge(other.path), doctest::Contains("no SQLite file"), StoreError);
  {
    Database foreign{two.path};
    foreign.run("CREATE TABLE t (x)");
  }
  CHECK_THROWS_WITH_AS(Store(two.path, "b"), doctest::Contains("no store of nearsim"), StoreError);
  std::filesystem::remove(two.path);
  ran.rows[0].fingerprint = "another";
  {
    Store second{two.path, "b"};
    second.add(second.enter(point), ran.verdicts, ran.rows);
  }
  CHECK_THROWS_WITH_AS(store.merge(two.path), doctest::Contains("disagree"), StoreError);
  CHECK(store.runs() == 1);
}

TEST_CASE("store: a damaged file is refused, not read as if it were whole") {
  const Point point{{}, pair(), "h"};
  std::vector<std::uint64_t> seeds(200);
  for (std::size_t i = 0; i < seeds.size(); ++i) seeds[i] = i;
  const Ran ran = run_point(pair(), seeds, 1);
  TemporaryFile file{"damaged"};
  {
    Store store{file.path, "b"};
    store.add(store.enter(point), ran.verdicts, ran.rows);
  }
  std::fstream bytes{file.path, std::ios::in | std::ios::out | std::ios::binary};
  bytes.seekp(4096);  // every page but the first
  const std::string noise(40'960, '\x5a');
  bytes.write(noise.data(), static_cast<std::streamsize>(noise.size()));
  bytes.close();
  const auto read_all = [&] {
    Store store{file.path, "b"};
    (void)rows_of(store, point, {0, 199});
  };
  CHECK_THROWS_WITH_AS(read_all(), doctest::Contains("damaged"), StoreError);
}

TEST_CASE("database: while somebody writes to a file that has no log yet, who wants it to have one waits") {
  // What two sweeps meet by chance that begin on one new file; SQLite itself says "locked" there, at once.
  const TemporaryFile file{"written"};
  Database writer{file.path}, other{file.path};
  writer.run("BEGIN IMMEDIATE");
  writer.run("CREATE TABLE t (x)");
  std::future<void> logged = std::async(std::launch::async, [&] { other.keep_log(); });
  CHECK(logged.wait_for(std::chrono::milliseconds{50}) == std::future_status::timeout);
  writer.run("COMMIT");
  CHECK_NOTHROW(logged.get());
  other.run("INSERT INTO t VALUES (1)");
  CHECK(std::filesystem::exists(file.path + "-wal"));
}
