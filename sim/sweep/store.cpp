#include "sim/sweep/store.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "sim/base/check.hpp"
#include "sim/scenario/dump.hpp"

namespace nearsim::sweep {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view schema = R"(
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE points (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, parameters TEXT NOT NULL,
                     verdicts TEXT NOT NULL, scenario TEXT NOT NULL);
CREATE TABLE runs (point INTEGER NOT NULL REFERENCES points, seed INTEGER NOT NULL, passed INTEGER NOT NULL,
                   ending INTEGER NOT NULL, fingerprint TEXT NOT NULL, ended INTEGER NOT NULL,
                   events INTEGER NOT NULL, records INTEGER NOT NULL, held TEXT NOT NULL, figures TEXT NOT NULL,
                   broke TEXT NOT NULL, counts TEXT NOT NULL, PRIMARY KEY (point, seed)) WITHOUT ROWID;
)";
constexpr int application_id = 0x6e73696d;  // "nsim", in the file's header

constexpr int columns = 12;  // of `runs`
constexpr std::size_t at_once =
    16;  // ours: rows of one statement, because beginning and ending one costs as much as a row

std::string insertion(std::size_t rows) {
  std::string out = "INSERT OR IGNORE INTO runs VALUES ";
  for (std::size_t i = 0; i < rows; ++i)
    out += i == 0 ? "(?,?,?,?,?,?,?,?,?,?,?,?)" : ",(?,?,?,?,?,?,?,?,?,?,?,?)";
  return out;
}

std::string parameters_text(const Parameters& parameters) {
  Json out = Json::object();
  for (const auto& [path, value] : parameters) out[path] = value;
  return out.dump();
}

}  // namespace

Store::Store(const std::string& path, std::string_view build, Patience patience)
    : database_(path, std::move(patience)), build_(build) {
  claim();
  // WAL: a commit is one append.  What is committed outlives a killed process; only a power cut can lose the
  // last.
  database_.keep_log();
  database_.run("PRAGMA synchronous = NORMAL");
  insert_one_ = std::make_unique<Statement>(database_, insertion(1));
  insert_many_ = std::make_unique<Statement>(database_, insertion(at_once));
}

void Store::claim() {
  Transaction transaction{database_};
  Statement count{database_, "SELECT count(*) FROM sqlite_master"};
  Statement id{database_, "PRAGMA application_id"};
  if (!count.step() || !id.step()) database_.fail("reading");
  const bool is_fresh = count.integer(0) == 0;
  if (!is_fresh && id.integer(0) != application_id)
    throw StoreError(
        fmt::format("{}: this SQLite file is no store of nearsim; it was left as it is", database_.path()));
  count.reset();
  id.reset();
  const std::string language = std::to_string(scenario::language_version);
  if (is_fresh) {
    database_.run(std::string(schema) + fmt::format("PRAGMA application_id = {};", application_id));
    Statement meta{database_, "INSERT INTO meta VALUES (?,?)"};
    meta.bind(std::string("build"), build_).finish();
    meta.bind(std::string("language"), language).finish();
    transaction.commit();
    return;
  }
  if (meta("language") != language)
    throw StoreError(fmt::format("{}: its scenarios are of language {}, this is {}; give another file",
                                 database_.path(), meta("language"), language));
  if (meta("build") != build_)
    throw StoreError(
        fmt::format("{}: it was written by build {}, this is build {}: an engine or a model changed in "
                    "between, and two builds do not share a table; give another file",
                    database_.path(), meta("build"), build_));
}

std::string Store::meta(const std::string& key) {
  Statement read{database_, "SELECT value FROM meta WHERE key = ?"};
  read.bind(key);
  return read.step() ? read.text(0) : std::string{};
}

PointId Store::enter(const Point& point) {
  Statement make{database_,
                 "INSERT OR IGNORE INTO points (hash, parameters, verdicts, scenario) VALUES (?,?,'[]',?)"};
  make.bind(point.hash, parameters_text(point.parameters), scenario::dump(point.scenario)).finish();
  Statement find{database_, "SELECT id FROM points WHERE hash = ?"};
  find.bind(point.hash);
  if (!find.step()) database_.fail("entering a point");
  return find.integer(0);
}

void Store::add(PointId point, const std::vector<std::string>& verdicts, const std::vector<Row>& rows,
                const Texts& texts) {
  NEARSIM_CHECK(rows.size() == texts.size(), "each row has its texts");
  Transaction transaction{database_};
  Statement name{database_, "UPDATE points SET verdicts = ? WHERE id = ? AND verdicts = '[]'"};
  name.bind(Json(verdicts).dump(-1, ' ', false, Json::error_handler_t::replace), point).finish();
  const auto insert = [&](Statement& insertion, std::size_t from, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      const Row& row = rows[from + i];
      const Texts::Of text = texts[from + i];
      insertion.borrow(static_cast<int>(i) * columns, point, row.seed, std::int64_t{row.passed},
                       static_cast<std::int64_t>(row.ending), std::string_view{row.fingerprint},
                       base::nanoseconds(row.ended), row.events, row.records, std::string_view{row.held},
                       text.figures, text.broke, text.counts);
    }
    insertion.run();
  };
  std::size_t i = 0;
  for (; i + at_once <= rows.size(); i += at_once) insert(*insert_many_, i, at_once);
  for (; i < rows.size(); ++i) insert(*insert_one_, i, 1);
  transaction.commit();
}

std::vector<std::uint64_t> Store::seeds_of(PointId point, scenario::SeedRange range) {
  Statement find{database_, "SELECT seed FROM runs WHERE point = ? AND seed BETWEEN ? AND ? ORDER BY seed"};
  find.bind(point, range.first, range.last);
  std::vector<std::uint64_t> out;
  while (find.step()) out.push_back(static_cast<std::uint64_t>(find.integer(0)));
  return out;
}

void Store::read(PointId point, scenario::SeedRange range, const std::function<void(Row&&)>& row) {
  Statement find{
      database_,
      "SELECT seed, passed, ending, fingerprint, ended, events, records, held, figures, broke, counts "
      "FROM runs WHERE point = ? AND seed BETWEEN ? AND ? ORDER BY seed"};
  find.bind(point, range.first, range.last);
  while (find.step()) {
    Row r;
    r.seed = static_cast<std::uint64_t>(find.integer(0));
    r.passed = find.integer(1) != 0;
    r.ending = static_cast<run::Ending>(find.integer(2));
    r.fingerprint = find.text(3);
    r.ended = base::Instant{base::Duration{find.integer(4)}};
    r.events = static_cast<std::uint64_t>(find.integer(5));
    r.records = static_cast<std::uint64_t>(find.integer(6));
    r.held = find.text(7);
    if (!read_figures(find.text(8), r) || !read_broke(find.text(9), r) || !read_counts(find.text(10), r))
      throw StoreError(fmt::format("{}: the row of seed {} is damaged", database_.path(), r.seed));
    row(std::move(r));
  }
}

std::vector<std::string> Store::verdicts_of(PointId point) {
  Statement find{database_, "SELECT verdicts FROM points WHERE id = ?"};
  find.bind(point);
  if (!find.step()) return {};
  const Json json = Json::parse(find.text(0), nullptr, false);
  if (!json.is_array())
    throw StoreError(fmt::format("{}: the names of point {} are damaged", database_.path(), point));
  return json.get<std::vector<std::string>>();
}

void Store::Tally::add(const Row& row) {
  ++runs;
  if (row.passed) ++passed;
  if (row.ending == run::Ending::check_failed) ++broken;
}

Store::Tally Store::tally(PointId point, scenario::SeedRange range) {
  Statement sum{database_,
                "SELECT count(*), total(passed), total(ending = ?) FROM runs WHERE point = ? AND seed "
                "BETWEEN ? AND ?"};
  sum.bind(static_cast<std::int64_t>(run::Ending::check_failed), point, range.first, range.last);
  if (!sum.step()) database_.fail("counting");
  const auto number = [&](int column) { return static_cast<std::uint64_t>(sum.integer(column)); };
  return {number(0), number(1), number(2)};
}

std::uint64_t Store::runs() {
  Statement count{database_, "SELECT count(*) FROM runs"};
  return count.step() ? static_cast<std::uint64_t>(count.integer(0)) : 0;
}

std::uint64_t Store::merge(const std::string& other) {
  std::error_code ignored;
  if (!std::filesystem::exists(other, ignored))
    throw StoreError(fmt::format("{}: there is no such store", other));
  if (std::filesystem::equivalent(other, database_.path(), ignored))
    throw StoreError(fmt::format("{} is the store itself that the others are to go into", other));
  { const Store check{other, build_, database_.patience()}; }  // it is a store, and of this build
  Statement attach{database_, "ATTACH DATABASE ? AS other"};
  attach.bind(other).finish();
  struct Detach {
    Database& database;
    ~Detach() {
      try {
        database.run("DETACH DATABASE other");
      } catch (const StoreError&) {  // the error that brought us here is the one to tell
      }
    }
  };
  const Detach detach{database_};
  Transaction transaction{database_};
  database_.run(
      "INSERT OR IGNORE INTO points (hash, parameters, verdicts, scenario) "
      "SELECT hash, parameters, verdicts, scenario FROM other.points ORDER BY id");
  Statement clash{
      database_,
      "SELECT p.parameters, t.seed, r.fingerprint, t.fingerprint FROM other.runs t "
      "JOIN other.points q ON q.id = t.point JOIN main.points p ON p.hash = q.hash "
      "JOIN main.runs r ON r.point = p.id AND r.seed = t.seed WHERE r.fingerprint <> t.fingerprint LIMIT 1"};
  if (clash.step())
    throw StoreError(
        fmt::format("{} and {} disagree: {} seed {} has fingerprint {} in one and {} in the other; nothing "
                    "was merged",
                    database_.path(), other, clash.text(0), clash.integer(1), clash.text(2), clash.text(3)));
  clash.reset();
  database_.run(
      "INSERT OR IGNORE INTO main.runs SELECT p.id, t.seed, t.passed, t.ending, t.fingerprint, t.ended, "
      "t.events, t.records, t.held, t.figures, t.broke, t.counts FROM other.runs t JOIN other.points q ON "
      "q.id = t.point JOIN main.points p ON p.hash = q.hash");
  const auto fresh = static_cast<std::uint64_t>(database_.changes());
  transaction.commit();
  return fresh;
}

}  // namespace nearsim::sweep
