// What yaml-cpp complains about, in the words of somebody who writes scenarios.  Private to this folder.
#pragma once

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>

#include "sim/scenario/source.hpp"

namespace nearsim::scenario {

[[nodiscard]] inline Mark mark_of(const YAML::Mark& mark) { return {mark.line, mark.column}; }

void report(const YAML::Exception& problem, const SourceText& source, Findings& findings);

}  // namespace nearsim::scenario
