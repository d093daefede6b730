// Values that are known to be well-formed become strings and numbers.
#include <algorithm>

#include "protocol/json.hpp"
#include "protocol/json_escape.hpp"
#include "protocol/read_number.hpp"
#include "protocol/utf8.hpp"

namespace nearsim::protocol::json {
namespace {

template <class Integer>
std::optional<Integer> integer(std::string_view raw) {
  Integer result = 0;
  const auto error = read_number(raw.data(), raw.data() + raw.size(), result).ec;
  if (error != std::errc{}) return std::nullopt;
  return result;
}

}  // namespace

std::string unescaped(const Value& text) {
  if (!text.escaped) return std::string(text.raw);
  std::string result;
  result.reserve(text.raw.size());
  for (std::string_view rest = text.raw; !rest.empty();) {
    const std::size_t run = std::min(rest.find('\\'), rest.size());
    result.append(rest.substr(0, run));
    rest.remove_prefix(run);
    if (rest.empty()) break;
    const Escape escape = escape_at_front(rest);
    utf8::append(result, escape.code);
    rest.remove_prefix(escape.length);
  }
  return result;
}

bool is_integer(const Value& number) { return number.raw.find_first_of(".eE") == std::string_view::npos; }
std::optional<std::int64_t> signed_integer(const Value& number) { return integer<std::int64_t>(number.raw); }
std::optional<std::uint64_t> unsigned_integer(const Value& number) {
  return integer<std::uint64_t>(number.raw);
}

}  // namespace nearsim::protocol::json
