#include "sim/scenario/json_text.hpp"

#include <fmt/format.h>

namespace nearsim::scenario {

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += {'\\', c};
    else if (static_cast<unsigned char>(c) < 0x20) out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else out += c;
  }
  return out + "\"";
}

std::string json_list(const std::vector<std::string>& items) {
  std::string out = "[";
  for (const std::string& item : items) out += (out.size() > 1 ? "," : "") + item;
  return out + "]";
}

std::string json_strings(const std::vector<std::string_view>& texts) {
  std::vector<std::string> items;
  for (const std::string_view text : texts) items.push_back(json_string(text));
  return json_list(items);
}

JsonObject& JsonObject::add(std::string_view key, std::string_view json) {
  if (!out_.empty()) out_ += ',';
  out_ += json_string(key);
  out_ += ':';
  out_ += json;
  return *this;
}

std::string indent_json(std::string_view json) {
  std::string out;
  std::size_t depth = 0;
  const auto line = [&] { out += "\n" + std::string(2 * depth, ' '); };
  bool quoted = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (quoted) {
      out += c;
      if (c == '\\') out += json[++i];
      else if (c == '"') quoted = false;
      continue;
    }
    const bool opens = c == '{' || c == '[', closes = c == '}' || c == ']';
    const bool is_empty = opens && i + 1 < json.size() && (json[i + 1] == '}' || json[i + 1] == ']');
    if (closes && i > 0 && json[i - 1] != '{' && json[i - 1] != '[') --depth, line();
    out += c;
    quoted = c == '"';
    if (opens && !is_empty) ++depth, line();
    if (c == ',') line();
    if (c == ':') out += ' ';
  }
  return out + "\n";
}

}  // namespace nearsim::scenario
