// Two services of one name (RFC 6762, sections 8.2 and 9).  Who probes for a name that somebody has is told
// so and takes the next one; of two that probe at once the one with the lesser data waits a second and asks
// again; and two that have it both, because they could not hear each other, both ask again.
//
//     Ana   probe probe probe | claimed "iPhone" ----- answer ->
//     Bob                 probe ->                     renamed: probe probe probe | "iPhone (2)"
#include <string>

#include "models/net/mdns/mdns.hpp"

namespace nearsim::net::mdns {
namespace {

constexpr base::Bytes probe_size{100};  // ours: a question, and the record it proposes

}  // namespace

void Mdns::probe(std::uint32_t publication, std::uint32_t round, int n) {
  Published& p = published_[publication];
  if (p.standing != Standing::probing || p.round != round) return;
  if (n == settings_.probes) return claim(publication);
  for (Interface i = 0; i < link_.interfaces(); ++i)
    if (link_.up(i, p.host)) multicast({Message::Kind::probe, p.host, i, {publication}}, probe_size);
  scheduler_.post(now() + settings_.probe_interval, {"mdns probe", p.host},
                  [this, publication, round, n] { probe(publication, round, n + 1); });
}

void Mdns::probe_again(std::uint32_t publication, base::Duration after) {
  Published& p = published_[publication];
  p.standing = Standing::probing;
  scheduler_.post(now() + after, {"mdns probe", p.host},
                  [this, publication, round = ++p.round] { probe(publication, round, 0); });
}

// Somebody asks for a name.  Whoever has it answers; whoever asks for it too compares what both propose.
void Mdns::probed(Node at, const Message& m) {
  for (const std::uint32_t theirs : m.publications)
    for (std::uint32_t i = 0; i < published_.size(); ++i) {
      Published& ours = published_[i];
      if (ours.host != at || i == theirs || ours.record.name != published_[theirs].record.name) continue;
      if (ours.standing == Standing::claimed) {
        send_record(m.interface, i, Message::Kind::answer);
      } else if (ours.standing == Standing::probing &&
                 ours.record.identity < published_[theirs].record.identity) {
        report(at, ours, "conflict", "simultaneous");
        probe_again(i, settings_.tie_wait);
      }
    }
}

// Somebody has a name that we want, or have.
void Mdns::find_conflicts(Node at, const Message& m) {
  for (const std::uint32_t theirs : m.publications)
    for (std::uint32_t i = 0; i < published_.size(); ++i) {
      Published& ours = published_[i];
      if (ours.host != at || i == theirs || published_[theirs].host == at ||
          ours.record.name != published_[theirs].record.name)
        continue;
      if (ours.standing == Standing::probing) {
        rename(i);
      } else if (ours.standing == Standing::claimed) {
        report(at, ours, "conflict", "both have it");
        probe_again(i, base::Duration{0});
      }
    }
}

// Apple's responder counts up: "iPhone (2)", "iPhone (3)".  What its application calls itself stays.
void Mdns::rename(std::uint32_t publication) {
  Published& p = published_[publication];
  p.record.name = p.wanted + " (" + std::to_string(++p.number) + ")";
  report(p.host, p, "conflict", "renamed");
  probe_again(publication, base::Duration{0});
}

}  // namespace nearsim::net::mdns
