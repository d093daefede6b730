// An engine as text: every field, in a fixed order, so that equal engines describe alike and a hash of the
// text is a hash of the state.
#include <variant>

#include "protocol/engine.hpp"

namespace nearsim::protocol {

namespace {

class Description {
 public:
  Description& field(std::string_view name, std::string_view value) {
    text_.append(" ").append(name).append("=").append(value);
    return *this;
  }
  Description& field(std::string_view name, std::int64_t value) { return field(name, std::to_string(value)); }
  Description& field(std::string_view name, Instant value) {
    return value == base::never ? *this : field(name, base::nanoseconds(value));
  }
  Description& line(std::string_view head) {
    text_.append(text_.empty() ? "" : "\n").append(head);
    return *this;
  }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

void describe(Description& d, const Registration& r) {
  if (r == Registration{}) return;
  d.field("registered", name(r.standing)).field("unanswered", r.unanswered);
  if (r.unreliable) d.field("unreliable", "yes");
  if (r.departed) d.field("departed", "yes");
  if (r.dialled) d.field("dialled", "yes");
  if (r.asked) d.field("asked", "yes");
  if (r.checked) d.field("checked", *r.checked);
  if (r.ticked) d.field("ticked", *r.ticked);
  if (r.lost) d.field("lost", *r.lost);
  if (r.last_connected) d.field("last_connected", *r.last_connected);
  if (r.accepted) d.field("accepted", *r.accepted);
  for (const Dial& dial : r.dials)
    d.field("dial", dial.session.value).field("next", dial.next).field("tried", dial.tried);
}

void describe_monitors(Description& d, const Contact& contact) {
  const Pulse& pulse = contact.pulse;
  if (pulse != Pulse{})
    d.field("pulse", pulse.next)
        .field("misses", pulse.misses)
        .field("missed", pulse.missed ? "yes" : "no")
        .field("pulse_heard", pulse.heard ? "yes" : "no");
  for (const Instant at : contact.sampling.next) d.field("sample", at);
  if (contact.sampling.lost != 0 || contact.sampling.received != 0)
    d.field("lost", contact.sampling.lost).field("received", contact.sampling.received);
  if (contact.restarted) d.field("restarted", *contact.restarted);
  if (contact.staled) d.field("staled", *contact.staled);
}

void describe(Description& d, const Link& link) {
  constexpr auto operations = std::array<std::string_view, 3>{"nothing", "inviting", "accepting"};
  d.line("link")
      .field("peer", link.peer.display_name)
      .field("handle", static_cast<std::int64_t>(link.peer.handle.value));
  d.field("node_id", link.peer.node_id).field("instance", static_cast<std::int64_t>(link.peer.instance));
  if (link.doubted) d.field("doubted", "yes");
  d.field("visible", link.visible ? "yes" : "no").field("connected", link.connected ? "yes" : "no");
  for (const Milestone m : {Milestone::handshaken, Milestone::usable, Milestone::monitored})
    if (link.reached.has(m)) d.field("reached", name(m));
  d.field("phase", phase_names[link.phase.index()]);
  if (const auto* p = std::get_if<Inviting>(&link.phase)) d.field("since", p->since).field("until", p->until);
  if (const auto* p = std::get_if<Accepting>(&link.phase))
    d.field("since", p->since).field("outbound", p->outbound == Outbound::abandoned ? "abandoned" : "none");
  if (const auto* p = std::get_if<Establishing>(&link.phase)) d.field("since", p->since);
  if (const auto* p = std::get_if<Established>(&link.phase)) d.field("since", p->since);
  if (const auto* p = std::get_if<Healing>(&link.phase))
    d.field("until", p->until).field("symptom", name(p->symptom)).field("rung", p->rung);
  if (const auto* p = std::get_if<Cooling>(&link.phase))
    d.field("until", p->until).field("attempt", p->attempt);
  d.field("operation", operations[static_cast<std::size_t>(link.operation.doing)]);
  if (link.operation.began != base::never) d.field("began", link.operation.began);
  d.field("session", link.session.value).field("failures", link.failures).field("stable", link.stable);
  if (link.cool != Instant{}) d.field("cool", link.cool);
  if (link.waiting) d.field("waiting", *link.waiting);
  if (link.peer.nonce != 0) d.field("nonce", static_cast<std::int64_t>(link.peer.nonce >> 1));
  if (link.newest != 0) d.field("newest", static_cast<std::int64_t>(link.newest));
  if (link.contact->greeted) d.field("greeted", "yes");
  if (link.contact->attempts != 0)
    d.field("attempts", static_cast<std::int64_t>(link.contact->attempts))
        .field("of", static_cast<std::int64_t>(link.contact->attempts_of));
  if (link.contact->partial != 0) d.field("partial", static_cast<std::int64_t>(link.contact->partial));
  for (const Wait& w : link.contact->waits) {
    d.field("wait", w.stage).field("until", w.until);
    if (w.awaited) d.field("awaits", name(*w.awaited));
    if (w.survives_disconnect) d.field("survives", "yes");
  }
  if (link.contact->handshake.at != base::never)
    d.field("handshake_until", link.contact->handshake.at)
        .field("reach", name(link.contact->handshake.reach));
  d.field("reply", link.contact->reply);
  d.field("beat", link.contact->beats.next)
      .field("period", link.contact->beats.period.count())
      .field("beat_send", link.contact->beats.send);
  if (link.contact->heard) d.field("heard", *link.contact->heard);
  describe(d, link.contact->registration);
  describe_monitors(d, *link.contact);
}

}  // namespace

std::string Engine::describe() const {
  Description d;
  d.line("engine")
      .field("self", self_.display_name)
      .field("handle", static_cast<std::int64_t>(self_.handle.value))
      .field("node_id", self_.node_id)
      .field("instance", static_cast<std::int64_t>(self_.instance));
  d.field("profile", profile_->name)
      .field("running", running_ ? "yes" : "no")
      .field("network", name(network_));
  d.field("now", now_).field("started", started_).field("wall_offset", wall_offset_.count());
  d.field("wall_stepped", wall_stepped_).field("session", serial_.session.value);
  d.field("last_session", serial_.last_session.value).field("browse", serial_.browse);
  d.field("advertise", serial_.advertise).field("rebrowse", serial_.rebrowse).field("forget", serial_.forget);
  if (self_.nonce != 0) d.field("nonce", static_cast<std::int64_t>(self_.nonce >> 1));
  if (serial_.recreated) d.field("recreated", *serial_.recreated);
  if (serial_.reset) d.field("reset", *serial_.reset);
  if (serial_.launched) d.field("launched", "yes");
  if (serial_.keeps_instance) d.field("keeps_instance", "yes");
  for (const auto& [key, newest] : newest_) d.field("newest_of_" + key, static_cast<std::int64_t>(newest));
  if (profile_->signalling.used)
    d.field("signalling", state_name(signalling_.state))
        .field("attempts", signalling_.attempts)
        .field("signalling_next", signalling_.next);
  if (serial_.monitored.value != 0) d.field("monitored", static_cast<std::int64_t>(serial_.monitored.value));
  if (last_network_ != network_) d.field("last_network", name(last_network_));
  if (platform_ != Platform::ios) d.field("platform", name(platform_));
  base::Rng stream = rng_;  // a stream's state is its future; its next draw stands for it
  d.field("next_draw", static_cast<std::int64_t>(stream.bits() >> 1));
  for (const std::string& key : pending_) d.field("pending", key);
  for (const auto& [handle, i] : links_.handles())
    d.field("handle_" + std::to_string(handle.value), static_cast<std::int64_t>(i));
  for (Index i = 0; i < links_.size(); ++i) protocol::describe(d, links_[i]);
  return d.take();
}

std::uint64_t Engine::hash() const { return base::stable_hash(describe()); }

bool Engine::operator==(const Engine& o) const {
  return self_ == o.self_ && *profile_ == *o.profile_ && rng_ == o.rng_ && network_ == o.network_ &&
         last_network_ == o.last_network_ && platform_ == o.platform_ && signalling_ == o.signalling_ &&
         running_ == o.running_ && now_ == o.now_ && started_ == o.started_ &&
         wall_stepped_ == o.wall_stepped_ && wall_offset_ == o.wall_offset_ && serial_ == o.serial_ &&
         pending_ == o.pending_ && newest_ == o.newest_ && links_ == o.links_;
}

}  // namespace nearsim::protocol
