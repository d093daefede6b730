// The words of the radio; its decibels have a unit and no type.
#include <fmt/format.h>

#include "sim/scenario/decibels.hpp"
#include "sim/scenario/radio.hpp"
#include "sim/scenario/schema_types.hpp"

namespace nearsim::scenario {

void add_radio_types(JsonObject& out) {
  const auto lengths = [](int least, int most) {
    return JsonObject().text("type", "array").number("minItems", least).number("maxItems", most).str();
  };
  std::vector<std::string_view> presets;
  for (const RadioPreset& preset : radio_presets()) presets.push_back(preset.name);
  out.add("radio_preset", enumeration(presets));
  out.add("area", lengths(2, 2));
  out.add("position", lengths(2, 3));
  out.add("channel", integer(1, 177));
  out.add("subnet", integer(1, most_subnets));
  for (const std::string_view unit : {attenuation_unit, power_unit})
    out.add(unit, JsonObject()
                      .text("type", "string")
                      .text("pattern", fmt::format("^-?[0-9]+{}$", unit))
                      .add("examples", json_strings({unit == power_unit ? "15dBm" : "6dB"}))
                      .str());
}

void add_radio_fields(JsonObject& properties) {
  SchemaFields rest;
  const auto decibels = [&](std::string_view name, const int&, std::string_view unit, std::string_view doc,
                            const auto&) { rest.properties.add(name, described_ref(unit, doc)); };
  RadioVisitor visit(decibels, rest);
  const RadioSettings sample{};
  RadioSettings::fields(sample, visit);
  properties = rest.properties;
}

}  // namespace nearsim::scenario
