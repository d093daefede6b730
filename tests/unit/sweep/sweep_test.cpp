// Points, constraints, and the sweep over them.
#include "sim/sweep/sweep.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "sim/scenario/constraint.hpp"
#include "sim/sweep/confidence.hpp"
#include "sim/sweep/figure.hpp"
#include "tests/unit/sweep/pair.hpp"

using namespace nearsim;
using namespace nearsim::sweep;

namespace {

std::vector<Point> points(const std::vector<Axis>& axes) {
  Points found = resolve(pair(), grid(axes));
  REQUIRE(found.diagnostics.empty());
  return found.points;
}

class StopAfter final : public Watcher {
 public:
  explicit StopAfter(std::uint64_t runs) : runs_(runs) {}
  void stored(std::uint64_t done, std::uint64_t) override { done_ = done; }
  bool goes_on() override { return done_ < runs_; }

 private:
  std::uint64_t runs_, done_ = 0;
};

const Axis delay{"links.default.delay", {"10ms", "200ms"}};

}  // namespace

TEST_CASE("grid: every combination, the last axis fastest") {
  const std::vector<Parameters> all = grid({{"a", {"1", "2"}}, {"b", {"x", "y", "z"}}});
  REQUIRE(all.size() == 6);
  CHECK(all[1] == Parameters{{"a", "1"}, {"b", "y"}});
  CHECK(all[5] == Parameters{{"a", "2"}, {"b", "z"}});
  CHECK(grid({}).size() == 1);
}

TEST_CASE("point: two spellings of one value are one point; another value, profile or fault is another") {
  const std::vector<Point> same = points({{"links.default.delay", {"1200ms", "1.2s", "1.3s"}}});
  CHECK(same[0].hash == same[1].hash);
  CHECK(same[0].hash != same[2].hash);
  scenario::Scenario other = pair();
  other.seeds = {5, 9};
  other.question = "?";
  CHECK(hash_of(other) == hash_of(pair()));  // neither is part of what a run is
  other.devices[0].profile.stability += base::Duration{1};
  CHECK(hash_of(other) != hash_of(pair()));
}

TEST_CASE("resolve: what is wrong is said once, with a suggestion") {
  const Points wrong = resolve(pair(), grid({{"links.default.dely", {"1s"}}, {"run_for", {"9s", "10s"}}}));
  REQUIRE(wrong.diagnostics.size() == 1);
  CHECK(wrong.diagnostics[0].hint == "did you mean 'links.default.delay'?");
  const Points bare = resolve(pair(), {{{"run_for", "5"}}});
  REQUIRE(bare.diagnostics.size() == 1);
  CHECK(bare.diagnostics[0].position.file == "run_for=5");
}

TEST_CASE("where: typed comparisons of settings with settings and values") {
  const scenario::Scenario s = pair();
  const auto holds = [&](std::string_view constraint) {
    const scenario::Parsed parsed = scenario::parse_constraint(constraint);
    REQUIRE_MESSAGE(!parsed.problem, constraint);
    const scenario::Judged judged = scenario::judge(parsed.constraint, s);
    REQUIRE_MESSAGE(!judged.problem, constraint);
    return judged.holds;
  };
  CHECK(holds("run_for > 900ms"));  // as times: as text it would not be
  CHECK_FALSE(holds("links.default.delay > links.default.jitter"));
  CHECK(holds("links.default.loss == 0%"));
  CHECK(holds("devices.Ana.platform != macos"));
  CHECK(holds("devices.Ana.start < none"));
  for (const char* wrong : {"run_for > 5%", "1s < 2s", "devices.Ana.platform < macos"})
    CHECK_MESSAGE(scenario::judge(scenario::parse_constraint(wrong).constraint, s).problem, wrong);
  for (const char* wrong : {"run_for", "run_for>5s", " < 5s"})
    CHECK_MESSAGE(scenario::parse_constraint(wrong).problem, wrong);
  const Points some = resolve(s, grid({delay}), {"links.default.delay < links.default.jitter"});
  CHECK(some.points.size() == 1);
  const Points nothing = resolve(s, grid({delay}), {"links.default.delay > 1s"});
  REQUIRE(nothing.diagnostics.size() == 1);
  CHECK(nothing.diagnostics[0].hint == "the axes contradict the constraints");
}

TEST_CASE("row: what is written is read back") {
  const Ran ran = run_point(pair(), {1, 2, 3}, 1);
  REQUIRE(ran.rows.size() == 3);
  CHECK(ran.verdicts[0] == "within 5s, usable: all");
  CHECK(ran.rows[0].held.size() == ran.verdicts.size());
  REQUIRE(ran.rows[0].figures.size() == 2);
  CHECK(ran.rows[0].figures[0].value_or(0) > 100'000'000);  // after discovery
  CHECK(ran.rows[0].figures[1] == 1);                       // one invitation
  TemporaryFile file{"row"};
  Store store{file.path, "b"};
  const Point point{{}, pair(), "h"};
  store.add(store.enter(point), ran.verdicts, ran.rows);
  CHECK(rows_of(store, point, {1, 3}) == ran.rows);
  CHECK(store.verdicts_of(store.enter(point)) == ran.verdicts);
}

TEST_CASE("row: text that nobody wrote is refused") {
  for (const char* wrong : {"", "[", "[1", "[1,]x", "[1 2]", "[a]", "[1.5]", "1]", "[1]]"}) {
    Row row;
    CHECK_MESSAGE(!read_figures(wrong, row), wrong);
  }
  for (const char* wrong : {"", "{", "{\"invite\"}", "{\"invite\":}", "{\"invite\":1", "{invite:1}",
                            "{\"invite\":1}}", "{\"invite\":-1}", "{\"nobody_counts_this\":1}"}) {
    Row row;
    CHECK_MESSAGE(!read_counts(wrong, row), wrong);
  }
}

TEST_CASE("figure: a time or a count, from each kind of sentence") {
  const auto figure = [](const char* of, const char* measured) {
    run::Verdict verdict;
    verdict.text = of;
    verdict.measured = measured;
    return figure_of(verdict).value_or(-1);
  };
  CHECK(figure("within 5s, usable: all", "held at 0.700s") == 700'000'000);
  CHECK(figure("within 5s, usable: all", "first held at 7.000s") == 7'000'000'000);
  CHECK(figure("within 5s, usable: all", "not once in 20.000s") == -1);
  CHECK(figure("sometimes usable", "first at 500us Ana-Bob") == 500'000);
  CHECK(figure("after_heal 9s, usable: all", "held 1.200s after the heal at 35.000s") == 1'200'000'000);
  CHECK(figure("at_most 3, invite", "2 times: 0.100s Ana>Bob, 0.200s Bob>Ana") == 2);
  CHECK(figure("exactly 1, invite", "once: 0.100s Ana>Bob") == 1);
  CHECK(figure("at_most 3, invite", "never") == 0);
  CHECK(figure("never usable", "never") == -1);
}

TEST_CASE("sweep: threads, interruptions and shards leave no trace in the result") {
  const std::vector<Point> all = points({delay});
  constexpr scenario::SeedRange seeds{1, 150};
  Store calm{":memory:", "b"};
  const Done done = sweep::sweep(all, {seeds, {}, 1}, calm);
  CHECK(done.ran == 300);
  CHECK(done.is_complete);
  for (const unsigned jobs : {2u, 5u}) {
    Store disturbed{":memory:", "b"};
    std::uint64_t ran = 0;
    for (std::uint64_t stop = 1; ran < 300; stop += 97) {
      StopAfter watcher{stop};
      ran += sweep::sweep(all, {seeds, {}, jobs}, disturbed, &watcher).ran;
    }
    CHECK(ran == 300);  // nothing twice
    for (const Point& point : all) CHECK(rows_of(disturbed, point, seeds) == rows_of(calm, point, seeds));
  }
  CHECK(sweep::sweep(all, {seeds, {}, 2}, calm).ran == 0);
}

TEST_CASE(
    "sweep: beside several threads the log goes into the file as it grows, and the rows are those of one") {
  const std::vector<Point> all = points({});
  constexpr scenario::SeedRange seeds{1, 20'000};  // 13 MB of rows
  TemporaryFile one{"one"}, several{"several"};
  {
    Store calm{one.path, "b"}, busy{several.path, "b"};
    CHECK(sweep::sweep(all, {seeds, {}, 1}, calm).ran == 20'000);
    CHECK(sweep::sweep(all, {seeds, {}, 3}, busy).ran == 20'000);
    CHECK(rows_of(calm, all[0], seeds) == rows_of(busy, all[0], seeds));
    CHECK(std::filesystem::file_size(one.path + "-wal") < 6'000'000);      // SQLite: after 1000 pages of 4096
    CHECK(std::filesystem::file_size(several.path + "-wal") < 9'000'000);  // ours, while others go on writing
  }
  CHECK_FALSE(std::filesystem::exists(several.path + "-wal"));
}

TEST_CASE("shards: each run is in exactly one, and merged they are the whole") {
  const std::vector<Point> all = points({delay});
  constexpr scenario::SeedRange seeds{10, 69};
  Store whole{":memory:", "b"}, merged{":memory:", "b"};
  (void)sweep::sweep(all, {seeds, {}, 2}, whole);
  std::uint64_t ran = 0;
  for (std::uint64_t i = 0; i < 3; ++i) {
    TemporaryFile file{"shard" + std::to_string(i)};
    {
      Store part{file.path, "b"};
      ran += sweep::sweep(all, {seeds, {i, 3}, 1}, part).ran;
    }
    (void)merged.merge(file.path);
    CHECK(merged.runs() == ran);
  }
  CHECK(ran == 120);
  for (const Point& point : all) CHECK(rows_of(merged, point, seeds) == rows_of(whole, point, seeds));
}

TEST_CASE("wilson: published values, and the ends") {
  // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998),
  // table I.
  struct Published {
    std::uint64_t r, n;
    double low, high;
  };
  for (const auto& [r, n, low, high] :
       {Published{81, 263, 0.2553, 0.3662}, Published{15, 148, 0.0624, 0.1605}, Published{0, 20, 0.0, 0.1611},
        Published{1, 29, 0.0061, 0.1718}}) {
    const Interval interval = wilson(r, n);
    CHECK(interval.low == doctest::Approx(low).epsilon(0.005));
    CHECK(interval.high == doctest::Approx(high).epsilon(0.005));
  }
  CHECK(wilson(0, 0).high == 1.0);
  CHECK(wilson(7, 7).high == 1.0);
}
