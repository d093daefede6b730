#include "models/net/mdns/cache.hpp"

namespace nearsim::net::mdns {

const Entry* Cache::find(Identity identity) const {
  const auto it = std::find_if(entries_.begin(), entries_.end(),
                               [identity](const Entry& e) { return e.identity == identity; });
  return it == entries_.end() ? nullptr : &*it;
}

Entry* Cache::find(Identity identity) { return const_cast<Entry*>(std::as_const(*this).find(identity)); }

Entry& Cache::renew(const Settings& s, std::uint32_t publication, Identity identity, base::Instant now,
                    base::Rng& random) {
  Entry* e = find(identity);
  if (e == nullptr) {
    e = &entries_.emplace_back();
    e->identity = identity;
  }
  e->publication = publication;
  e->heard = now;
  e->expires = base::later(now, s.service_ttl);
  e->host_expires = base::later(now, s.host_ttl);
  e->ending = "expired";
  const base::Duration percent = s.service_ttl / 100;
  const base::Duration jitter = percent * s.refresh_jitter_percent;
  for (std::size_t i = 0; i < e->asks.size(); ++i)
    e->asks[i] = now + percent * s.refresh_percent[i] + random.between(base::Duration{0}, jitter);
  return *e;
}

void Cache::goodbye(const Settings& s, std::uint32_t publication, base::Instant now) {
  for (Entry& e : entries_) {
    if (e.publication != publication) continue;
    e.expires = std::min(e.expires, now + s.goodbye_ttl);  // further copies change nothing
    e.asks.fill(base::never);
    e.ending = "departed";
  }
}

void Cache::doubt(Entry& e, base::Duration patience, int queries, base::Instant now) {
  if (e.expires <= now + patience) return;
  e.expires = now + patience;
  e.asks.fill(base::never);
  e.ending = "reconfirmed";
  for (int i = 0; i < queries && i < static_cast<int>(e.asks.size()); ++i)
    e.asks[static_cast<std::size_t>(i)] = now + (i + 1) * 1s;
}

void Cache::erase(Identity identity) {
  std::erase_if(entries_, [identity](const Entry& e) { return e.identity == identity; });
}

std::vector<std::uint32_t> Cache::known_answers(const Settings& s, base::Instant now) const {
  std::vector<std::uint32_t> known;
  for (const Entry& e : entries_)
    if (e.expires - now >= s.service_ttl / 2) known.push_back(e.publication);
  return known;
}

base::Instant Cache::next() const {
  base::Instant soonest = base::never;
  for (const Entry& e : entries_) soonest = std::min(soonest, e.next());
  return soonest;
}

}  // namespace nearsim::net::mdns
