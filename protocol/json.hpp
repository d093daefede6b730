// One flat JSON object (RFC 8259) to bytes and back.  Not a JSON library: there is no tree.  The reader
// checks the whole text once and notes where the values of the wanted keys lie; only those are then turned
// into strings and numbers.
//
//   {"type":"keep_alive","extra":{"a":[1,2]},"deviceId":"Ana"}      wanted: type, deviceId
//           ^ values[0]          ^ checked, then forgotten ^ values[1]
//
// Time is linear in the size; stack is bounded by `max_nesting`; nothing throws (but std::bad_alloc).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/text_list.hpp"

namespace nearsim::protocol::json {

inline constexpr std::size_t max_nesting =
    8;  // ours: containers inside each other, the outermost object included

// Writes members in the order of the calls.  Keys are literals of ours and need no escape.  Values may hold
// any bytes: the output is always valid JSON, because each byte that belongs to no UTF-8 character is
// replaced by U+FFFD.
class ObjectWriter {
 public:
  explicit ObjectWriter(std::size_t expected_size);
  void text(std::string_view key, std::string_view value);
  void texts(std::string_view key, const TextList& values);
  // So many plain texts, none longer than `longest`: write(i, at) writes one and returns where it ends.
  template <class Write>
  void plain_texts(std::string_view name, std::size_t count, std::size_t longest, Write&& write) {
    begin_list(name);
    std::uint8_t* at =
        bytes_.data() + used_;  // in registers: what is written could be the members themselves
    const std::uint8_t* end = bytes_.data() + bytes_.size();
    for (std::size_t i = 0; i < count; ++i) {
      if (end - at < static_cast<std::ptrdiff_t>(longest + 3)) [[unlikely]] {
        used_ = static_cast<std::size_t>(at - bytes_.data());
        at = room_for(longest + 3);
        end = bytes_.data() + bytes_.size();
      }
      if (i > 0) *at++ = ',';
      *at++ = '"';
      at = write(i, at);
      *at++ = '"';
    }
    used_ = static_cast<std::size_t>(at - bytes_.data());
    append("]");
  }
  void integer(std::string_view key, std::int64_t value);
  void integer(std::string_view key, std::uint64_t value);
  [[nodiscard]] std::vector<std::uint8_t> finish() &&;

 private:
  void key(std::string_view name);
  void begin_list(std::string_view name);
  void string(std::string_view value);
  void quoted(std::string_view plain);
  void digits(std::uint64_t value);
  void append(std::string_view text);
  // Behind what is written: so many more bytes may be, or will be.
  [[nodiscard]] std::uint8_t* room_for(std::size_t bytes) {
    if (bytes_.size() - used_ < bytes) grow(bytes);
    return bytes_.data() + used_;
  }
  [[nodiscard]] std::uint8_t* more(std::size_t bytes);
  void grow(std::size_t bytes);

  std::vector<std::uint8_t> bytes_;
  std::size_t used_ = 0;  // of them
};

enum class Kind : std::uint8_t {
  absent,
  text,
  number,
  list,
  other
};  // other: an object, true, false or null

struct Value {  // a view of a value that is known to be well-formed
  Kind kind = Kind::absent;
  bool escaped = false;     // a text with a backslash in it
  bool plain = false;       // a list of one plain text or more, without blanks between them
  std::size_t at = 0;       // offset of its first byte in the object's bytes
  std::size_t entries = 0;  // of a list
  std::string_view raw;     // of a text: what lies between the quotes; else all of it
};

struct Fault {
  std::size_t at = 0;
  std::string_view why;  // a literal
  bool operator==(const Fault&) const = default;
};

struct Extent {
  std::size_t closing_brace = 0;
};

// Checks that `bytes` are one object and nothing else but blanks; sets values[i] to the value of keys[i].  A
// wanted key that occurs twice is a fault; other keys are ignored, however often they occur.
[[nodiscard]] std::variant<Extent, Fault> scan_object(std::span<const std::uint8_t> bytes,
                                                      std::span<const std::string_view> keys,
                                                      std::span<Value> values);

[[nodiscard]] std::string unescaped(const Value& text);

// Of a number.  1.0 and 1e3 are no integers; the other two functions want one.
[[nodiscard]] bool is_integer(const Value& number);
[[nodiscard]] std::optional<std::int64_t> signed_integer(const Value& number);     // nothing: out of range
[[nodiscard]] std::optional<std::uint64_t> unsigned_integer(const Value& number);  // nothing: out of range

// Of a plain list: all but the bracket and the quote at each end.
[[nodiscard]] inline std::string_view joined_plain(const Value& list) {
  return list.raw.substr(2, list.raw.size() - 4);
}
// Of a list of at most `max_entries` texts; a fault names the first entry that is too many or no text.
[[nodiscard]] std::variant<TextList, Fault> texts(const Value& list, std::size_t max_entries);

}  // namespace nearsim::protocol::json
