// A path that has failed: restarts that are never tried, never signalled, or collide.
#include "tests/experiments/socialstream/socialstream.hpp"

namespace nearsim::experiments {

namespace {

constexpr std::string_view unreachable = R"(run_for: 300s
@2
devices: [{name: Ana, @1}, {name: Bob, @1}]
faults: [{at: 20s, partition: [Ana], for: 17s}]
)";
constexpr std::string_view long_outage = R"(run_for: 120s
devices: [{name: Ana, @1}, {name: Bob, @1}]
faults: [{at: 20s, partition: [Ana], for: 60s}]
)";

bool works_again(const Observation& o) {
  return !said(o, "Ana", "hold", "why", "path_works").empty() &&
         !said(o, "Bob", "hold", "why", "path_works").empty();
}

std::string healed(std::string_view design, std::string_view world = "") {
  return spread_share(filled(unreachable, design, world), works_again);
}

constexpr std::string_view untimed = "profile: socialstream, without: [remedies.path_disturbed]";
constexpr std::string_view offers =
    "profile: socialstream, set: {remedies.path_failed.ice_restart.how: offer}, "
    "without: [remedies.path_disturbed]";
constexpr std::string_view one_offers =
    "profile: socialstream, set: {remedies.path_failed.ice_restart.how: offer, "
    "remedies.path_failed.ice_restart.by: inviter}, without: [remedies.path_disturbed]";

}  // namespace

Defects restarts_of_seed_004() {
  const auto restarts = [](std::string_view design) {
    return spread(filled(long_outage, design), "restarts", counted("restart_ice"));
  };
  return {
      {"B004-8", "an outage of 17 s, no close timer: offers of a restart; paths that work again", "0; 0 %",
       spread(filled(unreachable, untimed, ""), "offers beside the first",
              [](const Observation& o, Sample& sample) {
                sample.add(static_cast<double>(count(o.report, "ice.offer")) - 1);
              }) +
           "; " + healed(untimed),
       "seeds/004/restart_never_signalled.yaml",
       "`remedies.path_failed.ice_restart: {how: offer, by: inviter}`", healed(one_offers)},
      {"B004-9",
       "an outage of 60 s: restarts tried on a Mac; on Windows; on Windows if failed comes after 14 s",
       "0; a tie of 5 + 10 and 15 s; 2, one an end",
       restarts("profile: socialstream, platform: macos") + "; " +
           restarts("profile: socialstream, platform: windows") + "; " +
           spread(filled(std::string("ice: {failed_after: 14s}\n") + std::string(long_outage),
                         "profile: socialstream, platform: windows"),
                  "restarts", counted("restart_ice")),
       "seeds/004/restart_unreachable.yaml", "`socialstream_repaired`", restarts(mended)},
      {"B004-10", "both restart with offers after an outage of 17 s: paths that work again",
       "0 % if both offer", healed(offers), "seeds/004/glare.yaml",
       "`ice.glare: polite`; or `remedies.path_failed.ice_restart.by: inviter`",
       healed(offers, "ice: {glare: polite}") + "; " + healed(one_offers)},
  };
}

}  // namespace nearsim::experiments
