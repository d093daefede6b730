// A simulated phone: a process with an engine, clocks, queues and storage.  The framework that its design
// runs on stands behind a Host, which turns callbacks into events and decisions into calls; one timer stands
// at the engine's next deadline.
#pragma once

#include <list>
#include <memory>
#include <memory_resource>
#include <variant>
#include <vector>

#include "models/os/clock.hpp"
#include "models/os/lifecycle.hpp"
#include "models/os/serial_queue.hpp"
#include "models/os/storage.hpp"
#include "protocol/engine.hpp"
#include "sim/base/prefetch.hpp"
#include "sim/base/slot.hpp"
#include "sim/kernel/trace.hpp"
#include "sim/run/host.hpp"
#include "sim/run/ledger.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::run {

class Meters;
class World;

class alignas(base::cache_line) Device final {
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
  void wait_for(scenario::BusyQueue queue, scenario::BusyQueue on, base::Duration takes);
  void meter(Meters& meters);
  void close_meters();  // the run is over: what still waits has waited so long
  void switch_network(protocol::Network to);
  void interfaces_changed();  // one of its own came up or went down
  void send(const scenario::SendText& what);
  void serve(const protocol::Action& service);  // browsing or advertising by hand
  void invite(Node peer);
  // --- device_faults.cpp
  void go_to_background(base::Duration grace);
  void come_to_foreground();
  void close_storage();  // counted
  void open_storage();
  void reinstall();
  void restore(base::Instant as_of);
  void rotate_identity();

  enum class Process : std::uint8_t { present, earlier };
  [[nodiscard]] net::DiscoveryInfo discovery_info(Process of = Process::present) const;
  [[nodiscard]] net::DiscoveryInfo advertise();  // what it says of itself, and remembers that it said
  void look(Ledger::Half at);                    // this device's view of another, in the ledger, as it is now
  void all_views_changed();
  // Hints: an event about the two is near, from the second step on; the first is the device, and the other's
  // host.
  void prefetch(Node about, kernel::Approach how) const;
  void prefetch() const;
  void prefetch_host() const;
  void prefetch_newcomer(const net::Record& record) const;  // ... one that finds this, perhaps anew

  // --- for its host
  void tell(const protocol::Event& event);  // the engine, now; after its present decisions if it is busy
  template <class Happened>
  void queue_event(Happened&& event) {  // through the application's own queue if the design has one
    if (profile_->dispatch.operations == protocol::Operations::serial_queue)
      queue_work(std::in_place_type<protocol::Event>, std::forward<Happened>(event));
    else tell(std::forward<Happened>(event));
  }
  void tell_later(protocol::Event event) { afterwards_.push_back(std::move(event)); }
  [[nodiscard]] os::SerialQueue& queue(scenario::BusyQueue which);
  // From a task of `queue`: it waits until `on` has done this (dispatch_sync).  device_queues.cpp
  void hand_over(scenario::BusyQueue queue, scenario::BusyQueue on, base::Duration takes,
                 kernel::Callback task);
  void waits(std::string_view what, std::string_view on);  // something of ours begins to wait ...
  void waited(std::string_view what, std::string_view on, base::Duration so_long);  // ... and goes on
  [[nodiscard]] World& world() const { return world_; }
  [[nodiscard]] Node node() const { return node_; }
  [[nodiscard]] const scenario::DeviceSpec& spec() const { return spec_; }
  [[nodiscard]] const protocol::Profile& profile() const { return *profile_; }
  [[nodiscard]] const std::string& node_id() const { return node_id_; }  // of this installation
  [[nodiscard]] const protocol::Engine* engine() const { return engine_ ? &*engine_ : nullptr; }
  [[nodiscard]] Host& host() const { return *host_; }

 private:
  using Work = std::variant<protocol::Event, protocol::Decisions>;

  // --- events, device_events.cpp
  template <class... Parts>
  void queue_work(Parts&&... parts) {  // built where it waits
    work_.emplace_back(std::forward<Parts>(parts)...);
    operations_.dispatch({"operations queue", node_}, [this] { work(); });
  }
  void work();
  void wake();
  void arm();

  // --- decisions, device_decisions.cpp
  enum class Links : std::uint8_t { as_before, turned };  // by what the engine heard, or was woken for
  void perform(protocol::Decisions&& decisions, Node event_about, Links links);
  void views_changed(const protocol::Decisions& decisions, Node event_about, Links links);
  void view_changed(Node about);  // of it, and of whomever its link may stand for as well
  void act(const protocol::Decisions& decisions);
  void tell_afterwards() {
    if (!performing_ && !afterwards_.empty()) [[unlikely]]
      tell_what_waits();
  }
  void tell_what_waits();
  void act(const protocol::Action& action);
  void carry_out(const protocol::ResetIdentity& action);
  void carry_out(const protocol::Persist& action);
  void carry_out(const protocol::Notify& action);

  // --- what the ledger is told, device_view.cpp
  void trace(const protocol::Decision& decision);
  void prefetch_deadline(kernel::Approach how) const;
  void note(std::string_view verb, std::initializer_list<kernel::Field> fields = {});

  void say(const scenario::SendText& what);
  void application_is_gone();  // it believes nothing any more
  void sink();                 // out of the foreground's grace
  void store(const std::string& key, const std::string& value);
  void refresh_presence();
  void new_engine();
  void begin();  // the process runs: a new engine, told that it started
  [[nodiscard]] protocol::Started started() const;
  [[nodiscard]] std::vector<protocol::PeerRecord> known() const;

  struct Snapshot {  // what a backup of that time has
    base::Instant at;
    os::Storage::Table disk;
    std::string node_id;
  };

  // What every event looks at stands together, up to the first part of the engine: in a crowd a device is in
  // no cache, and is fetched from here to there.
  World& world_;
  Node node_;
  kernel::Deadline deadline_;
  std::unique_ptr<Host> host_;  // made last: it asks for the rest
  std::shared_ptr<const protocol::Profile> profile_;
  os::LocalClock clock_;
  os::Lifecycle life_;
  // What waits: framework calls and callbacks in the application's own queue, and what the engine is told
  // once its present decisions are performed.
  std::pmr::list<Work> work_;
  std::vector<protocol::Event> afterwards_;
  os::SerialQueue main_, session_queue_, operations_;
  bool performing_ = false;
  base::Slot<protocol::Engine> engine_;
  os::Storage storage_;
  std::vector<Snapshot> snapshots_;
  int storage_closed_ = 0;
  std::string node_id_;  // of this installation
  int installs_ = 1;
  bool in_background_ = false;
  std::uint32_t visits_ = 0;  // to the background
  const scenario::DeviceSpec& spec_;
  protocol::Network network_;
  std::uint32_t engines_ = 0;  // how many there were, for the names of their streams
  base::Duration wall_offset_{};
  std::vector<std::uint64_t> nonces_;  // advertised in this run, the last one now
};

}  // namespace nearsim::run
