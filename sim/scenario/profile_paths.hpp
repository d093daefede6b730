// Changing a profile by path: one setting (`set`), or a mechanism left out (`without`); and listing all there
// is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/profile.hpp"
#include "sim/scenario/quantity.hpp"

namespace nearsim::scenario {

// "gates.election.key" = "node_id".  `stages.settle.on_wifi` works where the profile has one settle.
[[nodiscard]] Outcome set_in_profile(protocol::Profile& profile, std::string_view path,
                                     std::string_view value);

// Removes mechanisms ("gates.election", "stages[3]", "remedies.silent.drop_session") and whole ladders
// ("remedies.silent"), all named as in the profile as it is before; one outcome for each path.
[[nodiscard]] std::vector<Outcome> remove_from_profile(protocol::Profile& profile,
                                                       const std::vector<std::string>& paths);

struct Setting {
  std::string path, value;
  std::string_view doc;
};
[[nodiscard]] std::vector<Setting> settings_of(const protocol::Profile& profile);

// Resolves `stages.NAME` to `stages[I].NAME`.
struct CanonicalPath {
  std::string path;
  Outcome problem;
};
[[nodiscard]] CanonicalPath canonical_path(const protocol::Profile& profile, std::string_view path);

}  // namespace nearsim::scenario
