// Instances: one node id, several processes after each other.  Who is met, which of them is a ghost, and what
// ends when a newer one is seen.  Only designs with a ghost filter tell them apart.
//
//     discovery, invitation, callback --> meet() --ghost filter--> the link of that node id
//                                            \--> refused: the newer record stands
#include <algorithm>
#include <optional>

#include "protocol/engine.hpp"
#include "protocol/gates/gates.hpp"

namespace nearsim::protocol {

namespace {

using Newest = std::vector<std::pair<std::string, std::uint64_t>>;  // sorted by key

Newest::const_iterator place_of(const Newest& newest, std::string_view key) {
  return std::lower_bound(newest.begin(), newest.end(), key,
                          [](const auto& n, std::string_view k) { return n.first < k; });
}

std::uint64_t recall(const Newest& newest, std::string_view key) {
  const auto it = place_of(newest, key);
  return it == newest.end() || it->first != key ? 0 : it->second;
}

void remember(Newest& newest, std::string_view key, std::uint64_t instance) {
  const auto it = newest.begin() + (place_of(newest, key) - newest.begin());
  if (it == newest.end() || it->first != key) newest.emplace(it, key, instance);
  else it->second = instance;
}

}  // namespace

// Two devices with one node id: a backup restored onto a second phone.  Nobody else can tell them apart, so
// one of them becomes somebody else; one that draws no nonces cannot know that it should.
void Engine::yield_to(const PeerRecord& clone) {
  if (clone.nonce != 0 && clone.nonce < self_.nonce) return;
  self_.node_id += "~" + std::to_string(rng_.bits() >> 32);
  for (Index i = 0; i < links_.size(); ++i) clear(links_[i]);
  decide(Persist{"node_id", self_.node_id}, Why::clone);
  decide(ResetIdentity{clone.handle}, Why::clone);
  forget_links(Leaving::reset);
  begin_anew();
}

// What an earlier process of this device said of itself: a clone draws nonces of its own, and has no memory
// of ours.  Our present nonce under another peer object is no such thing, it is a tie.
bool Engine::was_us(const PeerRecord& seen) const {
  return profile_->identity.remembers_itself > 0 && seen.nonce != 0 &&
         std::find(own_nonces_.begin(), own_nonces_.end(), seen.nonce) != own_nonces_.end();
}

Engine::Met Engine::meet(const PeerRecord& seen, Question question) {
  const bool may_be_clone = profile_->identity.resolves_clones && seen.handle != self_.handle;
  if (may_be_clone && !seen.node_id.empty() && seen.node_id == self_.node_id) {
    if (was_us(seen)) return {no_index, deny(Why::itself)};
    yield_to(seen);
    return {no_index, deny(Why::clone)};
  }
  const auto* filter = find_gate<GhostFilter>();
  if (filter == nullptr) return {links_.meet(seen), {}};
  const bool complete =
      !seen.node_id.empty() && seen.instance != 0;  // nearly always, and then copied by nobody
  std::optional<PeerRecord> completed;
  const PeerRecord& claim = complete ? seen : completed.emplace(links_.completed(seen));
  const Index known = links_.find_like(claim);
  // Who is known already, and says nothing new, has passed the filter before.
  if (known != no_index && links_[known].newest == claim.instance && links_[known].peer == claim)
    return {known, {}};
  std::optional<Link> unknown;
  if (known == no_index) unknown.emplace().newest = recall(newest_, links_.key_of(claim).view());
  const Link& link = unknown ? *unknown : links_[known];
  const Verdict verdict = judge(*filter, Facts{question, now_, self_, link, pending_, &claim});
  const bool calls = question == Question::accept && filter->callers == Callers::believed &&
                     verdict.why.code() == Why::ghost && !link.connected && !link.linked();
  if (verdict.kind == Verdict::Kind::deny && !calls) return {no_index, verdict};
  const bool newer = !calls && claim.instance > link.newest;
  const PeerRecord before = newer ? link.peer : PeerRecord{};
  const Index i = links_.meet(claim);
  if (unknown) links_[i].newest = unknown->newest;
  if (calls) links_[i].newest = claim.instance;
  if (newer) see_instance(i, before);
  return {i, {}};
}

void Engine::see_instance(Index i, const PeerRecord& before) {
  Link& link = links_[i];
  // A filter may have forgotten the number; the link has not forgotten whom it knew.  What had none under
  // another object was of before it counted.
  const bool older = before.instance == 0 ? !before.node_id.empty() && before.handle != link.peer.handle
                                          : before.instance < link.peer.instance;
  const bool started_again = link.newest != 0 || older;
  link.newest = link.peer.instance;
  if (!started_again) return;
  if (before.handle != link.peer.handle && (link.connected || link.under_way()))
    supersede(i, before.handle, Why::superseded);
  const auto* cooldown = find_gate<Cooldown>();
  if (cooldown != nullptr && cooldown->cleared_by_new_instance && link.cool > now_) {
    decide(Hold{link.peer.handle}, {Why::new_instance, {{"left", link.cool - now_}}});
    link.cool = {};
    if (link.is<Cooling>()) settle_idle(link);
  }
  touch(i);
}

void Engine::supersede(Index i, Handle old_object, Reason why) {
  Link& link = links_[i];
  const SessionNumber session = let_go(link);
  decide(CancelPeer{old_object, session}, why);
}

// A session connected with, or lost, somebody whom the ghost filter refuses.
void Engine::refuse_connection(const SessionChanged& event, Reason why) {
  decide(Ignore{event.peer.handle}, why);
  const bool own_session = event.session != session_of(event.peer.handle);
  if (event.state == SessionState::connected && (own_session || profile_->session.scope == Scope::shared))
    decide(CancelPeer{event.peer.handle, event.session}, why);
}

Verdict Engine::ask_to_deliver(Handle from, const Link& link, const Message& message) const {
  const auto* hello = std::get_if<Hello>(&message);
  if (hello == nullptr && from == link.peer.handle) return ask(Question::deliver, link);
  PeerRecord sender = links_.completed({from, {}, {}, 0});
  if (hello != nullptr && hello->instance != 0) sender.instance = hello->instance;
  const Verdict verdict = judge(profile_->gates, {Question::deliver, now_, self_, link, pending_, &sender});
  // A hello is what tells whose messages the others are.
  if (hello != nullptr && verdict.why.code() == Why::unmapped) return {};
  return verdict;
}

void Engine::forget_links(Leaving leaving) {
  const auto* filter = find_gate<GhostFilter>();
  const bool remembers =
      filter != nullptr && (filter->remembers == Memory::while_process_lives ||
                            (leaving == Leaving::reset && filter->remembers == Memory::until_leave));
  if (!remembers) newest_.clear();
  for (Index i = 0; remembers && i < links_.size(); ++i)
    if (links_[i].newest != 0) remember(newest_, links_.key_of(links_[i].peer).view(), links_[i].newest);
  links_.clear();
  turned_silently_.clear();
  pending_.clear();
}

void Engine::forget_unseen(Link& link) {
  const auto* filter = find_gate<GhostFilter>();
  if (filter == nullptr || filter->remembers != Memory::while_seen) return;
  if (!link.visible && !link.connected && !link.under_way()) link.newest = 0;
}

}  // namespace nearsim::protocol
