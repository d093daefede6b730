// What a link can be said to lose, for the schema.
#include "models/radio/conditioner.hpp"
#include "models/radio/loss.hpp"
#include "sim/scenario/loading.hpp"
#include "sim/scenario/schema_types.hpp"

namespace nearsim::scenario {

void add_link_models(JsonObject& out, std::string_view trace_row) {
  std::vector<std::string_view> names;
  for (const radio::Conditioner& c : radio::conditioners()) names.push_back(c.name);
  const std::string one_way =
      JsonObject().text("type", "string").text("pattern", R"re( \((up|down)\)$)re").str();
  out.add("link_preset", one_of({enumeration(names), one_way}));
  out.add("conditioner", enumeration(names));
  out.add("burst", integer(1, longest_burst));
  out.add("trace", one_of({R"({"type":"string"})", list_of(trace_row, 1)}));
  out.add("chain", settings_schema<radio::LossSettings>());
}

}  // namespace nearsim::scenario
