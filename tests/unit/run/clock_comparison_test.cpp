// I18 by comparison: the same run with and without wall clocks that are set, for every shipped design.  The
// judge of I18 looks at verdicts of silence in one run; this looks at all decisions, in two.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

#include "protocol/profile.hpp"
#include "sim/kernel/sinks.hpp"
#include "sim/run/report.hpp"
#include "sim/scenario/load.hpp"

using namespace nearsim;

namespace {

// What engines decide and what frameworks do, without what says how late it is by the wall.
class Decisions final : public kernel::Sink {
 public:
  void write(const kernel::Record& record, std::uint64_t) override {
    if (record.topic != "engine") return;
    lines.push_back(fmt::format("{} {} {} {}", base::nanoseconds(record.at.time_since_epoch()), record.node,
                                record.verb, record.peer));
  }
  std::vector<std::string> lines;
};

// Bob starts later, and finds and hears later, so that nothing of both falls on one instant, whose order
// would mean nothing.
std::vector<std::string> decisions(std::string_view design, std::string_view faults) {
  const bool known = protocol::find_design(design)->make().registry.remembers;
  const auto device = [&](std::string_view name, std::string_view other, std::string_view start) {
    return fmt::format("  - {{name: {}, profile: {}{}{}}}\n", name, design, start,
                       known ? fmt::format(", persisted: {{known/{}: paired}}", other) : "");
  };
  const std::string yaml = fmt::format(
      "nearsim: 1\nrun_for: 90s\ndiscovery: {{between: [{{finder: Bob, found: Ana, delay: 113ms}}]}}\nlinks: "
      "{{between: [{{from: Ana, to: Bob, delay: 41ms}}]}}\ndevices:\n{}{}faults:\n  - {{at: 60s, for: 4s, "
      "cut: {{from: Ana, to: Bob}}}}\n{}",
      device("Ana", "Bob", ""), device("Bob", "Ana", ", start: 77ms"), faults);
  const scenario::Loaded loaded = scenario::load_text(yaml, "clocks");
  REQUIRE(loaded.scenario);
  Decisions seen;
  run::RunOptions options;
  options.sinks = {&seen};
  (void)run::run(*loaded.scenario, base::Seed{1}, options);
  return seen.lines;
}

constexpr std::string_view steps = R"(  - {at: 15500ms, clock_step: {device: Ana, by: 1h}}
  - {at: 40500ms, clock_step: {device: Bob, by: -1h}}
)";

}  // namespace

TEST_CASE("I18: wall clocks that are set change no decision of a design that looks at none") {
  for (const protocol::Design& design : protocol::designs()) {
    const protocol::Profile profile = design.make();
    if (profile.transport.framework == protocol::Framework::ice) continue;
    const auto* beats = protocol::find_in<protocol::KeepAlive>(profile.detectors);
    const bool looks = beats != nullptr && beats->clock == protocol::Clock::wall;
    CAPTURE(std::string(design.name));
    const std::vector<std::string> without = decisions(design.name, ""), with = decisions(design.name, steps);
    CHECK(without.size() > 3);
    CHECK((without == with) != looks);
  }
}
