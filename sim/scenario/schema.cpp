#include "sim/scenario/schema.hpp"

#include <fmt/format.h>

#include "sim/scenario/invariants.hpp"
#include "sim/scenario/language.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/schema_types.hpp"
#include "sim/scenario/swarm.hpp"
#include "sim/scenario/vocabulary.hpp"

namespace nearsim::scenario {
namespace {

std::string two_of(std::string_view ref) {
  JsonObject out;
  out.text("type", "array").add("items", ref_to(ref)).number("minItems", 2).number("maxItems", 2);
  return out.str();
}

void add_keys(const Table& table, JsonObject& properties, std::vector<std::string_view>& required) {
  for (const Key& key : table.keys) {
    properties.add(key.name, described_ref(key.type, key.doc));
    if (key.required) required.push_back(key.name);
  }
}

std::string table_schema(const Table& table) {
  JsonObject properties;
  std::vector<std::string_view> required;
  add_keys(table, properties, required);
  return object_schema(properties, required);
}

// A table's keys and the fields of a settings struct in one map: an entry of `links: between`.
template <class S>
std::string override_schema(const Table& table) {
  SchemaFields fields;
  const S sample{};
  S::fields(sample, fields);
  std::vector<std::string_view> required;
  add_keys(table, fields.properties, required);
  return object_schema(fields.properties, required);
}

template <class Family>
std::string mechanisms_schema() {
  std::vector<std::string_view> words;
  JsonObject entries;
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (words.push_back(std::variant_alternative_t<I, Family>::name), ...);
    (entries.add(std::variant_alternative_t<I, Family>::name,
                 settings_schema<std::variant_alternative_t<I, Family>>()),
     ...);
  }
  (std::make_index_sequence<std::variant_size_v<Family>>{});
  JsonObject entry;
  entry.text("type", "object").add("properties", entries.str()).add("additionalProperties", "false");
  entry.number("minProperties", 1).number("maxProperties", 1);
  return list_of(one_of({enumeration(words), entry.str()}));
}

template <class Kind>
std::string kind_schema() {
  SchemaFields fields;
  const Kind sample{};
  Kind::fields(sample, fields);
  if (field_names<Kind>().size() > 1) {
    constexpr bool has_defaults = requires { Kind::has_defaults; };
    return object_schema(fields.properties, has_defaults ? fields.devices : field_names<Kind>());
  }
  // The one field stands for the map: take its schema out of {"name":...}.
  const std::string all = fields.properties.str();
  const std::size_t begin = all.find(':') + 1;
  return all.substr(begin, all.size() - begin - 1);
}

template <class Family>
std::string events_schema(const Table& table) {
  JsonObject properties;
  std::vector<std::string_view> required;
  std::vector<std::string> happenings, triggers;
  add_keys(table, properties, required);
  const auto needs = [](std::string_view key) {
    return JsonObject().add("required", json_strings({key})).str();
  };
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (properties.add(std::variant_alternative_t<I, Family>::name,
                    kind_schema<std::variant_alternative_t<I, Family>>()),
     ...);
    (happenings.push_back(needs(std::variant_alternative_t<I, Family>::name)), ...);
  }
  (std::make_index_sequence<std::variant_size_v<Family>>{});
  for (const std::string_view key : {"at", "after", "when"}) triggers.push_back(needs(key));
  std::string object = object_schema(properties, required);
  object.pop_back();
  const std::string both = json_list({JsonObject().add("oneOf", json_list(happenings)).str(),
                                      JsonObject().add("oneOf", json_list(triggers)).str()});
  return list_of(object + ",\"allOf\":" + both + "}");
}

std::string expectations_schema() {
  JsonObject properties = subject_properties();
  std::vector<std::string_view> required;
  add_keys(language::expectation, properties, required);
  return list_of(object_schema(properties, required));
}

std::string swarm_schema() {
  SchemaFields fields;
  const Swarm sample;
  Swarm::fields(sample, fields);
  std::vector<std::string_view> required;
  add_keys(language::swarm, fields.properties, required);
  return object_schema(fields.properties, required);
}

std::string invariants_schema() {
  JsonObject properties;
  for (const Invariant& invariant : invariants())
    properties.add(invariant.name,
                   described_ref("invariant", fmt::format("{}: {}", invariant.word, invariant.statement)));
  return object_schema(properties, {});
}

std::string remedies_schema() {
  JsonObject properties;
  for (const std::string_view symptom : all_names<protocol::Symptom>())
    properties.add(symptom, ref_to("ladder"));
  return object_schema(properties, {});
}

void add_radio(JsonObject& out) {
  add_radio_types(out);
  out.add("access_points", list_of(table_schema(language::access_point), 1));
  out.add("walls", list_of(table_schema(language::wall)));
  out.add("wander", settings_schema<WanderSpec>());
  out.add("route", list_of(table_schema(language::waypoint)));
  JsonObject properties;
  std::vector<std::string_view> required;
  add_radio_fields(properties);
  add_keys(language::radio, properties, required);
  out.add("radio", one_of({ref_to("radio_preset"), object_schema(properties, required)}));
}

void add_world(JsonObject& out) {
  out.add("version", fmt::format(R"({{"enum":[{}]}})", language_version));
  out.add("seeds",
          one_of({ref_to("seed"),
                  JsonObject().text("type", "string").text("pattern", R"(^[0-9]+(\.\.[0-9]+)?$)").str()}));
  out.add("name",
          JsonObject().text("type", "string").text("pattern", R"re(^[^ .,:\[\]{}<>*#"'\\/\t\n]+$)re").str());
  out.add("device", ref_to("name"));
  out.add("device_or_all", ref_to("name"));
  out.add("some_devices", list_of(ref_to("device"), 1));
  out.add("devices_or_all", one_of({constant("all"), list_of(ref_to("device"), 1)}));
  out.add("pair", two_of("device"));
  add_radio(out);
  add_link_models(out, table_schema(language::trace_point));
  out.add("way", override_schema<WaySpec>(language::way));
  out.add("finding", settings_schema<FindSpec>());
  out.add("way_overrides", list_of(override_schema<WaySpec>(language::link)));
  out.add("finding_overrides", list_of(override_schema<FindSpec>(language::find)));
  out.add("links", table_schema(language::links));
  out.add("discovery", table_schema(language::discovery));
  out.add("mpc", settings_schema<mpc::Settings>());
  out.add("quic", settings_schema<quic::Settings>());
  out.add("ice", settings_schema<ice::Settings>());
  out.add("signalling_server", settings_schema<ice::ServerSettings>());
}

void add_profiles(JsonObject& out) {
  out.add("gates", mechanisms_schema<protocol::Gate>());
  out.add("stages", mechanisms_schema<protocol::Stage>());
  out.add("detectors", mechanisms_schema<protocol::Detector>());
  out.add("ladder", mechanisms_schema<protocol::Remedy>());
  out.add("remedies", remedies_schema());
  out.add("registry", settings_schema<protocol::RegistryPolicy>());
  out.add("transport", settings_schema<protocol::TransportPolicy>());
  out.add("identity", settings_schema<protocol::IdentityPolicy>());
  out.add("discovery_policy", settings_schema<protocol::DiscoveryPolicy>());
  out.add("session", settings_schema<protocol::SessionPolicy>());
  out.add("invitation", settings_schema<protocol::InvitationPolicy>());
  out.add("hello", settings_schema<protocol::HelloPolicy>());
  out.add("dispatch", settings_schema<protocol::DispatchPolicy>());
  out.add("gossip", settings_schema<protocol::GossipPolicy>());
  out.add("transcript", settings_schema<protocol::TranscriptPolicy>());
  out.add("signalling_policy", settings_schema<protocol::SignallingPolicy>());
  out.add("set", any_keys(plain_value()));
  out.add("without", list_of(JsonObject().text("type", "string").str()));
  out.add("overlay", table_schema(language::derivation));
  out.add("profile", one_of({ref_to("name"), table_schema(language::profile)}));
  out.add("profiles", any_keys(ref_to("profile")));
}

void add_devices(JsonObject& out) {
  out.add("devices", list_of(table_schema(language::device), 1));
  out.add("display_name",
          JsonObject().text("type", "string").number("minLength", 1).number("maxLength", 1'000).str());
  out.add("name_length", pattern_of_name_length());
  out.add("platform", enumeration(all_names<Platform>()));
  out.add("certificates", enumeration(all_names<mpc::Certificates>()));
  out.add("carrier", enumeration(all_names<Carrier>()));
  out.add("swarm_kinds", one_of({constant("all"), list_of(enumeration(swarm_kinds()), 1)}));
  out.add("swarm", swarm_schema());
  out.add("network", enumeration(all_names<protocol::Network>()));
  out.add("clock", settings_schema<ClockSpec>());
  out.add("persisted", any_keys(JsonObject().text("type", "string").str()));
}

void add_judgement(JsonObject& out) {
  out.add("faults", events_schema<FaultKind>(language::fault));
  out.add("steps", events_schema<StepKind>(language::step));
  out.add("fact", fact_value());
  out.add("subject", subject_schema());
  for (const Filter& filter : filters()) out.add("filter_" + std::string(filter.name), filter_value(filter));
  out.add("condition", ref_to("subject"));
  out.add("expectations", expectations_schema());
  out.add("must_fail", JsonObject().text("type", "string").str());
  out.add("during", two_of("duration_or_none"));
  out.add("between", two_of("name"));
  out.add("per", enumeration(all_names<Per>()));
  out.add("invariant", one_of({enumeration({"on", "off"}), table_schema(language::invariant)}));
  out.add("invariants", invariants_schema());
  out.add("axes", any_keys(list_of(plain_value(), 1)));
  out.add("where", list_of(JsonObject().text("type", "string").str()));
  out.add("sweep", table_schema(language::sweep));
  out.add("recorded", table_schema(language::recorded));
}

}  // namespace

std::string schema() {
  JsonObject definitions;
  add_world(definitions);
  add_profiles(definitions);
  add_devices(definitions);
  add_judgement(definitions);
  std::string all = definitions.str();
  all.pop_back();
  all += "," + quantity_definitions() + "}";

  JsonObject properties, out;
  std::vector<std::string_view> required;
  add_keys(language::top, properties, required);
  out.text("$schema", "http://json-schema.org/draft-07/schema#");
  out.text("title", fmt::format("nearsim scenario, version {} of the language", language_version));
  out.text("type", "object").add("properties", properties.str()).add("required", json_strings(required));
  out.add("additionalProperties", "false").add("definitions", all);
  return indent_json(out.str());
}

}  // namespace nearsim::scenario
