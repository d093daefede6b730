// All the air of one run: the place, the Wi-Fi, AWDL and Bluetooth that cross it, which of them joins two
// devices now, and what multicast DNS speaks over.  Whoever builds a world says where things are and what is
// switched on, puts the network over `path()` and the responder over `link()`.
//
//     Network --> PathChoice --> Wifi | Awdl | Bluetooth --> Site, Occupancy
//     Mdns ------> link ---------'------'
//
// One radio serves Wi-Fi and AWDL: what comes over the access point waits until the receiver's radio, and
// goes out once the sender's, is back on its channel.
#pragma once

#include <optional>
#include <vector>

#include "models/net/awdl_start.hpp"
#include "models/net/errno.hpp"
#include "models/net/mdns/mdns.hpp"
#include "models/net/path.hpp"
#include "models/radio/awdl/technology.hpp"
#include "models/radio/ble/technology.hpp"
#include "models/radio/wifi/wifi.hpp"

namespace nearsim::net {

struct Radios {  // what a device has and has switched on
  bool wifi = true;
  bool awdl = true;
  bool bluetooth = false;  // as a carrier of sessions: iOS gave it up with version 10 or 11
  bool beacons = true;     // Bluetooth is on: for AwdlStart::by_beacon, whoever carries sessions
  bool operator==(const Radios&) const = default;
};

struct AccessPoint {
  radio::Position at;
  radio::wifi::Channel channel = 36;
  std::uint32_t subnet = 1;  // whose addresses its stations get
  bool operator==(const AccessPoint&) const = default;
};

struct AirwavesSettings {
  radio::Propagation propagation{};
  std::vector<radio::Wall> walls;
  std::vector<AccessPoint> access_points;
  radio::wifi::Settings wifi{};
  radio::awdl::Settings awdl{};
  radio::awdl::DataSettings awdl_data{};
  AwdlStart awdl_start = AwdlStart::by_use;
  radio::ble::Settings ble{};
  radio::ble::LinkSettings ble_link{};
  PathSettings path{};
  // Captures of 2026: an idle device left AWDL some 44 s after the last that had needed it: a browser or an
  // advertiser, or by beacon the last one heard.  Who exchanges data over it stays.
  base::Duration awdl_linger = 44s;
  // RIPE 91: one packet is lost and what follows waits, less and less, when the radio leaves the access
  // point's channel.  Of the first message of an absence; one report, so 0.
  base::Ratio absence_loss = base::none;
};

// Who has a connection, which keeps AWDL on without a browser or an advertiser.
class Talkers {
 public:
  [[nodiscard]] virtual bool talks(Node) const = 0;

 protected:
  ~Talkers() = default;
};

class Airwaves final : private Coexistence,
                       private radio::MoveListener,
                       private radio::wifi::AssociationListener,
                       private radio::awdl::Listener,
                       private radio::ble::Listener {
 public:
  static constexpr mdns::Interface wifi_interface = 0, awdl_interface = 1, bluetooth_interface = 2;

  // Devices are the stations 0, 1, ... in this order.
  Airwaves(kernel::Scheduler&, const base::Streams&, const AirwavesSettings&,
           const std::vector<radio::Position>& devices, Observer* = nullptr);
  ~Airwaves();

  [[nodiscard]] radio::Technology& path() { return choice_; }
  [[nodiscard]] mdns::Link& link() { return link_; }
  // Faults on ways hold for multicast too; and who hears of interfaces that come and go.
  void serve(const Network& network, mdns::Mdns* responder, const Talkers* = nullptr);

  // Also: toggles.  What becomes of sockets that were open on the device: `none` while something is left to
  // fall back to or nothing went; ENETDOWN when its only interface goes, ENETUNREACH when it had several.
  Errno switch_to(Node, const Radios&);
  // AWDL comes on with the first browser or advertiser that includes peer-to-peer, or with the first beacon
  // that is heard from then on; not before.  It goes off a while after the last when nobody talks over the
  // device any more.
  void need_peer_to_peer(Node);
  void release_peer_to_peer(Node);
  void move_to(Node, radio::ble::Place);  // its app: beacons are rarer from the background

  // Beside Wi-Fi: AWDL or Bluetooth is up, whose addresses are their own.
  [[nodiscard]] bool has_another_interface(Node node) const {
    return devices_[node].on.bluetooth || awdl_.neighbourhood().active(node);
  }

  [[nodiscard]] radio::Site& site() { return site_; }
  [[nodiscard]] const radio::Technology* chosen(Node a, Node b) const { return choice_.chosen(a, b); }
  void renegotiate(Node a, Node b, Leave leave, kernel::Callback done) {
    choice_.renegotiate(a, b, leave, std::move(done));
  }
  [[nodiscard]] const radio::awdl::Awdl& awdl() const { return awdl_; }
  [[nodiscard]] radio::wifi::Wifi& wifi() { return wifi_; }

 private:
  class Multicast final : public mdns::Link {
   public:
    explicit Multicast(Airwaves& air) : air_(air) {}
    [[nodiscard]] mdns::Interface interfaces() const override { return 3; }
    [[nodiscard]] bool up(mdns::Interface, Node) const override;
    [[nodiscard]] std::optional<base::Duration> reach(mdns::Interface, Node from, Node to,
                                                      base::Bytes) override;
    [[nodiscard]] bool peer_to_peer(mdns::Interface i) const override { return i == awdl_interface; }
    void used_by(Node node) override { air_.need_peer_to_peer(node); }
    void released_by(Node node) override { air_.release_peer_to_peer(node); }

   private:
    [[nodiscard]] radio::Technology& carrier(mdns::Interface) const;

    Airwaves& air_;
    PairMap index_;
    std::vector<base::Rng> random_;  // "multicast/3>5"
  };
  struct Device {
    Radios on{.wifi = false, .awdl = false, .bluetooth = false, .beacons = false};
    bool peer_to_peer = false;
    bool bluetooth = false;     // advertises and scans
    bool awake = false;         // a beacon was heard
    std::uint32_t rests = 0;    // the times it was about to go: an older one is void
    std::uint32_t needs = 0;    // of AWDL so far: a release before the last one is void
    base::Instant swallowed{};  // the end of the last absence that cost a message
  };

  [[nodiscard]] std::optional<base::Duration> wait(const radio::Technology&, Node from, Node to,
                                                   base::Rng& draw) override;
  void moved(radio::Station) override;
  void associated(radio::Station, radio::Station access_point) override;
  void disassociated(radio::Station) override;
  void awdl_changed(radio::Station, radio::awdl::Change, radio::Station peer, base::Duration jump) override;
  void ble_heard(radio::Station scanner, radio::Station advertiser) override;
  void ble_lost(radio::Station scanner, radio::Station advertiser) override;
  void ble_refused(radio::Station asks, radio::Station asked, radio::Station full) override;
  void refresh_awdl(Node);
  void refresh_bluetooth(Node);
  [[nodiscard]] bool calls(Node advertiser, Node scanner) const;
  void wake(Node);
  void rest(Node);
  void linger(Node);
  void on_channel(Node, radio::awdl::Channel);
  [[nodiscard]] bool is_device(radio::Station s) const { return s < devices_.size(); }

  kernel::Scheduler& scheduler_;
  const base::Streams& streams_;
  Observer* observer_;
  AwdlStart awdl_start_;
  base::Duration linger_, linger_after_lost_;
  base::Ratio absence_loss_;
  radio::Site site_;
  radio::Occupancy occupancy_;
  std::vector<Device> devices_;
  radio::wifi::Wifi wifi_;
  radio::awdl::Awdl awdl_;
  radio::ble::Bluetooth bluetooth_;
  PathChoice choice_;
  Multicast link_;
  const Network* network_ = nullptr;
  mdns::Mdns* responder_ = nullptr;
  const Talkers* talkers_ = nullptr;
};

}  // namespace nearsim::net
