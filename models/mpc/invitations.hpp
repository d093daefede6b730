// Invitations on their way.  One is a TCP connection to the advertiser: the invitation, then an answer or
// none.
//
//     inviter   waiting ----------------- accepted | over (declined, refused, timed out)
//     invitee   travelling - delivered -- answered | gone (its process died)
//
// Neither side can take anything back, and the invitee does not learn that the inviter has stopped waiting.
#pragma once

#include <memory_resource>
#include <string_view>
#include <vector>

#include "models/mpc/ids.hpp"
#include "models/mpc/peer_id.hpp"
#include "models/mpc/verbs.hpp"
#include "models/net/errno.hpp"
#include "models/net/node.hpp"
#include "sim/base/blocks.hpp"
#include "sim/base/time.hpp"
#include "sim/kernel/scheduler.hpp"

namespace nearsim::mpc {

class Air;
class Framework;

class InvitationWatcher {
 public:
  virtual void invitations_changed(net::Node from, net::Node to) = 0;  // how many wait: one more, or fewer

 protected:
  ~InvitationWatcher() = default;
};

class Invitations {
 public:
  Invitations(Air& air, std::pmr::memory_resource* memory) : air_(air), invitations_(memory), free_(memory) {}
  Invitations(const Invitations&) = delete;
  Invitations& operator=(const Invitations&) = delete;

  InvitationId invite(Framework& from, const PeerId& target, net::Node to, SessionId, net::BytesView context,
                      base::Duration timeout);
  void answer(Framework&, InvitationId, Answer, SessionId);
  void process_died(net::Node, Exit);
  [[nodiscard]] net::BytesView context(InvitationId) const;
  [[nodiscard]] std::uint32_t waiting(net::Node from, Identity target) const;  // how many, looked through
  void watch(InvitationWatcher& w) { watcher_ = &w; }
  [[nodiscard]] std::size_t open() const { return invitations_.size() - free_.size(); }

 private:
  struct Invitation {
    std::uint32_t generation = 0;
    net::Node from = net::no_node, to = net::no_node;
    SessionId session;                // the inviter's
    const PeerId* inviter = nullptr;  // as the invitee sees it
    const PeerId* target = nullptr;
    net::Buffer context;
    kernel::Timer timeout{};
    LinkId link;  // once accepted
    enum class AtInviter : std::uint8_t { waiting, accepted, over } at_inviter = AtInviter::waiting;
    enum class AtInvitee : std::uint8_t {
      travelling,
      delivered,
      answered,
      gone
    } at_invitee = AtInvitee::travelling;
    bool in_use = false;
  };
  enum class Told : std::uint8_t { inviter, nobody };  // who hears of an invitation that ends without a link

  // What is on its way, and knows what it will look at: cold memory in a crowd.
  struct Arrival {
    Invitations* all;
    InvitationId id;
    void operator()() const { all->arrived(id); }
    void coming(kernel::Approach how) const { all->prefetch(id, how); }
  };
  struct Refusal {
    Invitations* all;
    InvitationId id;
    net::Errno why;
    Told told;
    void operator()() const { all->end(id, why, told, "invite_failed"); }
    void coming(kernel::Approach how) const { all->prefetch(id, how); }
  };

  [[nodiscard]] Invitation* find(InvitationId);
  void prefetch(InvitationId, kernel::Approach) const;
  void arrived(InvitationId);
  void accept(Framework&, InvitationId, Invitation&, SessionId);
  void acceptance_arrived(InvitationId);
  void decline(InvitationId, Invitation&, std::string_view why, Told);
  void reply(InvitationId, Invitation&, net::Errno, Told);
  void end(InvitationId, net::Errno, Told, Says verb);
  void release_if_over(InvitationId);
  void stop_waiting(Invitation&, Invitation::AtInviter now);
  void count_waiting(net::Node from, net::Node to, int by);

  Air& air_;
  base::Blocks<Invitation> invitations_;
  std::pmr::vector<std::uint32_t> free_;
  InvitationWatcher* watcher_ = nullptr;
};

}  // namespace nearsim::mpc
