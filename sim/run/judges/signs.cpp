#include "sim/run/judges/signs.hpp"

#include <algorithm>

#include "sim/run/judges/records.hpp"

namespace nearsim::run {

const Signs::Link& Signs::link(Node of, Node about) const {
  static const Link nothing{};
  const Link* const known = links_.find(of, about);
  return known == nullptr ? nothing : *known;
}

Signs::Signs(std::size_t devices, std::pmr::memory_resource* memory)
    : devices_(devices, memory), links_(memory) {}

const ByVerb<Signs::Sign>& Signs::by_verb() {
  static const ByVerb<Sign> all = [] {
    ByVerb<Sign> signs{{{"net", "lost"}, Sign::lost},
                       {{"engine", "reset_identity"}, Sign::reset},
                       {{"engine", "reached"}, Sign::reached},
                       {{"", "deliver"}, Sign::heard}};
    for (const Verb& turn : device_turns) signs.add(turn, Sign::of_device);
    return signs;
  }();
  return all;
}

VerbSet Signs::heard() {
  VerbSet all;
  for (const VerbNumber verb : by_verb().heard()) all.set(verb);
  return all;
}

void Signs::saw(const Happening& h, Sign sign) {
  if (h.node == net::no_node) return;
  if (sign == Sign::of_device) return device_happened(h);
  if (h.peer == net::no_node) return;
  const base::Instant at = h.record.at;
  if (sign == Sign::lost) link(h.node, h.peer).lost = at;
  if (sign == Sign::heard) link(h.node, h.peer).heard = at;
  if (sign == Sign::reset) devices_[h.node].changed = at;
  if (sign == Sign::reached && text_field(h.record, "milestone") == "handshaken")
    link(h.node, h.peer).handshaken = at;
}

void Signs::device_happened(const Happening& h) {
  Device& d = devices_[h.node];
  const std::string_view verb = h.record.verb;
  const bool asleep = !d.sleeps.empty() && d.sleeps.back().to == base::never;
  if (verb == "pause" && !asleep) d.sleeps.push_back({h.record.at});
  if ((verb == "resume" || verb == "kill") && asleep) d.sleeps.back().to = h.record.at;
  const bool starts = verb == "start" || verb == "restart" || verb == "rejoin";
  if (starts) ++d.starts;
  if (starts || verb == "leave" || verb == "kill" || verb == "new_identity") d.changed = h.record.at;
}

void Signs::pair_settled(base::Instant at, const PairState& before, const PairState& now) {
  const auto turned = [&](bool was, bool is, Node of, Node about) {
    if (was == is) return;
    Link& l = link(of, about);
    l.connected = is ? at : base::never;
    if (!is) l.handshaken = base::never;
  };
  turned(before.ab.connected, now.ab.connected, now.a, now.b);
  turned(before.ba.connected, now.ba.connected, now.b, now.a);
}

base::Instant Signs::last(Node of, Node about) const {
  const Link& l = link(of, about);
  if (l.connected == base::never) return base::never;
  base::Instant out = l.connected;
  if (l.heard != base::never) out = std::max(out, l.heard);
  if (l.handshaken != base::never) out = std::max(out, l.handshaken);
  return out;
}

base::Duration Signs::slept(Node device, base::Instant from, base::Instant to) const {
  base::Duration sum{};
  for (const Sleep& s : devices_[device].sleeps) {
    const base::Instant begin = std::max(s.from, from), end = std::min(s.to, to);
    if (begin < end) sum += end - begin;
  }
  return sum;
}

}  // namespace nearsim::run
