// The schema of what an expectation or a trigger speaks about: facts, counters and meters.
#include "sim/scenario/meters.hpp"
#include "sim/scenario/schema_types.hpp"
#include "sim/scenario/vocabulary.hpp"

namespace nearsim::scenario {
namespace {

std::string counter_value(const Counter& counter) {
  JsonObject properties;
  properties.add("from", ref_to("device_or_all")).add("to", ref_to("device_or_all"));
  for (const Filter& filter : filters())
    if (applies(filter, counter)) properties.add(filter.name, ref_to("filter_" + std::string(filter.name)));
  return one_of({constant("any"), object_schema(properties, {})});
}

std::string meter_value(const Meter& meter) {
  JsonObject properties;
  properties.add("from", ref_to("device_or_all"));
  if (has_ends(meter)) properties.add("to", ref_to("device_or_all"));
  properties.add(meter.part, enumeration(meter.parts));
  return one_of({constant("any"), object_schema(properties, {})});
}

}  // namespace

std::string fact_value() {
  return one_of({constant("all"), list_of(ref_to("device"), 2),
                 object_schema(JsonObject().add("from", ref_to("device")).add("to", ref_to("device")),
                               {"from", "to"})});
}

std::string filter_value(const Filter& filter) {
  if (filter.numeric) return with_doc(integer(0, 1'000'000'000), filter.doc);
  if (filter.values.empty()) return with_doc(JsonObject().text("type", "string").str(), filter.doc);
  return with_doc(enumeration(filter.values), filter.doc);
}

JsonObject subject_properties() {
  JsonObject out;
  for (const Fact& fact : facts()) out.add(fact.name, described_ref("fact", fact.doc));
  for (const Counter& counter : counters())
    out.add(counter.name, with_doc(counter_value(counter), counter.doc));
  for (const Meter& meter : meters()) out.add(meter.name, with_doc(meter_value(meter), meter.doc));
  return out;
}

std::string subject_schema() {
  JsonObject entry;
  entry.text("type", "object")
      .add("properties", subject_properties().str())
      .add("additionalProperties", "false");
  entry.number("minProperties", 1).number("maxProperties", 1);
  return one_of({enumeration(subject_names()), entry.str()});
}

}  // namespace nearsim::scenario
