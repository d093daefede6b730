// What an expectation or a trigger speaks about: `usable: all`, `visible: {from: Ana, to: Bob}`, `invite:
// any`, `send: {from: Ana, type: chat}`.
#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/loading.hpp"
#include "sim/scenario/meters.hpp"
#include "sim/scenario/vocabulary.hpp"

namespace nearsim::scenario {
namespace {

bool read_ends(Loading& loading, const Map& map, All all, Subject& subject) {
  bool is_good = true;
  if (const Node* from = map.find("from")) is_good = read_device(loading, *from, "from", all, subject.from);
  if (const Node* to = map.find("to")) is_good = read_device(loading, *to, "to", all, subject.to) && is_good;
  if (!is_good || subject.from.empty() || subject.from != subject.to) return is_good;
  loading.findings().error(map.find("to")->at, fmt::format("to: '{}' is both ends", subject.to),
                           "name another device");
  return false;
}

bool read_fact(Loading& loading, const Node& key, const Node* value, Subject& subject) {
  if (value == nullptr || (value->kind == Node::Kind::scalar && value->text == "all")) {
    if (loading.devices.size() >= 2 || loading.misses_devices) return true;
    loading.findings().error(key.at, fmt::format("{}: there is only one device, so no pair", subject.name),
                             "facts are about pairs of devices");
    return false;
  }
  if (value->kind == Node::Kind::map) {
    const Map map(loading.reader, *value, Table{subject.name, {}, {}}, {"from", "to"});
    for (const std::string_view end : {"from", "to"})
      if (!map.has(end)) {
        loading.findings().error(value->at, fmt::format("{}: '{}' is missing", subject.name, end),
                                 "write {from: Ana, to: Bob}");
        return false;
      }
    return read_ends(loading, map, All::refused, subject);
  }
  if (value->kind == Node::Kind::scalar) {
    loading.findings().error(value->at,
                             fmt::format("{}: '{}' is no pair of devices", subject.name, value->text),
                             "write all, [Ana, Bob] or {from: Ana, to: Bob}");
    return false;
  }
  if (!read_devices(loading, *value, subject.name, All::allowed, subject.devices)) return false;
  if (subject.devices.size() >= 2) return true;
  loading.findings().error(value->at, fmt::format("{}: one device is no pair", subject.name),
                           "name two or more");
  return false;
}

std::string filter_list(const Counter& counter) {
  std::string out = "from, to";
  for (const Filter& filter : filters())
    if (applies(filter, counter)) out += fmt::format(", {}", filter.name);
  return out;
}

bool read_filter(Loading& loading, const Counter& counter, const Node& key, const Node& value,
                 Subject& subject) {
  const Filter* filter = find_filter(key.text);
  if (filter == nullptr || !applies(*filter, counter)) {
    std::vector<std::string_view> known{"from", "to"};
    for (const Filter& f : filters())
      if (applies(f, counter)) known.push_back(f.name);
    loading.findings().error(key.at, fmt::format("{} cannot be narrowed by '{}'", counter.name, key.text),
                             suggest(key.text, known, "by"));
    return false;
  }
  for (const auto& [field, text] : counter.where)
    if (field == key.text) {
      loading.findings().error(key.at, fmt::format("{} means {}: {} already", counter.name, field, text),
                               fmt::format("use {} to choose another", counter.verb));
      return false;
    }
  std::string text;
  if (filter->numeric) {
    int number = 0;
    if (!loading.reader.value(value, key.text, number)) return false;
    text = fmt::format("{}", number);
  } else if (!loading.reader.text(value, key.text, text)) {
    return false;
  }
  if (!filter->values.empty() &&
      std::find(filter->values.begin(), filter->values.end(), text) == filter->values.end()) {
    loading.findings().error(value.at, fmt::format("{}: '{}' is not one of its values", key.text, text),
                             suggest(text, filter->values, "one of"));
    return false;
  }
  subject.where.emplace_back(key.text, text);
  return true;
}

bool read_counter(Loading& loading, const Counter& counter, const Node* value, Subject& subject) {
  if (value == nullptr || (value->kind == Node::Kind::scalar && value->text == "any")) return true;
  if (value->kind != Node::Kind::map) {
    loading.findings().error(
        value->at,
        fmt::format(
            "{}: `any` or a map of filters is expected here, not {}", counter.name,
            value->kind == Node::Kind::scalar ? "'" + value->text + "'" : std::string(kind_name(*value))),
        fmt::format("filters: {}", filter_list(counter)));
    return false;
  }
  bool is_good = true;
  for (std::size_t i = 0; i < value->keys.size(); ++i) {
    const Node& key = value->keys[i];
    if (key.kind != Node::Kind::scalar) return false;
    if (key.text != "from" && key.text != "to")
      is_good = read_filter(loading, counter, key, value->items[i], subject) && is_good;
  }
  std::vector<std::string_view> known;
  for (const Node& key : value->keys) known.push_back(key.text);
  return read_ends(loading, Map(loading.reader, *value, Table{counter.name, {}, {}}, std::move(known)),
                   All::allowed, subject) &&
         is_good;
}

// `bytes_sent: {from: Ana, over: wifi}`: whose, to whom, and on what.
bool read_meter(Loading& loading, const Meter& meter, const Node* value, Subject& subject) {
  if (value == nullptr || (value->kind == Node::Kind::scalar && value->text == "any")) return true;
  if (!loading.reader.is_map(*value, meter.name)) return false;
  std::vector<std::string_view> known{"from"};
  if (has_ends(meter)) known.push_back("to");
  known.push_back(meter.part);
  const Map map(loading.reader, *value, Table{meter.name, {}, {}}, known);
  std::string part;
  if (const Node* node = map.find(meter.part)) {
    if (!loading.reader.text(*node, meter.part, part)) return false;
    if (std::find(meter.parts.begin(), meter.parts.end(), part) == meter.parts.end()) {
      loading.findings().error(node->at, fmt::format("{}: '{}' is not one of its values", meter.part, part),
                               suggest(part, meter.parts, "one of"));
      return false;
    }
    subject.where.emplace_back(meter.part, part);
  }
  return read_ends(loading, map, All::allowed, subject);
}

}  // namespace

std::optional<Subject> read_subject(Loading& loading, const Node& key, const Node* value) {
  Subject subject;
  subject.name = key.text;
  if (find_fact(key.text) != nullptr) {
    if (!read_fact(loading, key, value, subject)) return {};
    return subject;
  }
  if (const Counter* counter = find_counter(key.text)) {
    if (!read_counter(loading, *counter, value, subject)) return {};
    return subject;
  }
  if (const Meter* meter = find_meter(key.text)) {
    if (!read_meter(loading, *meter, value, subject)) return {};
    return subject;
  }
  loading.findings().error(key.at, fmt::format("there is no fact or counter '{}'", key.text),
                           suggest(key.text, subject_names(), "facts and counters"));
  return {};
}

std::optional<Subject> read_subject_value(Loading& loading, const Node& node, std::string_view name) {
  if (node.kind == Node::Kind::scalar) return read_subject(loading, node, nullptr);
  if (node.kind == Node::Kind::map && node.keys.size() == 1 && node.keys[0].kind == Node::Kind::scalar)
    return read_subject(loading, node.keys[0], &node.items[0]);
  loading.findings().error(node.at,
                           fmt::format("{}: one fact or counter is expected here, not {}", name,
                                       node.kind == Node::Kind::map ? "several" : kind_name(node)),
                           "write e.g. dual_session, or {usable: [Ana, Bob]}");
  return {};
}

}  // namespace nearsim::scenario
