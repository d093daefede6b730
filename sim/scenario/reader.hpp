// The strict reader: from a tree to typed values.  Nothing is guessed and nothing is ignored: a map knows the
// keys it may have and complains about every other one, a number knows its unit and its limits, and every
// complaint stands at the place in the file that caused it.
//
//   Map map(reader, node, device_keys);                the keys it may have; complains about others
//   map.read("start", device.start, limits(0s, 1h));   leaves the value alone if the key is absent
//   map.settings(device.clock);                        every field of a settings struct
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/quantity.hpp"
#include "sim/scenario/source.hpp"
#include "sim/scenario/tree.hpp"

namespace nearsim::scenario {

// One key of one kind of map, for the reader, the schema and the manual.
struct Key {
  std::string_view name;
  std::string_view type;  // a definition of the schema, see schema.cpp
  std::string_view doc;
  bool required = false;
};
// What somebody may look for under a name that the language does not have there.
struct Elsewhere {
  std::string_view name;
  std::string_view hint;
};
struct Table {
  std::string_view what;  // "a device"
  std::span<const Key> keys;
  std::span<const Elsewhere> elsewhere;
};

// Collects the names of a settings struct's fields.
struct FieldNames {
  std::vector<std::string_view> names;
  template <class T, class... Rest>
  void operator()(std::string_view name, const T&, std::string_view, const Rest&...) {
    names.push_back(name);
  }
};
template <class S>
[[nodiscard]] std::vector<std::string_view> field_names() {
  FieldNames collect;
  const S sample{};
  S::fields(sample, collect);
  return std::move(collect.names);
}

// A struct that lists its fields, and so reads as a map.
template <class T>
concept Settings = std::is_class_v<T> && requires(T& t, FieldNames& v) {
  T::fields(t, v);
};

class Reader {
 public:
  explicit Reader(Findings& findings) : findings_(&findings) {}
  [[nodiscard]] Findings& findings() { return *findings_; }

  // Each complains and returns false if the node is nothing of the kind; `name` is what the user calls it.
  [[nodiscard]] bool text(const Node& node, std::string_view name, std::string& out);
  [[nodiscard]] bool is_map(const Node& node, std::string_view name);
  [[nodiscard]] bool is_sequence(const Node& node, std::string_view name);
  [[nodiscard]] bool is_scalar(const Node& node, std::string_view name);
  template <class T>
  bool value(const Node& node, std::string_view name, T& out, std::optional<Limits<T>> limits = {}) {
    if (!is_scalar(node, name)) return false;
    if constexpr (std::is_same_v<T, bool> || std::is_integral_v<T>)
      if (is_quoted(node, name)) return false;
    return accept(node, name, parse_any(node.text, out, limits));
  }
  bool seed(const Node& node, std::string_view name, std::uint64_t& out) {
    return is_scalar(node, name) && !is_quoted(node, name) && accept(node, name, parse(node.text, out));
  }
  bool accept(const Node& node, std::string_view name, const Outcome& outcome);

 private:
  [[nodiscard]] bool is_quoted(const Node& node, std::string_view name);
  Findings* findings_;
};

[[nodiscard]] std::string_view kind_name(const Node& node);  // "a list", "a map", ...

class Map {
 public:
  // Complains about unknown and missing keys at once.  `more`: keys beside the table's, of settings
  // structs.
  Map(Reader& reader, const Node& node, const Table& table, std::vector<std::string_view> more = {});

  [[nodiscard]] const Node* find(std::string_view key) const;
  [[nodiscard]] const Node* key_of(
      std::string_view key) const;  // the node of the key itself, for its position
  [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }
  [[nodiscard]] const Node& node() const { return *node_; }

  template <class T>
  bool read(std::string_view key, T& out, std::optional<Limits<T>> limits = {}) {
    const Node* found = find(key);
    if (found == nullptr) return false;
    if constexpr (std::is_same_v<T, std::string>) return reader_->text(*found, key, out);
    else if constexpr (std::is_same_v<T, std::uint64_t>) return reader_->seed(*found, key, out);
    else return reader_->value(*found, key, out, limits);
  }
  template <class S>
  void settings(S& out);

 private:
  Reader* reader_;
  const Node* node_;
};

// The fields of `out` from a map that has nothing else in it.
template <class S>
void read_settings(Reader& reader, const Node& node, std::string_view what, S& out) {
  if (!reader.is_map(node, what)) return;
  Map(reader, node, Table{what, {}, {}}, field_names<S>()).settings(out);
}

// The visitor that fills a settings struct.
class SettingsReader {
 public:
  SettingsReader(Map& map, Reader& reader) : map_(map), reader_(reader) {}
  template <class T>
  void operator()(std::string_view name, T& member, std::string_view) {
    if constexpr (Settings<T>) {
      if (const Node* found = map_.find(name)) read_settings(reader_, *found, name, member);
    } else {
      map_.read(name, member);
    }
  }
  template <class T>
  void operator()(std::string_view name, T& member, std::string_view, const Limits<T>& limits) {
    map_.read(name, member, std::optional(limits));
  }

 private:
  Map& map_;
  Reader& reader_;
};

template <class S>
void Map::settings(S& out) {
  SettingsReader visit(*this, *reader_);
  S::fields(out, visit);
}

}  // namespace nearsim::scenario
