// What expectations and triggers can speak about.  A fact is true or false of an ordered pair of devices at
// an instant; a counter counts records of the trace.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nearsim::scenario {

enum class Ordered { no, yes };  // does a fact of (A, B) differ from that of (B, A)?

struct Fact {
  std::string_view name;
  Ordered ordered;
  std::string_view doc;
};
[[nodiscard]] const std::vector<Fact>& facts();
[[nodiscard]] const Fact* find_fact(std::string_view name);

struct Counter {
  std::string name;        // "accept", "mpc.invite_sent", "preemption"
  std::string_view topic;  // of the records: "engine", "mpc", ...
  std::string_view verb;
  std::string_view doc;
  std::vector<std::pair<std::string_view, std::string_view>> where;  // built in; of an alias
};
[[nodiscard]] const std::vector<Counter>& counters();
[[nodiscard]] const Counter* find_counter(std::string_view name);

// A field of a record that a counter can be narrowed by, beside `from` (the acting device) and `to` (its
// peer).
struct Filter {
  std::string_view name;
  std::string_view doc;
  std::vector<std::string_view> values;  // empty: a whole number or, where `numeric` says no, any text
  bool numeric = false;
};
[[nodiscard]] const std::vector<Filter>& filters();
[[nodiscard]] const Filter* find_filter(std::string_view name);
[[nodiscard]] bool applies(const Filter& filter, const Counter& counter);

}  // namespace nearsim::scenario
