// `expect:`.
#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/expectation_text.hpp"
#include "sim/scenario/language.hpp"
#include "sim/scenario/loading.hpp"
#include "sim/scenario/meters.hpp"
#include "sim/scenario/vocabulary.hpp"

namespace nearsim::scenario {
namespace {

enum class Speaks { of_facts, of_counters, of_both };

Speaks speaks(Quantifier quantifier) {
  switch (quantifier) {
    case Quantifier::within:
    case Quantifier::after_heal:
    case Quantifier::always: return Speaks::of_facts;
    case Quantifier::at_most:
    case Quantifier::at_least:
    case Quantifier::exactly: return Speaks::of_counters;
    case Quantifier::never:
    case Quantifier::sometimes: return Speaks::of_both;
  }
  return Speaks::of_both;
}

bool is_quantifier(std::string_view key) { return protocol::named<Quantifier>(key).has_value(); }
bool is_clause(std::string_view key) {
  return key == "during" || key == "between" || key == "until" || key == "per" || key == "must_fail";
}

bool is_subject(std::string_view key) {
  return find_fact(key) != nullptr || find_counter(key) != nullptr || find_meter(key) != nullptr;
}

// `at_most: 3` of a counter, `at_most: 20kB` or `at_most: 200ms` of a meter.
bool read_amount(Loading& loading, const Node& value, std::string_view name, const Meter* meter,
                 std::int64_t& out) {
  if (meter == nullptr || meter->unit == MeterUnit::number) return loading.reader.value(value, name, out);
  if (meter->unit == MeterUnit::time) {
    Duration time{};
    if (!loading.reader.value(value, name, time, std::optional(protocol::any_time))) return false;
    out = time.count();
    return true;
  }
  base::Bytes size{};
  if (!loading.reader.value(value, name, size)) return false;
  out = size.count;
  return true;
}

// Also where the rest of the subject is wrong: that was complained about.
const Meter* meter_beside(const Node& node) {
  for (const Node& key : node.keys)
    if (const Meter* found = find_meter(key.text)) return found;
  return nullptr;
}

// The one quantifier among the keys, or a complaint.
const Node* find_quantifier(Loading& loading, const Node& node) {
  const Node* found = nullptr;
  for (const Node& key : node.keys) {
    if (key.kind != Node::Kind::scalar || !is_quantifier(key.text)) continue;
    if (found != nullptr) {
      loading.findings().error(key.at, fmt::format("'{}' beside '{}'", key.text, found->text),
                               "write two entries");
      return nullptr;
    }
    found = &key;
  }
  if (found == nullptr)
    loading.findings().error(node.at, "an expectation does not say how it is judged",
                             suggest("", all_names<Quantifier>(), "begin with one of"));
  return found;
}

// The subject beside `within: 5s` or `at_most: 3`.
std::optional<Subject> subject_beside(Loading& loading, const Node& node, const Node& quantifier) {
  const Node *key = nullptr, *value = nullptr;
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    const Node& here = node.keys[i];
    if (here.kind != Node::Kind::scalar || is_quantifier(here.text) || is_clause(here.text)) continue;
    if (!is_subject(here.text)) return {};  // complained about
    if (key != nullptr) {
      loading.findings().error(here.at, fmt::format("'{}' beside '{}'", here.text, key->text),
                               "write two entries");
      return {};
    }
    key = &here;
    value = &node.items[i];
  }
  if (key == nullptr) {
    const bool of_facts = speaks(*protocol::named<Quantifier>(quantifier.text)) == Speaks::of_facts;
    loading.findings().error(
        quantifier.at, fmt::format("{} what?", quantifier.text),
        of_facts ? "add a fact, e.g. usable: all" : "add a counter, e.g. invite: {from: Ana}");
    return {};
  }
  if (value->kind == Node::Kind::null) {
    loading.findings().error(value->at, fmt::format("{}: the value is missing", key->text),
                             find_fact(key->text) != nullptr ? "write all, [Ana, Bob] or {from: Ana, to: Bob}"
                                                             : "write any, or a map of filters");
    return {};
  }
  return read_subject(loading, *key, value);
}

// `never: dual_session` has its subject in itself; another beside it would be ignored.
void refuse_subject_beside(Loading& loading, const Node& node, const Node& quantifier) {
  for (const Node& key : node.keys)
    if (is_subject(key.text))
      loading.findings().error(key.at, fmt::format("'{}' beside '{}'", key.text, quantifier.text),
                               fmt::format("write {}: {{{}: ...}}", quantifier.text, key.text));
}

bool suits(Loading& loading, const Node& quantifier, Quantifier q, const Subject& subject) {
  const bool is_fact = find_fact(subject.name) != nullptr;
  if (speaks(q) == Speaks::of_facts && !is_fact) {
    loading.findings().error(
        quantifier.at,
        fmt::format("'{}' speaks of facts, and {} is a {}", quantifier.text, subject.name,
                    find_meter(subject.name) == nullptr ? "counter" : "meter"),
        "counters go with at_most, at_least, exactly, never and sometimes, and with during");
    return false;
  }
  if (speaks(q) == Speaks::of_counters && is_fact) {
    loading.findings().error(
        quantifier.at,
        fmt::format("'{}' speaks of counters, and {} is a fact", quantifier.text, subject.name),
        "facts go with within, after_heal, never, always and sometimes");
    return false;
  }
  return true;
}

std::optional<Window> read_during(Loading& loading, const Node& node) {
  if (node.kind != Node::Kind::sequence || node.items.size() != 2) {
    loading.findings().error(node.at, "during: two times are expected here", "write [0s, 5s]");
    return {};
  }
  Window window;
  const bool from =
      loading.reader.value(node.items[0], "during", window.from, std::optional(protocol::any_time));
  const bool to =
      loading.reader.value(node.items[1], "during", window.to, std::optional(protocol::any_time_or_none));
  if (!from || !to) return {};
  if (window.from < window.to && window.from < loading.scenario.run_for) return window;
  loading.findings().error(node.at,
                           window.from < window.to
                               ? fmt::format("during: the run ends at {}", text_of(loading.scenario.run_for))
                               : "during: it ends before it begins",
                           "write [from, to] within run_for");
  return {};
}

// `between: [outage, back]` or `until: back`; whether anything is so called is asked when all has been read.
std::optional<Between> read_between(Loading& loading, const Map& map, Mark& mark) {
  Between between;
  if (const Node* until = map.find("until")) {
    mark = until->at;
    if (!read_name(loading, *until, "until", between.to)) return {};
    return between;
  }
  const Node* names = map.find("between");
  if (names == nullptr) return {};
  mark = names->at;
  if (names->kind != Node::Kind::sequence || names->items.size() != 2) {
    loading.findings().error(names->at, "between: two names of faults or steps are expected here",
                             "write [outage, back]; for times there is `during`");
    return {};
  }
  if (!read_name(loading, names->items[0], "between", between.from) ||
      !read_name(loading, names->items[1], "between", between.to))
    return {};
  return between;
}

// The part of the run that is meant: at most one of its keys, and none beside a bound.
void read_part(Loading& loading, const Map& map, const Node& quantifier, Expectation& out, Mark& mark) {
  const bool is_bounded = out.quantifier == Quantifier::within || out.quantifier == Quantifier::after_heal;
  std::string_view first;
  for (const std::string_view word : {"during", "between", "until"}) {
    const Node* key = map.key_of(word);
    if (key == nullptr) continue;
    if (is_bounded)
      loading.findings().error(key->at, fmt::format("'{}' beside '{}'", word, quantifier.text),
                               "the bound says already until when");
    else if (!first.empty())
      loading.findings().error(key->at, fmt::format("'{}' beside '{}'", word, first), "one of them says it");
    first = word;
  }
  if (const Node* during = map.find("during")) out.during = read_during(loading, *during);
  out.between = read_between(loading, map, mark);
}

void load_must_fail(Loading& loading, const Map& map) {
  std::string what;
  if (!loading.reader.text(*map.find("must_fail"), "must_fail", what)) return;
  for (const Node& key : map.node().keys)
    if (key.text != "must_fail")
      loading.findings().error(key.at, fmt::format("'{}' beside 'must_fail'", key.text),
                               "must_fail names an invariant or another expectation; write two entries");
  loading.scenario.must_fail.push_back(std::move(what));
  loading.must_fail_marks.push_back(map.find("must_fail")->at);
}

void load_expectation(Loading& loading, const Node& node) {
  if (!loading.reader.is_map(node, "an expectation")) return;
  Map map(loading.reader, node, language::expectation, subject_names());
  if (map.has("must_fail")) return load_must_fail(loading, map);
  const Node* quantifier = find_quantifier(loading, node);
  if (quantifier == nullptr) return;
  Expectation out;
  out.quantifier = *protocol::named<Quantifier>(quantifier->text);
  const Node& value = *map.find(quantifier->text);
  std::optional<Subject> subject;
  bool is_good = true;
  switch (out.quantifier) {
    case Quantifier::within:
    case Quantifier::after_heal:
      is_good = loading.reader.value(value, quantifier->text, out.bound, std::optional(protocol::any_time));
      subject = subject_beside(loading, node, *quantifier);
      break;
    case Quantifier::at_most:
    case Quantifier::at_least:
    case Quantifier::exactly:
      subject = subject_beside(loading, node, *quantifier);
      is_good = read_amount(loading, value, quantifier->text, meter_beside(node), out.count);
      break;
    case Quantifier::never:
    case Quantifier::always:
    case Quantifier::sometimes:
      subject = read_subject_value(loading, value, quantifier->text);
      refuse_subject_beside(loading, node, *quantifier);
  }
  if (!subject || !suits(loading, *quantifier, out.quantifier, *subject)) return;
  Mark between_mark = value.at;
  read_part(loading, map, *quantifier, out, between_mark);
  if (const Node* per = map.find("per")) {
    is_good = loading.reader.value(*per, "per", out.per) && is_good;
    if (find_fact(subject->name) != nullptr)
      loading.findings().error(map.key_of("per")->at, "'per' beside a fact",
                               "facts are judged for each pair anyway");
  }
  if (!is_good) return;
  out.subject = std::move(*subject);
  out.text = text_of(out);
  out.position = loading.findings().source().position(node.at);
  loading.scenario.expectations.push_back(std::move(out));
  loading.expectation_marks.push_back(value.at);
  loading.between_marks.push_back(between_mark);
}

}  // namespace

void load_expectations(Loading& loading, const Node& node) {
  if (!loading.reader.is_sequence(node, "expect")) return;
  for (const Node& item : node.items) load_expectation(loading, item);
}

}  // namespace nearsim::scenario
