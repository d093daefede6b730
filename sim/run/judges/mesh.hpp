// What the links of a moment make of a room: its islands, and who holds an island together.
//
//     Ana --- Bob --- Cyd     Dan        two islands; Bob holds the first together
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/run/judges/words.hpp"

namespace nearsim::run {

struct Mesh {
  std::vector<std::vector<net::Node>> islands;  // each in rising order, by their first
  std::vector<net::Node> holders;               // without one of these its island falls apart; rising
};

// `links`: unordered pairs of `devices`, which are all different.
[[nodiscard]] Mesh mesh_of(const std::vector<net::Node>& devices,
                           const std::vector<std::pair<net::Node, net::Node>>& links);

// "2 islands: Ana Bob Cyd | Dan; held together by Bob"; "" where there is nothing to tell: one island that
// hangs on nobody, or fewer than three devices.
[[nodiscard]] std::string in_words(const Mesh& mesh, const Names& names);

}  // namespace nearsim::run
