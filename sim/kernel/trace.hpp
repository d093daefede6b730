// What happened, as records in time order.  A record is a set of views, valid during the call: tracing copies
// nothing, and with no sink attached a record costs its hash and no more.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/kernel/fingerprint.hpp"

namespace nearsim::kernel {

using Value = std::variant<std::int64_t, base::Duration, bool, std::string_view>;

struct Field {
  std::string_view key;
  Value value;
};

// Who (node) did what (topic, verb) to whom (peer, may be empty), with details.
struct Record {
  base::Instant at{};
  std::string_view node, topic, verb, peer;
  std::span<const Field> fields;
};

class Sink {
 public:
  virtual ~Sink() = default;
  virtual void write(const Record& record, std::uint64_t index) = 0;
};

class Tracer {
 public:
  void record(const Record& record) {
    if (hashes_) fingerprint_.add(record);
    const std::uint64_t index = count_++;
    for (Sink* sink : sinks_) sink->write(record, index);
  }
  void attach(Sink& sink) { sinks_.push_back(&sink); }  // borrowed: must outlive the tracer's last record
  void take_no_fingerprint() { hashes_ = false; }       // before the first record
  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::string fingerprint() const { return fingerprint_.hex(); }

 private:
  Fingerprint fingerprint_;
  bool hashes_ = true;
  std::uint64_t count_ = 0;  // also the index of the next record
  std::vector<Sink*> sinks_;
};

}  // namespace nearsim::kernel
