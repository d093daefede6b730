#include "sim/scenario/expectation_text.hpp"

#include <fmt/format.h>

#include "sim/scenario/meters.hpp"
#include "sim/scenario/quantity.hpp"
#include "sim/scenario/vocabulary.hpp"

namespace nearsim::scenario {
namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out;
}

std::string value_of(const Subject& subject) {
  if (!subject.devices.empty()) return "[" + joined(subject.devices) + "]";
  const bool is_fact = find_fact(subject.name) != nullptr;
  std::vector<std::string> parts;
  // A fact of one pair names both ends; a counter only those that matter.
  const bool has_ends = !subject.from.empty() || !subject.to.empty();
  if (has_ends && (is_fact || !subject.from.empty()))
    parts.push_back(fmt::format("from: {}", subject.from.empty() ? "all" : subject.from));
  if (has_ends && (is_fact || !subject.to.empty()))
    parts.push_back(fmt::format("to: {}", subject.to.empty() ? "all" : subject.to));
  for (const auto& [field, text] : subject.where) parts.push_back(fmt::format("{}: {}", field, text));
  if (parts.empty()) return is_fact ? "all" : "any";
  return "{" + joined(parts) + "}";
}

}  // namespace

std::string text_of(const Subject& subject) { return fmt::format("{}: {}", subject.name, value_of(subject)); }

std::string text_of(const Expectation& expectation) {
  const std::string_view quantifier = protocol::name(expectation.quantifier);
  std::string out;
  switch (expectation.quantifier) {
    case Quantifier::within:
    case Quantifier::after_heal: out = fmt::format("{} {}, ", quantifier, text_of(expectation.bound)); break;
    case Quantifier::at_most:
    case Quantifier::at_least:
    case Quantifier::exactly: out = fmt::format("{} {}, ", quantifier, count_text(expectation)); break;
    case Quantifier::never:
    case Quantifier::always:
    case Quantifier::sometimes: out = fmt::format("{} ", quantifier); break;
  }
  // "never dual_session" rather than "never dual_session: all"
  const std::string value = value_of(expectation.subject);
  const bool is_bare = out.back() == ' ' && out[out.size() - 2] != ',' && (value == "all" || value == "any");
  out += is_bare ? expectation.subject.name : text_of(expectation.subject);
  if (expectation.during)
    out +=
        fmt::format(", during [{}, {}]", text_of(expectation.during->from), text_of(expectation.during->to));
  if (expectation.between && expectation.between->from.empty())
    out += fmt::format(", until {}", expectation.between->to);
  else if (expectation.between)
    out += fmt::format(", between [{}, {}]", expectation.between->from, expectation.between->to);
  if (expectation.per != Per::everything) out += fmt::format(", per {}", protocol::name(expectation.per));
  return out;
}

}  // namespace nearsim::scenario
