// AWDL as a way of crossing the air: what the neighbourhood allows, at the speed of the slots that two radios
// share, and only after the pair has been brought up.
//
//     needed ------- 10-20 s, if neither was needed before -------> joins --- until one of them leaves
//
// Where the 10-20 s come from is not known; that they pass is what apps report (an invitation with a timeout
// of 5 s fails off-network, one of 20 s with one more try succeeds).  Multicast needs no bringing up: peers
// are seen long before they can be reached.
#pragma once

#include <map>
#include <utility>

#include "models/radio/air_interface.hpp"
#include "models/radio/awdl/neighbourhood.hpp"
#include "models/radio/site.hpp"

namespace nearsim::radio::awdl {

struct DataSettings {
  // BOOK: TCP over AWDL alone, two Macs, 80 MHz.  Apps see a tenth of it: the rest is theirs.
  base::BitRate rate{758'000'000};
  base::BitRate multicast_rate{12'000'000};  // OWL: OFDM at 12 Mbit/s
  base::Duration overhead = 300us;           // ours: contention, preamble and acknowledgement of a burst
  // ours: what each further neighbour adds to the overhead, because it sends in the same slots.  Reports say
  // that AWDL grows slow long before the eight peers at which it ends, and no number; so 0.
  base::Duration contention = 0us;
  base::Duration burst = 10ms;          // ours: longer messages are sent piece by piece
  base::Ratio loss = base::percent(1);  // ours: of one try, in range; weaker signals are not heard at all
  int retries = 7;                      // OWL: without acknowledgement by hardware
  base::Duration bring_up_least = 10s;  // remote-shutter PR 181: "routinely 10-20 s"
  base::Duration bring_up_most = 20s;
  base::Duration busy_for = 5s;  // ours: how long a device stays in its data sequence after traffic
  double sent_dbm = 15;          // ours: a phone

  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("rate", s.rate, "while two radios share a slot");
    v("multicast_rate", s.multicast_rate, "of multicast");
    v("overhead", s.overhead, "of a burst");
    v("contention", s.contention, "added to it for each neighbour beyond the first");
    v("burst", s.burst, "longest piece of a message");
    v("loss", s.loss, "of one try");
    v("retries", s.retries, "of a lost try");
    v("bring_up_least", s.bring_up_least, "until a pair can exchange data, at least");
    v("bring_up_most", s.bring_up_most, "... at most");
    v("busy_for", s.busy_for, "in the data sequence after traffic");
  }
  bool operator==(const DataSettings&) const = default;
};

class Awdl final : public Technology, private Surroundings, private Listener {
 public:
  Awdl(kernel::Scheduler&, const base::Streams&, const Site&, const Settings&, const DataSettings&,
       Listener* = nullptr);

  void activate(Station);    // somebody on the device browses or advertises with peer-to-peer
  void deactivate(Station);  // radio off, or nobody needs it any more
  void set_access_point(Station, Channel);

  [[nodiscard]] std::string_view name() const override { return "awdl"; }
  [[nodiscard]] bool has(Station s) const override { return air_.active(s); }
  [[nodiscard]] bool joins(Station from, Station to) const override;
  void need(Station, Station) override;  // starts to bring the pair up
  [[nodiscard]] Crossing carry(Station from, Station to, base::Bytes, Cast, base::Rng&) override;

  // Until this radio is on its access point's channel: what a frame of the access point waits.
  [[nodiscard]] base::Duration away_from(Station, Channel access_point) const;
  [[nodiscard]] const Neighbourhood& neighbourhood() const { return air_; }

 private:
  struct Pair {
    bool brought_up = false;
    bool told = false;           // what listeners were last told
    std::uint32_t attempts = 0;  // for the names of random streams
    base::Instant ready = base::never;
  };
  struct Traffic {
    base::Instant busy_until{};  // with what was sent before
    base::Instant last{};
    bool raised = false;
    Channel access_point = off;
  };

  double received_dbm(Station from, Station to, Channel) const override;
  bool survives(Station, Station, Channel) override { return true; }
  void awdl_changed(Station, Change, Station peer, base::Duration jump) override;
  [[nodiscard]] Pair& pair(Station a, Station b) { return pairs_[std::minmax(a, b)]; }
  [[nodiscard]] const Pair* find(Station a, Station b) const;
  [[nodiscard]] Traffic& traffic(Station);
  void refresh(Station a, Station b);
  void brought_up(Station a, Station b, std::uint32_t attempt);
  void raise_load(Station);
  void lower_load(Station);
  [[nodiscard]] base::Duration overhead(Station from) const;
  [[nodiscard]] base::Instant send(Station from, Station to, base::Duration air_time, Cast);

  kernel::Scheduler& scheduler_;
  const base::Streams& streams_;
  const Site& site_;
  Settings settings_;
  DataSettings data_;
  Listener* listener_;
  Neighbourhood air_;
  std::map<std::pair<Station, Station>, Pair> pairs_;
  std::vector<Traffic> traffic_;
};

}  // namespace nearsim::radio::awdl
