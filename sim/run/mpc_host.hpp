// MultipeerConnectivity under a device.  It has the same table of contents as an adapter on a real device.
#pragma once

#include <memory_resource>
#include <vector>

#include "models/mpc/delegate.hpp"
#include "models/mpc/framework.hpp"
#include "sim/run/translator.hpp"
#include "sim/run/visiting_cards.hpp"

namespace nearsim::run {

class MpcHost final : public Translator<MpcHost>, private mpc::Delegate, private mpc::Dispatcher {
 public:
  MpcHost(Device& device, mpc::Air& air, VisitingCards& cards);

  [[nodiscard]] net::Identity self() const override { return framework_.peer_id().id; }
  void become_new() override;
  void rotate() override;
  void go_to_background() override;
  void come_to_foreground() override;
  void suspend() override { framework_.suspend(); }
  void resume() override { framework_.resume(); }
  void kill() override;
  void restart() override;
  void prefetch(Node about, kernel::Approach how) const override;
  [[nodiscard]] Shown show(Node about) const override;

  // The framework's session that the engine would use for this peer now; 0: none yet.
  [[nodiscard]] mpc::SessionId present_session(net::Identity peer) const;

 private:
  friend class Translator<MpcHost>;
  struct Session {
    protocol::SessionNumber number;
    mpc::SessionId id;
    [[nodiscard]] static bool before(const Session& s, protocol::SessionNumber n) { return s.number < n; }
  };

  // --- callbacks
  kernel::Callback& place(mpc::Queue queue, kernel::Label label) override;
  void browser_found_peer(const mpc::PeerId& peer, const net::DiscoveryInfo& info) override;
  void browser_lost_peer(const mpc::PeerId& peer) override;
  void advertiser_received_invitation(mpc::InvitationId id, const mpc::PeerId& from,
                                      net::BytesView context) override;
  void session_peer_changed(mpc::SessionId session, const mpc::PeerId& peer, mpc::State state,
                            net::Errno error) override;
  void session_received(mpc::SessionId session, net::BytesView bytes, const mpc::PeerId& from) override;
  [[nodiscard]] net::BytesView visiting_card(protocol::SessionNumber attempt) const;
  [[nodiscard]] protocol::PeerRecord record_of(const mpc::PeerId& peer) const;

  // --- calls
  void act(const protocol::Browse& action);
  void act(const protocol::Advertise& action);
  void act(const protocol::Invite& action);
  void act(const protocol::Accept& action);
  void act(const protocol::Decline& action);
  void act(const protocol::Send& action);
  void act(const protocol::LeaveSession& action);
  void act(const protocol::CancelPeer& action);
  void act(const protocol::ReplaceSession& action);
  void act(const protocol::RenegotiatePath& action);

  [[nodiscard]] mpc::SessionId session(protocol::SessionNumber number);  // made when first used
  [[nodiscard]] mpc::SessionId find_session(protocol::SessionNumber number) const;
  [[nodiscard]] protocol::SessionNumber number_of(mpc::SessionId id) const;
  [[nodiscard]] static const mpc::PeerId& new_peer_id(Device& device, mpc::Air& air);

  Device& device_;
  mpc::Air& air_;
  VisitingCards& cards_;
  mpc::Framework framework_;
  std::pmr::vector<Session> sessions_;  // by the engine's number
  std::pmr::vector<protocol::SessionNumber>
      numbers_;  // by the framework's, which counts up from first_session_
  mpc::SessionId first_session_;
  bool browsed_ = false, advertised_ = false;  // when it went to the background
};

}  // namespace nearsim::run
