// The part of dump() that is the air: everything spelled out, the preset forgotten.
#include <fmt/format.h>

#include "sim/scenario/decibels.hpp"
#include "sim/scenario/dump.hpp"
#include "sim/scenario/yaml_text.hpp"

namespace nearsim::scenario {
namespace {

template <class Entries, class Line>
std::string list(std::string_view name, const Entries& entries, Line line) {
  std::string out;
  for (const auto& entry : entries) out += fmt::format("    - {{{}}}\n", line(entry));
  return out.empty() ? out : fmt::format("  {}:\n{}", name, out);
}

struct Lines {  // one setting a line
  std::string out;
  template <class T, class... Limits>
  void operator()(std::string_view name, const T& member, std::string_view doc, const Limits&... limits) {
    FlowFields field;
    field(name, member, doc, limits...);
    out += fmt::format("  {}\n", field.entries());
  }
};

}  // namespace

std::string position_text(const radio::Position& p) {
  if (p.floor == 0) return fmt::format("[{}, {}]", text_of(p.x), text_of(p.y));
  return fmt::format("[{}, {}, {}]", text_of(p.x), text_of(p.y), p.floor);
}

std::string route_text(const std::vector<radio::Waypoint>& route) {
  std::string out;
  for (const radio::Waypoint& w : route)
    out +=
        fmt::format("{}{{by: {}, to: {}}}", out.empty() ? "" : ", ", text_of(w.at), position_text(w.where));
  return "[" + out + "]";
}

std::string dump(const RadioSpec& radio) {
  Lines settings;
  const auto decibels = [&](std::string_view name, const int& value, std::string_view unit, std::string_view,
                            const auto&) {
    settings.out += fmt::format("  {}: {}\n", name, decibel_text(value, unit));
  };
  RadioVisitor visit(decibels, settings);
  RadioSettings::fields(radio.settings, visit);
  std::string out =
      fmt::format("radio:\n  area: [{}, {}]\n", text_of(radio.width), text_of(radio.depth)) + settings.out;
  out += list("access_points", radio.access_points, [](const AccessPointSpec& p) {
    return fmt::format("name: {}, at: {}, channel: {}{}", yaml_word(p.name), position_text(p.at), p.channel,
                       p.subnet == 1 ? "" : fmt::format(", subnet: {}", p.subnet));
  });
  return out + list("walls", radio.walls, [](const WallSpec& w) {
           return fmt::format("from: {}, to: {}, loss: {}", position_text(w.from), position_text(w.to),
                              decibel_text(w.loss, attenuation_unit));
         });
}

}  // namespace nearsim::scenario
