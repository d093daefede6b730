// The writer.  Most strings are plain, so they are copied in runs; only what JSON forbids inside quotes is
// escaped.
#include <algorithm>
#include <array>
#include <utility>

#include "protocol/copy_short.hpp"
#include "protocol/json.hpp"
#include "protocol/plain_text.hpp"
#include "protocol/utf8.hpp"
#include "protocol/write_number.hpp"

namespace nearsim::protocol::json {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

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

}  // namespace

ObjectWriter::ObjectWriter(std::size_t expected_size) : bytes_(std::max<std::size_t>(expected_size, 1)) {
  bytes_[used_++] = '{';
}

// Seldom: the expected size is nearly always enough.
[[gnu::noinline]] void ObjectWriter::grow(std::size_t bytes) {
  bytes_.resize(std::max(2 * bytes_.size(), used_ + bytes));
}

std::uint8_t* ObjectWriter::more(std::size_t bytes) {
  std::uint8_t* const at = room_for(bytes);
  used_ += bytes;
  return at;
}

void ObjectWriter::append(std::string_view text) { copy_short(more(text.size()), text); }

void ObjectWriter::key(std::string_view name) {
  const bool is_first = used_ == 1;
  std::uint8_t* at = more(name.size() + (is_first ? 3 : 4));
  if (!is_first) *at++ = ',';
  *at++ = '"';
  copy_short(at, name);
  at[name.size()] = '"';
  at[name.size() + 1] = ':';
}

void ObjectWriter::quoted(std::string_view plain) {
  std::uint8_t* const to = more(plain.size() + 2);
  to[0] = to[plain.size() + 1] = '"';
  copy_short(to + 1, plain);
}

void ObjectWriter::string(std::string_view value) {
  std::size_t i = plain_prefix(value);
  if (i == value.size()) return quoted(value);
  append("\"");
  for (std::size_t copied = 0;; i += plain_prefix(value.substr(i))) {
    const std::size_t length = i < value.size() ? utf8::length_at_front(value.substr(i)) : 0;
    if (length > 1) {
      i += length;
      continue;
    }
    append(value.substr(copied, i - copied));
    if (i == value.size()) break;
    append(length == 0 ? replacement : escape_of(value[i]).view());
    copied = ++i;
  }
  append("\"");
}

void ObjectWriter::text(std::string_view name, std::string_view value) {
  key(name);
  string(value);
}

void ObjectWriter::begin_list(std::string_view name) {
  key(name);
  append("[");
}

void ObjectWriter::texts(std::string_view name, const TextList& values) {
  begin_list(name);
  if (values.all_plain() && !values.empty()) {
    quoted(values.joined());
  } else {
    values.each([this](std::size_t i, std::string_view value) {
      if (i > 0) append(",");
      string(value);
    });
  }
  append("]");
}

void ObjectWriter::integer(std::string_view name, std::int64_t value) {
  if (value >= 0) return integer(name, static_cast<std::uint64_t>(value));
  key(name);
  append("-");
  digits(0 - static_cast<std::uint64_t>(value));
}

void ObjectWriter::integer(std::string_view name, std::uint64_t value) {
  key(name);
  digits(value);
}

void ObjectWriter::digits(std::uint64_t value) {
  std::uint8_t* const at = room_for(most_digits);
  used_ += static_cast<std::size_t>(write_number(value, at) - at);
}

std::vector<std::uint8_t> ObjectWriter::finish() && {
  append("}");
  bytes_.resize(used_);
  return std::move(bytes_);
}

}  // namespace nearsim::protocol::json
