// Things that happen in a run: faults, and the steps of users; each with what triggers it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "protocol/action.hpp"
#include "sim/base/time.hpp"
#include "sim/base/units.hpp"
#include "sim/scenario/fault_kinds.hpp"

namespace nearsim::scenario {

// What an expectation, a trigger or an invariant speaks about.
struct Subject {
  std::string name;                                        // of a fact or a counter, see vocabulary.hpp
  std::vector<std::string> devices;                        // facts: the pairs among these; empty: all
  std::string from, to;                                    // counters (and one pair for facts); empty: any
  std::vector<std::pair<std::string, std::string>> where;  // counters: field = text, e.g. why, error, type
  bool operator==(const Subject&) const = default;
};

struct Trigger {  // exactly one of at / after / when
  std::optional<Duration> at;
  std::optional<std::string> after;  // the `name` of another fault or step
  std::optional<Subject> when;       // a fact becomes true, or a counter first counts
  Duration by = 0ms;                 // added to `after` and `when`
  bool operator==(const Trigger&) const = default;
};

struct Fault {
  std::string name;  // may be empty; unique otherwise
  Trigger trigger;
  std::optional<Duration> lasts;  // `for:`; then undone
  FaultKind kind;
  bool operator==(const Fault&) const = default;
};

struct Start {
  static constexpr std::string_view name = "start";
  std::string device;
  bool operator==(const Start&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "a device with `start: none` starts", Ref::device);
  }
};
struct Leave {
  static constexpr std::string_view name = "leave";
  std::string device;
  bool operator==(const Leave&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "the user stops the service", Ref::device);
  }
};
struct Rejoin {
  static constexpr std::string_view name = "rejoin";
  std::string device;
  bool operator==(const Rejoin&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "the user starts the service again", Ref::device);
  }
};
// Ours: a text is encoded in earnest, and each receiver has a copy of its own; a file goes in pieces.
inline constexpr base::Bytes longest_text{10'000'000};
struct SendText {
  static constexpr std::string_view name = "send";
  static constexpr bool has_defaults = true;
  std::string device, type = "chat";
  base::Bytes size{200};  // ours: a line of talk
  protocol::Delivery delivery = protocol::Delivery::reliable;
  bool operator==(const SendText&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "sends to everybody who is usable", Ref::device);
    v("type", s.type, "the message's type");
    v("size", s.size, "of its text", protocol::Limits<base::Bytes>{base::Bytes{0}, longest_text});
    v("delivery", s.delivery, "unreliable: sent once, and lost where the way loses it");
  }
};
struct BrowseByHand {
  static constexpr std::string_view name = "browse";
  std::string device;
  protocol::Switch to = protocol::Switch::on;
  bool operator==(const BrowseByHand&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "its user starts or stops to look for others; its engine is not told", Ref::device);
    v("to", s.to, "on, or off");
  }
};
struct AdvertiseByHand {
  static constexpr std::string_view name = "advertise";
  std::string device;
  protocol::Switch to = protocol::Switch::on;
  bool operator==(const AdvertiseByHand&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "its user becomes visible or invisible; its engine is not told", Ref::device);
    v("to", s.to, "on, or off");
  }
};
struct InviteByHand {
  static constexpr std::string_view name = "invite";
  std::string from, to;
  bool operator==(const InviteByHand&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("from", s.from, "its user taps on ...", Ref::device);
    v("to", s.to, "... this one: an invitation that no gate is asked about", Ref::device);
  }
};
using StepKind = std::variant<Start, Leave, Rejoin, SendText, BrowseByHand, AdvertiseByHand, InviteByHand>;
struct Step {  // of the workload, `do:`
  std::string name;
  Trigger trigger;
  std::optional<Duration> every;  // repeated
  std::optional<int> times;       // so often; without it until the end
  StepKind kind;
  bool operator==(const Step&) const = default;
};

}  // namespace nearsim::scenario
