#include "sim/run/judges/facts.hpp"

#include <algorithm>
#include <array>

namespace nearsim::run {

std::optional<Fact> fact_named(std::string_view name) {
  constexpr std::array<std::string_view, 6> names{"usable",       "connected", "one_sided",
                                                  "dual_session", "visible",   "reachable"};
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Fact>(found - names.begin());
}

bool holds(Fact fact, const PairState& p) {
  switch (fact) {
    case Fact::usable: return p.ab.usable && p.ba.usable && p.truth.live > 0;
    case Fact::connected: return p.ab.connected && p.ba.connected;
    case Fact::one_sided: return p.ab.connected != p.ba.connected;
    case Fact::dual_session: return p.truth.live >= 2 || p.truth.mismatched;
    case Fact::visible: return p.ab.visible && p.ba.visible;
    case Fact::reachable: return p.reachable();
  }
  return false;
}

bool holds(Fact fact, const PairState& p, Node from) {
  if (fact == Fact::visible) return p.view_of(from).visible;
  if (fact == Fact::reachable) return from == p.a ? p.a_reaches_b : p.b_reaches_a;
  return holds(fact, p);
}

Scope::Scope(const scenario::Scenario& scenario, const scenario::Subject& subject)
    : devices_(static_cast<Node>(scenario.devices.size())) {
  const Names names{scenario};
  from_ = names.find(subject.from);
  to_ = names.find(subject.to);
  if (subject.devices.empty()) return;
  listed_.resize(devices_);
  for (const std::string& name : subject.devices)
    if (const Node d = names.find(name); d != net::no_node && !listed_[d]) {
      listed_[d] = true;
      ++listed_count_;
    }
}

bool Scope::covers(const PairState& p) const {
  if (from_ != net::no_node && to_ != net::no_node)
    return (p.a == from_ && p.b == to_) || (p.a == to_ && p.b == from_);
  if (!listed_.empty()) return listed_[p.a] && listed_[p.b];
  const Node one = from_ != net::no_node ? from_ : to_;
  return p.both_there() && (one == net::no_node || p.a == one || p.b == one);
}

std::uint64_t Scope::size(const PairBook& pairs) const {
  if (from_ != net::no_node && to_ != net::no_node) return 1;
  if (!listed_.empty()) return listed_count_ * (listed_count_ - 1) / 2;
  const std::uint64_t there = pairs.there();
  const Node one = from_ != net::no_node ? from_ : to_;
  if (one != net::no_node) return pairs.there(one) && there > 0 ? there - 1 : 0;
  return there == 0 ? 0 : there * (there - 1) / 2;
}

void Scope::touch(PairBook& pairs) const {
  for (Node a = 0; a < devices_; ++a)
    for (Node b = a + 1; b < devices_; ++b) {
      PairState pair;
      pair.a = a;
      pair.b = b;
      pair.a_there = pair.b_there = true;
      if (covers(pair)) (void)pairs.touch(a, b);
    }
}

FactCount::FactCount(const scenario::Scenario& scenario, const scenario::Subject& subject, Fact fact,
                     std::pmr::memory_resource* memory)
    : scope_(scenario, subject), fact_(fact), is_true_(memory) {}

void FactCount::update(const PairBook& pairs, PairBook::Index index) {
  const PairState& p = pairs[index];
  const bool now =
      scope_.covers(p) && (scope_.from() == net::no_node ? holds(fact_, p) : holds(fact_, p, scope_.from()));
  if (index >= is_true_.size()) is_true_.resize(index + 1);
  if (is_true_[index] == now) return;
  is_true_[index] = now;
  true_ = now ? true_ + 1 : true_ - 1;
}

std::pair<Node, Node> FactCount::missing(const PairBook& pairs) const {
  for (PairBook::Index i = 0; i < pairs.size(); ++i)
    if (scope_.covers(pairs[i]) && !is_true(i)) return {pairs[i].a, pairs[i].b};
  std::vector<bool> known;  // none of those that were ever touched: then one that never was
  const auto devices = static_cast<std::size_t>(pairs.devices());
  known.resize(devices * devices);
  for (PairBook::Index i = 0; i < pairs.size(); ++i) known[pairs[i].a * devices + pairs[i].b] = true;
  std::pair<Node, Node> found{net::no_node, net::no_node};
  (void)scope_.find_pair(pairs, [&](Node a, Node b) {
    if (known[a * devices + b]) return false;
    found = {a, b};
    return true;
  });
  return found;
}

std::pair<Node, Node> FactCount::present(const PairBook& pairs) const {
  for (PairBook::Index i = 0; i < pairs.size(); ++i)
    if (is_true(i)) return {pairs[i].a, pairs[i].b};
  return {net::no_node, net::no_node};
}

Mesh FactCount::mesh(const PairBook& pairs) const {
  std::vector<bool> asked(pairs.devices());
  (void)scope_.find_pair(pairs, [&](Node a, Node b) {
    asked[a] = asked[b] = true;
    return false;
  });
  std::vector<Node> devices;
  for (Node n = 0; n < asked.size(); ++n)
    if (asked[n]) devices.push_back(n);
  std::vector<std::pair<Node, Node>> links;
  for (PairBook::Index i = 0; i < pairs.size(); ++i)
    if (is_true(i) && asked[pairs[i].a] && asked[pairs[i].b]) links.emplace_back(pairs[i].a, pairs[i].b);
  return mesh_of(devices, links);
}

}  // namespace nearsim::run
