// The world that devices meet in: abstract links, no radio, and discovery; each a default and what differs
// from it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/radio/loss.hpp"
#include "models/radio/loss_trace.hpp"
#include "protocol/settings.hpp"
#include "sim/base/time.hpp"
#include "sim/base/units.hpp"

namespace nearsim::scenario {

using base::Duration;
using base::Ratio;
using namespace std::chrono_literals;

struct WaySpec {  // one direction of one pair: an abstract link, no radio
  Duration delay = 30ms;
  Duration jitter = 0ms;
  Ratio loss{};
  base::BitRate bandwidth{};
  std::optional<radio::LossSettings> chain{};  // losses that come in bursts; `loss` is 0 then
  std::vector<radio::TracePoint> trace{};  // a recording, in place of `delay` and `loss`, which are 0 then
  Ratio spikes{};
  Duration spike{};
  bool operator==(const WaySpec&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("delay", s.delay, "one-way delay", protocol::any_time);
    v("jitter", s.jitter, "uniform addition between 0 and this", protocol::any_time);
    v("loss", s.loss, "probability that one transmission is lost", protocol::limits(Ratio{0}, base::certain));
    v("bandwidth", s.bandwidth, "messages queue behind one another; none: unlimited");
    v("spikes", s.spikes, "probability that one transmission comes later by `spike`",
      protocol::limits(Ratio{0}, base::certain));
    v("spike", s.spike, "by how much", protocol::any_time);
  }
};
struct WayOverride {  // `pair: [A, B]` in a file becomes two of these
  std::string from, to;
  WaySpec way;
  bool operator==(const WayOverride&) const = default;
};
enum class Carrier : std::uint8_t { wifi, bluetooth, either };
[[nodiscard]] constexpr auto names_of(Carrier) {
  return std::array<std::string_view, 3>{"wifi", "bluetooth", "either"};
}
struct Links {
  Carrier carrier = Carrier::wifi;  // for the faults that switch radios off; nothing else knows radios here
  WaySpec normal;                   // `default:` in a file
  std::vector<WayOverride> between;
  bool operator==(const Links&) const = default;
};

struct FindSpec {  // how one device comes to see another's advertisement
  Duration delay = 100ms;
  Duration jitter = 0ms;
  Ratio fail{};
  bool operator==(const FindSpec&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("delay", s.delay, "from both advertising and browsing to found", protocol::any_time);
    v("jitter", s.jitter, "uniform addition between 0 and this", protocol::any_time);
    v("fail", s.fail, "probability that this direction never finds",
      protocol::limits(Ratio{0}, base::certain));
  }
};
struct FindOverride {
  std::string finder, found;
  FindSpec find;
  bool operator==(const FindOverride&) const = default;
};
struct Finding {  // `discovery:` in a file
  FindSpec normal;
  std::vector<FindOverride> between;
  bool operator==(const Finding&) const = default;
};

}  // namespace nearsim::scenario
