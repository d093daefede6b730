#include "sim/report/records.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/report/style.hpp"

namespace nearsim::report {

namespace {

constexpr std::size_t widest_act = 32;  // ours: a longer one moves its own line only

std::string act_text(const kernel::StoredRecord& record) {
  return record.peer.empty() ? record.verb : record.verb + " " + record.peer;
}

std::string fields_text(const kernel::StoredRecord& record) {
  std::string out;
  for (const kernel::StoredRecord::Field& field : record.fields)
    out += fmt::format("{}{}={}", out.empty() ? "" : " ", field.key, value_text(field.value));
  return out;
}

}  // namespace

std::string value_text(const kernel::StoredRecord::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* duration = std::get_if<base::Duration>(&value)) return kernel::format_duration(*duration);
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  return std::get<bool>(value) ? "yes" : "no";
}

std::vector<std::string> lines_of_records(const std::vector<kernel::StoredRecord>& records) {
  std::size_t node = 0, topic = 0, act = 0;
  for (const kernel::StoredRecord& record : records) {
    node = std::max(node, columns(record.node));
    topic = std::max(topic, columns(record.topic));
    if (columns(act_text(record)) <= widest_act) act = std::max(act, columns(act_text(record)));
  }
  std::vector<std::string> out;
  for (const kernel::StoredRecord& record : records) {
    const std::int64_t at = base::nanoseconds(record.at);
    std::string line = fmt::format("{:>6}  {:>3}.{:09}  {}  {}  {}  {}", record.index, at / 1'000'000'000,
                                   at % 1'000'000'000, padded(record.node, node), padded(record.topic, topic),
                                   padded(act_text(record), act), fields_text(record));
    line.erase(line.find_last_not_of(' ') + 1);
    out.push_back(std::move(line));
  }
  return out;
}

}  // namespace nearsim::report
