// Faults and steps: a trigger, how long or how often, and exactly one thing that happens.
#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/language.hpp"
#include "sim/scenario/loading.hpp"
#include "sim/scenario/meters.hpp"

namespace nearsim::scenario {
namespace {

template <class Family>
std::vector<std::string_view> kind_names() {
  return []<std::size_t... I>(std::index_sequence<I...>) {
    return std::vector<std::string_view>{std::variant_alternative_t<I, Family>::name...};
  }
  (std::make_index_sequence<std::variant_size_v<Family>>{});
}

template <class Family, std::size_t I = 0>
std::optional<Family> make_kind(std::string_view name) {
  if constexpr (I == std::variant_size_v<Family>) {
    return {};
  } else {
    if (std::variant_alternative_t<I, Family>::name == name) return std::variant_alternative_t<I, Family>{};
    return make_kind<Family, I + 1>(name);
  }
}

// Fills one field from its node, by what the field is.
class ReadField {
 public:
  // `shown` replaces the field's name where a user does not write it.
  ReadField(Loading& loading, const Node& node, std::string_view shown = {})
      : loading_(loading), node_(node), shown_(shown) {}
  void operator()(std::string_view name, std::string& out, std::string_view, Ref ref) {
    (void)read_device(loading_, node_, shown(name), ref == Ref::device ? All::refused : All::allowed, out);
  }
  void operator()(std::string_view name, std::vector<std::string>& out, std::string_view, Ref ref) {
    (void)read_devices(loading_, node_, shown(name), ref == Ref::some_devices ? All::refused : All::allowed,
                       out);
  }
  void operator()(std::string_view name, std::string& out, std::string_view) {
    if (loading_.reader.text(node_, shown(name), out) && out.empty())
      loading_.findings().error(node_.at, fmt::format("{}: this is empty", shown(name)), "write a word");
  }
  template <class T>
  void operator()(std::string_view name, T& out, std::string_view) {
    loading_.reader.value(node_, shown(name), out);
  }
  template <class T>
  void operator()(std::string_view name, T& out, std::string_view, const Limits<T>& limits) {
    loading_.reader.value(node_, shown(name), out, std::optional(limits));
  }

 private:
  [[nodiscard]] std::string_view shown(std::string_view name) const { return shown_.empty() ? name : shown_; }
  Loading& loading_;
  const Node& node_;
  std::string_view shown_;
};

// The fields of a kind from a map; a field that names devices must be there.
class ReadFields {
 public:
  ReadFields(Loading& loading, const Map& map, std::string_view kind, bool has_defaults)
      : loading_(loading), map_(map), kind_(kind), has_defaults_(has_defaults) {}
  template <class T>
  void operator()(std::string_view name, T& out, std::string_view doc, Ref ref) {
    if (const Node* node = required(name, doc, true)) ReadField(loading_, *node)(name, out, doc, ref);
  }
  template <class T, class... L>
  void operator()(std::string_view name, T& out, std::string_view doc, const L&... limits) {
    if (const Node* node = required(name, doc, !has_defaults_))
      ReadField(loading_, *node)(name, out, doc, limits...);
  }

 private:
  const Node* required(std::string_view name, std::string_view doc, bool is_required) {
    const Node* node = map_.find(name);
    if (node == nullptr && is_required)
      loading_.findings().error(map_.node().at, fmt::format("{} needs the key '{}'", kind_, name),
                                fmt::format("{}: {}", name, doc));
    return node;
  }
  Loading& loading_;
  const Map& map_;
  std::string_view kind_;
  bool has_defaults_;
};

template <class Kind>
void read_kind(Loading& loading, const Node& node, Kind& kind) {
  constexpr bool has_defaults = requires { Kind::has_defaults; };
  const std::vector<std::string_view> names = field_names<Kind>();
  if (names.size() == 1) {  // `pause: Ana`
    ReadField read(loading, node, Kind::name);
    Kind::fields(kind, read);
    return;
  }
  if (!loading.reader.is_map(node, Kind::name)) return;
  const Map map(loading.reader, node, Table{Kind::name, {}, {}}, names);
  ReadFields read(loading, map, Kind::name, has_defaults);
  Kind::fields(kind, read);
}

// The one key of `map` that names a member of `Family`.
template <class Family>
std::optional<Family> read_family(Loading& loading, const Map& map, std::string_view what) {
  const Node *key = nullptr, *value = nullptr;
  for (const std::string_view name : kind_names<Family>()) {
    const Node* here = map.key_of(name);
    if (here == nullptr) continue;
    if (key != nullptr) {
      const Node* later =
          std::tie(key->at.line, key->at.byte) < std::tie(here->at.line, here->at.byte) ? here : key;
      loading.findings().error(later->at,
                               fmt::format("{} does one thing, and '{}' is a second", what, later->text),
                               "write two entries");
      return {};
    }
    key = here;
    value = map.find(name);
  }
  if (key == nullptr) {
    // An unknown key was complained about already, with suggestions.
    const bool has_unknown = std::any_of(map.node().keys.begin(), map.node().keys.end(), [](const Node& k) {
      return std::none_of(std::begin(language::fault.keys), std::end(language::fault.keys),
                          [&](const Key& known) { return known.name == k.text; }) &&
             std::none_of(std::begin(language::step.keys), std::end(language::step.keys),
                          [&](const Key& known) { return known.name == k.text; });
    });
    if (!has_unknown)
      loading.findings().error(map.node().at, fmt::format("{} does not say what happens", what),
                               suggest("", kind_names<Family>(), "add one of"));
    return {};
  }
  std::optional<Family> kind = make_kind<Family>(key->text);
  std::visit([&](auto& k) { read_kind(loading, *value, k); }, *kind);
  return kind;
}

std::optional<Trigger> read_trigger(Loading& loading, Map& map, std::string_view what) {
  Trigger trigger;
  const Node* at = map.find("at");
  const Node* after = map.find("after");
  const Node* when = map.find("when");
  const int given = (at != nullptr) + (after != nullptr) + (when != nullptr);
  if (given != 1) {
    loading.findings().error(map.node().at,
                             given == 0
                                 ? fmt::format("{} does not say when it happens", what)
                                 : fmt::format("{} has {} of the keys at, after and when", what, given),
                             "write one of at: 5s, after: NAME, when: {usable: all}");
    return {};
  }
  if (at != nullptr) {
    Duration time{};
    if (!loading.reader.value(*at, "at", time, std::optional(protocol::any_time))) return {};
    trigger.at = time;
    if (const Node* by = map.key_of("by"))
      loading.findings().error(by->at, "'by' beside 'at'", "add it to the time");
  }
  if (after != nullptr) {
    std::string name;
    if (!loading.reader.text(*after, "after", name)) return {};
    trigger.after = name;
  }
  if (when != nullptr) {
    std::optional<Subject> subject = read_subject_value(loading, *when, "when");
    if (!subject) return {};
    if (find_meter(subject->name) != nullptr) {
      loading.findings().error(when->at,
                               fmt::format("when: {} is a meter, and sets nothing off", subject->name),
                               "name a fact or a counter");
      return {};
    }
    trigger.when = std::move(*subject);
  }
  if (at == nullptr) map.read("by", trigger.by, std::optional(protocol::any_time));
  return trigger;
}

constexpr Limits<Duration> positive{1ns, protocol::longest_setting};

void load_fault(Loading& loading, const Node& node) {
  if (!loading.reader.is_map(node, "a fault")) return;
  Map map(loading.reader, node, language::fault, kind_names<FaultKind>());
  Fault fault;
  bool is_good = true;
  if (const Node* name = map.find("name")) is_good = read_name(loading, *name, "name", fault.name);
  if (Duration lasts{}; map.has("for")) {
    is_good = map.read("for", lasts, std::optional(positive)) && is_good;
    fault.lasts = lasts;
  }
  std::optional<Trigger> trigger = read_trigger(loading, map, "a fault");
  std::optional<FaultKind> kind = read_family<FaultKind>(loading, map, "a fault");
  if (!trigger || !kind || !is_good) return;
  fault.trigger = std::move(*trigger);
  fault.kind = std::move(*kind);
  loading.scenario.faults.push_back(std::move(fault));
  loading.fault_nodes.push_back(&node);
}

void load_step(Loading& loading, const Node& node) {
  if (!loading.reader.is_map(node, "a step")) return;
  Map map(loading.reader, node, language::step, kind_names<StepKind>());
  Step step;
  bool is_good = true;
  if (const Node* name = map.find("name")) is_good = read_name(loading, *name, "name", step.name);
  if (Duration every{}; map.has("every")) {
    is_good = map.read("every", every, std::optional(protocol::period)) && is_good;
    step.every = every;
  }
  if (int times = 0; map.has("times")) {
    is_good = map.read("times", times, std::optional(protocol::limits(1, 1'000'000))) && is_good;
    step.times = times;
    if (!map.has("every"))
      loading.findings().error(map.key_of("times")->at, "'times' without 'every'", "add e.g. every: 3s");
  }
  std::optional<Trigger> trigger = read_trigger(loading, map, "a step");
  std::optional<StepKind> kind = read_family<StepKind>(loading, map, "a step");
  if (!trigger || !kind || !is_good) return;
  step.trigger = std::move(*trigger);
  step.kind = std::move(*kind);
  loading.scenario.steps.push_back(std::move(step));
  loading.step_nodes.push_back(&node);
}

}  // namespace

void load_faults(Loading& loading, const Node& node) {
  if (!loading.reader.is_sequence(node, "faults")) return;
  for (const Node& item : node.items) load_fault(loading, item);
}

void load_steps(Loading& loading, const Node& node) {
  if (!loading.reader.is_sequence(node, "do")) return;
  for (const Node& item : node.items) load_step(loading, item);
}

}  // namespace nearsim::scenario
