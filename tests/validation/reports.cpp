// Reports from the field: a few figures each, whose circumstances nobody wrote down.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "models/net/airwaves.hpp"
#include "sim/run/report.hpp"
#include "sim/scenario/load.hpp"
#include "tests/validation/validation.hpp"

namespace nearsim::validation {
namespace {

using namespace std::chrono_literals;

double ms(base::Duration d) { return static_cast<double>(d.count()) / 1e6; }
double seconds_of(base::Duration d) { return static_cast<double>(d.count()) / 1e9; }

// When stations came onto their network.
class Joined final : public radio::wifi::AssociationListener {
 public:
  explicit Joined(const kernel::Scheduler& scheduler) : scheduler_(scheduler) {}
  void associated(radio::Station, radio::Station) override {
    after.push_back(scheduler_.now() - base::Instant{});
  }
  void disassociated(radio::Station) override {}
  std::vector<base::Duration> after;

 private:
  const kernel::Scheduler& scheduler_;
};

struct Spread {
  double least = 1e9, most = 0;
  void add(double x) { least = std::min(least, x), most = std::max(most, x); }
  void rows(Chapter& c, const char* target, const std::string& what, double from, double to) const {
    c.rows.push_back({target, what + ": soonest, s", from, least, to, Kind::within, 2});
    c.rows.push_back({target, "... latest, s", from, most, to, Kind::within, 2});
  }
};

// The instants of one verb of one device in a run.
class Heard final : public kernel::Sink {
 public:
  Heard(std::string_view topic, std::string_view verb, std::string_view node)
      : topic_(topic), verb_(verb), node_(node) {}
  void write(const kernel::Record& record, std::uint64_t) override {
    if (record.topic == topic_ && record.verb == verb_ && record.node == node_)
      at.push_back(record.at - base::Instant{});
  }
  [[nodiscard]] base::Duration first_after(base::Duration t) const {
    const auto found = std::find_if(at.begin(), at.end(), [t](base::Duration one) { return one >= t; });
    return found == at.end() ? base::forever : *found;
  }
  std::vector<base::Duration> at;

 private:
  std::string_view topic_, verb_, node_;
};

void run(const std::string& yaml, int seed, std::vector<kernel::Sink*> sinks) {
  const scenario::Loaded loaded = scenario::load_text(yaml, "validation");
  run::RunOptions options;
  options.sinks = std::move(sinks);
  (void)run::run(*loaded.scenario, base::Seed{static_cast<std::uint64_t>(seed)}, options);
}

constexpr const char* field =
    "nearsim: 1\nrun_for: 120s\nradio: {preset: field}\ndevices:\n"
    "  - {name: Ana, profile: meshred, at: [3m, 4m]}\n  - {name: Bob, profile: meshred, at: [6m, 4m]}\n";

// A locked phone's Bluetooth is silent at once.
void locked(Chapter& c, int seeds) {
  Spread stops, idle;
  for (int seed = 1; seed <= seeds; ++seed) {
    Heard off("awdl", "off", "Ana");
    run(std::string(field) + "faults: [{at: 40s, for: 70s, lock: {device: Ana, grace: 5s}}]\n", seed, {&off});
    stops.add(seconds_of(off.first_after(40s) - 40s));
    Heard later("awdl", "off", "Bob"), needed("mpc", "browsing_stopped", "Bob");
    run(std::string(field) + "faults: [{at: 40s, background: {device: Bob, grace: 5s}}]\n", seed,
        {&later, &needed});
    idle.add(seconds_of(later.first_after(40s) - needed.first_after(40s)));
  }
  stops.rows(c, "A10", "locked: AWDL stops after the beacon", 1.3, 5.2);
  idle.rows(c, "A10", "a device that needs AWDL no more stops it (44 s in one capture)", 44, 44.1);
}

// One log of 2014: away and back, found again, invited, connected, lost.
void log_of_2014(Chapter& c, int seeds) {
  Spread found, connected;
  for (int seed = 1; seed <= seeds; ++seed) {
    Heard finds("discovery", "found", "Ana");
    run(std::string(field) + "faults: [{at: 2s, for: 5s, background: {device: Bob, grace: 1s}}]\n", seed,
        {&finds});
    found.add(seconds_of(finds.first_after(7s) - 7s));
    Heard seen("discovery", "found", "Ana"), connects("mpc", "connected", "Ana");
    run(field, seed, {&seen, &connects});
    connected.add(seconds_of(connects.first_after(0s) - seen.first_after(0s)));
  }
  c.rows.push_back({"M10", "found again after coming back (2.4 s in the log): latest, s", 0, found.most, 2.5,
                    Kind::within, 2});
  c.rows.push_back({"M10", "found and invited, then connected (10.15 s in the log): soonest, s", 10,
                    connected.least, 20, Kind::within, 2});
  c.rows.push_back(
      not_repeated("M10", "lost again after, s", "23", "the log does not say what happened to the peer"));
}

// A message each 10 ms from one phone to the other over the access point, while AWDL has the radio now and
// then.
void sawtooth(Chapter& c, radio::awdl::Generation generation, base::Duration looks, const char* name,
              double from, double to) {
  net::AirwavesSettings settings;
  settings.access_points.push_back({{{1000}, {1000}, 0}, 36});
  settings.wifi.power_save = radio::wifi::PowerSave::off;
  settings.awdl.generation = generation;
  settings.awdl.scan_interval = looks;
  kernel::Scheduler scheduler;
  const base::Streams streams{base::Seed{1}};
  net::Airwaves air(scheduler, streams, settings, {{}, {{2000}, {0}, 0}});
  for (const net::Node n : {0u, 1u}) {
    air.switch_to(n, {});
    air.need_peer_to_peer(n);
  }
  base::Duration longest{};
  int falls = 0, steps = 0;
  base::Duration before{};
  for (int i = 0; i < 6000; ++i) {
    scheduler.run_until(base::at(30s + i * 10ms));
    base::Rng draw(1, static_cast<std::uint64_t>(i));
    const base::Duration took = air.path().carry(0, 1, {100}, radio::Cast::unicast, draw).delay;
    longest = std::max(longest, took);
    if (before > 15ms && took > 15ms) {
      ++steps;
      falls += took < before ? 1 : 0;
    }
    before = took;
  }
  c.rows.push_back(
      {"R2", fmt::format("{}: longest wait of a message, ms", name), from, ms(longest), to, Kind::within, 1});
  c.rows.push_back({"R2", "... of messages that wait, the next one waits less: share", 0.9,
                    static_cast<double>(falls) / std::max(1, steps), 1, Kind::within, 2});
}

// Everybody switches Wi-Fi on beside an access point.  Who fails looks again so late that attempts can be
// told apart by the time.
void set_ups(Chapter& c, int stations) {
  constexpr base::Duration apart = 1h;
  radio::wifi::Settings settings;
  settings.joins_fail = base::percent(45);
  settings.joins_slow = base::percent(44);
  settings.look_again = apart;
  kernel::Scheduler scheduler;
  const base::Streams streams{base::Seed{1}};
  radio::Site site(streams, {});
  radio::Occupancy air;
  radio::wifi::Wifi wifi(scheduler, streams, site, air, settings);
  Joined joined(scheduler);
  wifi.listen(static_cast<radio::wifi::AssociationListener&>(joined));
  for (int i = 0; i <= stations; ++i) site.add({});
  wifi.add_access_point(static_cast<radio::Station>(stations), 36);
  scheduler.run_until(base::at(1s));  // at the very start they would be on it already
  for (radio::Station s = 0; s < static_cast<radio::Station>(stations); ++s) wifi.switch_on(s);
  scheduler.run_until(base::at(24h));
  double failed = 0, over_5 = 0, over_10 = 0;
  for (const base::Duration after : joined.after) {
    const std::int64_t attempts = (after - 1s) / apart;
    failed += static_cast<double>(attempts);
    // Each attempt after the first also scanned, for some tenths of a second: too little to tell.
    const base::Duration took = (after - 1s) % apart;
    over_5 += took > 5s ? 1 : 0;
    over_10 += took > 10s ? 1 : 0;
  }
  const auto succeeded = static_cast<double>(joined.after.size());
  c.rows.push_back({"R3", "attempts to join a network that fail, %", 45, 100 * failed / (failed + succeeded),
                    0.05, Kind::relative, 1});
  c.rows.push_back(
      {"R3", "joins that take longer than 5 s, %", 15, 100 * over_5 / succeeded, 0.05, Kind::relative, 1});
  c.rows.push_back(
      {"R3", "joins that take longer than 10 s, %", 5, 100 * over_10 / succeeded, 0.05, Kind::relative, 1});
}

// Somebody's preset for a home: base 8 ms, jitter 12, 1 % of spikes of 80, 1 % lost in bursts of 3.
void home(Chapter& c, int messages) {
  kernel::Scheduler scheduler;
  const base::Streams streams{base::Seed{1}};
  net::NetworkSettings settings;
  settings.way = {.delay = 8ms, .jitter = 12ms, .spikes = base::percent(1), .spike = 80ms};
  settings.way.chain = 1;
  settings.chains = {*radio::webrtc_burst(base::percent(1), 3)};
  net::Network network(scheduler, streams, settings);
  const net::WayId way = network.use(0, 1);
  double usual = 0;
  int lost = 0, bursts = 0, late = 0, arrived = 0;
  bool before = false;
  for (int i = 0; i < messages; ++i) {
    const net::Transit t = network.transmit(way, {100});
    const bool gone = t.fate != net::Transit::Fate::arrives;
    lost += gone ? 1 : 0;
    bursts += gone && !before ? 1 : 0;
    before = gone;
    if (gone) continue;
    ++arrived;
    if (t.delay > 20ms) ++late;
    else usual += ms(t.delay);
  }
  const auto row = [&c](const char* what, double published, double ours, int digits) {
    c.rows.push_back({"R4", what, published, ours, 0.01, Kind::relative, digits});
  };
  row("a home's preset: mean delay without spikes, ms", 14, usual / (arrived - late), 3);
  row("... spikes, share", 0.01, static_cast<double>(late) / arrived, 5);
  row("... lost, share", 0.01, static_cast<double>(lost) / messages, 5);
  row("... messages lost in a row, mean", 3, static_cast<double>(lost) / bursts, 3);
}

// An office whose Wi-Fi lets no UDP through between its phones, and AWDL that was brought up before.
void blocked_interface(Chapter& c, int seeds) {
  const std::string office =
      "nearsim: 1\nrun_for: 150s\nradio: {preset: office, awdl: true, bonjour: packets}\n"
      "mpc: {channels: each_interface}\ndevices:\n"
      "  - {name: Ana, profile: meshred, at: [3m, 4m]}\n  - {name: Bob, profile: meshred, at: [6m, 4m]}\n"
      "faults: [{at: 0s, wedge: {from: Ana, to: Bob, over: wifi}}]\n";
  Spread connects, gives_up;
  int ended = 0;
  for (int seed = 1; seed <= seeds; ++seed) {
    Heard connecting("mpc", "connecting", "Ana"), connected("mpc", "connected", "Ana"),
        given_up("mpc", "channel_given_up", "Ana"), not_connected("mpc", "not_connected", "Ana");
    run(office, seed, {&connecting, &connected, &given_up, &not_connected});
    if (connected.at.empty()) continue;
    const base::Duration ready = connected.at.front();
    const auto begun = std::find_if(connecting.at.rbegin(), connecting.at.rend(),
                                    [ready](base::Duration t) { return t <= ready; });
    connects.add(seconds_of(ready - *begun));
    gives_up.add(seconds_of(given_up.first_after(ready) - *begun));
    ended += not_connected.first_after(ready) < base::forever ? 1 : 0;
  }
  c.rows.push_back({"M3", "one interface blocked: connected over the other after, s: latest", 0,
                    connects.most, 10, Kind::within, 2});
  c.rows.push_back(
      {"M3", "... \"giving up for participant\" after, s: latest", 0, gives_up.most, 15, Kind::within, 2});
  c.rows.push_back(
      {"M3", "... runs in which the session then ends", 0, static_cast<double>(ended), 0, Kind::absolute, 0});
}

}  // namespace

Chapter reports(Depth depth) {
  const int times = depth == Depth::deep ? 10 : 1;
  Chapter c;
  c.title = "Reports from the field";
  c.about =
      "Captures, logs and talks, one or two each, so that all a model can do is to lie beside them. A10: "
      "captures of 2026. M3: logs\n(Thali, dingwilson/MultiPeer). M10: one log of 2014 (MCSessionP2P, issue "
      "3). R2: RIPE 91 (3 to 90 ms), AWDLControl (100 to 300\nms) and bugsappleloves (200 to 800 ms each 1 "
      "to 5 s), networks whose channel sequences are not known: ours are those of 2026 and\nof 2018, the "
      "third with our own looks for other clusters. R3: Pei and others, 0.4 G sessions (arXiv 1701.02528), "
      "as `radio: {joins_fail: 45%, joins_slow: 44%}` has it; by\ndefault no attempt fails. R4: a public "
      "preset; that its jitter is uniform is ours.";
  locked(c, 20 * times);
  blocked_interface(c, 20 * times);
  log_of_2014(c, 20 * times);
  sawtooth(c, radio::awdl::Generation::of_2026, 1000h, "idle as of 2026", 3, 90);
  sawtooth(c, radio::awdl::Generation::of_2018, 1000h, "idle as of 2018", 100, 300);
  sawtooth(c, radio::awdl::Generation::of_2026, 10s,
           "idle as of 2026, and a master looks for others each 10 s", 200, 800);
  set_ups(c, 50'000 * times);
  home(c, 20'000'000 * times);
  return c;
}

}  // namespace nearsim::validation
