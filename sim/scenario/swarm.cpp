#include "sim/scenario/swarm.hpp"

#include <algorithm>
#include <string>

#include "sim/scenario/targets.hpp"

namespace nearsim::scenario {
namespace {

template <class Kind>
concept Healable = requires {
  requires Kind::healable;
};

// What ends something is no member of a swarm: everything that it begins ends by its own `for`.
template <class Kind>
constexpr bool begins =
    !std::is_same_v<Kind, Heal> && !std::is_same_v<Kind, Resume> && !std::is_same_v<Kind, Foreground>;

// `kinds: all` leaves these out.
template <class Kind>
concept OnlyByName = requires {
  requires Kind::only_by_name;
};

class Dice {
 public:
  Dice(const Scenario& scenario, base::Rng rng) : scenario_(scenario), rng_(rng) {}

  [[nodiscard]] const Swarm& swarm() const { return *scenario_.swarm; }
  [[nodiscard]] bool happens() { return rng_.chance(swarm().chance); }
  [[nodiscard]] Duration between(Duration lo, Duration hi) { return rng_.between(lo, hi); }
  [[nodiscard]] std::uint64_t below(std::uint64_t n) { return rng_.below(n); }
  [[nodiscard]] const std::string& device() {
    return scenario_.devices[rng_.below(scenario_.devices.size())].name;
  }
  [[nodiscard]] const std::string& other_than(const std::string& device) {
    const std::string& found = scenario_.devices[rng_.below(scenario_.devices.size() - 1)].name;
    // The last one stands in for the one that is taken.
    return found == device ? scenario_.devices.back().name : found;
  }
  [[nodiscard]] std::vector<std::string> some_devices() {
    const std::size_t count = 1 + rng_.below(scenario_.devices.size() - 1);
    std::vector<std::string> names;
    for (const DeviceSpec& device : scenario_.devices) names.push_back(device.name);
    for (std::size_t i = 0; i < count; ++i) std::swap(names[i], names[i + rng_.below(names.size() - i)]);
    names.resize(count);
    return names;
  }

 private:
  const Scenario& scenario_;
  base::Rng rng_;
};

// Whom it strikes: the first field that names a device, and then another one.
class Victims {
 public:
  explicit Victims(Dice& dice) : dice_(dice) {}
  void operator()(std::string_view, std::string& device, std::string_view, Ref) {
    device = first_.empty() ? dice_.device() : dice_.other_than(first_);
    if (first_.empty()) first_ = device;
  }
  void operator()(std::string_view, std::vector<std::string>& devices, std::string_view, Ref) {
    devices = dice_.some_devices();
  }
  template <class T, class... Rest>
  void operator()(std::string_view, T&, std::string_view, const Rest&...) {}

 private:
  Dice& dice_;
  std::string first_;
};

// How bad it is.  What has no line here has nothing to say, or is as bad as it is by default.
void weigh(Lossy& fault, Dice& dice) { fault.loss = dice.swarm().loss; }
void weigh(Slow& fault, Dice& dice) { fault.delay = dice.between(1ms, dice.swarm().delay); }
void weigh(Reorder& fault, Dice& dice) { fault.by = dice.between(1ms, dice.swarm().delay); }
void weigh(SlowDiscovery& fault, Dice& dice) { fault.delay = dice.between(1ms, dice.swarm().longest); }
void weigh(Bandwidth& fault, Dice& dice) {
  fault.rate = base::BitRate{20'000 + static_cast<std::int64_t>(dice.below(980'000))};  // ours: GPRS to 3G
}
void weigh(StepClock& fault, Dice& dice) { fault.by = dice.between(-1h, 1h); }  // ours: a time zone
void weigh(SetDrift& fault, Dice& dice) {
  fault.drift = base::Drift{static_cast<std::int64_t>(dice.below(200'001)) - 100'000};  // ours: 100 ppm
}
void weigh(SignallingDown& fault, Dice& dice) { fault.how = static_cast<Outage>(dice.below(2)); }
void weigh(Block& fault, Dice& dice) { fault.what = static_cast<Blocked>(dice.below(3)); }
void weigh(SwitchNetwork& fault, Dice&) { fault.to = protocol::Network::cellular; }
void weigh(Background& fault, Dice& dice) { fault.grace = dice.between(0ms, fault.grace); }
void weigh(WaitForQueue& fault, Dice& dice) { fault.takes = dice.between(0ms, dice.swarm().longest); }
void weigh(WalkAway& fault, Dice& dice) { fault.over = dice.between(0ms, fault.over); }
template <class Kind>
void weigh(Kind&, Dice&) {}

template <class Kind>
void draw(const Scenario& scenario, const base::Streams& streams, std::vector<Fault>& out) {
  if constexpr (begins<Kind>) {
    const Swarm& swarm = *scenario.swarm;
    for (int slot = 1; slot <= swarm.of_each; ++slot) {
      Dice dice(scenario, streams.stream("swarm/" + std::string(Kind::name) + "/" + std::to_string(slot)));
      if (!dice.happens()) continue;
      Fault fault;
      fault.name = std::string(Kind::name) + "_" + std::to_string(slot);
      const Duration at = dice.between(swarm.from, swarm.to - swarm.shortest);
      const Duration lasts = dice.between(swarm.shortest, swarm.longest);
      fault.trigger.at = at;
      if (Kind::lasting != Lasting::must_not) fault.lasts = std::min(lasts, swarm.to - at);
      Kind kind;
      Victims victims(dice);
      Kind::fields(kind, victims);
      weigh(kind, dice);
      fault.kind = std::move(kind);
      if (!cannot_apply(scenario, fault)) out.push_back(std::move(fault));
    }
  }
}

template <class F, std::size_t... I>
void each_kind(F&& f, std::index_sequence<I...>) {
  (f(std::variant_alternative_t<I, FaultKind>{}), ...);
}
template <class F>
void each_kind(F&& f) {
  each_kind(f, std::make_index_sequence<std::variant_size_v<FaultKind>>{});
}

}  // namespace

const std::vector<std::string_view>& swarm_kinds() {
  static const std::vector<std::string_view> all = [] {
    std::vector<std::string_view> names;
    each_kind([&](const auto& kind) {
      if (begins<std::remove_cvref_t<decltype(kind)>>) names.push_back(kind.name);
    });
    return names;
  }();
  return all;
}

std::vector<std::string_view> swarm_kinds_for(const Scenario& scenario) {
  std::vector<std::string_view> out;
  const bool meets = std::any_of(scenario.devices.begin(), scenario.devices.end(), [](const DeviceSpec& d) {
    return d.profile.transport.framework == protocol::Framework::ice;
  });
  for (const std::string_view kind : swarm_kinds()) {
    const bool idle = (!meets && (kind == SignallingDown::name || kind == Block::name)) ||
                      (kind == BluetoothOff::name && !has_bluetooth(scenario)) ||
                      (kind == WifiOff::name && !has_wifi(scenario));
    if (!idle) out.push_back(kind);
  }
  return out;
}

Scenario drawn(const Scenario& scenario, base::Seed seed) {
  Scenario out = scenario;
  if (!scenario.swarm) return out;
  const base::Streams streams(seed);
  const std::vector<std::string_view> able = swarm_kinds_for(scenario);
  const std::vector<std::string>& wanted = scenario.swarm->kinds;
  std::vector<Fault> faults;
  each_kind([&](const auto& kind) {
    const std::string_view name = kind.name;
    const bool is_wanted = wanted.empty() ? !OnlyByName<std::remove_cvref_t<decltype(kind)>>
                                          : std::find(wanted.begin(), wanted.end(), name) != wanted.end();
    if (is_wanted && std::find(able.begin(), able.end(), name) != able.end())
      draw<std::remove_cvref_t<decltype(kind)>>(scenario, streams, faults);
  });
  std::stable_sort(faults.begin(), faults.end(),
                   [](const Fault& a, const Fault& b) { return *a.trigger.at < *b.trigger.at; });
  Fault last;  // a mark, and the end of whatever the scenario's own faults left open
  last.name = end_of_swarm;
  last.trigger.at = scenario.swarm->to;
  last.kind = Heal{};
  if (!faults.empty()) faults.push_back(std::move(last));
  out.faults.insert(out.faults.end(), std::make_move_iterator(faults.begin()),
                    std::make_move_iterator(faults.end()));
  out.swarm.reset();
  return out;
}

}  // namespace nearsim::scenario
