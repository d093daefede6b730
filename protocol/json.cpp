// The reader.  A cursor runs over the bytes once; the first fault stops it and stays.
#include "protocol/json.hpp"

#include <algorithm>

#include "protocol/json_escape.hpp"
#include "protocol/plain_text.hpp"
#include "protocol/utf8.hpp"

namespace nearsim::protocol::json {
namespace {

constexpr std::string_view cut_number = "the message ends inside a number";
constexpr std::string_view cut_object = "the message ends inside an object";
constexpr std::string_view cut_list = "the message ends inside a list";
constexpr std::string_view cut_value = "the message ends where a value should be";

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

struct Wanted {
  std::span<const std::string_view> keys;
  std::span<Value> values;

  [[nodiscard]] Value* find(const Value& key) const {
    if (keys.empty()) return nullptr;
    if (key.escaped) return find(std::string_view(unescaped(key)));
    return find(key.raw);
  }
  [[nodiscard]] Value* find(std::string_view key) const {
    for (std::size_t i = 0; i < keys.size(); ++i)  // sizes and first letters tell nearly all of them apart
      if (keys[i].size() == key.size() && keys[i].starts_with(key.substr(0, 1)) && keys[i] == key)
        return &values[i];
    return nullptr;
  }
};

class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : bytes_(bytes) {}

  [[nodiscard]] const Fault& fault() const { return fault_; }
  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] bool at_end() const { return at_ == bytes_.size(); }
  [[nodiscard]] bool sees(char c) const { return !at_end() && bytes_[at_] == c; }
  void step() { ++at_; }

  void skip_blanks() {
    while (!at_end() && is_blank(bytes_[at_])) ++at_;
  }

  bool fail(std::size_t where, std::string_view why) {
    fault_ = {where, why};
    return false;
  }
  bool fail_here(std::string_view why) { return fail(at_, why); }

  // Each of these starts at the first byte of its value, steps over it, and returns whether it is
  // well-formed.
  bool object(const Wanted& wanted, std::size_t nesting);
  bool value(Value& out, std::size_t nesting);
  // Nearly every string: false, and nothing is stepped over, if this is another or none.
  bool plain_string(std::string_view& raw) {
    if (!sees('"')) return false;
    const std::string_view rest = bytes_.substr(at_ + 1);
    const std::size_t length = plain_prefix(rest);
    if (length == rest.size() || rest[length] != '"') return false;
    raw = rest.substr(0, length);
    at_ += length + 2;
    return true;
  }

 private:
  bool member(const Wanted& wanted, std::size_t nesting);
  bool plain_list(Value& out);
  bool list(Value& out, std::size_t nesting);
  bool string(Value& out);
  bool escape(Value& out);
  bool number();
  bool digits();
  bool word(std::string_view expected);

  std::string_view bytes_;
  std::size_t at_ = 0;
  Fault fault_;
};

bool Cursor::object(const Wanted& wanted, std::size_t nesting) {
  if (nesting > max_nesting) return fail_here("nested too deeply");
  step();
  skip_blanks();
  if (sees('}')) return step(), true;
  while (true) {
    if (!member(wanted, nesting)) return false;
    skip_blanks();
    if (at_end()) return fail_here(cut_object);
    if (sees('}')) return step(), true;
    if (!sees(',')) return fail_here("expected ',' or '}'");
    step();
    skip_blanks();
  }
}

bool Cursor::member(const Wanted& wanted, std::size_t nesting) {
  if (at_end()) return fail_here(cut_object);
  if (!sees('"')) return fail_here("expected a key in quotes");
  Value key;
  if (!string(key)) return false;
  Value* const slot = wanted.find(key);
  if (slot != nullptr && slot->kind != Kind::absent) return fail(key.at, "this key occurs twice");
  skip_blanks();
  if (at_end()) return fail_here(cut_object);
  if (!sees(':')) return fail_here("expected ':'");
  step();
  skip_blanks();
  Value unwanted;
  return value(slot != nullptr ? *slot : unwanted, nesting + 1);
}

// Nearly every list: plain strings, and nothing but a comma between two of them.  False, and nothing is
// stepped over, if this is another.
bool Cursor::plain_list(Value& out) {
  const char *at = bytes_.data() + at_, *const end = bytes_.data() + bytes_.size();
  std::size_t entries = 0;
  do {  // at the bracket or a comma
    if (end - at < 2 || at[1] != '"') return false;
    at = plain_end(at + 2, end);
    if (end - at < 2 || *at != '"') return false;
    ++at;
    ++entries;
  } while (*at == ',');
  if (*at != ']') return false;
  at_ = static_cast<std::size_t>(at + 1 - bytes_.data());
  out.entries = entries;
  return out.plain = true;
}

bool Cursor::list(Value& out, std::size_t nesting) {
  if (nesting > max_nesting) return fail_here("nested too deeply");
  if (plain_list(out)) return true;
  step();
  skip_blanks();
  if (sees(']')) return step(), true;
  while (true) {
    std::string_view text;
    Value entry;
    if (!plain_string(text) && !value(entry, nesting + 1)) return false;
    ++out.entries;
    skip_blanks();
    if (at_end()) return fail_here(cut_list);
    if (sees(']')) return step(), true;
    if (!sees(',')) return fail_here("expected ',' or ']'");
    step();
    skip_blanks();
  }
}

bool Cursor::value(Value& out, std::size_t nesting) {
  if (at_end()) return fail_here(cut_value);
  const char first = bytes_[at_];
  if (first == '"') return string(out);
  out.at = at_;
  bool good = false;
  if (first == '[') {
    out.kind = Kind::list;
    good = list(out, nesting);
  } else if (first == '-' || is_digit(first)) {
    out.kind = Kind::number;
    good = number();
  } else {
    out.kind = Kind::other;
    good = first == '{'   ? object({}, nesting)
           : first == 't' ? word("true")
           : first == 'f' ? word("false")
           : first == 'n' ? word("null")
                          : fail_here("expected a value");
  }
  out.raw = bytes_.substr(out.at, at_ - out.at);
  return good;
}

bool Cursor::string(Value& out) {
  out.kind = Kind::text;
  out.at = at_;
  if (plain_string(out.raw)) return true;
  step();
  const std::size_t begin = at_;
  while (true) {
    at_ += plain_prefix(bytes_.substr(at_));
    if (at_end()) return fail_here(cut_string);
    const auto byte = static_cast<unsigned char>(bytes_[at_]);
    if (byte == '"') break;
    if (byte == '\\') {
      if (!escape(out)) return false;
      continue;
    }
    if (byte < 0x20) return fail_here("a control character in a string must be escaped");
    const std::size_t length = utf8::length_at_front(bytes_.substr(at_));
    if (length == 0) return fail_here("not UTF-8");
    at_ += length;
  }
  out.raw = bytes_.substr(begin, at_ - begin);
  step();
  return true;
}

bool Cursor::escape(Value& out) {
  const Escape escape = escape_at_front(bytes_.substr(at_));
  if (!escape.why.empty()) return fail(escape.why == cut_string ? bytes_.size() : at_, escape.why);
  out.escaped = true;
  at_ += escape.length;
  return true;
}

bool Cursor::number() {
  if (sees('-')) step();
  const bool leading_zero = sees('0');
  const std::size_t begin = at_;
  if (!digits()) return false;
  if (leading_zero && at_ - begin > 1) return fail(begin, "a number may not begin with 0");
  if (sees('.')) {
    step();
    if (!digits()) return false;
  }
  if (sees('e') || sees('E')) {
    step();
    if (sees('+') || sees('-')) step();
    if (!digits()) return false;
  }
  return true;
}

bool Cursor::digits() {
  const std::size_t begin = at_;
  while (!at_end() && is_digit(bytes_[at_])) ++at_;
  if (at_ > begin) return true;
  return fail_here(at_end() ? cut_number : "expected a digit");
}

bool Cursor::word(std::string_view expected) {
  for (const char c : expected) {
    if (at_end()) return fail_here(cut_value);
    if (!sees(c)) return fail_here("expected true, false or null");
    step();
  }
  return true;
}

}  // namespace

std::variant<Extent, Fault> scan_object(std::span<const std::uint8_t> bytes,
                                        std::span<const std::string_view> keys, std::span<Value> values) {
  Cursor cursor({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  cursor.skip_blanks();
  if (!cursor.sees('{')) return Fault{cursor.at(), "expected '{'"};
  if (!cursor.object({keys, values}, 1)) return cursor.fault();
  const Extent extent{cursor.at() - 1};
  cursor.skip_blanks();
  if (!cursor.at_end()) return Fault{cursor.at(), "bytes after the message"};
  return extent;
}

std::variant<TextList, Fault> texts(const Value& list, std::size_t max_entries) {
  TextList result;
  if (list.entries == 0) return result;
  if (list.plain && list.entries <= max_entries) return TextList::plain(joined_plain(list), list.entries);
  result.reserve(std::min(list.entries, max_entries), list.raw.size());
  Cursor cursor(list.raw);
  for (std::size_t i = 0; i < list.entries; ++i) {
    cursor.step();  // over the bracket or the comma
    cursor.skip_blanks();
    if (i == max_entries) return Fault{list.at + cursor.at(), "too many entries in this list"};
    if (std::string_view text; cursor.plain_string(text)) {
      result.push_back(text);
    } else {
      Value entry;
      if (!cursor.value(entry, 1) || entry.kind != Kind::text)
        return Fault{list.at + entry.at, "expected a string in this list"};
      result.push_back(unescaped(entry));
    }
    cursor.skip_blanks();
  }
  return result;
}

}  // namespace nearsim::protocol::json
