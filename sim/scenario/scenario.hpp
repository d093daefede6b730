// A scenario as a value: what a YAML file says after every default, profile and count is resolved.  It is
// plain data; reading it is load.hpp, writing it back is dump.hpp, running it is sim/run.  dump() of a loaded
// scenario re-reads to an equal value, which is what makes a regression file independent of later changes of
// defaults.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/ice/settings.hpp"
#include "models/mpc/settings.hpp"
#include "models/quic/settings.hpp"
#include "sim/scenario/device.hpp"
#include "sim/scenario/events.hpp"
#include "sim/scenario/expectation.hpp"
#include "sim/scenario/radio.hpp"
#include "sim/scenario/swarm_spec.hpp"
#include "sim/scenario/sweep_spec.hpp"
#include "sim/scenario/world.hpp"

namespace nearsim::scenario {

inline constexpr int language_version = 1;

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
  bool shuffle_ties = false;       // explore the orders of simultaneous events
  std::optional<RadioSpec> radio;  // absent: links are abstract
  Links links;
  Finding finding;
  mpc::Settings mpc;
  quic::Settings quic;
  ice::Settings ice;
  ice::ServerSettings signalling;
  std::vector<DeviceSpec> devices;
  std::vector<Fault> faults;
  std::optional<Swarm> swarm;  // further faults, drawn for each seed
  std::vector<Step> steps;
  std::vector<Expectation> expectations;
  bool meters = false;                     // count bytes and the load of queues, whoever asks for them
  std::vector<std::string> must_fail;      // invariants, or names of expectations ("never dual_session")
  std::vector<NamedInvariant> invariants;  // all of them, with their resolved bounds
  std::optional<SweepSpec> sweep;          // what `nearsim sweep` turns; no run depends on it
  std::optional<Recorded> recorded;
  bool operator==(const Scenario& o) const {
    return question == o.question && run_for == o.run_for && seeds == o.seeds &&
           shuffle_ties == o.shuffle_ties && radio == o.radio && links == o.links && finding == o.finding &&
           mpc == o.mpc && quic == o.quic && ice == o.ice && signalling == o.signalling &&
           devices == o.devices && faults == o.faults && swarm == o.swarm && steps == o.steps &&
           expectations == o.expectations && meters == o.meters && must_fail == o.must_fail &&
           invariants == o.invariants && sweep == o.sweep && recorded == o.recorded;
  }
};

// Whether there is anything to switch off: of the radio, or of what carries abstract links.
[[nodiscard]] inline bool has_wifi(const Scenario& s) {
  return s.radio ? s.radio->settings.wifi : s.links.carrier != Carrier::bluetooth;
}
[[nodiscard]] inline bool has_bluetooth(const Scenario& s) {
  return s.radio ? s.radio->settings.bluetooth || s.radio->settings.awdl_starts == net::AwdlStart::by_beacon
                 : s.links.carrier != Carrier::wifi;
}

}  // namespace nearsim::scenario
