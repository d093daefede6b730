// The part of a dump that says what must hold.
#include <fmt/format.h>

#include "sim/scenario/dump.hpp"
#include "sim/scenario/meters.hpp"
#include "sim/scenario/vocabulary.hpp"
#include "sim/scenario/yaml_text.hpp"

namespace nearsim::scenario {

std::string subject_value(const Subject& subject) {
  if (!subject.devices.empty()) return yaml_list(subject.devices);
  const bool is_fact = find_fact(subject.name) != nullptr;
  FlowFields out;
  if (!subject.from.empty()) out.add("from", yaml_word(subject.from));
  if (!subject.to.empty()) out.add("to", yaml_word(subject.to));
  for (const auto& [field, text] : subject.where) {
    const Filter* filter = find_filter(field);
    out.add(field, filter != nullptr && filter->numeric ? text : yaml_word(text));
  }
  if (!out.entries().empty()) return out.map();
  return is_fact ? "all" : "any";
}

std::string expectation_line(const Expectation& expectation) {
  FlowFields out;
  const std::string_view quantifier = protocol::name(expectation.quantifier);
  const std::string subject = subject_value(expectation.subject);
  switch (expectation.quantifier) {
    case Quantifier::within:
    case Quantifier::after_heal:
      out.add(quantifier, text_of(expectation.bound));
      out.add(expectation.subject.name, subject);
      break;
    case Quantifier::at_most:
    case Quantifier::at_least:
    case Quantifier::exactly:
      out.add(quantifier, count_text(expectation));
      out.add(expectation.subject.name, subject);
      break;
    case Quantifier::never:
    case Quantifier::always:
    case Quantifier::sometimes:
      out.add(quantifier, fmt::format("{{{}: {}}}", expectation.subject.name, subject));
  }
  if (expectation.during)
    out.add("during",
            fmt::format("[{}, {}]", text_of(expectation.during->from), text_of(expectation.during->to)));
  if (expectation.between && expectation.between->from.empty())
    out.add("until", yaml_word(expectation.between->to));
  else if (expectation.between)
    out.add("between", fmt::format("[{}, {}]", yaml_word(expectation.between->from),
                                   yaml_word(expectation.between->to)));
  if (expectation.per != Per::everything) out.add("per", text_of(expectation.per));
  return out.entries();
}

}  // namespace nearsim::scenario
