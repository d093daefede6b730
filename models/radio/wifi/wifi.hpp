// Infrastructure Wi-Fi as a way of crossing the air: every message goes to the access point and from there to
// its receiver, so it crosses the air twice; both crossings stand in the one queue that a channel is.
//
//     Ana --[wait][try][try+ack]--> ap1 ==wire== ap2 --[until Bob's beacon][try+ack]--> Bob
//
// The contention of DCF is drawn here message by message (the backoff of each try) rather than simulated
// frame by frame as dcf.hpp does; results/validation.md says how well that one meets the standard's
// throughput.
//
// A station is out while it scans, roams or has no network.  It roams when it moves: nobody else changes its
// signal.
#pragma once

#include <optional>
#include <vector>

#include "models/radio/error_rate.hpp"
#include "models/radio/occupancy.hpp"
#include "models/radio/site.hpp"
#include "models/radio/wifi/settings.hpp"
#include "sim/kernel/scheduler.hpp"

namespace nearsim::radio::wifi {

using Channel = std::uint16_t;
[[nodiscard]] double megahertz(Channel channel);      // 1..13 at 2.4 GHz, 36..177 at 5 GHz; CHECKs
[[nodiscard]] bool is_channel(std::int64_t channel);  // one of those of 20 MHz

class AssociationListener {
 public:
  virtual void associated(Station station, Station access_point) = 0;
  virtual void disassociated(Station station) = 0;
  virtual void readdressed(Station) {}  // associated, where addresses are others than before

 protected:
  ~AssociationListener() = default;
};

class Wifi final : public Technology, private MoveListener {
 public:
  Wifi(kernel::Scheduler& scheduler, const base::Streams& streams, Site& site, Occupancy& air,
       const Settings& settings);

  // Before stations switch on.  Access points of one subnet hand out one range of addresses, and multicast
  // stays within it; routers join the subnets.
  void add_access_point(Station station, Channel channel, std::uint32_t subnet = 1);
  void set_roaming(Station station, const Roaming& roaming);
  // Devices are on their network before an app starts: in range of an access point it is at once.
  void switch_on(Station station);
  void switch_off(Station station);
  void listen(AssociationListener& listener) { association_listeners_.push_back(&listener); }
  using Technology::listen;

  [[nodiscard]] std::string_view name() const override { return "wifi"; }
  [[nodiscard]] bool has(Station s) const override { return access_point(s).has_value(); }  // an address
  [[nodiscard]] bool joins(Station from, Station to) const override;
  [[nodiscard]] Crossing carry(Station from, Station to, base::Bytes size, Cast cast,
                               base::Rng& draw) override;

  [[nodiscard]] std::optional<Station> access_point(Station station) const;  // none: not on the network
  [[nodiscard]] std::optional<Channel> channel(Station station) const;       // ... of that access point
  [[nodiscard]] bool dozing(Station station) const;
  [[nodiscard]] bool reachable(Station station) const;  // on the network, and not listening elsewhere

 private:
  static constexpr Station nobody = any_station;
  static constexpr std::uint32_t no_subnet = 0;
  struct AccessPoint {
    Station station;
    Channel channel;
    base::Duration beacon_phase;
    std::uint32_t subnet;
  };
  struct Member {
    bool on = false;
    bool out = false;            // scanning or roaming: associated, and silent
    std::uint32_t place = none;  // index into points_
    std::uint32_t version = 0;   // of what it waits for: an older one is void
    std::uint32_t changes = 0;   // for the names of random streams
    std::uint32_t attempts = 0;  // likewise
    base::Instant active_until{};
    std::uint32_t subnet = no_subnet;  // of its present or last address
    std::optional<Roaming> roaming;
  };
  static constexpr std::uint32_t none = ~0u;
  struct Hop {
    bool got_through;
    base::Instant ends;
  };

  [[nodiscard]] Member& member(Station s);
  [[nodiscard]] const Member* find(Station s) const { return s < members_.size() ? &members_[s] : nullptr; }
  [[nodiscard]] double snr_db(Station a, Station b, Channel channel) const;
  // --- a message
  [[nodiscard]] Hop unicast(Station from, Station to, const AccessPoint& at, base::Instant earliest,
                            base::Bytes size, base::Rng& draw);
  [[nodiscard]] base::Duration contention(int attempt, base::Rng& draw) const;
  [[nodiscard]] base::Duration until_served(const AccessPoint& at, base::Instant now) const;
  void awake(Station s);
  void exchanges_data(Station s);
  // --- coming and going
  void moved(Station station) override;
  [[nodiscard]] std::uint32_t best(Station s, double least = -1e9) const;  // index into points_, or none
  [[nodiscard]] const Roaming& roaming(const Member& m) const;
  [[nodiscard]] double heard_dbm(Station s, std::uint32_t place) const;
  [[nodiscard]] base::Duration silence(Station s);
  void look(Station s);
  void look_later(Station s);
  void join(Station s);
  [[nodiscard]] base::Rng draw_of_attempt(Station s);
  void enter(Station s, std::uint32_t place);
  void leave(Station s);
  void roam(Station s, std::uint32_t to);
  void scan_later(Station s);
  template <class F>
  void later(Station s, base::Duration wait, const char* what, F&& f);

  kernel::Scheduler& scheduler_;
  const base::Streams& streams_;
  Site& site_;
  Occupancy& air_;
  Settings settings_;
  double noise_dbm_;
  std::vector<AccessPoint> points_;
  std::vector<Member> members_;  // by station
  std::vector<AssociationListener*> association_listeners_;
};

}  // namespace nearsim::radio::wifi
