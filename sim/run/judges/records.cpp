#include "sim/run/judges/records.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "sim/base/check.hpp"
#include "sim/kernel/sinks.hpp"
#include "sim/run/judges/words.hpp"
#include "sim/scenario/vocabulary.hpp"

namespace nearsim::run {
namespace {

// Beside a device's turns: records that no counter counts, and some judge or another goes by.
constexpr std::array<Verb, 5> heard{{{"device", "reinstall"},
                                     {"device", "restore"},
                                     {"device", "not_stored"},
                                     {"device", "obeyed_old_session"},
                                     {"fault", "clock_step"}}};

}  // namespace

// The first counter of each verb, and for each counter the next one of the same verb (an alias such as
// "keep_alive", which narrows "send").  What is heard and not counted is numbered behind the counters.
class VerbIndex {
 public:
  VerbIndex() : next_(scenario::counters().size(), no_verb) {
    for (const scenario::Counter& counter : scenario::counters())
      all_.push_back({counter.topic, counter.verb});
    all_.insert(all_.end(), device_turns.begin(), device_turns.end());
    all_.insert(all_.end(), heard.begin(), heard.end());
    NEARSIM_CHECK(all_.size() < no_verb, "more verbs than can be numbered");
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const kernel::Verb verb(all_[i].topic, all_[i].verb);
      VerbTable::Slot& slot = table_.slots_[table_.place(verb.key)];
      NEARSIM_CHECK(slot.number == no_verb || all_[slot.number] == all_[i], "two verbs have one key");
      if (slot.number != no_verb && i < next_.size()) next_[i] = slot.number;
      if (slot.number == no_verb || i < next_.size()) slot = {verb.key, static_cast<VerbNumber>(i)};
    }
  }
  // The head of the chain of counters of a verb: also the verb's number.
  [[nodiscard]] const VerbTable& table() const { return table_; }
  [[nodiscard]] VerbNumber next(VerbNumber counter) const {
    return counter < next_.size() ? next_[counter] : no_verb;
  }
  [[nodiscard]] bool counts(VerbNumber verb) const { return verb < next_.size(); }
  [[nodiscard]] VerbNumber size() const { return static_cast<VerbNumber>(all_.size()); }
  [[nodiscard]] const std::vector<Verb>& all() const { return all_; }

 private:
  std::vector<Verb> all_;
  VerbTable table_;
  std::vector<VerbNumber> next_;
};

namespace {

const VerbIndex& index() {
  static const VerbIndex all;
  return all;
}

[[gnu::noinline]] const kernel::Value* field_by_text(const kernel::Record& record, std::string_view key) {
  for (const kernel::Field& f : record.fields)
    if (f.key == key) return &f.value;
  return nullptr;
}

bool shows(const kernel::Value& value, std::string_view text) {
  if (const auto* t = std::get_if<std::string_view>(&value)) return *t == text;
  if (const auto* d = std::get_if<base::Duration>(&value)) return kernel::format_duration(*d) == text;
  if (const auto* b = std::get_if<bool>(&value)) return text == (*b ? "true" : "false");
  std::array<char, 24> digits{};
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), std::get<std::int64_t>(value)).ptr;
  return std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())) == text;
}

}  // namespace

const VerbTable& verb_table() { return index().table(); }
VerbNumber verb_number(const kernel::Verb& verb) { return index().table().find(verb); }
VerbNumber verb_numbers() { return index().size(); }

void Verbs::add(const Verb& verb) {
  bool known_at_all = false;
  for (const Verb& known : index().all()) {
    const bool fits =
        verb.topic.empty() ? known.topic != "engine" && known.topic != "net" : known.topic == verb.topic;
    if (!fits || known.verb != verb.verb) continue;
    known_at_all = true;
    const VerbNumber number = verb_number(known.topic, known.verb);  // an alias has that of what it narrows
    if (std::find(begin(), end(), number) == end()) numbers_.push_back(number);
  }
  NEARSIM_CHECK(known_at_all, "a judge wants to hear what never comes");
}

const kernel::Value* field(const kernel::Record& record, std::string_view key) {
  for (const kernel::Field& f : record.fields)  // keys are literals: nearly always the very same one
    if (f.key.data() == key.data() && f.key.size() == key.size()) return &f.value;
  return field_by_text(record, key);
}

std::string_view text_field(const kernel::Record& record, std::string_view key) {
  const kernel::Value* value = field(record, key);
  const auto* text = value ? std::get_if<std::string_view>(value) : nullptr;
  return text ? *text : std::string_view{};
}

bool says(const kernel::Record& record, std::string_view key, std::string_view text) {
  const kernel::Value* value = field(record, key);
  return value && shows(*value, text);
}

Tally::Tally(std::pmr::memory_resource* memory) : counts_(scenario::counters().size(), memory) {}

void Tally::count(const Happening& happening, VerbNumber verb) {
  for (VerbNumber c = index().counts(verb) ? verb : no_verb; c != no_verb; c = index().next(c)) {
    bool counts = true;
    for (const auto& [key, text] : scenario::counters()[c].where)
      counts = counts && says(happening.record, key, text);
    counts_[c] += counts ? 1u : 0u;
  }
}

std::uint64_t Tally::of(std::string_view counter) const {
  const scenario::Counter* found = scenario::find_counter(counter);
  NEARSIM_CHECK(found != nullptr, "a counter that the vocabulary does not have");
  return counts_[static_cast<std::size_t>(found - scenario::counters().data())];
}

std::size_t Tally::counting() const {
  return counts_.size() - static_cast<std::size_t>(std::count(counts_.begin(), counts_.end(), 0u));
}

std::string_view Tally::name(std::size_t counter) { return scenario::counters()[counter].name; }

RecordFilter::RecordFilter(const scenario::Scenario& scenario, const scenario::Subject& subject)
    : verb_(no_verb) {
  const scenario::Counter* counter = scenario::find_counter(subject.name);
  NEARSIM_CHECK(counter != nullptr, "a counter that the vocabulary does not have");
  verb_ = verb_number(counter->topic, counter->verb);
  const Names names{scenario};
  from_ = names.find(subject.from);
  to_ = names.find(subject.to);
  where_ = counter->where;
  for (const auto& [key, text] : subject.where) where_.emplace_back(key, text);
}

bool RecordFilter::takes(const Happening& happening, VerbNumber verb) const {
  if (verb != verb_) return false;
  if (from_ != net::no_node && happening.node != from_) return false;
  if (to_ != net::no_node && happening.peer != to_) return false;
  for (const auto& [key, text] : where_)
    if (!says(happening.record, key, text)) return false;
  return true;
}

}  // namespace nearsim::run
