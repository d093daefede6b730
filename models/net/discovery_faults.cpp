// Discovery's faults and its small print: what a scenario overrides, hides, repeats or loses, and the
// look-ups.
#include <algorithm>

#include "models/net/discovery.hpp"
#include "sim/base/check.hpp"

namespace nearsim::net {

void Discovery::set_finding(Node publisher, Node browser, const Finding& how) {
  std::uint32_t& slot = finding_index_.at(PairMap::key(publisher, browser));
  if (slot == PairMap::absent) {
    slot = static_cast<std::uint32_t>(findings_.size());
    findings_.emplace_back();
  }
  findings_[slot] = how;
}

const Finding& Discovery::finding(Node publisher, Node browser) const {
  const std::uint32_t slot = finding_index_.find(PairMap::key(publisher, browser));
  return slot == PairMap::absent ? settings_.finding : findings_[slot];
}

void Discovery::hide(Node publisher, Node browser) {
  std::uint32_t& count = hidden_.at(PairMap::key(publisher, browser));
  count = count == PairMap::absent ? 1 : count + 1;
}

void Discovery::show(Node publisher, Node browser) {
  std::uint32_t& count = hidden_.at(PairMap::key(publisher, browser));
  NEARSIM_CHECK(count != PairMap::absent && count > 0, "a publisher is shown that was not hidden");
  --count;
  reachability_changed();
}

bool Discovery::reaches(Node publisher, Node browser) const {
  const std::uint32_t hidden = hidden_.find(PairMap::key(publisher, browser));
  return (hidden == PairMap::absent || hidden == 0) && network_.up(publisher, browser);
}

// It is in no cache and leaves none: the fault is the finding.
void Discovery::reflect(Node browser, Record record) {
  if (!browsing(browser)) return;
  publications_.push_back({std::move(record), browser, Published::State::gone, any_node, 0});
  tell_found(browser, publications_.back(), "reflected");
}

void Discovery::repeat_found(Node browser, Identity identity, int times, base::Duration gap) {
  const Entry* e = entry(browser, identity);
  if (e == nullptr || !browsing(browser)) return;
  const std::uint32_t publication = e->publication;
  for (int i = 0; i < times; ++i)
    push(browser, {network_.scheduler().now() + i * gap, publication, 0, Due::What::repeated});
}

void Discovery::lose(Node browser, Identity identity, Event event) {
  Entry* e = entry(browser, identity);
  if (e == nullptr) return;
  if (event == Event::silently) e->event = Event::silently;
  else erase(browser, *e, "fault");
}

// --- look-ups

Discovery::Cache& Discovery::cache(Node node) {
  while (caches_.size() <= node) caches_.emplace_back(memory_);
  return caches_[node];
}

const Discovery::Entry* Discovery::entry(Node browser, Identity identity) const {
  if (browser >= caches_.size()) return nullptr;
  const Cache& c = caches_[browser];
  const std::uint32_t place =
      c.by_identity.find(identity, [&](std::uint32_t i) { return c.entries[i].identity == identity; });
  return place == base::PlaceTable::none ? nullptr : &c.entries[place];
}

Discovery::Entry* Discovery::entry(Node browser, Identity identity) {
  return const_cast<Entry*>(std::as_const(*this).entry(browser, identity));
}

// "discovery/found/3>5#2.1": the publisher's third record, in the browser's first visit.  Streams of
// discovery are not kept: a name is used for one purpose once, so a thousand devices need no million of them.
base::Rng Discovery::stream(StreamName purpose, std::uint32_t publication, Node browser) const {
  const Published& p = publications_[publication];
  purpose << p.host << ">" << browser << "#" << p.number << "." << caches_[browser].visits;
  return net::stream(streams_, purpose);
}

// --- telling

void Discovery::tell_found(Node browser, const Published& p, std::string_view why) {
  report(browser, p, "found", why);
  if (browsing(browser)) caches_[browser].browser->found(p.record, p.host);
}

void Discovery::tell_lost(Node browser, const Published& p, std::string_view why) {
  report(browser, p, "lost", why);
  if (browsing(browser)) caches_[browser].browser->lost(p.record, p.host);
}

void Discovery::report(Node node, const Published& p, const DiscoveryVerb& verb, std::string_view why) {
  Observer* observer = network_.observer();
  if (observer == nullptr) return;
  const base::Instant now = network_.scheduler().now();
  const auto identity = static_cast<std::int64_t>(p.record.identity);
  const Node peer = node == p.host ? no_node : p.host;
  if (why.empty()) observer->event(now, node, verb, peer, {{"identity", identity}});
  else observer->event(now, node, verb, peer, {{"identity", identity}, {"why", why}});
}

}  // namespace nearsim::net
