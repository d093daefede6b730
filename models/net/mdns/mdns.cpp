#include "models/net/mdns/mdns.hpp"

#include <algorithm>
#include <utility>

#include "models/net/stream_name.hpp"
#include "sim/base/check.hpp"

namespace nearsim::net::mdns {

Mdns::Mdns(kernel::Scheduler& scheduler, const base::Streams& streams, Settings settings, Link& link,
           Observer* observer)
    : scheduler_(scheduler), streams_(streams), settings_(settings), link_(link), observer_(observer) {}

Mdns::Host& Mdns::host(Node node) {
  while (hosts_.size() <= node) {
    const auto n = static_cast<std::uint32_t>(hosts_.size());
    Host& h = hosts_.emplace_back();
    h.random = stream(streams_, StreamName{} << "mdns/" << n);
    h.asking.resize(link_.interfaces());
    for (Interface i = 0; i < link_.interfaces(); ++i)
      h.asking[i].deadline = scheduler_.add_deadline({"mdns", n}, [this, i, n] { wake(i, n); });
  }
  return hosts_[node];
}

// --- packets

// Those who hear it at the same instant hear it in one event.
void Mdns::multicast(Message message, base::Bytes size) {
  std::vector<std::pair<base::Duration, Node>> arrivals;
  for (Node to = 0; to < hosts_.size(); ++to) {
    if (to == message.from || !link_.up(message.interface, to)) continue;
    if (const auto after = link_.reach(message.interface, message.from, to, size))
      arrivals.emplace_back(*after, to);
  }
  std::sort(arrivals.begin(), arrivals.end());
  const auto shared = std::make_shared<const Message>(std::move(message));
  for (std::size_t begin = 0; begin < arrivals.size();) {
    std::size_t end = begin;
    std::vector<Node> together;
    while (end < arrivals.size() && arrivals[end].first == arrivals[begin].first)
      together.push_back(arrivals[end++].second);
    scheduler_.post(now() + arrivals[begin].first, {"mdns packet", shared->from},
                    [this, shared, together = std::move(together)] {
                      for (const Node to : together) deliver(to, *shared);
                    });
    begin = end;
  }
}

void Mdns::deliver(Node to, const Message& message) {
  if (!link_.up(message.interface, to)) return;
  if (message.kind == Message::Kind::query) return asked(to, message);
  if (message.kind == Message::Kind::probe) return probed(to, message);
  if (message.kind == Message::Kind::answer && conflicts_matter()) find_conflicts(to, message);
  heard(to, message);
}

// --- faults

void Mdns::hide(Node publisher, Node browser) {
  std::uint32_t& count = hidden_.at(PairMap::key(publisher, browser));
  count = count == PairMap::absent ? 1 : count + 1;
}

void Mdns::show(Node publisher, Node browser) {
  std::uint32_t& count = hidden_.at(PairMap::key(publisher, browser));
  NEARSIM_CHECK(count != PairMap::absent && count > 0, "a publisher is shown that was not hidden");
  --count;
}

bool Mdns::hidden(Node publisher, Node browser) const {
  const std::uint32_t count = hidden_.find(PairMap::key(publisher, browser));
  return count != PairMap::absent && count > 0;
}

void Mdns::leak(Node publisher, Node browser, base::Ratio share) {
  leaks_.at(PairMap::key(publisher, browser)) = static_cast<std::uint32_t>(share.ppm);
}

bool Mdns::comes_through(Interface i, Node publisher, Node browser) {
  if (!hidden(publisher, browser)) return true;
  const std::uint32_t share = leaks_.find(PairMap::key(publisher, browser));
  if (share == PairMap::absent || share == 0 || !link_.peer_to_peer(i)) return false;
  return host(browser).random.chance(base::Ratio{share});
}

// Neither browser nor record is left.
void Mdns::release_if_idle(Node node) {
  const bool publishes = std::any_of(published_.begin(), published_.end(), [node](const Published& p) {
    return p.host == node && p.standing != Standing::gone;
  });
  if (!publishes && !browsing(node)) link_.released_by(node);
}

Publication Mdns::inject_stale(Node from, Record record, Node only_browser) {
  const auto p = static_cast<std::uint32_t>(published_.size());
  published_.push_back({std::move(record), from, Standing::gone, {}, {}, {}});
  static_cast<void>(host(from));
  for (Node n = 0; n < hosts_.size(); ++n) {
    if (n == from || (only_browser != any_node && only_browser != n)) continue;
    const bool news = !seen(n, published_[p].record.identity);
    Asking& a = hosts_[n].asking[0];
    a.cache.renew(settings_, p, published_[p].record.identity, now(), hosts_[n].random);
    rearm(0, n);
    if (news && browsing(n)) tell_found(n, published_[p], {});
  }
  return {p};
}

void Mdns::reflect(Node browser, Record record) {
  if (!browsing(browser)) return;
  published_.push_back({std::move(record), browser, Standing::gone, {}, {}, {}});
  tell_found(browser, published_.back(), "reflected");
}

void Mdns::repeat_found(Node browser, Identity identity, int times, base::Duration gap) {
  for (int i = 0; i < times; ++i)
    scheduler_.post(now() + i * gap, {"mdns repeated", browser}, [this, browser, identity] {
      for (const Asking& a : host(browser).asking)
        if (const Entry* e = a.cache.find(identity))
          return tell_found(browser, published_[e->publication], "repeated");
    });
}

void Mdns::lose(Node browser, Identity identity, Event event) {
  if (!seen(browser, identity)) return;
  if (event == Event::silently) return host(browser).silenced.push_back(identity);
  std::uint32_t publication = 0;
  for (Asking& a : host(browser).asking)
    if (const Entry* e = a.cache.find(identity)) {
      publication = e->publication;
      a.cache.erase(identity);
    }
  tell_lost(browser, published_[publication], "fault");
}

// --- telling

bool Mdns::silenced(Node node, Identity identity) const {
  const auto& names = hosts_[node].silenced;
  return std::find(names.begin(), names.end(), identity) != names.end();
}

void Mdns::tell_found(Node node, const Published& p, std::string_view why) {
  if (!browsing(node) || silenced(node, p.record.identity)) return;
  report(node, p, "found", why);
  hosts_[node].browser->found(p.record, p.host);
}

void Mdns::tell_lost(Node node, const Published& p, std::string_view why) {
  if (!browsing(node) || silenced(node, p.record.identity)) return;
  report(node, p, "lost", why);
  hosts_[node].browser->lost(p.record, p.host);
}

void Mdns::report(Node node, const Published& p, const DiscoveryVerb& verb, std::string_view why) {
  if (observer_ == nullptr) return;
  const auto identity = static_cast<std::int64_t>(p.record.identity);
  const Node peer = node == p.host ? no_node : p.host;
  if (why.empty()) observer_->event(now(), node, verb, peer, {{"identity", identity}});
  else observer_->event(now(), node, verb, peer, {{"identity", identity}, {"why", why}});
}

}  // namespace nearsim::net::mdns
