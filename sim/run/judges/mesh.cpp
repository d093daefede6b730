#include "sim/run/judges/mesh.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/connected_components.hpp>
#include <iterator>

namespace nearsim::run {

using net::Node;

namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;

constexpr std::size_t islands_told = 4, devices_told = 6, holders_told = 4;  // ours: a line, not a page

std::string listed(const std::vector<Node>& who, std::size_t most, const Names& names) {
  std::string out;
  for (std::size_t i = 0; i < who.size() && i < most; ++i)
    out += fmt::format("{}{}", i == 0 ? "" : " ", names(who[i]));
  if (who.size() > most) out += fmt::format(" and {} more", who.size() - most);
  return out;
}

}  // namespace

Mesh mesh_of(const std::vector<Node>& devices, const std::vector<std::pair<Node, Node>>& links) {
  std::vector<Node> sorted = devices;
  std::sort(sorted.begin(), sorted.end());
  const auto place = [&](Node n) {
    return static_cast<std::size_t>(std::lower_bound(sorted.begin(), sorted.end(), n) - sorted.begin());
  };
  Graph graph(sorted.size());
  for (const auto& [a, b] : links) boost::add_edge(place(a), place(b), graph);

  Mesh out;
  std::vector<std::size_t> island(sorted.size());
  out.islands.resize(boost::connected_components(graph, island.data()));
  for (std::size_t i = 0; i < sorted.size(); ++i) out.islands[island[i]].push_back(sorted[i]);
  std::vector<Graph::vertex_descriptor> cuts;
  boost::articulation_points(graph, std::back_inserter(cuts));
  for (const auto cut : cuts) out.holders.push_back(sorted[cut]);
  std::sort(out.holders.begin(), out.holders.end());
  return out;
}

std::string in_words(const Mesh& mesh, const Names& names) {
  std::size_t devices = 0;
  for (const auto& island : mesh.islands) devices += island.size();
  if (devices < 3) return {};
  std::string out;
  if (mesh.islands.size() > 1) {
    out = fmt::format("{} islands: ", mesh.islands.size());
    for (std::size_t i = 0; i < mesh.islands.size() && i < islands_told; ++i)
      out += fmt::format("{}{}", i == 0 ? "" : " | ", listed(mesh.islands[i], devices_told, names));
    if (mesh.islands.size() > islands_told) out += " | ...";
  }
  if (!mesh.holders.empty())
    out += fmt::format("{}held together by {}", out.empty() ? "" : "; ",
                       listed(mesh.holders, holders_told, names));
  return out;
}

}  // namespace nearsim::run
