// A small JSON writer: enough for the schema, with the order of keys as written.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace nearsim::scenario {

[[nodiscard]] std::string json_string(std::string_view text);
[[nodiscard]] std::string json_strings(const std::vector<std::string_view>& texts);

// {"a": ..., "b": ...}; values are JSON already.
class JsonObject {
 public:
  JsonObject& add(std::string_view key, std::string_view json);
  JsonObject& text(std::string_view key, std::string_view value) { return add(key, json_string(value)); }
  JsonObject& number(std::string_view key, std::int64_t value) { return add(key, std::to_string(value)); }
  [[nodiscard]] bool empty() const { return out_.empty(); }
  [[nodiscard]] std::string str() const { return "{" + out_ + "}"; }

 private:
  std::string out_;
};

[[nodiscard]] std::string json_list(const std::vector<std::string>& items);  // items are JSON already

[[nodiscard]] std::string indent_json(std::string_view json);  // one key a line, for people and for diffs

}  // namespace nearsim::scenario
