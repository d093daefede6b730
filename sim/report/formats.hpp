// The same results for machines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/kernel/sinks.hpp"
#include "sim/report/ran.hpp"

namespace nearsim::report {

[[nodiscard]] std::string json_of(const Ran& ran, std::string_view version);  // one document
[[nodiscard]] std::string json_line_of(const scenario::Scenario& scenario, const run::Report& report,
                                       const Invocation& invocation);  // one run on one line
[[nodiscard]] std::string junit_of(
    const Ran& ran);  // a testcase for each scenario x expectation, all seeds in one
[[nodiscard]] std::string github_of(const Ran& ran);  // workflow commands: ::error file=...,line=...
[[nodiscard]] std::string mermaid_of(const scenario::Scenario& scenario,
                                     const std::vector<kernel::StoredRecord>& records);  // a sequence diagram

}  // namespace nearsim::report
