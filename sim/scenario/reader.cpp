#include "sim/scenario/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/scenario/utf8.hpp"

namespace nearsim::scenario {
namespace {

// A number of YAML 1.2's core schema: [-+] digits [. digits] [e [-+] digits], or 0x1f, 0o17, .inf, .nan.
bool is_number(std::string_view text) {
  const auto skip_digits = [&] {
    const std::size_t n = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(n);
    return n;
  };
  if (text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'o'))
    return text.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string_view::npos;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  if (text == ".inf" || text == ".nan") return true;
  std::size_t digits = skip_digits();
  if (!text.empty() && text[0] == '.') {
    text.remove_prefix(1);
    digits += skip_digits();
  }
  if (digits == 0) return false;
  if (text.empty()) return true;
  if (text[0] != 'e' && text[0] != 'E') return false;
  text.remove_prefix(1);
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  return skip_digits() > 0 && text.empty();
}

// What the core schema does not take for text.
bool looks_like_something_else(std::string_view text) {
  constexpr std::array<std::string_view, 9> words{"true",  "True", "TRUE", "false", "False",
                                                  "FALSE", "null", "Null", "NULL"};
  if (text.empty() || text == "~" || std::find(words.begin(), words.end(), text) != words.end()) return true;
  return is_number(text);
}

}  // namespace

std::string_view kind_name(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null: return "nothing";
    case Node::Kind::scalar: return "a single value";
    case Node::Kind::sequence: return "a list";
    case Node::Kind::map: return "a map";
  }
  return "nothing";
}

bool Reader::is_map(const Node& node, std::string_view name) {
  if (node.kind == Node::Kind::map) return true;
  findings_->error(node.at, fmt::format("{}: a map is expected here, not {}", name, kind_name(node)),
                   "write {key: value, ...}");
  return false;
}

bool Reader::is_sequence(const Node& node, std::string_view name) {
  if (node.kind == Node::Kind::sequence) return true;
  findings_->error(node.at, fmt::format("{}: a list is expected here, not {}", name, kind_name(node)),
                   "write [a, b] or lines that begin with '- '");
  return false;
}

bool Reader::is_scalar(const Node& node, std::string_view name) {
  if (node.kind == Node::Kind::scalar) return true;
  if (node.kind == Node::Kind::null)
    findings_->error(node.at, fmt::format("{}: the value is missing", name),
                     "write one, or leave the key out");
  else
    findings_->error(
        node.at, fmt::format("{}: a single value is expected here, not {}", name, kind_name(node)),
        node.kind == Node::Kind::map ? "write one value, without { }" : "write one value, without [ ]");
  return false;
}

bool Reader::text(const Node& node, std::string_view name, std::string& out) {
  if (!is_scalar(node, name)) return false;
  if (!node.quoted && looks_like_something_else(node.text)) {
    findings_->error(node.at,
                     fmt::format("{}: text is expected here, and {} is none in YAML", name, node.text),
                     fmt::format("put it in quotes: \"{}\"", node.text));
    return false;
  }
  if (!is_one_line(node.text)) {
    findings_->error(node.at, fmt::format("{}: the text holds a character that cannot be shown", name),
                     "names and texts are one line without control characters");
    return false;
  }
  out = node.text;
  return true;
}

bool Reader::is_quoted(const Node& node, std::string_view name) {
  if (!node.quoted) return false;
  findings_->error(node.at, fmt::format("{}: this is text, because it is in quotes", name),
                   fmt::format("write {} without quotes", node.text));
  return true;
}

bool Reader::accept(const Node& node, std::string_view name, const Outcome& outcome) {
  if (outcome) findings_->error(node.at, fmt::format("{}: {}", name, outcome->message), outcome->hint);
  return !outcome;
}

Map::Map(Reader& reader, const Node& node, const Table& table, std::vector<std::string_view> more)
    : reader_(&reader), node_(&node) {
  std::vector<std::string_view> known = std::move(more);
  for (const Key& key : table.keys) known.push_back(key.name);
  for (const Node& key : node.keys) {
    if (key.kind != Node::Kind::scalar || (key.text == "<<" && !key.quoted))
      continue;  // complained about already
    if (std::find(known.begin(), known.end(), key.text) != known.end()) continue;
    const auto other = std::find_if(table.elsewhere.begin(), table.elsewhere.end(),
                                    [&](const Elsewhere& e) { return e.name == key.text; });
    reader.findings().error(
        key.at, fmt::format("{} has no key '{}'", table.what, key.text),
        other == table.elsewhere.end() ? suggest(key.text, known, "its keys") : std::string(other->hint));
  }
  for (const Key& key : table.keys)
    if (key.required && find(key.name) == nullptr)
      reader.findings().error(node.at, fmt::format("{} needs the key '{}'", table.what, key.name),
                              fmt::format("{}: {}", key.name, key.doc));
}

const Node* Map::find(std::string_view key) const {
  for (std::size_t i = 0; i < node_->keys.size(); ++i)
    if (node_->keys[i].kind == Node::Kind::scalar && node_->keys[i].text == key) return &node_->items[i];
  return nullptr;
}

const Node* Map::key_of(std::string_view key) const {
  for (const Node& node : node_->keys)
    if (node.kind == Node::Kind::scalar && node.text == key) return &node;
  return nullptr;
}

}  // namespace nearsim::scenario
