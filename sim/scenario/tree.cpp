#include "sim/scenario/tree.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <streambuf>

#include "sim/scenario/prescan.hpp"
#include "sim/scenario/yaml_errors.hpp"

namespace nearsim::scenario {
namespace {

struct Abandoned {};  // thrown out of yaml-cpp when going on would be dangerous; the finding is already made

class Builder : public YAML::EventHandler {
 public:
  explicit Builder(Findings& findings) : findings_(findings) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node = make(Node::Kind::null, mark);
    // Where nothing is written, yaml-cpp marks what comes next; the key is where somebody would look.
    if (!open_.empty() && open_.back().node.kind == Node::Kind::map && open_.back().key)
      node.at = open_.back().key->at;
    place(std::move(node), anchor);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Node node = make(Node::Kind::scalar, mark);
    node.text = value;
    node.quoted = tag == "!";
    if (tag != "!" && tag != "?") refuse_tag(mark, tag);
    place(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchored_.find(anchor);
    if (found == anchored_.end()) {
      findings_.error(mark_of(mark), "an alias inside the very thing it stands for", "remove the alias");
      throw Abandoned{};
    }
    Node copy = found->second;
    count(size_of(copy), mark_of(mark));
    check_depth(static_cast<int>(open_.size()) + copy.height, mark);
    place(std::move(copy), 0);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    begin(Node::Kind::sequence, mark, tag, anchor);
  }
  void OnSequenceEnd() override { end(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    begin(Node::Kind::map, mark, tag, anchor);
  }
  void OnMapEnd() override { end(); }

  std::optional<Node> root;

 private:
  struct Open {
    Node node;
    YAML::anchor_t anchor = 0;
    std::optional<Node> key;  // of a map: read, its value not yet
  };

  Node make(Node::Kind kind, const YAML::Mark& mark) {
    count(1, mark_of(mark));
    Node node;
    node.kind = kind;
    node.at = mark_of(mark);
    return node;
  }

  void begin(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    check_depth(static_cast<int>(open_.size()) + 1, mark);
    if (tag != "!" && tag != "?") refuse_tag(mark, tag);
    open_.push_back({make(kind, mark), anchor, {}});
  }

  void end() {
    Open done = std::move(open_.back());
    open_.pop_back();
    for (const Node& item : done.node.items) done.node.height = std::max(done.node.height, item.height + 1);
    place(std::move(done.node), done.anchor);
  }

  void place(Node node, YAML::anchor_t anchor) {
    if (anchor != 0) {
      count(size_of(node), node.at);
      anchored_[anchor] = node;
    }
    if (open_.empty()) {
      root = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == Node::Kind::map && !parent.key) {
      check_key(node);
      parent.key = std::move(node);
      return;
    }
    if (parent.node.kind == Node::Kind::map) parent.node.keys.push_back(std::move(*parent.key));
    parent.key.reset();
    parent.node.items.push_back(std::move(node));
  }

  void check_key(const Node& key) {
    if (key.kind != Node::Kind::scalar)
      findings_.error(key.at,
                      key.kind == Node::Kind::null ? "a key is missing before ':'" : "a key must be a word",
                      "write `key: value`");
    else if (key.text == "<<" && !key.quoted)
      findings_.error(key.at, "merge keys (<<) are not applied",
                      "write the keys out; an alias of a whole value works");
  }

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    const std::string_view core = "tag:yaml.org,2002:";
    const std::string shown = tag.substr(0, core.size()) == core ? "!!" + tag.substr(core.size()) : tag;
    findings_.error(mark_of(mark), fmt::format("the tag '{}' is not used here", shown), "remove it");
  }

  static std::size_t size_of(const Node& node) {
    std::size_t size = 1 + node.keys.size();
    for (const Node& item : node.items) size += size_of(item);
    return size;
  }

  void count(std::size_t nodes, Mark mark) {
    nodes_ += nodes;
    if (nodes_ <= most_nodes) return;
    findings_.error(mark,
                    fmt::format("more than {} values, aliases counted as what they stand for", most_nodes),
                    "use fewer or smaller aliases");
    throw Abandoned{};
  }

  void check_depth(int depth, const YAML::Mark& mark) {
    if (depth <= deepest_nesting) return;
    findings_.error(mark_of(mark), fmt::format("nested more than {} deep", deepest_nesting),
                    "is a bracket left open, or an alias nested in itself?");
    throw Abandoned{};
  }

  Findings& findings_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Node> anchored_;
  std::size_t nodes_ = 0;
};

// Repeated keys are found in the finished tree, where all positions are known.
void check_repeated(const Node& node, Findings& findings) {
  std::map<std::string_view, Mark> seen;
  for (const Node& key : node.keys) {
    if (key.kind != Node::Kind::scalar) continue;
    const auto [first, is_new] = seen.emplace(key.text, key.at);
    if (!is_new)
      findings.error(key.at, fmt::format("the key '{}' is repeated", key.text),
                     fmt::format("it stands in line {} already", first->second.line + 1));
  }
  for (const Node& item : node.items) check_repeated(item, findings);
}

// yaml-cpp reads from streams only; this one reads the text where it stands.
class TextBuffer : public std::streambuf {
 public:
  explicit TextBuffer(const std::string& text) {
    char* begin = const_cast<char*>(text.data());  // streambuf's interface; a get area is only read
    setg(begin, begin, begin + text.size());
  }
};

// Any further document, without keeping it.
class SecondDocument : public YAML::EventHandler {
 public:
  explicit SecondDocument(Findings& findings) : findings_(findings) {}
  void OnDocumentStart(const YAML::Mark& mark) override {
    findings_.error(mark_of(mark), "a second document begins here",
                    "one file holds one scenario: remove the '---'");
    throw Abandoned{};
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
  }
  void OnMapEnd() override {}

 private:
  Findings& findings_;
};

}  // namespace

std::optional<Node> read_tree(const SourceText& source, Findings& findings) {
  Builder builder(findings);
  try {
    TextBuffer buffer(source.text());
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
    SecondDocument second(findings);
    parser.HandleNextDocument(second);
  } catch (const Abandoned&) {
    return {};
  } catch (const YAML::Exception& problem) {
    report(problem, source, findings);
    return {};
  }
  if (!builder.root || builder.root->kind == Node::Kind::null) {
    findings.error(whole_file, "the file has no content",
                   "a scenario needs at least `nearsim: 1` and `devices`");
    return {};
  }
  check_repeated(*builder.root, findings);
  return std::move(builder.root);
}

}  // namespace nearsim::scenario
