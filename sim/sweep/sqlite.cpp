#include "sim/sweep/sqlite.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace nearsim::sweep {

namespace {
// Ours, as most do that share a file: a moment is short at first, and up to this when it has been long.
constexpr std::chrono::milliseconds longest_moment{25};

// What SQLite calls "unable to open database file", where one can say more.
std::string why_not(const std::string& path, const std::string& otherwise) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) return "it is a folder; name a file in it";
  const fs::path folder = fs::absolute(path, ignored).parent_path();
  if (!fs::is_directory(folder, ignored)) return fmt::format("there is no folder '{}'", folder.string());
  return otherwise;
}

}  // namespace

Database::Database(const std::string& path, Patience patience) : path_(path), patience_(std::move(patience)) {
  if (sqlite3_open_v2(path.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr) !=
      SQLITE_OK) {
    const std::string why = handle_ == nullptr ? "no memory" : sqlite3_errmsg(handle_);
    sqlite3_close(handle_);
    throw StoreError(fmt::format("{}: cannot be opened: {}", path, why_not(path, why)));
  }
  sqlite3_busy_handler(handle_, &busy, this);
}

Database::~Database() { sqlite3_close(handle_); }

int Database::busy(void* database, int tries) {
  auto& its = *static_cast<Database*>(database);
  if (tries == 0) its.waited_ = {};
  return its.waits() ? 1 : 0;
}

bool Database::waits() {
  if (waited_ >= most_patience || (patience_ && !patience_(path_, waited_))) return false;
  const auto moment = std::clamp(waited_, std::chrono::milliseconds{1}, longest_moment);
  sqlite3_sleep(static_cast<int>(moment.count()));
  waited_ += moment;
  return true;
}

void Database::fail(const std::string& doing) const {
  const int code = sqlite3_errcode(handle_);
  if (code == SQLITE_NOTADB) throw StoreError(fmt::format("{}: this is no SQLite file", path_));
  if (code == SQLITE_CORRUPT)
    throw StoreError(
        fmt::format("{}: the file is damaged ({}); keep it, and begin another one, or recover it with "
                    "`sqlite3 {} .recover`",
                    path_, sqlite3_errmsg(handle_), path_));
  if (code == SQLITE_BUSY)
    throw StoreError(
        fmt::format("{}: {}: another program is writing to it, and did not end; what was stored is kept, and "
                    "the same request goes on from there",
                    path_, doing));
  if (code == SQLITE_FULL)
    throw StoreError(fmt::format(
        "{}: {}: there is no room left; what was stored is kept, and the same request goes on from there",
        path_, doing));
  if (code == SQLITE_READONLY || code == SQLITE_CANTOPEN)
    throw StoreError(fmt::format(
        "{}: {}: it cannot be written here, and also to look at it a store needs a place that can be "
        "written; copy it to one ({})",
        path_, doing, sqlite3_errmsg(handle_)));
  throw StoreError(fmt::format("{}: {}: {}", path_, doing, sqlite3_errmsg(handle_)));
}

void Database::run(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail("writing");
}

// SQLite looks at the file before it makes the change, and who already looks at a file is not made to wait
// until it may write to it (both could): of two that begin on a new file, one would hear that it is locked.
void Database::keep_log() {
  const auto is_busy = [this] {
    const int code = sqlite3_exec(handle_, "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr);
    if (code != SQLITE_OK && code != SQLITE_BUSY) fail("beginning its log");
    return code == SQLITE_BUSY;
  };
  for (std::chrono::milliseconds waited{}; is_busy(); waited = waited_) {
    waited_ = waited;  // SQLite may have waited too, for something else
    if (!waits()) fail("beginning its log");
  }
}

int Database::committed(void* pages, sqlite3*, const char*, int now) {
  *static_cast<int*>(pages) = now;
  return SQLITE_OK;
}

void Database::set(Checkpoints by) {
  if (by == Checkpoints::automatic) sqlite3_wal_autocheckpoint(handle_, many_pages);
  else sqlite3_wal_hook(handle_, &committed, &pages_);
}

void Database::checkpoint() noexcept {
  sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  pages_ = 0;
}

std::int64_t Database::last_id() const { return sqlite3_last_insert_rowid(handle_); }
std::int64_t Database::changes() const { return sqlite3_changes64(handle_); }

Statement::Statement(Database& database, std::string_view sql) : database_(database) {
  if (sqlite3_prepare_v2(database.handle(), sql.data(), static_cast<int>(sql.size()), &handle_, nullptr) !=
      SQLITE_OK)
    database.fail("preparing");
}

Statement::~Statement() { sqlite3_finalize(handle_); }

bool Statement::step() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  database_.fail("reading or writing");
}

void Statement::reset() { sqlite3_reset(handle_); }

void Statement::bind_one(int at, std::int64_t value) {
  if (sqlite3_bind_int64(handle_, at, value) != SQLITE_OK) database_.fail("binding");
}
void Statement::bind_one(int at, const std::string& value) {
  const int size = static_cast<int>(value.size());
  if (sqlite3_bind_text(handle_, at, value.data(), size, SQLITE_TRANSIENT) != SQLITE_OK)
    database_.fail("binding");
}

void Statement::bind_one(int at, std::string_view value) {
  if (sqlite3_bind_text(handle_, at, value.data(), static_cast<int>(value.size()), SQLITE_STATIC) !=
      SQLITE_OK)
    database_.fail("binding");
}
void Statement::forget() { sqlite3_clear_bindings(handle_); }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_, column); }
std::string Statement::text(int column) const {
  const auto* bytes = sqlite3_column_text(handle_, column);
  if (bytes == nullptr) return {};
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
  return {reinterpret_cast<const char*>(bytes), size};
}

// It has the connection to itself from beginning to end.  Every call of SQLite takes the connection's lock,
// which is recursive: taken already, it costs a comparison, and else a look at what another core may have.
Transaction::Transaction(Database& database)
    : database_(database), lock_(sqlite3_db_mutex(database.handle()), &sqlite3_mutex_leave) {
  sqlite3_mutex_enter(lock_.get());
  database_.run("BEGIN IMMEDIATE");
}
Transaction::~Transaction() {
  if (open_) sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}
void Transaction::commit() {
  database_.run("COMMIT");
  open_ = false;
}

}  // namespace nearsim::sweep
