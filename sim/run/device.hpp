// A simulated phone: the one translator between the framework's words and the engine's.  It has the same
// table of contents as an adapter on a real device: callbacks become events, decisions become calls, and one
// timer stands at the engine's next deadline.
#pragma once

#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "models/mpc/delegate.hpp"
#include "models/mpc/framework.hpp"
#include "models/os/clock.hpp"
#include "models/os/lifecycle.hpp"
#include "models/os/serial_queue.hpp"
#include "models/os/storage.hpp"
#include "protocol/engine.hpp"
#include "sim/run/ledger.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::run {

class World;

class Device final : private mpc::Delegate, private mpc::Dispatcher {
 public:
  Device(World& world, Node node, const scenario::DeviceSpec& spec);

  // --- what users and systems do to a phone.  What does not apply now (resuming what runs) changes nothing.
  void start();
  void leave();
  void rejoin();
  void pause();
  void resume();
  void kill();
  void restart();
  void step_clock(base::Duration by);
  void set_drift(base::Drift drift);
  void keep_busy(scenario::BusyQueue queue, base::Duration lasts);
  void switch_network(protocol::Network to);
  void send(const std::string& type, base::Bytes size);

  [[nodiscard]] const mpc::PeerId& peer_id() const { return framework_.peer_id(); }
  [[nodiscard]] net::DiscoveryInfo discovery_info() const;
  // The framework's session that the engine would use for this peer now; 0: none yet.
  [[nodiscard]] mpc::SessionId present_session(net::Identity peer) const;
  void refresh(Node about);  // this device's view of another, in the ledger
  void refresh_all();

 private:
  struct Session {
    protocol::SessionNumber number;
    mpc::SessionId id;
    [[nodiscard]] static bool before(const Session& s, protocol::SessionNumber n) { return s.number < n; }
  };

  // --- callbacks, device_callbacks.cpp
  void dispatch(mpc::Queue queue, kernel::Label label, kernel::Callback callback) override;
  void browser_found_peer(const mpc::PeerId& peer, const net::DiscoveryInfo& info) override;
  void browser_lost_peer(const mpc::PeerId& peer) override;
  void advertiser_received_invitation(mpc::InvitationId id, const mpc::PeerId& from,
                                      net::BytesView context) override;
  void session_peer_changed(mpc::SessionId session, const mpc::PeerId& peer, mpc::State state,
                            net::Errno error) override;
  void session_received(mpc::SessionId session, net::BytesView bytes, const mpc::PeerId& from) override;
  [[nodiscard]] protocol::PeerRecord record_of(const mpc::PeerId& peer) const;
  void feed(protocol::Event event);  // through the application's own queue if the design has one
  void handle(const protocol::Event& event);
  void queue_work(std::variant<protocol::Event, protocol::Decisions> work);
  void work();
  void wake();
  void arm();

  // --- decisions, device_decisions.cpp
  void perform(protocol::Decisions decisions, Node event_about);  // and shows how things stand then
  void act(const protocol::Decisions& decisions);
  void tell_afterwards();
  void act(const protocol::Browse& action);
  void act(const protocol::Advertise& action);
  void act(const protocol::Invite& action);
  void act(const protocol::Accept& action);
  void act(const protocol::Decline& action);
  void act(const protocol::Send& action);
  void act(const protocol::LeaveSession& action);
  void act(const protocol::CancelPeer& action);
  void act(const protocol::ReplaceSession& action);
  void act(const protocol::ResetIdentity& action);
  void act(const protocol::Persist& action);
  void act(const protocol::Notify& action);
  template <class Shown>
  void act(const Shown&) {}  // nothing to do but show it

  [[nodiscard]] mpc::SessionId session(protocol::SessionNumber number);  // made when first used
  [[nodiscard]] mpc::SessionId find_session(protocol::SessionNumber number) const;
  [[nodiscard]] protocol::SessionNumber number_of(mpc::SessionId id) const;

  // --- what the ledger is told, device_view.cpp
  void trace(const protocol::Decision& decision);
  void note(std::string_view verb, std::initializer_list<kernel::Field> fields = {});

  void refresh_presence();
  void new_engine();
  void begin();  // the process runs: a new engine, told that it started
  [[nodiscard]] protocol::Started started() const;

  World& world_;
  Node node_;
  const scenario::DeviceSpec& spec_;
  std::shared_ptr<const protocol::Profile> profile_;
  os::LocalClock clock_;
  os::Lifecycle life_;
  os::Storage storage_;
  os::SerialQueue main_, session_queue_, operations_;
  protocol::Network network_;
  mpc::Framework framework_;
  std::optional<protocol::Engine> engine_;
  std::uint32_t engines_ = 0;  // how many there were, for the names of their streams
  base::Duration wall_offset_{};
  kernel::Deadline deadline_;
  std::vector<Session> sessions_;                 // by the engine's number
  std::vector<protocol::SessionNumber> numbers_;  // by the framework's, which counts up from first_session_
  mpc::SessionId first_session_;
  // What waits: framework calls and callbacks in the application's own queue, and what the engine is told
  // once its present decisions are performed.
  std::vector<std::variant<protocol::Event, protocol::Decisions>> work_;
  std::size_t work_head_ = 0;
  std::vector<protocol::Event> afterwards_;
  std::vector<Node> touched_;
  bool performing_ = false;
};

}  // namespace nearsim::run
