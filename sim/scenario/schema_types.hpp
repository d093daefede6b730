// The schema of single values and of settings structs.  Private to this folder.
#pragma once

#include <string>
#include <string_view>

#include "sim/scenario/fault_kinds.hpp"
#include "sim/scenario/json_text.hpp"
#include "sim/scenario/reader.hpp"

namespace nearsim::scenario {

struct Filter;

[[nodiscard]] std::string ref_to(std::string_view definition);  // {"$ref": ...}
[[nodiscard]] std::string described_ref(std::string_view definition, std::string_view doc);
[[nodiscard]] std::string pattern_of_name_length();
[[nodiscard]] std::string quantity_definitions();  // `"duration": {...}, ...`
[[nodiscard]] std::string one_of(const std::vector<std::string>& schemas);
[[nodiscard]] std::string list_of(std::string_view item, std::int64_t least = 0);
[[nodiscard]] std::string any_keys(std::string_view value);  // a map whose values are all of this kind
[[nodiscard]] std::string plain_value();                     // of a setting whose kind its path decides
[[nodiscard]] std::string enumeration(const std::vector<std::string_view>& values);
[[nodiscard]] std::string constant(std::string_view word);

[[nodiscard]] std::string definition_of(const Duration&, const std::optional<Limits<Duration>>& limits);
[[nodiscard]] std::string integer(std::int64_t lo, std::int64_t hi);
[[nodiscard]] std::string with_doc(std::string json,
                                   std::string_view doc);  // of an object that has no description

template <class S>
[[nodiscard]] std::string settings_schema();

// Collects "properties" from a fields list.
struct SchemaFields {
  JsonObject properties;
  std::vector<std::string_view> devices;  // fields that name devices: these must be there

  template <class T>
  void operator()(std::string_view name, const T& member, std::string_view doc) {
    add(name, member, doc, std::optional<Limits<T>>{});
  }
  template <class T>
  void operator()(std::string_view name, const T& member, std::string_view doc, const Limits<T>& limits) {
    add(name, member, doc, std::optional(limits));
  }
  template <class T>
  void operator()(std::string_view name, const T&, std::string_view doc, Ref ref) {
    constexpr std::string_view types[] = {"device", "device_or_all", "some_devices", "devices_or_all"};
    properties.add(name, described_ref(types[static_cast<std::size_t>(ref)], doc));
    devices.push_back(name);
  }

 private:
  template <class T>
  void add(std::string_view name, const T& member, std::string_view doc,
           const std::optional<Limits<T>>& limits) {
    if constexpr (Settings<T>) properties.add(name, with_doc(settings_schema<T>(), doc));
    else if constexpr (std::is_same_v<T, bool>) properties.add(name, described_ref("boolean", doc));
    else if constexpr (std::is_same_v<T, std::string>) properties.add(name, described_ref("text", doc));
    else if constexpr (protocol::Named<T>) properties.add(name, with_doc(enumeration(all_names<T>()), doc));
    else if constexpr (std::is_integral_v<T>)
      properties.add(
          name, with_doc(integer(limits.value_or(widest(T{})).lo, limits.value_or(widest(T{})).hi), doc));
    else if constexpr (std::is_same_v<T, Duration>)
      properties.add(name, with_doc(definition_of(member, limits), doc));
    else if constexpr (std::is_same_v<T, base::Ratio>) properties.add(name, described_ref("share", doc));
    else if constexpr (std::is_same_v<T, base::Drift>) properties.add(name, described_ref("drift", doc));
    else if constexpr (std::is_same_v<T, base::Bytes>) properties.add(name, described_ref("size", doc));
    else if constexpr (std::is_same_v<T, base::BitRate>) properties.add(name, described_ref("bit_rate", doc));
    else if constexpr (std::is_same_v<T, base::Meters>) properties.add(name, described_ref("length", doc));
    else static_assert(sizeof(T) == 0, "a new kind of setting needs its schema");
  }
};

[[nodiscard]] inline std::string object_schema(const JsonObject& properties,
                                               const std::vector<std::string_view>& required) {
  JsonObject out;
  out.text("type", "object").add("properties", properties.str()).add("additionalProperties", "false");
  if (!required.empty()) out.add("required", json_strings(required));
  return out.str();
}

template <class S>
std::string settings_schema() {
  SchemaFields fields;
  const S sample{};
  S::fields(sample, fields);
  return object_schema(fields.properties, {});
}

// schema_subjects.cpp: what expectations and triggers speak about
[[nodiscard]] std::string fact_value();
[[nodiscard]] std::string filter_value(const Filter& filter);
[[nodiscard]] JsonObject subject_properties();
[[nodiscard]] std::string subject_schema();
void add_radio_types(JsonObject& out);  // schema_radio.cpp: positions, channels, decibels
void add_radio_fields(JsonObject& properties);
void add_link_models(JsonObject& out, std::string_view trace_row);  // schema_links.cpp

}  // namespace nearsim::scenario
