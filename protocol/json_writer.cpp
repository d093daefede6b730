// The writer.  Most strings are plain, so they are copied in runs; only what JSON forbids inside quotes is
// escaped.
#include <array>
#include <charconv>
#include <utility>

#include "protocol/json.hpp"
#include "protocol/utf8.hpp"

namespace nearsim::protocol::json {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

constexpr bool is_plain(char c) {
  return static_cast<unsigned char>(c) - 0x20u < 0x60u && c != '"' && c != '\\';
}

// The escape of an ASCII character that may not stand for itself; the short forms where JSON has one.
struct EscapeText {
  std::array<char, 6> chars;
  std::size_t length;
  [[nodiscard]] std::string_view view() const { return {chars.data(), length}; }
};

EscapeText escape_of(char c) {
  switch (c) {
    case '"':
    case '\\': return {{'\\', c}, 2};
    case '\b': return {{'\\', 'b'}, 2};
    case '\f': return {{'\\', 'f'}, 2};
    case '\n': return {{'\\', 'n'}, 2};
    case '\r': return {{'\\', 'r'}, 2};
    case '\t': return {{'\\', 't'}, 2};
    default: break;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  return {{'\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15]}, 6};
}

template <class Integer>
std::string_view digits_of(Integer value, std::array<char, 20>& buffer) {  // 20: -9223372036854775808, 2^64-1
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), static_cast<std::size_t>(end - buffer.data())};
}

}  // namespace

ObjectWriter::ObjectWriter(std::size_t expected_size) {
  bytes_.reserve(expected_size);
  bytes_.push_back('{');
}

void ObjectWriter::append(std::string_view ascii) {
  const auto* const begin = reinterpret_cast<const std::uint8_t*>(ascii.data());
  bytes_.insert(bytes_.end(), begin, begin + ascii.size());
}

void ObjectWriter::key(std::string_view name) {
  append(bytes_.size() == 1 ? "\"" : ",\"");
  append(name);
  append("\":");
}

void ObjectWriter::string(std::string_view value) {
  bytes_.push_back('"');
  std::size_t copied = 0;
  for (std::size_t i = 0; i < value.size();) {
    if (is_plain(value[i])) {
      ++i;
      continue;
    }
    const std::size_t length = utf8::length_at_front(value.substr(i));
    if (length > 1) {
      i += length;
      continue;
    }
    append(value.substr(copied, i - copied));
    append(length == 0 ? replacement : escape_of(value[i]).view());
    copied = ++i;
  }
  append(value.substr(copied));
  bytes_.push_back('"');
}

void ObjectWriter::text(std::string_view name, std::string_view value) {
  key(name);
  string(value);
}

void ObjectWriter::texts(std::string_view name, std::span<const std::string> values) {
  key(name);
  char separator = '[';
  for (const std::string& value : values) {
    bytes_.push_back(static_cast<std::uint8_t>(std::exchange(separator, ',')));
    string(value);
  }
  append(values.empty() ? "[]" : "]");
}

void ObjectWriter::integer(std::string_view name, std::int64_t value) {
  std::array<char, 20> buffer;
  key(name);
  append(digits_of(value, buffer));
}

void ObjectWriter::integer(std::string_view name, std::uint64_t value) {
  std::array<char, 20> buffer;
  key(name);
  append(digits_of(value, buffer));
}

std::vector<std::uint8_t> ObjectWriter::finish() && {
  bytes_.push_back('}');
  return std::move(bytes_);
}

}  // namespace nearsim::protocol::json
