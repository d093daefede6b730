#include "sim/scenario/meters.hpp"

#include <algorithm>

#include "sim/scenario/quantity.hpp"
#include "sim/scenario/vocabulary.hpp"

namespace nearsim::scenario {

const std::vector<Meter>& meters() {
  static const std::vector<std::string_view> ways{"link", "wifi", "awdl", "bluetooth"};
  static const std::vector<std::string_view> queues = all_names<BusyQueue>();
  static const std::vector<Meter> table{
      {"bytes_sent", MeterUnit::bytes, Fold::sum, "over", ways,
       "what `from` sends to `to`, repetitions and what is lost included; control packets are 64 B each"},
      {"bytes_delivered", MeterUnit::bytes, Fold::sum, "over", ways,
       "what of that gets through; `over` says on which technology, and is `link` without `radio`"},
      {"queue_busy", MeterUnit::time, Fold::sum, "queue", queues,
       "for so long a queue of `from` does something else, or waits for another queue"},
      {"queue_wait", MeterUnit::time, Fold::most, "queue", queues,
       "the longest that a task of a queue of `from` waited for its turn"},
      {"queue_depth", MeterUnit::number, Fold::most, "queue", queues,
       "the most tasks that stood in a queue of `from` at once"},
  };
  return table;
}

const Meter* find_meter(std::string_view name) {
  const auto found =
      std::find_if(meters().begin(), meters().end(), [&](const Meter& m) { return m.name == name; });
  return found == meters().end() ? nullptr : &*found;
}

std::vector<std::string_view> subject_names() {
  std::vector<std::string_view> out;
  for (const Fact& fact : facts()) out.push_back(fact.name);
  for (const Counter& counter : counters()) out.push_back(counter.name);
  for (const Meter& meter : meters()) out.push_back(meter.name);
  return out;
}

bool is_metered(const Scenario& scenario) {
  return scenario.meters ||
         std::any_of(scenario.expectations.begin(), scenario.expectations.end(),
                     [](const Expectation& e) { return find_meter(e.subject.name) != nullptr; });
}

std::string amount_text(MeterUnit unit, std::int64_t amount) {
  switch (unit) {
    case MeterUnit::bytes: return text_of(base::Bytes{amount});
    case MeterUnit::time: return text_of(Duration{amount});
    case MeterUnit::number: break;
  }
  return text_of(amount);
}

std::string count_text(const Expectation& expectation) {
  const Meter* metered = find_meter(expectation.subject.name);
  return amount_text(metered == nullptr ? MeterUnit::number : metered->unit, expectation.count);
}

}  // namespace nearsim::scenario
