#include "models/mpc/invitations.hpp"

#include "models/mpc/air.hpp"
#include "models/mpc/framework.hpp"

namespace nearsim::mpc {
namespace {

// Each end shows the other its certificate; one no ends it for both, and a missing answer holds both up.
Outcome judged(Certificates one, Certificates other) {
  if (one == Certificates::refused || other == Certificates::refused) return Outcome::certificate_refused;
  if (one == Certificates::unanswered || other == Certificates::unanswered)
    return Outcome::certificate_unanswered;
  return Outcome::connects;
}

}  // namespace

Invitations::Invitation* Invitations::find(InvitationId id) {
  if (id.slot >= invitations_.size()) return nullptr;
  Invitation& i = invitations_[id.slot];
  return i.in_use && i.generation == id.generation ? &i : nullptr;
}

net::BytesView Invitations::context(InvitationId id) const {
  const Invitation& i = invitations_[id.slot];
  return i.in_use && i.generation == id.generation ? net::BytesView{i.context} : net::BytesView{};
}

std::uint32_t Invitations::waiting(net::Node from, Identity target) const {
  std::uint32_t count = 0;
  for (std::size_t slot = 0; slot < invitations_.size(); ++slot) {
    const Invitation& i = invitations_[slot];
    if (i.in_use && i.from == from && i.target->id == target &&
        i.at_inviter == Invitation::AtInviter::waiting)
      ++count;
  }
  return count;
}

// The slot stays while either side may still refer to it: an unanswered invitation can be answered at any
// time.
void Invitations::release_if_over(InvitationId id) {
  Invitation* i = find(id);
  if (i == nullptr || i->at_inviter == Invitation::AtInviter::waiting) return;
  if (i->at_invitee == Invitation::AtInvitee::travelling || i->at_invitee == Invitation::AtInvitee::delivered)
    return;
  i->in_use = false;
  ++i->generation;
  free_.push_back(id.slot);
}

// --- there

InvitationId Invitations::invite(Framework& from, const PeerId& target, net::Node to, SessionId session,
                                 net::BytesView context, base::Duration timeout) {
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(invitations_.size()));
    invitations_.emplace_back();
  }
  const std::uint32_t slot = free_.back();
  free_.pop_back();
  Invitation& i = invitations_[slot];
  const InvitationId id{slot, i.generation};
  i.from = from.node();
  i.to = to;
  i.session = session;
  i.inviter = from.session(session)->self;
  i.target = &target;
  i.context.assign(context.begin(), context.end());
  i.link = {};
  i.at_inviter = Invitation::AtInviter::waiting;
  i.at_invitee = Invitation::AtInvitee::travelling;
  i.in_use = true;
  count_waiting(i.from, to, +1);
  from.session(session)->enter(target, to);
  air_.report(i.from, "invite_sent", to, {{"session", std::int64_t{session.number}}, {"timeout", timeout}});
  const base::Instant limit = base::later(air_.scheduler().now(), timeout);
  i.timeout = air_.scheduler().at(limit, {"invite timeout", i.from, to}, [this, id] {
    if (const Invitation* late = find(id))
      air_.framework(late->from)->when_running([this, id] {
        end(id, net::Errno::timeout, Told::inviter, "invite_timed_out");
      });
  });
  air_.courier_.send(i.from, to, air_.settings().invite_retry, limit, {"invitation", to, i.from},
                     Arrival{this, id});
  return id;
}

void Invitations::arrived(InvitationId id) {
  Invitation* i = find(id);
  if (i == nullptr || i->at_invitee != Invitation::AtInvitee::travelling) return;
  i->at_invitee = Invitation::AtInvitee::answered;  // unless it is delivered, below
  if (i->at_inviter != Invitation::AtInviter::waiting) return release_if_over(id);
  Framework* to = air_.framework(i->to);
  const bool refused = air_.refused(i->from, i->to);
  const bool listens = to != nullptr && to->alive() && to->offers(i->target->id);
  if (refused || !listens) return reply(id, *i, net::Errno::refused, Told::inviter);
  i->at_invitee = Invitation::AtInvitee::delivered;
  air_.report(i->to, "invite_delivered", i->from, {});
  to->raise_invitation(id, *i->inviter, i->from);
}

void Invitations::stop_waiting(Invitation& i, Invitation::AtInviter now) {
  i.at_inviter = now;
  count_waiting(i.from, i.to, -1);
}

void Invitations::count_waiting(net::Node from, net::Node to, int by) {
  Air::count(air_.waiting_, from, to, by);
  if (watcher_ != nullptr) watcher_->invitations_changed(from, to);
}

// --- and back

void Invitations::answer(Framework& at, InvitationId id, Answer answer, SessionId session) {
  Invitation* i = find(id);
  if (i == nullptr || i->to != at.node() || i->at_invitee != Invitation::AtInvitee::delivered) return;
  i->at_invitee = Invitation::AtInvitee::answered;
  if (answer == Answer::accept) return accept(at, id, *i, session);
  decline(id, *i, "app", Told::inviter);
}

void Invitations::decline(InvitationId id, Invitation& i, std::string_view why, Told told) {
  air_.report(i.to, "invite_declined", i.from, {{"why", why}});
  reply(id, i, static_cast<net::Errno>(air_.settings().decline_errno), told);
}

void Invitations::accept(Framework& at, InvitationId id, Invitation& i, SessionId session) {
  const Settings& settings = air_.settings();
  const Party inviter{i.from, i.session, i.inviter};
  const Party invitee{i.to, session, i.target};
  Outcome outcome = Outcome::connects;
  const Framework* from = air_.framework(i.from);
  if (i.at_inviter != Invitation::AtInviter::waiting) {
    outcome = Outcome::nobody_there;
  } else {
    const bool crossing = air_.links_.between(i.from, i.session, i.to, session);
    if (crossing && settings.crossing_invitations == CrossingInvitations::first_wins)
      return decline(id, i, "crossing", Told::nobody);
    if (crossing && settings.crossing_invitations == CrossingInvitations::both_fail &&
        air_.links_.setting_up(i.from, i.session, i.to, session)) {
      air_.links_.close_both(i.from, i.session, i.to, session, net::Errno::reset);
      return decline(id, i, "crossing", Told::inviter);
    }
    if (!compatible(from->session(i.session)->encryption, at.session(session)->encryption))
      outcome = Outcome::encryption_mismatch;
    else outcome = judged(from->certificates(), at.certificates());
    const bool full = !crossing && (from->full(i.session) || at.full(session));
    if (full && settings.ninth_peer == NinthPeer::declined) return decline(id, i, "full", Told::inviter);
    if (full && outcome == Outcome::connects) outcome = Outcome::dropped_when_connected;
  }
  at.session(session)->enter(*i.inviter, i.from);
  air_.report(i.to, "invite_accepted", i.from, {{"session", std::int64_t{session.number}}});
  i.link = air_.links_.accept(inviter, invitee, outcome);
  if (outcome == Outcome::nobody_there) return release_if_over(id);
  air_.courier_.send(i.to, i.from, settings.answer_retry, base::never, {"acceptance", i.from, i.to},
                     [this, id] {
                       if (const Invitation* accepted = find(id))
                         air_.framework(accepted->from)->when_running([this, id] { acceptance_arrived(id); });
                     });
}

void Invitations::acceptance_arrived(InvitationId id) {
  Invitation* i = find(id);
  if (i == nullptr || i->at_inviter != Invitation::AtInviter::waiting) return;
  // The link may be over before the inviter hears of it: then its invitation has failed after all.
  if (!air_.links_.acceptance_arrived(i->link))
    return end(id, net::Errno::reset, Told::inviter, "invite_failed");
  stop_waiting(*i, Invitation::AtInviter::accepted);
  air_.scheduler().cancel(i->timeout);
  release_if_over(id);
}

// A refusal, a decline or a reset on its way to the inviter.
void Invitations::reply(InvitationId id, Invitation& i, net::Errno why, Told told) {
  if (i.at_inviter != Invitation::AtInviter::waiting) return release_if_over(id);
  air_.courier_.send(i.to, i.from, air_.settings().answer_retry, base::never, {"refusal", i.from, i.to},
                     Refusal{this, id, why, told});
}

// Unless the inviter has stopped waiting.  It hears of it unless it is connected to the peer by other means;
// also while another invitation of the same pair is still being negotiated, which is what confuses the
// engines in the field.
void Invitations::end(InvitationId id, net::Errno why, Told told, Says verb) {
  Invitation* const found = find(id);
  if (found == nullptr || found->at_inviter != Invitation::AtInviter::waiting) return;
  Invitation& i = *found;
  stop_waiting(i, Invitation::AtInviter::over);
  air_.scheduler().cancel(i.timeout);
  Framework& from = *air_.framework(i.from);
  const PeerId& target = *i.target;
  const net::Node to = i.to;
  const SessionId session = i.session;
  const LinkId link = i.link;
  air_.report(i.from, verb, to, {{"errno", net::number(why)}, {"session", std::int64_t{session.number}}});
  release_if_over(id);
  if (link != LinkId{}) air_.links_.inviter_gave_up(link);
  if (told == Told::inviter && !from.is_connected(session, target.id))
    from.raise(session, target, to, State::not_connected, why);
  if (air_.settings().reconfirm == Reconfirm::after_failure)
    air_.discovery().reconfirm(from.node(), target.id);
}

// --- the process at one end

void Invitations::process_died(net::Node node, Exit how) {
  for (std::uint32_t slot = 0; slot < invitations_.size(); ++slot) {
    Invitation& i = invitations_[slot];
    if (!i.in_use) continue;
    const InvitationId id{slot, i.generation};
    if (i.from == node && i.at_inviter == Invitation::AtInviter::waiting) {
      stop_waiting(i, Invitation::AtInviter::over);
      air_.scheduler().cancel(i.timeout);
      release_if_over(id);
    } else if (i.to == node && i.at_invitee == Invitation::AtInvitee::delivered) {
      i.at_invitee = Invitation::AtInvitee::gone;
      // The system closes the connections of a process that ends; a device without power closes nothing.
      if (how == Exit::crash) reply(id, i, net::Errno::reset, Told::inviter);
      else release_if_over(id);
    }
  }
}

}  // namespace nearsim::mpc
