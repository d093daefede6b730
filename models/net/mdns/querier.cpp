// The asking half: queries that grow rarer, and a cache on each interface.
#include <algorithm>
#include <utility>

#include "models/net/mdns/mdns.hpp"

namespace nearsim::net::mdns {
namespace {

constexpr base::Bytes query_size{60};           // ours: header and one question
constexpr std::int64_t known_answer_size = 20;  // ours: a compressed PTR

}  // namespace

bool Mdns::browsing(Node node) const { return node < hosts_.size() && hosts_[node].browser != nullptr; }

bool Mdns::seen(Node node, Identity identity) const {
  if (node >= hosts_.size()) return false;
  const auto& asking = hosts_[node].asking;
  return std::any_of(asking.begin(), asking.end(),
                     [identity](const Asking& a) { return a.cache.find(identity) != nullptr; });
}

std::optional<Node> Mdns::resolve(Node node, Identity identity) const {
  if (!browsing(node) || silenced(node, identity)) return std::nullopt;
  for (const Asking& a : hosts_[node].asking) {
    const Entry* e = a.cache.find(identity);
    if (e != nullptr && e->host_expires > now()) return published_[e->publication].host;
  }
  return std::nullopt;
}

void Mdns::browse(Node node, Browser& browser) {
  stop_browsing(node);
  Host& h = host(node);
  h.browser = &browser;
  h.silenced.clear();
  link_.used_by(node);
  std::vector<std::uint32_t> cached;
  for (const Asking& a : h.asking)
    for (const Entry& e : a.cache.entries())
      if (std::find(cached.begin(), cached.end(), e.publication) == cached.end())
        cached.push_back(e.publication);
  for (const std::uint32_t p : cached)
    if (h.browser != nullptr) tell_found(node, published_[p], "cached");
  for (Interface i = 0; i < link_.interfaces(); ++i) start_asking(i, node);
}

void Mdns::stop_browsing(Node node) {
  if (!browsing(node)) return;
  hosts_[node].browser = nullptr;
  for (Interface i = 0; i < link_.interfaces(); ++i) stop_asking(i, node);
  release_if_idle(node);
}

// --- asking

void Mdns::start_asking(Interface i, Node node) {
  if (!browsing(node) || !link_.up(i, node)) return;
  stop_asking(i, node);
  Asking& a = hosts_[node].asking[i];
  a.queries = 0;
  a.timer = scheduler_.at(now(), {"mdns query", node}, [this, i, node] { ask(i, node); });
}

void Mdns::stop_asking(Interface i, Node node) { scheduler_.cancel(hosts_[node].asking[i].timer); }

void Mdns::ask(Interface i, Node node) {
  Asking& a = hosts_[node].asking[i];
  query(i, node);
  const base::Duration wait = query_time(settings_, a.queries + 1) - query_time(settings_, a.queries);
  ++a.queries;
  a.timer = scheduler_.at(base::later(now(), wait), {"mdns query", node}, [this, i, node] { ask(i, node); });
}

// A record that is doubted, or in its last half, is not among the known ones: it shall be answered.
void Mdns::query(Interface i, Node node) {
  if (!link_.up(i, node)) return;
  ++count_.queries;
  const Cache& cache = hosts_[node].asking[i].cache;
  std::vector<std::uint32_t> known = cache.known_answers(settings_, now());
  const base::Bytes size{query_size.count + known_answer_size * static_cast<std::int64_t>(known.size())};
  multicast({Message::Kind::query, node, i, std::move(known)}, size);
}

// --- the cache

void Mdns::heard(Node at, const Message& m) {
  Host& h = hosts_[at];
  Asking& a = h.asking[m.interface];
  for (const std::uint32_t index : m.publications) {
    const Published& p = published_[index];
    if (m.kind == Message::Kind::goodbye) {
      a.cache.goodbye(settings_, index, now());
      continue;
    }
    const Entry* old = a.cache.find(p.record.identity);
    // What nobody asks for is not kept; what is kept is renewed whoever asked.
    if ((!browsing(at) && old == nullptr) || !comes_through(m.interface, p.host, at)) continue;
    const bool news = !seen(at, p.record.identity);
    const bool changed = old != nullptr && (published_[old->publication].record.info != p.record.info ||
                                            (conflicts_matter() && old->name != p.record.name));
    const bool further = old == nullptr && settings_.each_interface;
    Entry& entry = a.cache.renew(settings_, index, p.record.identity, now(), h.random);
    if (conflicts_matter()) entry.name = p.record.name;
    if (news || changed || further) tell_found(at, p, changed ? "changed" : "");
  }
  rearm(m.interface, at);
}

void Mdns::rearm(Interface i, Node node) {
  Asking& a = hosts_[node].asking[i];
  const base::Instant next = a.cache.next();
  scheduler_.arm(a.deadline, next == base::never ? next : std::max(next, now()));
}

void Mdns::wake(Interface i, Node node) {
  Asking& a = hosts_[node].asking[i];
  std::vector<Entry> over;
  bool asks = false;
  for (Entry& e : a.cache.entries()) {
    if (e.expires <= now()) {
      over.push_back(e);
      continue;
    }
    for (base::Instant& ask_at : e.asks) {
      if (ask_at > now()) continue;
      ask_at = base::never;
      asks = browsing(node);
    }
  }
  for (const Entry& e : over) a.cache.erase(e.identity);
  if (asks) query(i, node);
  for (const Entry& e : over) gone(node, e);
  rearm(i, node);
}

void Mdns::gone(Node node, const Entry& e) {
  if (!seen(node, e.identity)) tell_lost(node, published_[e.publication], e.ending);
}

void Mdns::reconfirm(Node node, Identity identity) {
  if (!browsing(node)) return;
  Host& h = hosts_[node];
  const base::Duration patience =
      settings_.reconfirm + h.random.between(base::Duration{0}, settings_.reconfirm_jitter);
  for (Interface i = 0; i < link_.interfaces(); ++i)
    if (Entry* e = h.asking[i].cache.find(identity)) {
      h.asking[i].cache.doubt(*e, patience, settings_.reconfirm_queries, now());
      rearm(i, node);
    }
}

// --- interfaces

void Mdns::interface_changed(Interface i, Node node, Path path) {
  static_cast<void>(host(node));
  if (path == Path::up) {
    start_asking(i, node);
    for (std::uint32_t p = 0; p < published_.size(); ++p)
      if (published_[p].host == node) announce(p, 0);
  } else {
    stop_asking(i, node);
  }
  scheduler_.post(now() + settings_.flap_delay, {"mdns interface", node},
                  [this, i, node, path] { interface_lasted(i, node, path); });
}

// A change is believed only when it has lasted: then what was found before it is doubted, or forgotten.
void Mdns::interface_lasted(Interface i, Node node, Path path) {
  if (link_.up(i, node) != (path == Path::up)) return;
  Cache& cache = hosts_[node].asking[i].cache;
  if (path == Path::up) {
    for (Entry& e : cache.entries())
      if (e.heard < now() - settings_.flap_delay)
        cache.doubt(e, settings_.flap_reconfirm, settings_.reconfirm_queries, now());
    return rearm(i, node);
  }
  std::vector<Entry> forgotten = cache.entries();
  cache.clear();
  rearm(i, node);
  for (Entry& e : forgotten) {
    e.ending = "interface";
    gone(node, e);
  }
}

}  // namespace nearsim::net::mdns
