// The shipped designs: every constant that is not its struct's default says where it comes from, and every
// quotation is about a setting that exists.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <variant>

#include "protocol/profiles/designs.hpp"
#include "tests/unit/protocol/profile_walk.hpp"

using namespace nearsim::protocol;  // NOLINT: a test of this namespace

namespace {

using Value = std::variant<bool, int, Duration, Ratio>;

template <class T>
Value value_of(const T& member) {
  if constexpr (std::is_enum_v<T>) return static_cast<int>(member);
  else return member;
}

std::map<std::string, Value> settings_of(const Profile& profile) {
  std::map<std::string, Value> all;
  walk::every_setting(profile, [&](const std::string& path, const auto& member, const auto&) {
    all[path] = value_of(member);
  });
  return all;
}

bool quoted(std::span<const Quote> quotes, const std::string& path) {
  return std::any_of(quotes.begin(), quotes.end(),
                     [&](const Quote& q) { return walk::covers(q.path, path); });
}

// Designs made from another one, which quote what they change in it and nothing else.
const std::map<std::string_view, std::string_view> repairs{
    {"fixv2_repaired", "fixv2"}, {"attable_repaired", "attable"}, {"spacedrive_repaired", "spacedrive"}};

}  // namespace

TEST_CASE("designs: every setting that differs from its default is quoted") {
  for (const Design& design : designs()) {
    if (repairs.contains(design.name)) continue;  // made from another design: next case
    const Profile profile = design.make();
    walk::every_setting(profile, [&](const std::string& path, const auto& member, const auto& standard) {
      if (member == standard) return;
      INFO(std::string(design.name) << ": " << path);
      CHECK(quoted(design.quotes, path));
    });
  }
}

TEST_CASE("a repaired design quotes exactly what it changes in the written one") {
  for (const auto& [repaired_name, written_name] : repairs) {
    const Design& repaired = *find_design(repaired_name);
    const auto written = settings_of(find_design(written_name)->make()),
               mended = settings_of(repaired.make());
    for (const auto& setting : mended) {
      const std::string& path = setting.first;
      const auto before = written.find(path);
      const bool changed = before == written.end() || before->second != setting.second;
      INFO(path);
      if (changed) CHECK(quoted(repaired.quotes, path));
      for (const Quote& q : repaired.quotes)
        if (q.path == path) CHECK(changed);
    }
    for (const auto& setting : written) CHECK(mended.contains(setting.first));
  }
}

TEST_CASE(
    "designs: every quotation is about a setting or a mechanism of its profile, once, and says something") {
  for (const Design& design : designs()) {
    const Profile profile = design.make();
    std::set<std::string> paths;
    walk::every_setting(profile,
                        [&](const std::string& path, const auto&, const auto&) { paths.insert(path); });
    walk::every_mechanism(profile, [&](const std::string& path) { paths.insert(path); });
    std::set<std::string_view> seen;
    for (const Quote& q : design.quotes) {
      INFO(std::string(design.name) << ": " << std::string(q.path));
      CHECK(std::any_of(paths.begin(), paths.end(),
                        [&](const std::string& p) { return walk::covers(q.path, p); }));
      CHECK(seen.insert(q.path).second);
      CHECK(q.words.size() > 4);
    }
  }
}

TEST_CASE("designs: found by their own names, and by no other") {
  std::set<std::string_view> names;
  for (const Design& design : designs()) {
    CHECK(names.insert(design.name).second);
    CHECK(find_design(design.name) == &design);
    CHECK(design.make().name == design.name);
    CHECK(design.make() == design.make());
    CHECK(!design.summary.empty());
    CHECK(!design.quotes.empty());
  }
  CHECK(find_design("") == nullptr);
  CHECK(find_design("meshre") == nullptr);
}

TEST_CASE("designs: one ladder for a symptom, one mechanism of a kind in a family (stages repeat)") {
  for (const Design& design : designs()) {
    const Profile profile = design.make();
    std::set<Symptom> symptoms;
    for (const Ladder& ladder : profile.remedies) {
      CHECK(symptoms.insert(ladder.symptom).second);
      CHECK(!ladder.rungs.empty());
    }
    std::set<std::string> mechanisms;
    walk::every_mechanism(profile, [&](const std::string& path) { CHECK(mechanisms.insert(path).second); });
  }
}

TEST_CASE("meshred_before differs from meshred in what the refactoring is about") {
  const Profile before = meshred_before(), after = meshred();
  CHECK(find_in<Election>(before.gates) == nullptr);
  CHECK(find_in<Election>(after.gates) != nullptr);
  CHECK(find_in<RecreateSession>(before.remedies[0].rungs) != nullptr);
  CHECK(find_in<RecreateSession>(after.remedies[0].rungs) == nullptr);
  CHECK(before.session.encryption == Encryption::optional);
  CHECK(after.session.encryption == Encryption::required);
}

TEST_CASE("paths: prefixes and [*] cover what they name and nothing beside it") {
  CHECK(walk::covers("remedies.link_failed.reconnect", "remedies.link_failed.reconnect.base"));
  CHECK(!walk::covers("remedies.link_failed.reco", "remedies.link_failed.reconnect.base"));
  CHECK(walk::covers("stages[*].settle.on_wifi", "stages[3].settle.on_wifi"));
  CHECK(!walk::covers("stages[1].settle.on_wifi", "stages[11].settle.on_wifi"));
  CHECK(!walk::covers("gates.election.key.more", "gates.election.key"));
}
