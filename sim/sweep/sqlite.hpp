// SQLite behind two small types that cannot be used wrongly: a connection, and a prepared statement.  What
// goes wrong is thrown, with the file's name.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;
struct sqlite3_mutex;

namespace nearsim::sweep {

class StoreError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Asked again and again while another program writes to the file: which one, and how long it has been; false
// gives up.
using Patience = std::function<bool(const std::string& path, std::chrono::milliseconds waited)>;
inline constexpr std::chrono::milliseconds most_patience{60'000};  // ours: then it gives up by itself

class Database {
 public:
  explicit Database(const std::string& path, Patience patience = {});
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void run(const std::string& sql);  // statements without results
  void keep_log();                   // write-ahead, from now on and for everybody who opens the file
  [[nodiscard]] std::int64_t last_id() const;
  [[nodiscard]] std::int64_t changes() const;  // rows of the last statement
  [[nodiscard]] const std::string& path() const { return path_; }
  // SQLite brings what was committed from its log into the file (a checkpoint) within a commit, as soon as
  // that is much, and the commit waits for the disk.  Or who asked for that looks after it.
  enum class Checkpoints : std::uint8_t { automatic, asked_for };
  void set(Checkpoints by);
  [[nodiscard]] bool is_checkpoint_due() const { return pages_ >= many_pages; }
  void checkpoint() noexcept;  // one that fails costs nothing but room, and the next one makes up for it
  [[nodiscard]] const Patience& patience() const { return patience_; }
  void set(Patience patience) { patience_ = std::move(patience); }
  [[noreturn]] void fail(const std::string& doing) const;
  [[nodiscard]] sqlite3* handle() const { return handle_; }

 private:
  static constexpr int many_pages = 1000;  // SQLite's own default
  static int committed(void* pages, sqlite3*, const char*, int now);
  static int busy(void* database, int tries);
  [[nodiscard]] bool waits();  // a moment, unless it has been long enough

  std::string path_;
  Patience patience_;
  std::chrono::milliseconds waited_{};
  sqlite3* handle_ = nullptr;
  int pages_ = 0;  // in the log
};

class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Values for the `?`s, in order; then step() for each row, and reset() before the next use.
  template <class... Values>
  Statement& bind(const Values&... values) {
    reset();
    int at = 0;
    (bind_one(++at, values), ...);
    return *this;
  }
  // Of a statement with many `?`s those from `first` (0, 1, ...) on; texts are not copied, because they need
  // not outlive the run().
  template <class... Values>
  void borrow(int first, const Values&... values) {
    int at = first;
    (bind_one(++at, values), ...);
  }
  void run() {  // a statement without rows
    finish();
    forget();
  }
  [[nodiscard]] bool step();  // false: no more rows
  void finish() {             // for statements without rows
    (void)step();
    reset();
  }
  void reset();
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] std::string text(int column) const;

 private:
  void bind_one(int at, std::int64_t value);
  void bind_one(int at, std::uint64_t value) { bind_one(at, static_cast<std::int64_t>(value)); }  // same bits
  void bind_one(int at, const std::string& value);
  void bind_one(int at, std::string_view value);  // borrowed
  void forget();                                  // all that is bound

  Database& database_;
  sqlite3_stmt* handle_ = nullptr;
};

// Everything between here and commit(), or nothing of it.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  std::unique_ptr<sqlite3_mutex, void (*)(sqlite3_mutex*)> lock_;  // left when the rest is done
  bool open_ = true;
};

}  // namespace nearsim::sweep
