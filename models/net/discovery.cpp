#include "models/net/discovery.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/check.hpp"

namespace nearsim::net {

namespace {
constexpr StreamName found_stream = StreamName{} << "discovery/found/",
                     goodbye_stream = StreamName{} << "discovery/goodbye/",
                     reconfirm_stream = StreamName{} << "discovery/reconfirm/";
}  // namespace

Discovery::Discovery(Network& network, const base::Streams& streams, DiscoverySettings settings)
    : network_(network), streams_(streams), settings_(settings) {
  network.listen(*this);
}

// --- publishing

Publication Discovery::publish(Node host, Record record) {
  const std::uint32_t p = add(host, std::move(record), Published::State::live, any_node);
  report(host, publications_[p], "published", {});
  return {p};
}

Publication Discovery::inject_stale(Node host, Record record, Node only_browser) {
  return {add(host, std::move(record), Published::State::stale, only_browser)};
}

std::uint32_t Discovery::add(Node host, Record record, Published::State state, Node only) {
  const auto p = static_cast<std::uint32_t>(publications_.size());
  if (published_.size() <= host) published_.resize(host + 1);
  publications_.push_back({std::move(record), host, state, only, published_[host]++});
  live_.push_back(p);
  for (const Node browser : browsers_) expect(browser, p);
  return p;
}

void Discovery::withdraw(Publication publication, Goodbye goodbye) {
  Published& p = publications_[publication.index];
  if (p.state != Published::State::live && p.state != Published::State::stale) return;
  p.state = goodbye == Goodbye::sent ? Published::State::gone : Published::State::ghost;
  std::erase(live_, publication.index);
  report(p.host, p, "withdrawn", goodbye == Goodbye::sent ? "goodbye" : "vanished");
  for (const Node browser : browsers_) depart(browser, publication.index, goodbye);
}

void Discovery::depart(Node browser, std::uint32_t publication, Goodbye goodbye) {
  const Published& p = publications_[publication];
  const Entry* e = entry(browser, p.record.identity);
  if (e == nullptr || e->publication != publication) return;
  base::Instant at = expiry(*e);
  if (goodbye == Goodbye::sent && goodbye_arrives(p.host, browser, publication))
    at = network_.scheduler().now() + network_.one_way(p.host, browser) + settings_.goodbye;
  push(browser, {at, publication, e->version, Due::What::lost});
}

bool Discovery::goodbye_arrives(Node host, Node browser, std::uint32_t publication) {
  if (!reaches(host, browser)) return false;
  const base::Ratio loss = network_.way(host, browser).loss;
  if (loss == base::none) return true;
  base::Rng random = stream(goodbye_stream, publication, browser);
  for (int copy = 0; copy < settings_.goodbye_copies; ++copy)
    if (!random.chance(loss)) return true;
  return false;
}

// Renewed again and again while its host was there; from the last renewal on it lives its whole time.
base::Instant Discovery::expiry(const Entry& e) const {
  const base::Duration period{settings_.time_to_live.count() / base::certain.ppm * settings_.refresh_at.ppm};
  const base::Duration age = network_.scheduler().now() - e.since;
  const auto renewals = period.count() > 0 ? age / period : 0;
  return base::later(e.since + renewals * period, settings_.time_to_live);
}

// --- browsing

void Discovery::browse(Node node, Browser& browser) {
  stop_browsing(node);
  Cache& c = cache(node);
  c.browser = &browser;
  c.entries.clear();
  c.by_identity.clear();
  ++c.visits;
  if (c.deadline == kernel::Deadline{})
    c.deadline = network_.scheduler().add_deadline({due_label, node}, [this, node] { wake(node); });
  browsers_.insert(std::lower_bound(browsers_.begin(), browsers_.end(), node), node);
  for (const std::uint32_t p : live_) expect(node, p);
}

void Discovery::stop_browsing(Node node) {
  if (!browsing(node)) return;
  Cache& c = cache(node);
  c.browser = nullptr;
  c.due.clear();
  network_.scheduler().disarm(c.deadline);
  std::erase(browsers_, node);
  std::erase_if(waiting_, [node](const Waiting& w) { return w.browser == node; });
}

bool Discovery::browsing(Node node) const {
  return node < caches_.size() && caches_[node].browser != nullptr;
}

std::optional<Node> Discovery::resolve(Node browser, Identity identity) const {
  const Entry* e = entry(browser, identity);
  if (e == nullptr || e->event == Event::silently) return std::nullopt;
  return publications_[e->publication].host;
}

void Discovery::reconfirm(Node browser, Identity identity) {
  const Entry* e = entry(browser, identity);
  if (e == nullptr || !browsing(browser)) return;
  base::Duration wait = settings_.reconfirm;
  if (settings_.reconfirm_jitter > base::Duration{0})
    wait += stream(reconfirm_stream, e->publication, browser)
                .between(base::Duration{0}, settings_.reconfirm_jitter);
  push(browser, {network_.scheduler().now() + wait, e->publication, e->version, Due::What::reconfirmed});
}

// --- what a browser will learn

void Discovery::expect(Node browser, std::uint32_t publication) {
  const Published& p = publications_[publication];
  const bool findable = p.state == Published::State::live || p.state == Published::State::stale;
  if (!findable || p.host == browser || (p.only != any_node && p.only != browser)) return;
  if (p.state == Published::State::stale)  // it lay in the cache all the time
    return push(browser, {network_.scheduler().now(), publication, 0, Due::What::found});
  const Finding& how = finding(p.host, browser);
  base::Duration delay = how.delay;
  if (how.failure > base::none || how.jitter > base::Duration{0}) {
    base::Rng random = stream(found_stream, publication, browser);
    if (random.chance(how.failure)) return;
    delay += random.between(base::Duration{0}, how.jitter);
  }
  push(browser, {network_.scheduler().now() + delay, publication, 0, Due::What::found});
}

void Discovery::push(Node browser, const Due& due) {
  Cache& c = cache(browser);
  c.due.push(due);
  if (c.due.first().at == due.at) arm(c);
}

void Discovery::arm(const Cache& c) {
  network_.scheduler().concern(c.deadline, first_due(c).host);
  network_.scheduler().arm(c.deadline, c.due.first().at);
}

void Discovery::wake(Node browser) {
  const auto due = [&]() -> Agenda& { return caches_[browser].due; };  // others may begin to browse meanwhile
  while (!due().empty() && due().first().at <= network_.scheduler().now()) handle(browser, due().pop());
  if (!due().empty()) arm(caches_[browser]);
}

// What the first finding will look at, beside what is known of the pair.
void Discovery::prefetch(Node browser, kernel::Approach how) const {
  if (browser >= caches_.size()) return;
  const Cache& c = caches_[browser];
  if (how == kernel::Approach::farthest) return base::prefetch(&c, sizeof c);
  if (how == kernel::Approach::far) {
    c.entries.prefetch_end();
    return c.due.prefetch();
  }
  if (c.due.empty()) return;
  const Published& p = first_due(c);
  if (how == kernel::Approach::nearer) return base::prefetch_all(p);
  if (how == kernel::Approach::near) c.by_identity.prefetch(p.record.identity);
}

const Record* Discovery::next(Node browser) const {
  if (browser >= caches_.size() || caches_[browser].due.empty()) return nullptr;
  return &first_due(caches_[browser]).record;
}

void Discovery::prefetch_known(Node browser, Identity identity, kernel::Approach how) const {
  if (browser >= caches_.size()) return;
  const Cache& c = caches_[browser];
  if (how == kernel::Approach::near) return c.by_identity.prefetch(identity);
  if (how != kernel::Approach::next) return;
  const std::uint32_t place = c.by_identity.guess(identity);
  if (place != base::PlaceTable::none) base::prefetch_all(c.entries[place]);
}

void Discovery::handle(Node browser, const Due& due) {
  switch (due.what) {
    case Due::What::found: return find(browser, due.publication);
    case Due::What::repeated: {
      const Published& p = publications_[due.publication];
      const Entry* e = entry(browser, p.record.identity);
      if (e != nullptr && e->publication == due.publication && e->event == Event::told)
        tell_found(browser, p, "repeated");
      return;
    }
    case Due::What::lost:
    case Due::What::reconfirmed: return lose_due(browser, due);
  }
}

void Discovery::find(Node browser, std::uint32_t publication) {
  const Published& p = publications_[publication];
  const bool live = p.state == Published::State::live;
  if (!live && p.state != Published::State::stale) return;
  if (live && !reaches(p.host, browser)) {
    waiting_.push_back({publication, browser});
    return;
  }
  const base::Instant now = network_.scheduler().now();
  if (Entry* e = entry(browser, p.record.identity)) {
    // Announced anew before the goodbye took effect: the record is rescued, and nobody is told unless it
    // changed.
    const bool changed = publications_[e->publication].record.info != p.record.info;
    e->publication = publication;
    e->since = now;
    ++e->version;
    if (changed && e->event == Event::told) tell_found(browser, p, "changed");
    return;
  }
  Cache& c = cache(browser);
  c.entries.emplace_back(Entry{p.record.identity, now, publication, 0, Event::told});
  c.by_identity.added([&](std::uint32_t i) { return c.entries[i].identity; });
  for (int i = 1; i <= settings_.duplicates; ++i)
    push(browser, {now + i * settings_.duplicates_gap, publication, 0, Due::What::repeated});
  tell_found(browser, p, {});
}

void Discovery::lose_due(Node browser, const Due& due) {
  const Published& p = publications_[due.publication];
  Entry* e = entry(browser, p.record.identity);
  if (e == nullptr || e->publication != due.publication || e->version != due.version) return;
  if (due.what == Due::What::lost) return erase(browser, *e, "departed");
  const bool live = p.state == Published::State::live;
  if (live && reaches(p.host, browser)) return;  // it answered
  if (live) waiting_.push_back({due.publication, browser});
  erase(browser, *e, "reconfirmed");
}

void Discovery::erase(Node browser, Entry& e, std::string_view why) {
  const std::uint32_t publication = e.publication;
  const bool told = e.event == Event::told;
  Cache& c = cache(browser);
  const std::uint32_t place =
      c.by_identity.find(e.identity, [&](std::uint32_t i) { return &c.entries[i] == &e; });
  c.by_identity.remove(place, [&](std::uint32_t i) { return c.entries[i].identity; });
  c.entries[place] = c.entries.back();
  c.entries.pop_back();
  if (told) tell_lost(browser, publications_[publication], why);
}

void Discovery::reachability_changed() {
  std::vector<Waiting> still;
  for (const Waiting& w : waiting_) {
    if (!browsing(w.browser)) continue;
    if (reaches(publications_[w.publication].host, w.browser)) expect(w.browser, w.publication);
    else still.push_back(w);
  }
  waiting_ = std::move(still);
}

}  // namespace nearsim::net
