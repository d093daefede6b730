#include "sim/kernel/sinks.hpp"

#include <fmt/format.h>

#include <iterator>

namespace nearsim::kernel {
namespace {

using Out = std::back_insert_iterator<std::string>;

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out.append({'\\', c});
    else if (c == '\n') out += "\\n";
    else if (static_cast<unsigned char>(c) < 0x20)
      fmt::format_to(Out{out}, "\\u{:04x}", static_cast<unsigned char>(c));
    else out += c;
  }
  out += '"';
}

[[nodiscard]] bool plain(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text)
    if (static_cast<unsigned char>(c) <= 0x20 || c == '"' || c == '\\') return false;
  return true;
}

void append_text(std::string& out, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    fmt::format_to(Out{out}, "{}", *number);
  } else if (const auto* duration = std::get_if<base::Duration>(&value)) {
    out += format_duration(*duration);
  } else if (const auto* flag = std::get_if<bool>(&value)) {
    out += *flag ? "true" : "false";
  } else {
    const auto text = std::get<std::string_view>(value);
    if (plain(text)) out += text;
    else append_quoted(out, text);
  }
}

void append_json(std::string& out, const Value& value) {
  if (const auto* duration = std::get_if<base::Duration>(&value))
    return append_quoted(out, format_duration(*duration));
  if (const auto* text = std::get_if<std::string_view>(&value)) return append_quoted(out, *text);
  append_text(out, value);
}

void append_json_record(std::string& out, const Record& record) {
  fmt::format_to(Out{out}, "\"at\":{}", base::nanoseconds(record.at));
  const auto string = [&](std::string_view key, std::string_view text) {
    fmt::format_to(Out{out}, ",\"{}\":", key);
    append_quoted(out, text);
  };
  string("node", record.node);
  string("topic", record.topic);
  string("verb", record.verb);
  string("peer", record.peer);
  out += ",\"fields\":{";
  for (const Field& field : record.fields) {
    if (&field != record.fields.data()) out += ',';
    append_quoted(out, field.key);
    out += ':';
    append_json(out, field.value);
  }
  out += "}}";
}

// The views of a stored record, which must outlive the call.
template <class F>
auto with_views(const StoredRecord& stored, F&& f) {
  std::vector<Field> fields;
  fields.reserve(stored.fields.size());
  for (const StoredRecord::Field& field : stored.fields)
    fields.push_back({field.key, std::visit([](const auto& value) { return Value{value}; }, field.value)});
  return f(Record{stored.at, stored.node, stored.topic, stored.verb, stored.peer, fields});
}

void write_line(std::FILE* file, std::string line) {
  line += '\n';
  std::fwrite(line.data(), 1, line.size(), file);
}

}  // namespace

std::string format_duration(base::Duration duration) {
  struct Unit {
    std::int64_t nanoseconds;
    int digits;  // behind the point, at most
    const char* name;
  };
  constexpr Unit units[] = {{1'000'000'000, 9, "s"}, {1'000'000, 6, "ms"}, {1'000, 3, "us"}, {1, 0, "ns"}};
  const std::int64_t count = duration.count();
  if (count == 0) return "0s";
  const std::uint64_t size =
      count < 0 ? 0 - static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
  const Unit* unit = units;
  while (size < static_cast<std::uint64_t>(unit->nanoseconds)) ++unit;
  const std::uint64_t whole = size / static_cast<std::uint64_t>(unit->nanoseconds);
  const std::uint64_t part = size % static_cast<std::uint64_t>(unit->nanoseconds);
  std::string text = fmt::format("{}{}", count < 0 ? "-" : "", whole);
  if (part != 0) {
    text += fmt::format(".{:0{}}", part, unit->digits);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text + unit->name;
}

std::string format_text(const Record& record) {
  const std::int64_t at = base::nanoseconds(record.at);
  std::string out;
  fmt::format_to(Out{out}, "{}.{:09} {:<4} {:<7} {:<6} {:<5}", at / 1'000'000'000, at % 1'000'000'000,
                 record.node, record.topic, record.verb, record.peer);
  for (const Field& field : record.fields) {
    fmt::format_to(Out{out}, " {}=", field.key);
    append_text(out, field.value);
  }
  out.erase(out.find_last_not_of(' ') + 1);
  return out;
}

std::string format_json(const Record& record, std::uint64_t index) {
  std::string out = fmt::format("{{\"index\":{},", index);
  append_json_record(out, record);
  return out;
}

std::string format_json(const Record& record) {
  std::string out = "{";
  append_json_record(out, record);
  return out;
}

StoredRecord::StoredRecord(const Record& record, std::uint64_t running_number)
    : index(running_number),
      at(record.at),
      node(record.node),
      topic(record.topic),
      verb(record.verb),
      peer(record.peer) {
  fields.reserve(record.fields.size());
  for (const kernel::Field& field : record.fields) {
    StoredRecord::Field stored{std::string(field.key), {}};
    if (const auto* text = std::get_if<std::string_view>(&field.value)) stored.value = std::string(*text);
    else if (const auto* number = std::get_if<std::int64_t>(&field.value)) stored.value = *number;
    else if (const auto* duration = std::get_if<base::Duration>(&field.value)) stored.value = *duration;
    else stored.value = std::get<bool>(field.value);
    fields.push_back(std::move(stored));
  }
}

const StoredRecord::Value* StoredRecord::find(std::string_view key) const {
  for (const Field& field : fields)
    if (field.key == key) return &field.value;
  return nullptr;
}

std::string StoredRecord::text() const {
  return with_views(*this, [](const Record& record) { return format_text(record); });
}

std::string StoredRecord::json() const {
  return with_views(*this, [this](const Record& record) { return format_json(record, index); });
}

void MemorySink::write(const Record& record, std::uint64_t index) {
  if (capacity_ == 0) return;
  if (records_.size() == capacity_) records_.pop_front();
  records_.emplace_back(record, index);
}

void JsonLinesSink::write(const Record& record, std::uint64_t index) {
  write_line(file_, format_json(record, index));
}

void TextSink::write(const Record& record, std::uint64_t) { write_line(file_, format_text(record)); }

}  // namespace nearsim::kernel
