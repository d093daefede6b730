// A run: build the world, let it happen, hear the jury.
#include "sim/base/check.hpp"
#include "sim/run/device.hpp"
#include "sim/run/judges/jury.hpp"
#include "sim/run/report.hpp"
#include "sim/run/script.hpp"
#include "sim/run/world.hpp"
#include "sim/scenario/swarm.hpp"

namespace nearsim::run {

namespace {

// What goes wrong inside a run ends that run, and only that run.
void let_it_happen(World& world, const Enough& is_enough, Report& report) {
  try {
    world.run(is_enough);
  } catch (const kernel::Zeno& zeno) {
    report.ending = Ending::zeno;
    report.error = zeno.what();
  } catch (const kernel::BudgetExhausted& budget) {
    report.ending = Ending::budget;
    report.error = budget.what();
  } catch (const base::CheckFailed& failed) {
    report.ending = Ending::check_failed;
    report.error = failed.what();
  }
}

}  // namespace

Report run(const scenario::Scenario& scenario, base::Seed seed, const RunOptions& options) {
  if (scenario.swarm) return run(scenario::drawn(scenario, seed), seed, options);
  Report report;
  report.seed = seed;
  World world(scenario, seed, options);
  Jury jury(scenario, world.ledger(), options.judges);
  world.attach(jury);
  for (Monitor* monitor : options.monitors) world.attach(*monitor);
  let_it_happen(world, options.is_enough, report);
  if (report.ending != Ending::check_failed) world.look_at_last();
  report.ended = world.now();
  jury.finish(report.ended);
  jury.report(report);
  report.events = world.scheduler().executed();
  report.records = world.records();
  if (options.fingerprint == Fingerprinted::yes) report.fingerprint = world.tracer().fingerprint();
  return report;
}

}  // namespace nearsim::run
