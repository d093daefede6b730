// A YAML file as a tree that keeps what the language is strict about: where each thing stands, whether it was
// quoted, and every key, also a repeated one.  Built from yaml-cpp's events rather than from its Node, which
// keeps neither the position of an alias nor the second of two equal keys, and recurses as deep as a file
// tells it to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/source.hpp"

namespace nearsim::scenario {

struct Node {
  enum class Kind { null, scalar, sequence, map };
  Kind kind = Kind::null;
  Mark at;
  std::string text;         // of a scalar
  bool quoted = false;      // a quoted scalar is text, whatever it looks like
  std::vector<Node> keys;   // of a map, as many as items
  std::vector<Node> items;  // of a sequence or map
  int height = 1;           // levels below and including this one
};

// Ours: a hundred times the largest scenario anybody has; bounds what aliases of aliases can expand to.
inline constexpr std::size_t most_nodes = 250'000;

// The one document of the file; nothing if it is no YAML, several documents, too deep or too much of it.
// Tags, merge keys and repeated keys are complained about too, but the rest of the file can still be looked
// at.
[[nodiscard]] std::optional<Node> read_tree(const SourceText& source, Findings& findings);

}  // namespace nearsim::scenario
