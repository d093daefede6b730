// The answering half: claiming a name, announcing it, answering for it, saying goodbye.
#include <algorithm>
#include <utility>

#include "models/net/mdns/mdns.hpp"

namespace nearsim::net::mdns {
namespace {

constexpr base::Bytes answer_size{300};  // ours: PTR, SRV, TXT and address of one service

}  // namespace

Publication Mdns::publish(Node from, Record record) {
  const auto p = static_cast<std::uint32_t>(published_.size());
  Host& h = host(from);
  Published& published = published_.emplace_back();
  published.record = std::move(record);
  published.host = from;
  published.sent.assign(link_.interfaces(), base::Instant::min());
  published.answer.assign(link_.interfaces(), base::never);
  report(from, published, "published", {});
  link_.used_by(from);
  published.wanted = published.record.name;
  base::Instant at = now() + h.random.between(base::Duration{0}, settings_.probe_delay);
  if (conflicts_matter()) {
    scheduler_.post(at, {"mdns probe", from}, [this, p] { probe(p, 0, 0); });
    return {p};
  }
  at += settings_.probes * settings_.probe_interval;
  scheduler_.post(at, {"mdns claimed", from}, [this, p] { claim(p); });
  return {p};
}

// Nobody objected.  Announcing it on an interface that is down is for the instant at which that comes up.
void Mdns::claim(std::uint32_t publication) {
  Published& p = published_[publication];
  if (p.standing != Standing::probing) return;
  p.standing = Standing::claimed;
  announce(publication, 0);
}

void Mdns::announce(std::uint32_t publication, int n) {
  if (published_[publication].standing != Standing::claimed || n >= settings_.announcements) return;
  for (Interface i = 0; i < link_.interfaces(); ++i) send_record(i, publication, Message::Kind::answer);
  const base::Duration wait = announce_time(settings_, n + 1) - announce_time(settings_, n);
  scheduler_.post(now() + wait, {"mdns announce", published_[publication].host},
                  [this, publication, n] { announce(publication, n + 1); });
}

void Mdns::send_record(Interface i, std::uint32_t publication, Message::Kind kind) {
  Published& p = published_[publication];
  if (!link_.up(i, p.host)) return;
  p.sent[i] = now();
  ++(kind == Message::Kind::goodbye ? count_.goodbyes : count_.answers);
  multicast({kind, p.host, i, {publication}}, answer_size);
}

void Mdns::withdraw(Publication publication, Goodbye goodbye) {
  Published& p = published_[publication.index];
  if (p.standing == Standing::gone) return;
  const bool announced = p.standing == Standing::claimed;
  p.standing = Standing::gone;
  release_if_idle(p.host);
  report(p.host, p, "withdrawn", goodbye == Goodbye::sent ? "goodbye" : "vanished");
  if (goodbye == Goodbye::not_sent || !announced) return;
  for (int copy = 0; copy < settings_.goodbye_copies; ++copy)
    scheduler_.post(now() + copy * settings_.goodbye_interval, {"mdns goodbye", p.host},
                    [this, index = publication.index] {
                      for (Interface i = 0; i < link_.interfaces(); ++i)
                        send_record(i, index, Message::Kind::goodbye);
                    });
}

// A question for services: each of ours that the asker does not know is answered after a while, once for all
// who ask meanwhile.
void Mdns::asked(Node at, const Message& question) {
  for (std::uint32_t i = 0; i < published_.size(); ++i) {
    Published& p = published_[i];
    if (p.host != at || p.standing != Standing::claimed) continue;
    if (std::find(question.publications.begin(), question.publications.end(), i) !=
        question.publications.end())
      continue;
    const Interface interface = question.interface;
    if (p.answer[interface] != base::never) continue;
    base::Instant due =
        now() + hosts_[at].random.between(settings_.answer_delay_least, settings_.answer_delay_most);
    if (p.sent[interface] != base::Instant::min())
      due = std::max(due, p.sent[interface] + settings_.answer_again);
    p.answer[interface] = due;
    scheduler_.post(due, {"mdns answer", at}, [this, interface, i] { answer(interface, i); });
  }
}

void Mdns::answer(Interface interface, std::uint32_t publication) {
  Published& p = published_[publication];
  p.answer[interface] = base::never;
  if (p.standing == Standing::claimed) send_record(interface, publication, Message::Kind::answer);
}

}  // namespace nearsim::net::mdns
