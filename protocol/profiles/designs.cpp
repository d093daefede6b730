#include "protocol/profiles/designs.hpp"

#include <algorithm>
#include <array>

namespace nearsim::protocol {

std::span<const Design> designs() {
  static const std::array all{
      Design{"fixv2",
             "iOS MultipeerConnectivity fix V2, as written: fixed delays, echoing keep-alives, whole-session "
             "disconnect",
             &fixv2, fixv2_quotes},
      Design{"fixv2_repaired", "the same with the fewest settings changed that make its links live",
             &fixv2_repaired, fixv2_repaired_quotes},
      Design{
          "attable",
          "AtTable as written: node ids and instances, the greatest invites, gossip repairs the clique, five "
          "failures reset everything",
          &attable, attable_quotes},
      Design{"attable_repaired", "the same with the fewest settings changed that confine a fault to its pair",
             &attable_repaired, attable_repaired_quotes},
      Design{"meshred_before",
             "MeshRed before its refactoring: both sides invite, a mutex refuses, error 61 recreates the "
             "session",
             &meshred_before, meshred_before_quotes},
      Design{"meshred",
             "MeshRed refactored: immutable role by name, arbitration window, backoff, one session for ever",
             &meshred, meshred_quotes},
      Design{"recommended",
             "what we would build from all of them, so far: elected with patience, one session a pair, fresh "
             "instances, beats that outlast the gap",
             &recommended, recommended_quotes},
      Design{"spacedrive_before",
             "Spacedrive before its fix: a persistent connection without a stream, closed and dialled again",
             &spacedrive_before, spacedrive_before_quotes},
      Design{"spacedrive",
             "Spacedrive's persistent connection fix, as written: health check, immediate reconnection by "
             "both sides",
             &spacedrive, spacedrive_quotes},
      Design{"spacedrive_repaired", "the same with the settings changed that keep known devices connected",
             &spacedrive_repaired, spacedrive_repaired_quotes},
      Design{
          "socialstream",
          "Social Stream's WebRTC reconnection as written: close timers by platform, a restart that nobody "
          "signals",
          &socialstream, socialstream_quotes},
      Design{"socialstream_repaired",
             "the same with restarts that are offered, and a way back from everything that is closed",
             &socialstream_repaired, socialstream_repaired_quotes},
  };
  return all;
}

const Design* find_design(std::string_view name) {
  const auto all = designs();
  const auto it = std::find_if(all.begin(), all.end(), [&](const Design& d) { return d.name == name; });
  return it == all.end() ? nullptr : &*it;
}

}  // namespace nearsim::protocol
