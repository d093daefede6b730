// One `nearsim run`, from its options to its exit code.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/cli/output.hpp"
#include "sim/report/ran.hpp"

namespace nearsim::cli {

[[nodiscard]] const std::vector<std::string>& format_names();
[[nodiscard]] bool is_planned_format(std::string_view kind);  // of a later version: html, pcapng, perfetto

struct Running {
  std::vector<std::string> files, outputs;
  std::string seed, seeds, trace, format = "text", record;
  report::Invocation invocation;
  unsigned jobs = 1, time_limit = 0;
  bool lanes = false, fail_fast = false;
  When progress = When::automatic, color = When::automatic;

  [[nodiscard]] run::Exit run() const;
  [[nodiscard]] bool writes_lines() const;       // to a file, one of each run
  [[nodiscard]] bool tells_stdout_only() const;  // so that nothing is left to do when nobody reads it

 private:
  [[nodiscard]] run::Exit check_asked() const;
  [[nodiscard]] run::RunnerOptions options() const;
  [[nodiscard]] run::Exit tell(const report::Ran& ran, const std::string& lines) const;
  [[nodiscard]] std::string drawn(const run::Outcome& outcome) const;
  [[nodiscard]] run::Exit write_trace(const run::Outcome& outcome) const;
  [[nodiscard]] run::Exit write_outputs(const report::Ran& ran, const std::string& lines) const;
  [[nodiscard]] run::Exit write_regressions(const report::Ran& ran) const;
};

}  // namespace nearsim::cli
