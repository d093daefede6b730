// Which records a counter counts.  Every (topic, verb) of the vocabulary has a number, so that counting
// compares numbers and no text.  What judges hear beyond the vocabulary has one, too.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/base/memory.hpp"
#include "sim/kernel/verb.hpp"
#include "sim/run/monitor.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::run {

// The numbers by the keys of their verbs: a small open-addressed table.
class VerbTable {
 public:
  [[nodiscard]] VerbNumber find(const kernel::Verb& verb) const { return slots_[place(verb.key)].number; }

 private:
  friend class VerbIndex;
  static constexpr std::size_t places =
      512;  // ours: several times the vocabulary, so that searches are short

  struct Slot {
    std::uint64_t key = 0;
    VerbNumber number = no_verb;
  };
  [[nodiscard]] std::size_t place(std::uint64_t key) const {
    std::size_t at = key % places;
    while (slots_[at].number != no_verb && slots_[at].key != key) at = (at + 1) % places;
    return at;
  }
  std::array<Slot, places> slots_{};
};
[[nodiscard]] const VerbTable& verb_table();  // the one that there is, for who asks it often

[[nodiscard]] VerbNumber verb_number(const kernel::Verb& verb);  // no_verb: nobody counts or hears it
[[nodiscard]] inline VerbNumber verb_number(std::string_view topic, std::string_view verb) {
  return verb_number(kernel::Verb(topic, verb));
}
[[nodiscard]] VerbNumber verb_numbers();  // all are less

struct Verb {
  std::string_view topic, verb;  // no topic: of any framework
  bool operator==(const Verb&) const = default;
};

// What becomes of a device.
inline constexpr std::array<Verb, 8> device_turns{{{"device", "start"},
                                                   {"device", "restart"},
                                                   {"device", "rejoin"},
                                                   {"device", "leave"},
                                                   {"device", "kill"},
                                                   {"device", "pause"},
                                                   {"device", "resume"},
                                                   {"device", "new_identity"}}};

// The numbers of some verbs.  A judge keeps a constant one of what it wants to hear.
class Verbs {
 public:
  Verbs() = default;
  Verbs(std::initializer_list<Verb> verbs) : Verbs(std::span(verbs.begin(), verbs.size())) {}
  explicit Verbs(std::span<const Verb> verbs) {
    for (const Verb& verb : verbs) add(verb);
  }
  void add(const Verb& verb);
  [[nodiscard]] auto begin() const { return numbers_.begin(); }
  [[nodiscard]] auto end() const { return numbers_.end(); }

 private:
  std::vector<VerbNumber> numbers_;
};

// What some verbs mean to somebody, by their numbers; Meaning{}: nothing.
template <class Meaning>
class ByVerb {
 public:
  struct Named {
    Verb verb;
    Meaning means;
  };
  ByVerb(std::initializer_list<Named> named) {
    for (const Named& one : named) add(one.verb, one.means);
  }
  void add(const Verb& verb, Meaning means) {
    heard_.add(verb);
    for (const VerbNumber number : Verbs{verb}) means_[number] = means;
  }
  [[nodiscard]] Meaning operator[](VerbNumber verb) const { return means_[verb]; }
  [[nodiscard]] const Verbs& heard() const { return heard_; }

 private:
  std::array<Meaning, no_verb + 1> means_{};
  Verbs heard_{};
};

[[nodiscard]] const kernel::Value* field(const kernel::Record& record,
                                         std::string_view key);  // null: has none
[[nodiscard]] std::string_view text_field(const kernel::Record& record,
                                          std::string_view key);  // "": has no such text

// Does the record say `key=text`?  Numbers and durations are compared as they are printed.
[[nodiscard]] bool says(const kernel::Record& record, std::string_view key, std::string_view text);

class Tally {  // counts every counter of the vocabulary in one pass
 public:
  explicit Tally(std::pmr::memory_resource* memory = base::heap());
  void count(const Happening& happening, VerbNumber verb);
  [[nodiscard]] std::uint64_t of(std::string_view counter) const;
  [[nodiscard]] std::size_t counting() const;  // how many are not zero

  template <class F>
  void visit(F&& f) const;  // f(name, count), in the vocabulary's order
 private:
  [[nodiscard]] static std::string_view name(std::size_t counter);
  std::pmr::vector<std::uint64_t> counts_;
};

class RecordFilter {  // of a counter with the conditions that a scenario adds
 public:
  explicit RecordFilter(const scenario::Scenario& scenario, const scenario::Subject& subject);
  [[nodiscard]] bool takes(const Happening& happening, VerbNumber verb) const;
  [[nodiscard]] Node from() const { return from_; }
  [[nodiscard]] Node to() const { return to_; }

 private:
  VerbNumber verb_;
  Node from_ = net::no_node, to_ = net::no_node;
  std::vector<std::pair<std::string_view, std::string_view>> where_;
};

template <class F>
void Tally::visit(F&& f) const {
  for (std::size_t i = 0; i < counts_.size(); ++i) f(name(i), counts_[i]);
}

}  // namespace nearsim::run
