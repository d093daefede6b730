// Where records go: nowhere, memory, JSON Lines, or text made for reading.
#pragma once

#include <cstdint>
#include <cstdio>
#include <deque>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include "sim/kernel/trace.hpp"

namespace nearsim::kernel {

// The exact value in the largest unit that is not above it: 160ms, 1.2s, 90s, 1.5us, 0s.
[[nodiscard]] std::string format_duration(base::Duration duration);

// 0.160000000 Ana  engine  accept Bob   why=arbitration outbound_age=160ms window=1.2s
// Values with spaces, quotes or nothing in them are quoted as in JSON.
[[nodiscard]] std::string format_text(const Record& record);

// {"index":7,"at":160000000,"node":"Ana","topic":"engine","verb":"accept","peer":"Bob","fields":{"window":"1.2s"}}
// `at` in nanoseconds; durations as in the text form, exact and with their unit.  No newline.
[[nodiscard]] std::string format_json(const Record& record, std::uint64_t index);
[[nodiscard]] std::string format_json(const Record& record);  // without "index"

class NullSink final : public Sink {
 public:
  void write(const Record&, std::uint64_t) override {}
};

// A record that owns its text.
struct StoredRecord {
  using Value = std::variant<std::int64_t, base::Duration, bool, std::string>;
  struct Field {
    std::string key;
    Value value;
    bool operator==(const Field&) const = default;
  };

  StoredRecord() = default;
  StoredRecord(const Record& record, std::uint64_t index);

  std::uint64_t index = 0;
  base::Instant at{};
  std::string node, topic, verb, peer;
  std::vector<Field> fields;

  [[nodiscard]] const Value* find(std::string_view key) const;  // null if there is no such field
  [[nodiscard]] std::string text() const;                       // format_text
  [[nodiscard]] std::string json() const;                       // format_json with the index
  bool operator==(const StoredRecord&) const = default;
};

// Keeps all records, or the last `capacity`.
class MemorySink final : public Sink {
 public:
  static constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

  explicit MemorySink(std::size_t capacity = unlimited) : capacity_(capacity) {}
  void write(const Record& record, std::uint64_t index) override;
  [[nodiscard]] const std::deque<StoredRecord>& records() const { return records_; }

 private:
  std::size_t capacity_;
  std::deque<StoredRecord> records_;
};

class JsonLinesSink final : public Sink {
 public:
  explicit JsonLinesSink(std::FILE* file) : file_(file) {}  // borrowed: not closed here
  void write(const Record& record, std::uint64_t index) override;

 private:
  std::FILE* file_;
};

class TextSink final : public Sink {
 public:
  explicit TextSink(std::FILE* file) : file_(file) {}
  void write(const Record& record, std::uint64_t index) override;

 private:
  std::FILE* file_;
};

}  // namespace nearsim::kernel
