// Profiles: shipped ones by name, those of the file, and ones written in place.  `base`, `without`, `with`
// and `set` all end in the same two operations: lay a map over a profile, and change it by path.
#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/language.hpp"
#include "sim/scenario/loading.hpp"
#include "sim/scenario/profile_paths.hpp"
#include "sim/scenario/visit_profile.hpp"

namespace nearsim::scenario {
namespace {

template <class Family>
std::vector<std::string_view> member_names() {
  return []<std::size_t... I>(std::index_sequence<I...>) {
    return std::vector<std::string_view>{std::variant_alternative_t<I, Family>::name...};
  }
  (std::make_index_sequence<std::variant_size_v<Family>>{});
}

template <class Family, std::size_t I = 0>
std::optional<Family> make_member(std::string_view name) {
  if constexpr (I == std::variant_size_v<Family>) {
    return {};
  } else {
    using Member = std::variant_alternative_t<I, Family>;
    if (Member::name == name) return Member{};
    return make_member<Family, I + 1>(name);
  }
}

// `election` or `{election: {key: node_id}}`
template <class Family>
std::optional<Family> read_member(Loading& loading, const Node& node, std::string_view family) {
  const bool is_word = node.kind == Node::Kind::scalar;
  const bool is_entry = node.kind == Node::Kind::map && node.keys.size() == 1;
  if (!is_word && !is_entry) {
    loading.findings().error(
        node.at, fmt::format("{}: one mechanism is expected here, not {}", family, kind_name(node)),
        "write its name, or {name: {setting: value, ...}}");
    return {};
  }
  const Node& word = is_word ? node : node.keys[0];
  std::optional<Family> member = make_member<Family>(word.text);
  if (!member) {
    loading.findings().error(word.at, fmt::format("{}: there is no '{}'", family, word.text),
                             suggest(word.text, member_names<Family>(), "there are"));
    return {};
  }
  if (is_entry && node.items[0].kind != Node::Kind::null)
    std::visit([&](auto& settings) { read_settings(loading.reader, node.items[0], word.text, settings); },
               *member);
  return member;
}

enum class Repeats { allowed, refused };

template <class Family>
std::vector<Family> read_members(Loading& loading, const Node& node, std::string_view family,
                                 Repeats repeats) {
  std::vector<Family> out;
  if (!loading.reader.is_sequence(node, family)) return out;
  for (const Node& item : node.items) {
    std::optional<Family> member = read_member<Family>(loading, item, family);
    if (!member) continue;
    const bool is_repeated =
        std::any_of(out.begin(), out.end(), [&](auto& m) { return m.index() == member->index(); });
    if (is_repeated && repeats == Repeats::refused)
      loading.findings().error(item.at, fmt::format("{}: '{}' stands here twice", family, name_of(*member)),
                               "remove one of them");
    else out.push_back(std::move(*member));
  }
  return out;
}

template <class Family>
void replace_or_append(std::vector<Family>& list, std::vector<Family> members) {
  for (Family& member : members) {
    const auto same =
        std::find_if(list.begin(), list.end(), [&](auto& m) { return m.index() == member.index(); });
    if (same == list.end()) list.push_back(std::move(member));
    else *same = std::move(member);
  }
}

void read_remedies(Loading& loading, const Node& node, protocol::Profile& profile) {
  if (!loading.reader.is_map(node, "remedies")) return;
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    const Node& key = node.keys[i];
    const std::optional<protocol::Symptom> symptom = protocol::named<protocol::Symptom>(key.text);
    if (!symptom) {
      loading.findings().error(key.at, fmt::format("remedies: there is no symptom '{}'", key.text),
                               suggest(key.text, all_names<protocol::Symptom>(), "symptoms"));
      continue;
    }
    std::vector<protocol::Remedy> rungs =
        read_members<protocol::Remedy>(loading, node.items[i], "remedies." + key.text, Repeats::refused);
    const auto same = std::find_if(profile.remedies.begin(), profile.remedies.end(),
                                   [&](const protocol::Ladder& l) { return l.symptom == *symptom; });
    if (same == profile.remedies.end()) profile.remedies.push_back({*symptom, std::move(rungs)});
    else same->rungs = std::move(rungs);
  }
}

// Everything of a profile that `map` has, over what `profile` is already.
void overlay(Loading& loading, Map& map, protocol::Profile& profile) {
  protocol::parts(profile, [&](std::string_view name, auto& part) {
    if (const Node* node = map.find(name)) read_settings(loading.reader, *node, name, part);
  });
  map.read("stability", profile.stability, std::optional(protocol::any_time));
  if (const Node* node = map.find("gates"))
    replace_or_append(profile.gates, read_members<protocol::Gate>(loading, *node, "gates", Repeats::refused));
  if (const Node* node = map.find("stages"))
    profile.stages = read_members<protocol::Stage>(loading, *node, "stages", Repeats::allowed);
  if (const Node* node = map.find("detectors"))
    replace_or_append(profile.detectors,
                      read_members<protocol::Detector>(loading, *node, "detectors", Repeats::refused));
  if (const Node* node = map.find("remedies")) read_remedies(loading, *node, profile);
}

void apply_without(Loading& loading, const Node& node, protocol::Profile& profile) {
  if (!loading.reader.is_sequence(node, "without")) return;
  std::vector<std::string> paths;
  std::vector<const Node*> where;
  for (const Node& item : node.items) {
    std::string path;
    if (!loading.reader.text(item, "without", path)) continue;
    paths.push_back(std::move(path));
    where.push_back(&item);
  }
  const std::vector<Outcome> outcomes = remove_from_profile(profile, paths);
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    (void)loading.reader.accept(*where[i], "without", outcomes[i]);
}

std::string first_path(const Node& key, const Node& value) {  // of what is nested, as one path
  std::string path = key.text;
  const Node* here = &value;
  for (; here->kind == Node::Kind::map && !here->keys.empty(); here = &here->items.front())
    path += "." + here->keys.front().text;
  return here->kind == Node::Kind::map ? path + ".SETTING" : path;
}

void apply_set(Loading& loading, const Node& node, protocol::Profile& profile) {
  if (!loading.reader.is_map(node, "set")) return;
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    const Node& key = node.keys[i];
    if (key.kind != Node::Kind::scalar) continue;
    if (node.items[i].kind == Node::Kind::map) {
      loading.findings().error(node.items[i].at,
                               fmt::format("{}: `set` takes paths, not maps within maps", key.text),
                               fmt::format("write set: {{{}: value}}", first_path(key, node.items[i])));
      continue;
    }
    if (!loading.reader.is_scalar(node.items[i], key.text)) continue;
    // A wrong path is the key's fault, a wrong value the value's.
    const std::vector<Setting> all = settings_of(profile);
    const CanonicalPath canonical = canonical_path(profile, key.text);
    const bool is_known = !canonical.problem &&
                          std::any_of(all.begin(), all.end(),
                                      [&](const Setting& setting) { return setting.path == canonical.path; });
    const Outcome outcome = set_in_profile(profile, key.text, node.items[i].text);
    (void)loading.reader.accept(is_known ? node.items[i] : key, is_known ? key.text : "set", outcome);
  }
}

std::optional<protocol::Profile> named_profile(Loading& loading, const Node& word) {
  if (const auto known = loading.resolved.find(word.text); known != loading.resolved.end())
    return known->second;
  if (loading.resolving.count(word.text) != 0) {
    loading.findings().error(word.at, fmt::format("the profile '{}' is based on itself", word.text),
                             "a base must be a profile that does not need this one");
    return {};
  }
  if (const auto own = loading.own_profiles.find(word.text); own != loading.own_profiles.end()) {
    loading.resolving.insert(word.text);
    std::optional<protocol::Profile> profile = load_profile(loading, *own->second);
    loading.resolving.erase(word.text);
    if (!profile) return {};
    if (own->second->kind == Node::Kind::map &&
        Map(loading.reader, *own->second, language::profile).has("name") == false)
      profile->name = word.text;
    loading.resolved.emplace(word.text, *profile);
    return profile;
  }
  if (const protocol::Design* design = protocol::find_design(word.text)) return design->make();
  std::vector<std::string_view> known;
  for (const protocol::Design& design : protocol::designs()) known.push_back(design.name);
  for (const auto& [name, node] : loading.own_profiles) known.push_back(name);
  loading.findings().error(word.at, fmt::format("there is no profile '{}'", word.text),
                           suggest(word.text, known, "profiles"));
  return {};
}

std::optional<protocol::Profile> base_of(Loading& loading, const Node& node) {
  std::string name;
  if (!loading.reader.text(node, "base", name)) return {};
  return named_profile(loading, node);
}

void change_base(Loading& loading, const Map& map, protocol::Profile& profile) {
  if (const Node* node = map.find("without")) apply_without(loading, *node, profile);
  const Node* node = map.find("with");
  if (node == nullptr || !loading.reader.is_map(*node, "with")) return;
  Map with(loading.reader, *node, language::derivation);
  overlay(loading, with, profile);
}

void refuse_changes(Loading& loading, const Map& map) {
  for (const std::string_view key : {"without", "with"})
    if (const Node* word = map.key_of(key))
      loading.findings().error(word->at, fmt::format("'{}' changes a base, and none is named", key),
                               "add base: NAME, or write the lists out");
}

}  // namespace

void modify_profile(Loading& loading, const Map& map, protocol::Profile& profile) {
  change_base(loading, map, profile);
  if (const Node* node = map.find("set")) apply_set(loading, *node, profile);
}

std::optional<protocol::Profile> load_profile(Loading& loading, const Node& node) {
  if (node.kind == Node::Kind::scalar) {
    std::string name;
    if (!loading.reader.text(node, "profile", name)) return {};
    return named_profile(loading, node);
  }
  if (node.kind != Node::Kind::map) {
    loading.findings().error(
        node.at, fmt::format("profile: a name or a map is expected here, not {}", kind_name(node)),
        "write the name of a profile");
    return {};
  }
  Map map(loading.reader, node, language::profile);
  protocol::Profile profile;
  profile.name = "unnamed";
  if (const Node* base = map.find("base")) {
    std::optional<protocol::Profile> found = base_of(loading, *base);
    if (!found) return {};
    profile = std::move(*found);
    change_base(loading, map, profile);
  } else {
    refuse_changes(loading, map);
  }
  if (const Node* name = map.find("name")) (void)read_name(loading, *name, "name", profile.name);
  overlay(loading, map, profile);
  if (const Node* set = map.find("set")) apply_set(loading, *set, profile);
  return profile;
}

void load_profiles(Loading& loading, const Node& node) {
  if (!loading.reader.is_map(node, "profiles")) return;
  for (std::size_t i = 0; i < node.keys.size(); ++i) {
    std::string name;
    if (node.keys[i].kind == Node::Kind::scalar && read_name(loading, node.keys[i], "profiles", name))
      loading.own_profiles.emplace(name, &node.items[i]);
  }
  // Also those that no device uses: a mistake in them is a mistake.
  for (const auto& [name, where] : loading.own_profiles) {
    Node word;
    word.kind = Node::Kind::scalar;
    word.text = name;
    word.at = where->at;
    (void)named_profile(loading, word);
  }
}

}  // namespace nearsim::scenario
