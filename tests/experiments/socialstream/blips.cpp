// What the loss of a network does to connections that would have lived, and who makes them again.
#include <algorithm>
#include <array>

#include "tests/experiments/socialstream/socialstream.hpp"

namespace nearsim::experiments {

namespace {

constexpr std::string_view blip = R"(run_for: 60s
devices: [{name: Ana, @1}, {name: Bob, @1}]
faults: [{at: 20s, network: {device: Ana, to: none}, for: @2}]
)";
constexpr std::string_view outage = R"(run_for: 300s
ice: {stun: false, turn: false}
devices: [{name: Ana, @1}, {name: Bob, @2}]
faults:
  - {at: 20s, cut: {from: Ana, to: Bob}, for: 30s}
  - {at: 20s, cut: {from: Bob, to: Ana}, for: 30s}
expect: [{always: usable, during: [120s, 300s]}]
)";

bool ana_closed(const Observation& o) { return !times(o, "Ana", "cancel_peer").empty(); }

// From the first end of the connection to the next beginning.
void away(const Observation& o, Sample& sample) {
  const auto ends = said(o, "Ana", "notify", "standing", "disconnected");
  if (ends.empty()) return;
  for (const base::Instant at : said(o, "Ana", "notify", "standing", "connected"))
    if (at > ends[0]) return sample.add(seconds(at - ends[0]));
}

void from_loss_to_close(const Observation& o, Sample& sample) {
  const auto losses = said(o, "Ana", "suspect", "symptom", "network_lost");
  const auto closes = times(o, "Ana", "cancel_peer");
  if (!losses.empty() && !closes.empty()) sample.add(seconds(closes[0] - losses[0]));
}

// From one end's close to the other's.
void apart(const Observation& o, Sample& sample) {
  const auto ana = times(o, "Ana", "cancel_peer"), bob = times(o, "Bob", "cancel_peer");
  if (ana.empty() || bob.empty()) return;
  const base::Duration gap = ana[0] < bob[0] ? bob[0] - ana[0] : ana[0] - bob[0];
  sample.add(seconds(gap));
}

// From the moment a device sees that it stands on another network until the path works, or a new one.
void moved(const Observation& o, Sample& sample) {
  const auto seen = said(o, "Ana", "suspect", "symptom", "network_switched");
  if (seen.empty()) return;
  base::Instant first = base::never;
  for (const auto& [verb, field, value] :
       {std::array{"hold", "why", "path_works"}, std::array{"notify", "standing", "connected"}})
    for (const base::Instant at : said(o, "Ana", verb, field, value))
      if (at > seen[0]) first = std::min(first, at);
  if (first != base::never) sample.add(seconds(first - seen[0]));
}

}  // namespace

Defects blips_of_seed_004() {
  constexpr std::string_view clears =
      "profile: socialstream, set: {detectors.network_watch.restore_clears: true}";
  const auto closed = [](std::string_view design, std::string_view how_long) {
    return spread_share(filled(blip, design, how_long), ana_closed);
  };
  constexpr std::string_view switched = R"(run_for: 120s
@2
devices: [{name: Ana, @1}, {name: Bob, @1}]
faults: [{at: 20s, network: {device: Ana, to: cellular}}]
)";
  return {
      {"B004-6", "a phone has no network for 2 s, and for 4.9 s: healthy connections closed",
       "100 %; fewer, for ICE notices and stops the timer",
       closed(as_written, "2s") + "; " + closed(as_written, "4900ms"),
       "seeds/004/blip.yaml, blip_longer.yaml", "`detectors.network_watch.restore_clears: true`",
       closed(clears, "2s") + "; " + closed(clears, "4900ms")},
      {"B004-6", "from that loss of 2 s to the close", "5.0 s",
       spread(filled(blip, as_written, "2s"), "s", from_loss_to_close), "seeds/004/blip.yaml",
       "`detectors.network_watch.restore_clears: true`",
       spread(filled(blip, clears, "2s"), "s", from_loss_to_close)},
      {"B004-7",
       "an outage of 30 s, signalling stands: usable from 65 s after it on; closed ones connected again "
       "after",
       "0 %; never",
       spread_share(filled(outage, as_written, as_written), expected(0)) + "; " +
           spread(filled(outage, as_written, as_written), "s", away),
       "seeds/004/nothing_reconnects.yaml", "`socialstream_repaired`",
       spread_share(filled(outage, mended, mended), expected(0)) + "; " +
           spread(filled(outage, mended, mended), "s", away)},
      {"B004-16", "a Windows machine and a Mac, one outage: from one end's close to the other's", "5 s",
       spread(filled(outage, "profile: socialstream, platform: windows",
                     "profile: socialstream, platform: macos"),
              "s", apart),
       "seeds/004/platforms_differ.yaml", "`remedies.path_disturbed.grace.on_windows: 5s`",
       spread(filled(outage,
                     "profile: socialstream, platform: windows, set: "
                     "{remedies.path_disturbed.grace.on_windows: 5s}",
                     "profile: socialstream, platform: macos"),
              "s", apart)},
      {"B004-19", "from Wi-Fi to cellular: the two talk again after",
       "never: nothing acts while signalling is believed to stand",
       spread(filled(switched, as_written, ""), "s", moved), "seeds/004/test6_network_switch.yaml",
       "`socialstream_repaired`; but for `signalling.awaited`",
       spread(filled(switched, mended, ""), "s", moved) + "; " +
           spread(filled(switched, "profile: socialstream_repaired, set: {signalling.awaited: false}", ""),
                  "s", moved)},
  };
}

}  // namespace nearsim::experiments
