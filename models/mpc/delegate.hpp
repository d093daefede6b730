// What the framework calls: the app's delegates, and the queues to call them on.  Apple calls browser and
// advertiser delegates on the main queue and session delegates on a private serial queue; the owner of a
// Framework provides both.
#pragma once

#include <utility>

#include "models/mpc/ids.hpp"
#include "models/mpc/peer_id.hpp"
#include "models/net/errno.hpp"
#include "models/net/node.hpp"
#include "sim/kernel/callback.hpp"
#include "sim/kernel/label.hpp"

namespace nearsim::mpc {

// Two serial queues.  A task is built where it waits: to move what has just been written, narrowly, in wide
// words holds up a processor until the writes have left it.
class Dispatcher {
 public:
  virtual ~Dispatcher() = default;
  template <class F>
  void dispatch(Queue queue, kernel::Label label, F&& task) {
    place(queue, label).emplace(std::forward<F>(task));
  }

 private:
  // The last one of that queue, empty.  It stays until it runs, which is after this call.
  virtual kernel::Callback& place(Queue queue, kernel::Label label) = 0;
};

// References are valid for the whole run (peers) or during the call (bytes, info).
class Delegate {
 public:
  virtual ~Delegate() = default;
  // --- main queue
  virtual void browser_found_peer(const PeerId&, const net::DiscoveryInfo&) = 0;
  virtual void browser_lost_peer(const PeerId&) = 0;
  virtual void advertiser_received_invitation(InvitationId, const PeerId& from, net::BytesView context) = 0;
  // --- session queue.  The errno is what a log would show; none if the framework gives no reason.
  virtual void session_peer_changed(SessionId, const PeerId&, State, net::Errno) = 0;
  virtual void session_received(SessionId, net::BytesView, const PeerId& from) = 0;
};

}  // namespace nearsim::mpc
