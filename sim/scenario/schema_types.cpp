#include "sim/scenario/schema_types.hpp"

#include <fmt/format.h>

namespace nearsim::scenario {
namespace {

std::string pattern(std::string_view regex, std::string_view doc, std::vector<std::string_view> examples) {
  JsonObject out;
  out.text("type", "string")
      .text("pattern", regex)
      .text("description", doc)
      .add("examples", json_strings(examples));
  return out.str();
}

}  // namespace

std::string ref_to(std::string_view definition) {
  return JsonObject().text("$ref", fmt::format("#/definitions/{}", definition)).str();
}

// Draft-07 ignores what stands beside a $ref, hence the list of one.
std::string described_ref(std::string_view definition, std::string_view doc) {
  return JsonObject().add("allOf", json_list({ref_to(definition)})).text("description", doc).str();
}

std::string one_of(const std::vector<std::string>& schemas) {
  return JsonObject().add("anyOf", json_list(schemas)).str();
}
std::string list_of(std::string_view item, std::int64_t least) {
  JsonObject out;
  out.text("type", "array").add("items", item);
  if (least > 0) out.number("minItems", least);
  return out.str();
}

std::string any_keys(std::string_view value) {
  return JsonObject().text("type", "object").add("additionalProperties", value).str();
}
std::string plain_value() { return R"({"type":["string","integer","boolean"]})"; }

std::string enumeration(const std::vector<std::string_view>& values) {
  return JsonObject().add("enum", json_strings(values)).str();
}

std::string constant(std::string_view word) { return enumeration({word}); }

std::string integer(std::int64_t lo, std::int64_t hi) {
  return JsonObject().text("type", "integer").number("minimum", lo).number("maximum", hi).str();
}

std::string with_doc(std::string json, std::string_view doc) {
  json.pop_back();
  return json + (json == "{" ? "" : ",") + "\"description\":" + json_string(doc) + "}";
}

std::string definition_of(const Duration&, const std::optional<Limits<Duration>>& limits) {
  const Limits<Duration> range = limits.value_or(widest(Duration{}));
  const bool may_be_none = range.hi == base::forever;
  const bool may_be_negative = range.lo < Duration::zero();
  return JsonObject()
      .add("allOf", json_list({ref_to(may_be_none       ? "duration_or_none"
                                      : may_be_negative ? "signed_duration"
                                                        : "duration")}))
      .str();
}

std::string pattern_of_name_length() {
  return pattern("^\\+?([1-9]|[1-5][0-9]|6[0-3])B$", "a number of bytes from 1 to 63", {"20B"});
}

std::string quantity_definitions() {
  constexpr std::string_view number = R"([0-9]+(\.[0-9]+)?)";
  const std::string duration = fmt::format("{}(ns|us|ms|s|min|h)", number);
  const auto whole = [](const std::string& regex) { return "^\\+?(" + regex + ")$"; };
  const auto either_way = [](const std::string& regex) { return "^[-+]?" + regex + "$"; };
  const auto no_zero = [](const std::string& regex) { return "^\\+?(?=.*[1-9])" + regex + "$"; };
  JsonObject out;
  out.add("duration",
          pattern(whole(duration), "a time with its unit: ns, us, ms, s, min, h", {"200ms", "1.2s"}));
  out.add("positive_duration", pattern(no_zero(duration), "a time above zero, with its unit", {"60s"}));
  out.add("signed_duration", pattern(either_way(duration), "a time with its unit, may be negative", {"-5s"}));
  out.add("duration_or_none",
          pattern(whole("none|" + duration), "a time with its unit, or none", {"30s", "none"}));
  out.add("share", pattern(whole(fmt::format("{}(%|ppm)", number)), "a share: % or ppm", {"5%", "0.5%"}));
  out.add("drift",
          pattern(either_way(fmt::format("{}(ppm|ppb)", number)), "a rate error: ppm or ppb", {"20ppm"}));
  out.add("size", pattern(whole(fmt::format("{}(B|kB|MB)", number)), "a number of bytes: B, kB, MB",
                          {"200B", "2kB"}));
  out.add("bit_rate", pattern(whole(fmt::format("none|{}(k|M|G)?bit/s", number)),
                              "a bit rate, or none: unlimited", {"2Mbit/s", "none"}));
  out.add("length", pattern(whole(fmt::format("{}(mm|cm|m|km)", number)), "a length", {"8m", "1.5m"}));
  out.add("boolean", JsonObject().text("type", "boolean").str());
  out.add("text", JsonObject().text("type", "string").str());
  out.add("seed", R"({"type":"integer","minimum":0,"maximum":18446744073709551615})");
  out.add("count_from_0", integer(0, 1'000'000'000));
  out.add("amount",
          one_of({integer(0, 1'000'000'000),
                  pattern(whole(fmt::format("{}(B|kB|MB)", number)), "of a meter of bytes", {"20kB"}),
                  pattern(whole(duration), "of a meter of time", {"200ms"})}));
  out.add("positive_count", integer(1, 1'000'000));
  out.add("count", integer(1, 1'000));
  const std::string inner = out.str();
  return inner.substr(1, inner.size() - 2);
}

}  // namespace nearsim::scenario
