// The facts that expectations speak about, and over which pairs one of them is asked.
#pragma once

#include <memory_resource>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/base/memory.hpp"
#include "sim/run/judges/mesh.hpp"
#include "sim/run/judges/pair_book.hpp"
#include "sim/run/judges/words.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::run {

enum class Fact : std::uint8_t { usable, connected, one_sided, dual_session, visible, reachable };

[[nodiscard]] std::optional<Fact> fact_named(std::string_view name);  // nullopt: then it is a counter

[[nodiscard]] bool holds(Fact fact, const PairState& pair);  // visible and reachable: both ways
[[nodiscard]] bool holds(Fact fact, const PairState& pair,
                         Node from);  // visible and reachable: that way only

// `all` means all pairs of devices that have been started and have not ended; a list means the pairs among
// its names, started or not; `from` and `to` mean one pair.
class Scope {
 public:
  Scope(const scenario::Scenario& scenario, const scenario::Subject& subject);

  [[nodiscard]] bool covers(const PairState& pair) const;
  [[nodiscard]] std::uint64_t size(const PairBook& pairs) const;  // how many pairs that is now
  void touch(PairBook& pairs) const;  // for facts that can hold of a pair that nothing ever happened to
  [[nodiscard]] Node from() const { return from_; }

  template <class F>
  bool find_pair(const PairBook& pairs, F&& f) const;  // f(a, b) until it says true

 private:
  [[nodiscard]] bool counts(const PairBook& pairs, Node device) const {
    return listed_.empty() ? pairs.there(device) : listed_[device];
  }

  Node devices_;
  Node from_ = net::no_node, to_ = net::no_node;
  std::vector<bool> listed_;  // by device; empty: all
  std::uint64_t listed_count_ = 0;
};

// Of how many pairs in a scope a fact holds.
class FactCount {
 public:
  FactCount(const scenario::Scenario& scenario, const scenario::Subject& subject, Fact fact,
            std::pmr::memory_resource* memory = base::heap());

  void update(const PairBook& pairs, PairBook::Index index);
  [[nodiscard]] bool any() const { return true_ != 0; }
  [[nodiscard]] bool all(const PairBook& pairs) const { return true_ != 0 && true_ == scope_.size(pairs); }
  [[nodiscard]] std::pair<Node, Node> missing(
      const PairBook& pairs) const;  // a pair of which it does not hold
  [[nodiscard]] std::pair<Node, Node> present(const PairBook& pairs) const;  // one of which it does
  [[nodiscard]] Mesh mesh(const PairBook& pairs) const;  // of its devices, linked where it holds
  [[nodiscard]] const Scope& scope() const { return scope_; }
  [[nodiscard]] Fact fact() const { return fact_; }

 private:
  [[nodiscard]] bool is_true(PairBook::Index index) const {
    return index < is_true_.size() && is_true_[index];
  }

  Scope scope_;
  Fact fact_;
  std::pmr::vector<bool> is_true_;  // by the pair's number
  std::uint64_t true_ = 0;
};

template <class F>
bool Scope::find_pair(const PairBook& pairs, F&& f) const {
  for (Node a = 0; a < devices_; ++a) {
    if (from_ == net::no_node && to_ == net::no_node && !counts(pairs, a)) continue;
    for (Node b = a + 1; b < devices_; ++b) {
      PairState pair;
      pair.a = a;
      pair.b = b;
      pair.a_there = pairs.there(a);
      pair.b_there = pairs.there(b);
      if (covers(pair) && f(a, b)) return true;
    }
  }
  return false;
}

}  // namespace nearsim::run
