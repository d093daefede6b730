// What a device shows of itself: its decisions in the trace, and its view of each peer in the ledger.
#include <algorithm>
#include <array>
#include <memory>
#include <type_traits>
#include <utility>

#include "sim/base/prefetch.hpp"
#include "sim/run/about.hpp"
#include "sim/run/device.hpp"
#include "sim/run/judges/records.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

namespace {

using kernel::Field;
using kernel::Value;

class Fields {  // of one decision: its reason, the figures, and what its action says
 public:
  void add(std::string_view key, Value value) {
    if (count_ < most) std::construct_at(&all_[count_++], Field{key, value});
  }
  [[nodiscard]] std::span<const Field> span() const { return {all_, count_}; }

 private:
  static_assert(std::is_trivially_destructible_v<Field>);
  static constexpr std::size_t most = 10;
  union {  // those that are not added are never made: most decisions say two or three things
    Field all_[most];
  };
  std::size_t count_ = 0;

 public:
  Fields() {}
};

struct Describe {
  Fields& fields;
  void operator()(const protocol::Invite& a) const { fields.add("session", std::int64_t{a.session.value}); }
  void operator()(const protocol::Accept& a) const { fields.add("session", std::int64_t{a.session.value}); }
  void operator()(const protocol::Send& a) const {
    fields.add("type", protocol::type_of(a.message));
    if (a.delivery != protocol::Delivery::reliable) fields.add("delivery", protocol::name(a.delivery));
  }
  void operator()(const protocol::LeaveSession& a) const {
    fields.add("session", std::int64_t{a.session.value});
  }
  void operator()(const protocol::CancelPeer& a) const {
    fields.add("session", std::int64_t{a.session.value});
  }
  void operator()(const protocol::Probe& a) const {
    fields.add("session", std::int64_t{a.session.value});
    fields.add("over", protocol::name(a.over));
  }
  void operator()(const protocol::ReplaceSession& a) const {
    fields.add("session", std::int64_t{a.old.value});
    fields.add("fresh", std::int64_t{a.fresh.value});
  }
  void operator()(const protocol::Persist& a) const { fields.add(a.key, std::string_view{a.value}); }
  void operator()(const protocol::RestartIce& a) const {
    fields.add("session", std::int64_t{a.session.value});
    fields.add("how", protocol::name(a.how));
  }
  void operator()(const protocol::RenegotiatePath& a) const {
    fields.add("session", std::int64_t{a.session.value});
    fields.add("doubt", protocol::name(a.doubt));
  }
  void operator()(const protocol::SampleStats& a) const {
    fields.add("session", std::int64_t{a.session.value});
  }
  void operator()(const protocol::OpenSignalling& a) const {
    fields.add("keeps_identity", a.self.value != 0);
  }
  void operator()(const protocol::CloseSignalling&) const {}
  void operator()(const protocol::Notify& a) const { fields.add("standing", name_of(a.standing)); }
  void operator()(const protocol::Reached& a) const { fields.add("milestone", protocol::name(a.milestone)); }
  void operator()(const protocol::Retry& a) const {
    fields.add("in", a.in);
    fields.add("attempt", std::int64_t{a.attempt});
  }
  void operator()(const protocol::Suspect& a) const { fields.add("symptom", protocol::name(a.symptom)); }
  void operator()(const protocol::Browse& a) const { fields.add("to", name_of(a.to)); }
  void operator()(const protocol::Advertise& a) const { fields.add("to", name_of(a.to)); }
  void operator()(const protocol::Decline&) const {}
  void operator()(const protocol::ResetIdentity&) const {}
  void operator()(const protocol::Hold&) const {}
  void operator()(const protocol::Ignore&) const {}
  void operator()(const protocol::KeepPartial& a) const {
    fields.add("size", static_cast<std::int64_t>(a.size));
  }

  static std::string_view name_of(protocol::Standing s) {
    return s == protocol::Standing::connected ? "connected" : "disconnected";
  }
  static std::string_view name_of(protocol::Switch s) { return s == protocol::Switch::on ? "on" : "off"; }
};

// The verb of each decision, by its number among the actions.
constexpr auto decided = []<std::size_t... i>(std::index_sequence<i...>) {
  return std::array{kernel::Verb("engine", std::variant_alternative_t<i, protocol::Action>::verb)...};
}
(std::make_index_sequence<std::variant_size_v<protocol::Action>>{});

}  // namespace

void Device::trace(const protocol::Decision& decision) {
  static const auto numbers = [] {
    std::array<VerbNumber, decided.size()> out{};
    std::transform(decided.begin(), decided.end(), out.begin(),
                   [](const kernel::Verb& verb) { return verb_number(verb); });
    return out;
  }();
  const VerbNumber number = numbers[decision.action.index()];
  if (!world_.takes(number)) return world_.pass_over_record();
  Fields fields;
  fields.add("why", protocol::name(decision.why.code()));
  std::visit(Describe{fields}, decision.action);
  for (const protocol::Figure& figure : decision.why.figures())
    std::visit([&](auto value) { fields.add(figure.key, value); }, figure.value);
  const std::uint64_t named = about(decision.action);
  const Node peer = named == 0 ? net::no_node : world_.host_of(named);
  world_.record_taken(number, node_, decided[decision.action.index()], peer, fields.span(), named);
}

void Device::note(std::string_view verb, std::initializer_list<Field> fields) {
  world_.record(node_, {"device", verb}, net::no_node, {fields.begin(), fields.size()});
}

void Device::look(Ledger::Half at) {
  const Node about = at.about();
  // That a device which took another node id is the same one, nobody can know.  Asked seldom: their device
  // lies far away.
  const auto renamed = [&](const protocol::PeerRecord& peer) {
    if (peer.node_id.empty()) return false;
    const Device& other = world_.device(about);
    return peer.node_id != (other.engine() != nullptr ? other.engine()->self().node_id : other.node_id());
  };
  const bool is_there = world_.ledger().presence(about).there();
  const protocol::Handle present{is_there ? world_.device(about).host().self() : 0};
  // Not yet bits: of those each is read and written again for every object.
  bool tries_earlier = false, knows_present = false, visible = false, wants = false, sees_present = false,
       wants_present = false, usable = false, trying = false;
  const auto look = [&](protocol::Handle handle, const protocol::Link& link) {
    // A registry remembers the id that it was as long as it likes: nobody sees the device in that.
    const bool remembered = profile_->registry.remembers && renamed(link.peer);
    const bool is_present = is_there && handle == present;
    const bool would = link.visible && engine_->wants(link);
    visible |= link.visible && !remembered;
    wants |= would;
    trying |= link.is<protocol::Inviting>() || link.is<protocol::Accepting>() ||
              link.is<protocol::Establishing>() || link.is<protocol::Cooling>();
    sees_present |= is_present && link.visible;
    wants_present |= is_present && would;
    tries_earlier |=
        link.is<protocol::Inviting>() && link.peer.handle == handle && !is_present && !renamed(link.peer);
    knows_present |= is_present;
    usable |= link.connected && link.reached.has(protocol::Milestone::usable);
  };
  if (engine_ && engine_->running())
    engine_->links().between({net::identity_of(about, 1)}, {world_.latest_identity(about)}, look);
  // Who tries to reach the server tries to reach everybody behind it.
  if (engine_ && engine_->running() && profile_->signalling.used) {
    const protocol::Rendezvous& server = engine_->signalling();
    trying |= server.state == protocol::Rendezvous::State::opening ||
              (server.state == protocol::Rendezvous::State::closed && server.next != base::never);
  }
  const Shown shown = host_->show(about);
  world_.ledger().set_but_told(
      world_.now(), at,
      View{.visible = visible,
           .wants = wants,
           .trying = trying,
           .connected = shown.connected,
           .usable = usable,
           .sees_present = sees_present,
           .wants_present = wants_present,
           // Old news is old only to whom something newer was told, or when nobody is there at all.
           .tries_old = tries_earlier && (knows_present || !is_there),
           .invites = shown.invites});
}

// The first step reads nothing of a device: what it would read is what is asked for.
void Device::prefetch() const {
  const auto before_engine =
      static_cast<std::size_t>(reinterpret_cast<const char*>(&engine_) - reinterpret_cast<const char*>(this));
  base::prefetch(this, before_engine + protocol::Engine::looked_at);
}
void Device::prefetch_host() const { base::prefetch(&host_); }

void Device::prefetch(Node about, kernel::Approach how) const {
  using kernel::Approach;
  constexpr std::size_t most_of_a_host = 4 * base::cache_line;  // ours
  if (how == Approach::far) {
    base::prefetch(host_.get(), most_of_a_host);
    if (about != net::no_node) base::prefetch(world_.device(about).host_.get(), 2 * base::cache_line);
  }
  if (!engine_) return;
  if (about == net::no_node) return prefetch_deadline(how);
  if (how == Approach::far) return;
  const protocol::Handle handle{world_.latest_identity(about)};
  if (how == Approach::nearer) engine_->links().prefetch_place(handle);
  if (how == Approach::near) engine_->links().prefetch_link(handle);
  if (how == Approach::next) engine_->links().prefetch_contact(handle);
  host_->prefetch(about, how);
}

void Device::prefetch_newcomer(const net::Record& record) const {
  if (engine_ && profile_->identity.key == protocol::Key::display_name)
    engine_->links().prefetch_name(record.name);
}

// About whom it is, the link says whose turn it is.
void Device::prefetch_deadline(kernel::Approach how) const {
  const protocol::LinkTable& links = engine_->links();
  if (links.size() == 0) return;
  if (how == kernel::Approach::far) return links.prefetch_first_link();
  const net::Identity identity = links[links.timetable().first()].peer.handle.value;
  const Node peer = world_.host_of(identity);
  if (peer == net::no_node) return;
  if (how == kernel::Approach::nearer) {
    links.prefetch_contact(links.timetable().first());
    world_.ledger().prefetch(node_, peer, how);
    world_.network().prefetch(node_, peer, how);
  }
  world_.discovery().prefetch_known(node_, identity, how);
  host_->prefetch(peer, how);
}

void Device::all_views_changed() {
  world_.ledger().visit_others(node_, [this](Node about) { world_.view_changed(node_, about); });
}

// Whoever resets itself, and does not say that its links are gone, is believed on.
void Device::application_is_gone() {
  world_.ledger().visit_others(node_, [this](Node about) {
    world_.ledger().set_told(world_.now(), node_, about, protocol::Standing::disconnected);
    world_.view_changed(node_, about);
  });
}

// Whose main queue waits is there, and does nothing: as if it were suspended.
void Device::refresh_presence() {
  const bool stands_still = life_.running() && main_.waits(),
             was_there = world_.ledger().presence(node_).there();
  world_.ledger().set(world_.now(), node_,
                      Presence{.running = engine_ && engine_->running() && life_.running() && !stands_still,
                               .suspended = life_.state() == os::Process::paused || stands_still});
  if (world_.ledger().presence(node_).there() != was_there) world_.views_of_it_changed(node_);
}

}  // namespace nearsim::run
