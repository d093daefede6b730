// One device's MultipeerConnectivity: advertiser, browser and sessions behind one object, with Apple's verbs.
// It lives as long as the run; kill() ends the process inside it and restart() begins another one with
// nothing in it.
#pragma once

#include <span>
#include <vector>

#include "models/mpc/delegate.hpp"
#include "models/mpc/ids.hpp"
#include "models/mpc/peer_id.hpp"
#include "models/mpc/session.hpp"
#include "models/net/discovery.hpp"
#include "sim/base/time.hpp"

namespace nearsim::mpc {

class Air;

class Framework final : private net::Browser {
 public:
  Framework(Air&, net::Node, const PeerId& self, Dispatcher&, Delegate&);
  Framework(const Framework&) = delete;
  Framework& operator=(const Framework&) = delete;
  ~Framework();

  [[nodiscard]] net::Node node() const { return node_; }
  [[nodiscard]] const PeerId& peer_id() const { return *self_; }
  // The id of advertisers and sessions started from now on; what runs already keeps the old one.
  void set_peer_id(const PeerId&);
  // session:didReceiveCertificate:fromPeer:certificateHandler: of this application.
  void set_certificates(Certificates says) { certificates_ = says; }
  [[nodiscard]] Certificates certificates() const { return certificates_; }

  // --- MCNearbyServiceAdvertiser, MCNearbyServiceBrowser
  void start_advertising(net::DiscoveryInfo);  // while advertising: replaces the record
  void stop_advertising();
  void start_browsing();
  void stop_browsing();
  [[nodiscard]] bool advertising() const { return advertised_ != nullptr; }
  [[nodiscard]] bool browsing() const;

  // --- invitations.  There is no way to cancel one.  A timeout of zero or less means Apple's default.
  InvitationId invite_peer(Identity peer, SessionId, net::BytesView context, base::Duration timeout);
  void answer(InvitationId, Answer, SessionId);  // any time, or never; the session matters for accept only

  // --- MCSession
  [[nodiscard]] SessionId create_session(Encryption);
  void disconnect(SessionId);  // the whole session; it stays usable and keeps calling back
  void cancel_connect_peer(SessionId, Identity peer);
  [[nodiscard]] SendResult send(SessionId, std::span<const Identity> peers, net::BytesView, Mode);
  [[nodiscard]] std::vector<Identity> connected_peers(SessionId) const;
  [[nodiscard]] bool is_connected(SessionId, Identity peer) const;

  void prefetch(Identity peer, kernel::Approach) const;  // the latest session's member

  // --- the process
  void kill(Exit);  // no callback is made any more; the others notice as the settings say
  void restart();   // after kill: no sessions, not advertising, not browsing
  void suspend();   // frozen: its peers hear nothing, its own timers fire late, at resume
  void resume();
  [[nodiscard]] bool alive() const { return process_ != Process::dead; }
  [[nodiscard]] bool suspended() const { return process_ == Process::suspended; }

 private:
  friend class Air;
  friend class Invitations;
  friend class Links;
  enum class Process : std::uint8_t { running, suspended, dead };

  void found(const net::Record&, net::Node host) override;
  void lost(const net::Record&, net::Node host) override;

  // --- for Invitations and Links
  [[nodiscard]] Session* session(SessionId);
  [[nodiscard]] const Session* session(SessionId) const;
  [[nodiscard]] bool offers(Identity) const;  // advertises under this identity
  [[nodiscard]] bool full(SessionId) const;   // has as many peers as a session may have
  void raise(SessionId, const PeerId&, net::Node peer, State, net::Errno, base::Duration delay = {});
  void raise_invitation(InvitationId, const PeerId& from, net::Node peer);
  void raise_received(SessionId, const PeerId& from, net::Node peer, net::Buffer&&);
  void raise_lost(const PeerId&, net::Node peer);
  void when_running(kernel::Callback);  // now, or at resume; never if the process dies first

  Air& air_;
  net::Node node_;
  const PeerId* self_;
  Dispatcher& dispatcher_;
  Delegate& delegate_;
  net::Publication publication_;
  const PeerId* advertised_ = nullptr;
  std::vector<Session> sessions_;
  std::vector<kernel::Callback> overdue_;
  std::uint32_t last_session_ = 0;
  std::uint32_t generation_ = 0;  // of the process: callbacks of an older one are void
  Process process_ = Process::running;
  Certificates certificates_ = Certificates::accepted;
};

}  // namespace nearsim::mpc
