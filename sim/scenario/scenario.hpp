// A scenario as a value: what a YAML file says after every default, profile and count is resolved.  It is
// plain data; reading it is load.hpp, writing it back is dump.hpp, running it is sim/run.  dump() of a loaded
// scenario re-reads to an equal value, which is what makes a regression file independent of later changes of
// defaults.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "models/mpc/settings.hpp"
#include "protocol/profile.hpp"
#include "sim/base/time.hpp"
#include "sim/base/units.hpp"
#include "sim/scenario/position.hpp"

namespace nearsim::scenario {

using base::Duration;
using base::Ratio;
using namespace std::chrono_literals;

inline constexpr int language_version = 1;

// ---- the world
// -----------------------------------------------------------------------------------------------------

struct WaySpec {  // one direction of one pair: an abstract link, no radio
  Duration delay = 30ms;
  Duration jitter = 0ms;
  Ratio loss{};
  bool operator==(const WaySpec&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("delay", s.delay, "one-way delay", protocol::any_time);
    v("jitter", s.jitter, "uniform addition between 0 and this", protocol::any_time);
    v("loss", s.loss, "probability that one transmission is lost", protocol::limits(Ratio{0}, base::certain));
  }
};
struct WayOverride {  // `pair: [A, B]` in a file becomes two of these
  std::string from, to;
  WaySpec way;
  bool operator==(const WayOverride&) const = default;
};
struct Links {
  WaySpec normal;  // `default:` in a file
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

// ---- devices
// -------------------------------------------------------------------------------------------------------

enum class Platform : std::uint8_t { ios, macos, windows, android, linux_ };
[[nodiscard]] constexpr auto names_of(Platform) {
  return std::array<std::string_view, 5>{"ios", "macos", "windows", "android", "linux"};
}

struct ClockSpec {
  Duration wall_offset = 0ms;  // the wall clock shows this much more than virtual time
  base::Drift drift{};         // of the device's oscillator: both its clocks
  bool operator==(const ClockSpec&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("wall_offset", s.wall_offset, "the wall clock is ahead by this (may be negative)",
      protocol::limits(-protocol::longest_setting, protocol::longest_setting));
    v("drift", s.drift, "rate error of the device's clocks, e.g. 20ppm (may be negative)");
  }
};

struct DeviceSpec {
  std::string name;          // unique in the scenario
  std::string display_name;  // what peers see; defaults to the name; ties are allowed
  std::string node_id;       // stable per installation; defaults to the name
  protocol::Profile profile;
  Platform platform = Platform::ios;
  protocol::Network network = protocol::Network::wifi;
  Duration start = 0ms;  // base::forever: not by itself, but by a step
  ClockSpec clock;
  std::vector<std::pair<std::string, std::string>> persisted;
  bool operator==(const DeviceSpec&) const = default;
};

// ---- things that happen
// --------------------------------------------------------------------------------------------

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

// A fault or step lists its fields like a settings struct.  Where a field names devices the visitor's last
// argument says which; a kind with one field is written as that field's value (`pause: Ana`).
enum class Ref : std::uint8_t { device, device_or_all, some_devices, devices_or_all };  // `all`: empty

struct Partition {  // these | the rest
  static constexpr std::string_view name = "partition";
  std::vector<std::string> group;
  bool operator==(const Partition&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("group", s.group, "these devices are cut off from all others, both ways", Ref::some_devices);
  }
};
struct Heal {
  static constexpr std::string_view name = "heal";
  std::vector<std::string> group;  // empty: all
  bool operator==(const Heal&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("group", s.group, "undoes partitions and cuts that concern these devices", Ref::devices_or_all);
  }
};
struct Cut {  // one way
  static constexpr std::string_view name = "cut";
  std::string from, to;
  bool operator==(const Cut&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("from", s.from, "nothing that this device sends ...", Ref::device_or_all);
    v("to", s.to, "... reaches this one", Ref::device_or_all);
  }
};
struct Lossy {
  static constexpr std::string_view name = "lossy";
  std::string from, to;
  Ratio loss{};
  bool operator==(const Lossy&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("from", s.from, "the sender", Ref::device_or_all);
    v("to", s.to, "the receiver", Ref::device_or_all);
    v("loss", s.loss, "added to the link's own loss", protocol::limits(Ratio{0}, base::certain));
  }
};
struct Slow {
  static constexpr std::string_view name = "slow";
  std::string from, to;
  Duration delay{};
  bool operator==(const Slow&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("from", s.from, "the sender", Ref::device_or_all);
    v("to", s.to, "the receiver", Ref::device_or_all);
    v("delay", s.delay, "added to the link's own delay", protocol::any_time);
  }
};
struct Refuse {  // errno 61
  static constexpr std::string_view name = "refuse";
  std::string from, to;
  bool operator==(const Refuse&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("from", s.from, "connections that this device opens ...", Ref::device_or_all);
    v("to", s.to, "... to this one are refused (errno 61)", Ref::device_or_all);
  }
};
struct Hide {  // discovery fails
  static constexpr std::string_view name = "hide";
  std::string finder, found;
  bool operator==(const Hide&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("finder", s.finder, "this device does not see ...", Ref::device_or_all);
    v("found", s.found, "... the advertisement of this one", Ref::device_or_all);
  }
};
struct Stale {  // record of a dead process
  static constexpr std::string_view name = "stale_record";
  std::string finder, found;
  bool operator==(const Stale&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("finder", s.finder, "this device sees an old record ...", Ref::device_or_all);
    v("found", s.found, "... of an earlier process of this one", Ref::device_or_all);
  }
};
struct Duplicate {
  static constexpr std::string_view name = "duplicate";
  static constexpr bool has_defaults = true;
  std::string finder, found;
  int count = 3;  // MCSessionP2P: found four times within 20 ms after the application was in the background
  Duration gap = 5ms;
  bool operator==(const Duplicate&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("finder", s.finder, "this device is told again and again ...", Ref::device_or_all);
    v("found", s.found, "... that it found this one", Ref::device_or_all);
    v("count", s.count, "so many times more", protocol::limits(1, 1'000));
    v("gap", s.gap, "time between them", protocol::any_time);
  }
};
struct LoseRecord {  // a lost event
  static constexpr std::string_view name = "lose_record";
  std::string finder, found;
  bool operator==(const LoseRecord&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("finder", s.finder, "this device is told that it lost ...", Ref::device_or_all);
    v("found", s.found, "... this one, although it is there", Ref::device_or_all);
  }
};
struct Pause {
  static constexpr std::string_view name = "pause";
  std::string device;
  bool operator==(const Pause&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "its process is frozen; what arrives waits", Ref::device);
  }
};
struct Resume {
  static constexpr std::string_view name = "resume";
  std::string device;
  bool operator==(const Resume&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "its frozen process goes on", Ref::device);
  }
};
struct Kill {
  static constexpr std::string_view name = "kill";
  std::string device;
  bool operator==(const Kill&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "its process ends without a goodbye", Ref::device);
  }
};
struct Restart {
  static constexpr std::string_view name = "restart";
  std::string device;
  bool operator==(const Restart&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "its process is killed if it still runs, and starts again", Ref::device);
  }
};
struct StepClock {
  static constexpr std::string_view name = "clock_step";
  std::string device;
  Duration by{};
  bool operator==(const StepClock&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "the wall clock of this device ...", Ref::device);
    v("by", s.by, "... is set forward by this (or back)",
      protocol::limits(-protocol::longest_setting, protocol::longest_setting));
  }
};
struct SetDrift {
  static constexpr std::string_view name = "drift";
  std::string device;
  base::Drift drift{};
  bool operator==(const SetDrift&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "the clocks of this device ...", Ref::device);
    v("drift", s.drift, "... run fast by this from now on (or slow)");
  }
};
enum class BusyQueue : std::uint8_t { main, session, operations };
[[nodiscard]] constexpr auto names_of(BusyQueue) {
  return std::array<std::string_view, 3>{"main", "session", "operations"};
}
struct Busy {  // needs `for`
  static constexpr std::string_view name = "busy";
  std::string device;
  BusyQueue queue = BusyQueue::main;
  bool operator==(const Busy&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "on this device ...", Ref::device);
    v("queue", s.queue, "... this queue does something else, and its work waits");
  }
};
struct SwitchNetwork {
  static constexpr std::string_view name = "network";
  std::string device;
  protocol::Network to = protocol::Network::wifi;
  bool operator==(const SwitchNetwork&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "this device ...", Ref::device);
    v("to", s.to, "... believes from now on that it is on this network");
  }
};

using FaultKind = std::variant<Partition, Heal, Cut, Lossy, Slow, Refuse, Hide, Stale, Duplicate, LoseRecord,
                               Pause, Resume, Kill, Restart, StepClock, SetDrift, Busy, SwitchNetwork>;
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
struct SendText {
  static constexpr std::string_view name = "send";
  static constexpr bool has_defaults = true;
  std::string device, type = "chat";
  base::Bytes size{200};  // ours: a line of talk
  bool operator==(const SendText&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("device", s.device, "sends to everybody who is usable", Ref::device);
    v("type", s.type, "the message's type");
    v("size", s.size, "of its text");
  }
};
using StepKind = std::variant<Start, Leave, Rejoin, SendText>;
struct Step {  // of the workload, `do:`
  std::string name;
  Trigger trigger;
  std::optional<Duration> every;  // repeated
  std::optional<int> times;       // so often; without it until the end
  StepKind kind;
  bool operator==(const Step&) const = default;
};

// ---- what must hold
// ------------------------------------------------------------------------------------------------

enum class Quantifier : std::uint8_t {
  within,
  never,
  always,
  at_most,
  at_least,
  exactly,
  after_heal,
  sometimes
};
[[nodiscard]] constexpr auto names_of(Quantifier) {
  return std::array<std::string_view, 8>{"within",   "never",   "always",     "at_most",
                                         "at_least", "exactly", "after_heal", "sometimes"};
}
enum class Per : std::uint8_t { everything, link, device };
[[nodiscard]] constexpr auto names_of(Per) {
  return std::array<std::string_view, 3>{"everything", "link", "device"};
}
struct Window {
  Duration from = 0ms, to = base::forever;
  bool operator==(const Window&) const = default;
};
struct Expectation {
  Quantifier quantifier = Quantifier::never;
  Duration bound = 0ms;    // within, after_heal
  std::int64_t count = 0;  // at_most, at_least, exactly
  Subject subject;
  std::optional<Window> during;
  Per per = Per::everything;
  std::string text;  // as the user would read it, e.g. "within 5s, usable: all"
  Position position;
  bool operator==(const Expectation& o) const {
    return quantifier == o.quantifier && bound == o.bound && count == o.count && subject == o.subject &&
           during == o.during && per == o.per;
  }
};

// One invariant's bounds.  See invariants.hpp for what each means; a switched-off invariant is not judged.
struct InvariantSettings {
  bool judged = true;
  Duration bound = 0ms;
  std::int64_t limit = 0;
  bool operator==(const InvariantSettings&) const = default;
};
struct NamedInvariant {
  std::string name;  // "I1"
  InvariantSettings settings;
  bool operator==(const NamedInvariant&) const = default;
};

struct SeedRange {
  std::uint64_t first = 1, last = 1;  // inclusive
  bool operator==(const SeedRange&) const = default;
};

// A regression file is a scenario with these filled in by the runner.
struct Recorded {
  std::uint64_t seed = 0;
  std::string fingerprint;
  std::string violated;  // text of the expectation or the invariant's name; empty: everything held
  std::string version;   // of the tool that recorded it
  bool operator==(const Recorded&) const = default;
};

struct Scenario {
  std::string file;      // where it was read from; not part of its value
  std::string question;  // the first line's comment
  Duration run_for = 60s;
  SeedRange seeds;
  bool shuffle_ties = false;  // explore the orders of simultaneous events
  Links links;
  Finding finding;
  mpc::Settings mpc;
  std::vector<DeviceSpec> devices;
  std::vector<Fault> faults;
  std::vector<Step> steps;
  std::vector<Expectation> expectations;
  std::vector<std::string> must_fail;      // invariants, or names of expectations ("never dual_session")
  std::vector<NamedInvariant> invariants;  // all of them, with their resolved bounds
  std::optional<Recorded> recorded;
  bool operator==(const Scenario& o) const {
    return question == o.question && run_for == o.run_for && seeds == o.seeds &&
           shuffle_ties == o.shuffle_ties && links == o.links && finding == o.finding && mpc == o.mpc &&
           devices == o.devices && faults == o.faults && steps == o.steps && expectations == o.expectations &&
           must_fail == o.must_fail && invariants == o.invariants && recorded == o.recorded;
  }
};

}  // namespace nearsim::scenario
