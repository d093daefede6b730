// A way is one direction between two devices.  The two directions are separate because the interesting
// failures are: a phone that hears and is not heard.
#pragma once

#include <cstdint>
#include <vector>

#include "models/net/node.hpp"
#include "models/radio/loss.hpp"
#include "models/radio/loss_trace.hpp"
#include "sim/base/time.hpp"
#include "sim/base/units.hpp"

namespace nearsim::net {

using namespace std::chrono_literals;

struct Way {
  base::Duration delay = 10ms;    // ours: an order of magnitude for one Wi-Fi hop with an idle channel
  base::Duration jitter = 0ms;    // uniform in 0..jitter, added to the delay of each transmission
  base::Ratio loss = base::none;  // per transmission attempt
  base::BitRate rate{};           // 0: unlimited.  Otherwise messages queue behind one another
  bool up = true;
  std::uint16_t chain = 0;  // from 1: one of NetworkSettings::chains, beside `loss`; 0: none
  std::uint16_t trace = 0;  // from 1: one of NetworkSettings::traces, in place of `delay` and `loss`; 0: none
  base::Ratio spikes = base::none;  // so many transmissions, not multicast, come later by `spike`
  base::Duration spike = 0ms;

  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("delay", s.delay, "one-way delay");
    v("jitter", s.jitter, "uniform addition between 0 and this");
    v("loss", s.loss, "probability that one transmission is lost");
    v("rate", s.rate, "bits per second; 0 is unlimited");
    v("spikes", s.spikes, "so many transmissions come later by `spike`");
    v("spike", s.spike, "by how much");
    v("up", s.up, "carries anything at all");
  }
  bool operator==(const Way&) const = default;
};

struct NetworkSettings {
  Way way{};  // every direction that is not overridden
  std::vector<radio::LossSettings> chains{};
  std::vector<radio::LinkTrace> traces{};

  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("way", s.way, "every direction that is not overridden");
  }
  bool operator==(const NetworkSettings&) const = default;
};

// Something that makes ways worse for a while; any_node matches every device.  Delays add up; losses combine
// as independent chances; the lowest rate wins.
struct Disturbance {
  Node from = any_node;
  Node to = any_node;
  base::Duration delay{};
  base::Duration jitter{};
  base::Ratio loss = base::none;
  base::BitRate rate{};
};

// The way as it is under the disturbance.
[[nodiscard]] Way disturbed(Way way, const Disturbance& by);

}  // namespace nearsim::net
