#include "sim/run/facts.hpp"

#include <algorithm>
#include <array>

#include "sim/base/check.hpp"
#include "sim/kernel/sinks.hpp"
#include "sim/scenario/vocabulary.hpp"

namespace nearsim::run {

namespace {
constexpr std::array<std::string_view, 6> fact_names{"usable",       "connected", "one_sided",
                                                     "dual_session", "visible",   "reachable"};
}

std::optional<Fact> fact_named(std::string_view name) {
  const auto it = std::find(fact_names.begin(), fact_names.end(), name);
  if (it == fact_names.end()) return std::nullopt;
  return static_cast<Fact>(it - fact_names.begin());
}

bool holds(Fact fact, const Ledger& ledger, Node a, Node b) {
  const View& ab = ledger.view(a, b);
  const View& ba = ledger.view(b, a);
  switch (fact) {
    case Fact::usable: return ab.usable && ba.usable && ledger.truth(a, b).live > 0;
    case Fact::connected: return ab.connected && ba.connected;
    case Fact::one_sided: return ab.connected != ba.connected;
    case Fact::dual_session: return ledger.truth(a, b).live > 1 || ledger.truth(a, b).mismatched;
    case Fact::visible: return ab.visible;
    case Fact::reachable: return ledger.reachable(a, b);
  }
  return false;
}

Node Names::operator[](std::string_view name) const {
  if (name.empty()) return net::no_node;
  const auto& devices = scenario_->devices;
  const auto it = std::find_if(devices.begin(), devices.end(), [&](const auto& d) { return d.name == name; });
  NEARSIM_CHECK(it != devices.end(), "a scenario names a device that it does not have");
  return static_cast<Node>(it - devices.begin());
}

std::string_view Names::operator[](Node node) const {
  return node == net::no_node ? std::string_view{} : std::string_view{scenario_->devices[node].name};
}

Selector::Selector(const scenario::Subject& subject, const Names& names)
    : from_(names[subject.from]), to_(names[subject.to]) {
  const scenario::Counter* counter = scenario::find_counter(subject.name);
  NEARSIM_CHECK(counter != nullptr, "a subject is neither fact nor counter");
  topic_ = counter->topic;
  verb_ = counter->verb;
  for (const auto& [key, text] : counter->where) where_.emplace_back(key, text);
  where_.insert(where_.end(), subject.where.begin(), subject.where.end());
}

bool Selector::counts(const Happening& happening) const {
  const kernel::Record& record = happening.record;
  if (record.verb != verb_ || record.topic != topic_) return false;
  if (from_ != net::no_node && happening.node != from_) return false;
  if (to_ != net::no_node && happening.peer != to_) return false;
  return std::all_of(where_.begin(), where_.end(), [&](const auto& condition) {
    const auto field = std::find_if(record.fields.begin(), record.fields.end(),
                                    [&](const kernel::Field& f) { return f.key == condition.first; });
    if (field == record.fields.end()) return false;
    if (const auto* text = std::get_if<std::string_view>(&field->value)) return *text == condition.second;
    if (const auto* number = std::get_if<std::int64_t>(&field->value))
      return std::to_string(*number) == condition.second;
    if (const auto* duration = std::get_if<base::Duration>(&field->value))
      return kernel::format_duration(*duration) == condition.second;
    return (std::get<bool>(field->value) ? "true" : "false") == condition.second;
  });
}

Condition::Condition(const scenario::Subject& subject, const Names& names)
    : fact_(fact_named(subject.name)), from_(names[subject.from]), to_(names[subject.to]) {
  if (!fact_) selector_.emplace(subject, names);
  for (const std::string& name : subject.devices) among_.push_back(names[name]);
}

bool Condition::holds(const Ledger& ledger) const {
  if (!fact_) return false;
  if (from_ != net::no_node && to_ != net::no_node) return run::holds(*fact_, ledger, from_, to_);
  const Node count = among_.empty() ? ledger.devices() : static_cast<Node>(among_.size());
  for (Node i = 0; i < count; ++i)
    for (Node j = i + 1; j < count; ++j) {
      const Node a = among_.empty() ? i : among_[i], b = among_.empty() ? j : among_[j];
      if (!run::holds(*fact_, ledger, a, b)) return false;
    }
  return count > 1;
}

}  // namespace nearsim::run
