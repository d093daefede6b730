// The AWDL nodes of a run: they wake in their slots, announce themselves, elect a master and follow its
// clock.
//
//     off -- activate --> listening (2 s) --> master of itself --> follows the best it hears
//                                                  ^------- the master is silent ------'
//
// Beacons are simulated one by one and heard only by who is on the same channel at that instant, so how long
// strangers take to meet, clusters to merge and a lost master to be replaced comes out rather than being put
// in.  Nothing here knows what data is: `presence` says when a frame could go out.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "models/radio/awdl/settings.hpp"
#include "sim/base/random.hpp"
#include "sim/kernel/scheduler.hpp"

namespace nearsim::radio::awdl {

// The world around the nodes.
class Surroundings {
 public:
  // The power of `from` at `to`, in dBm; very low if it cannot be heard at all.
  [[nodiscard]] virtual double received_dbm(Station from, Station to, Channel) const = 0;
  // One beacon got through the air (collisions, noise); drawn by whoever models that.
  [[nodiscard]] virtual bool survives(Station from, Station to, Channel) = 0;

 protected:
  ~Surroundings() = default;
};

enum class Change : std::uint8_t { on, off, chose_metric, master, follows, jumped, lost_master, met, forgot };
[[nodiscard]] std::string_view name(Change);

class Listener {
 public:
  // `peer` is the node itself where nobody else is concerned; `jump` is of the clock, for `jumped`.
  virtual void awdl_changed(Station, Change, Station peer, base::Duration jump) = 0;

 protected:
  ~Listener() = default;
};

class Neighbourhood {
 public:
  Neighbourhood(kernel::Scheduler&, const base::Streams&, const Settings&, Surroundings&,
                Listener* = nullptr);
  Neighbourhood(const Neighbourhood&) = delete;
  Neighbourhood& operator=(const Neighbourhood&) = delete;

  void activate(Station);    // no-op if it is on
  void deactivate(Station);  // without a goodbye: AWDL has none
  void set_load(Station, Load);
  void set_access_point(Station, Channel);                                  // off: not associated
  void force_metric(Station, std::uint32_t metric, std::uint32_t counter);  // a test, or a capture replayed

  [[nodiscard]] bool active(Station) const;
  [[nodiscard]] Station master(Station) const;  // itself, if it follows nobody
  [[nodiscard]] int height(Station) const;
  [[nodiscard]] Presence presence(Station) const;
  [[nodiscard]] std::uint64_t address(Station) const;  // random, new at every activation
  [[nodiscard]] std::uint32_t metric(Station) const;
  [[nodiscard]] std::uint32_t counter(Station) const;
  [[nodiscard]] std::uint64_t beacons(Station) const;     // MIFs sent so far
  [[nodiscard]] bool knows(Station, Station peer) const;  // has heard it lately
  [[nodiscard]] std::vector<Station> peers(Station) const;
  // Can they exchange data: both on, known to each other, within the guard of one clock, under the peer
  // limit.
  [[nodiscard]] bool joined(Station, Station) const;

 private:
  struct Peer {
    Heard heard;
    base::Instant last{};
    bool valid = false;  // a master indication frame was heard: it says who the peer is
  };
  struct State {
    bool on = false;
    bool listening = false;       // has no metric of its own yet
    base::Instant scans_until{};  // a master looks for others
    base::Instant next_scan{};
    base::Instant next_metric = base::never;
    Load load = Load::idle;
    Channel access_point = off;
    Presence presence;
    Heard own;    // what it would claim as its own master
    Claim claim;  // what it claims
    std::optional<Station> parent;
    base::Instant parent_heard{};
    base::Instant takes_over = base::never;  // after the master fell silent
    base::Instant reigns_since{};
    std::uint32_t generation = 0;  // of the activation: events of an older one are void
    std::uint64_t beacons = 0;
    std::vector<Peer> peers;  // in the order in which they were met
    base::Rng random;
  };
  enum class Frame : std::uint8_t { sync, indication };

  [[nodiscard]] State& state(Station);
  [[nodiscard]] const State* find(Station) const;
  [[nodiscard]] static Peer* peer(State&, Station);
  void retune(State&);
  void scan(Station);
  void stop_listening(Station);
  void draw_metric(State&);
  void reign(Station);
  void count_reign(State&);
  void next_indication(Station);
  void next_sync(Station);
  void tick(Station);
  void broadcast(Station, Frame);
  void hear(Station at, Station from, Frame);
  void measure(Station at, Station from);
  void hold_election(Station);
  void lost_master(Station);
  void forget_silent(Station);
  void forget(State&, Station who, Station peer);
  void tell(Station, Change, Station peer, base::Duration jump = {});
  template <class F>
  void post(Station, base::Instant, const char* what, F);

  kernel::Scheduler& scheduler_;
  const base::Streams& streams_;
  Settings settings_;
  Surroundings& surroundings_;
  Listener* listener_;
  std::vector<State> states_;  // by node
};

}  // namespace nearsim::radio::awdl
