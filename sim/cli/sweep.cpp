// nearsim sweep FILE -o results.sqlite: every combination of some settings, over many seeds, into a store
// that can be interrupted and gone on with; nearsim merge joins the stores of several machines.
#include "sim/run/sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "sim/cli/command.hpp"
#include "sim/cli/input.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/sweep.hpp"
#include "sim/sweep/build_id.hpp"
#include "sim/sweep/confidence.hpp"
#include "sim/sweep/sweep.hpp"

namespace nearsim::cli {

namespace {

class Progress final : public sweep::Watcher {
 public:
  Progress(bool value, const Interrupt& interrupt)
      : shown_(value), interrupt_(interrupt), begun_(std::chrono::steady_clock::now()) {}
  ~Progress() override {
    if (drawn_) complain_raw("\r\x1b[K");
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void stored(std::uint64_t done, std::uint64_t of) override {
    const auto now = std::chrono::steady_clock::now();
    if (!first_) first_ = done;
    if (!shown_ || now - last_ < std::chrono::milliseconds{100}) return;
    last_ = now;
    drawn_ = true;
    const double seconds = std::chrono::duration<double>(now - begun_).count();
    const double rate = static_cast<double>(done - *first_) / std::max(seconds, 1e-3);
    const double left = rate > 0 ? static_cast<double>(of - done) / rate : 0;
    complain_raw(fmt::format("\r\x1b[K{} of {} runs, {:.0f} a second, {:.0f} s left", report::number(done),
                             report::number(of), rate, left));
  }
  bool goes_on() override { return !interrupt_.has_come(); }

 private:
  bool shown_, drawn_ = false;
  const Interrupt& interrupt_;
  std::optional<std::uint64_t> first_;
  std::chrono::steady_clock::time_point begun_, last_{};
};

struct Sweeping {
  std::string file, output, seeds, shard;
  std::vector<std::string> axes, where, sets;
  unsigned jobs = run::processors();
  When progress = When::automatic;

  [[nodiscard]] Exit run() const;
  [[nodiscard]] scenario::SweepSpec plan_for(const scenario::Scenario& base) const;
};

Exit show(const std::vector<sweep::Axis>& axes, const std::vector<sweep::Point>& points,
          scenario::SeedRange range, const sweep::Done& done, sweep::Store& store);

std::vector<sweep::Axis> parse_axes(const std::vector<std::string>& texts) {
  std::vector<sweep::Axis> out;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
      throw CLI::ValidationError("--axis", "'" + text + "': write PATH=VALUE,VALUE,...");
    sweep::Axis axis{text.substr(0, equals), {}};
    for (std::size_t from = equals + 1; from <= text.size();) {
      const std::size_t comma = std::min(text.find(',', from), text.size());
      const std::string value = text.substr(from, comma - from);
      if (std::find(axis.values.begin(), axis.values.end(), value) != axis.values.end())
        throw CLI::ValidationError("--axis", "'" + axis.path + "' has " + value + " twice");
      axis.values.push_back(value);
      from = comma + 1;
    }
    for (const sweep::Axis& other : out)
      if (other.path == axis.path) throw CLI::ValidationError("--axis", "'" + axis.path + "' is named twice");
    out.push_back(std::move(axis));
  }
  return out;
}

sweep::Shard parse_shard(const std::string& text) {
  if (text.empty()) return {};
  const std::size_t slash = text.find('/');
  const auto index = parse_number(text.substr(0, slash));
  const auto of = slash == std::string::npos ? std::nullopt : parse_number(text.substr(slash + 1));
  if (!index || !of || *index < 1 || *index > *of)
    throw CLI::ValidationError("--shard", "'" + text + "' is no shard such as 3/8");
  return {*index - 1, *of};
}

Exit show(const std::vector<sweep::Axis>& axes, const std::vector<sweep::Point>& points,
          scenario::SeedRange range, const sweep::Done& done, sweep::Store& store) {
  for (const sweep::Axis& axis : axes) print(axis.path + "\t");
  print("runs\tpassed\tfailed\tpass rate\t95% interval (Wilson)\n");
  Exit exit = Exit::passed;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const sweep::Point& point = points[i];
    // What ran just now was counted: with a store of a million rows, looking costs as much as a second of
    // runs.
    const auto [runs, passed, broken] =
        done.found == 0 ? done.tallies[i] : store.tally(store.enter(point), range);
    if (broken > 0) exit = Exit::internal;
    for (const auto& [path, value] : point.parameters) print(value + "\t");
    const sweep::Interval interval = sweep::wilson(passed, runs);
    print(fmt::format("{}\t{}\t{}\t{:.4f}\t{:.4f}..{:.4f}\n", runs, passed, runs - passed,
                      runs == 0 ? 0.0 : static_cast<double>(passed) / static_cast<double>(runs), interval.low,
                      interval.high));
  }
  return exit;
}

// What the command line says replaces what the file says: axes, constraints and seeds each by itself.
scenario::SweepSpec Sweeping::plan_for(const scenario::Scenario& base) const {
  scenario::SweepSpec plan = base.sweep.value_or(scenario::SweepSpec{});
  if (!axes.empty()) plan.axes = parse_axes(axes);
  if (!where.empty()) plan.where = where;
  if (!plan.seeds) plan.seeds = base.seeds;
  if (!seeds.empty()) plan.seeds = parse_seeds(seeds);
  if (!plan.seeds) throw CLI::ValidationError("--seeds", "'" + seeds + "' is no range such as 1..1000");
  if (plan.seeds->last > scenario::last_seed_of_a_sweep)
    throw CLI::ValidationError("--seeds", fmt::format("a sweep's go to {}", scenario::last_seed_of_a_sweep));
  return plan;
}

// A store waits for another program that writes to it.  Who waits wants to know for what.
sweep::Patience patience(const Interrupt* interrupt) {
  return [=, told = false](const std::string& store, std::chrono::milliseconds waited) mutable {
    if (!std::exchange(told, waited >= std::chrono::seconds{1}) && told)
      complain(fmt::format("{}: another program is writing to it; waiting for that to end, up to {} s", store,
                           std::chrono::duration_cast<std::chrono::seconds>(sweep::most_patience).count()));
    return interrupt == nullptr || !interrupt->has_come();
  };
}

Exit Sweeping::run() const {
  const sweep::Shard part = parse_shard(shard);
  const Read read = read_one(file, sets);
  if (read.scenarios.empty()) return read.exit;
  const scenario::Scenario& base = read.scenarios.front();
  const scenario::SweepSpec plan = plan_for(base);
  const sweep::Points resolved = sweep::resolve(base, sweep::grid(plan.axes), plan.where);
  complain_raw(scenario::render(resolved.diagnostics));
  if (!resolved.diagnostics.empty()) return Exit::wrong_use;
  const Interrupt interrupt;  // outlives the store
  try {
    sweep::Store store{output, sweep::build_id(), patience(&interrupt)};
    const sweep::Order order{*plan.seeds, part, jobs};
    sweep::Done done;
    {
      Progress watcher{shows_progress(progress), interrupt};
      done = sweep::sweep(resolved.points, order, store, &watcher);
    }
    complain_raw(fmt::format("{} now, {} found in {}\n", report::plural(done.ran, "run"),
                             report::number(done.found), output));
    if (done.is_complete) return show(plan.axes, resolved.points, order.seeds, done, store);
  } catch (const sweep::StoreError&) {
    if (!interrupt.has_come()) throw;  // else it was told not to wait any longer for another program
  }
  complain("interrupted; nothing is lost, and the same command goes on from there");
  return Exit::failed;
}

// SQLite takes these for stores that are gone when the program ends.
std::string a_file(const std::string& path) {
  if (!path.empty() && path != ":memory:") return {};
  return "'" + path + "' is no file, and nothing would be kept";
}

Exit guarded(const std::function<Exit()>& work) {
  try {
    return work();
  } catch (const sweep::StoreError& error) {
    complain(error.what());
    return Exit::wrong_use;
  }
}

}  // namespace

void add_sweep(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("sweep", "run every combination of some settings into a store");
  const auto o = std::make_shared<Sweeping>();
  command->add_option("file", o->file, "a scenario")->required()->option_text("FILE");
  command->add_option("--output,-o", o->output, "the store; what it has is not run again")
      ->required()
      ->check(&a_file)
      ->option_text("RESULTS.sqlite");
  command->add_option("--axis", o->axes, "a setting and its values; may be repeated")
      ->allow_extra_args(false)
      ->option_text("PATH=V1,V2,...");
  command->add_option("--where", o->where, "a constraint, e.g. 'run_for > 30s'; may be repeated")
      ->allow_extra_args(false)
      ->option_text("COMPARISON");
  add_sets(*command, o->sets, "change a setting of every point");
  command->add_option("--seeds", o->seeds, "instead of the scenario's")->option_text("A..B");
  command->add_option("--shard", o->shard, "the I-th of N parts, for as many machines")->option_text("I/N");
  add_jobs(*command, o->jobs);
  add_progress(*command, o->progress);
  command->callback([o, &exit] { exit = guarded([&] { return o->run(); }); });
}

void add_merge(CLI::App& app, Exit& exit) {
  struct Options {
    std::string output;
    std::vector<std::string> inputs;
  };
  CLI::App* command = app.add_subcommand("merge", "join the stores of several sweeps");
  const auto o = std::make_shared<Options>();
  command->add_option("inputs", o->inputs, "stores")
      ->required()
      ->check(CLI::ExistingFile)
      ->option_text("STORE...");
  command->add_option("--output,-o", o->output, "the store they are added to")
      ->required()
      ->check(&a_file)
      ->option_text("RESULTS.sqlite");
  command->callback([o, &exit] {
    exit = guarded([&] {
      sweep::Store store{o->output, sweep::build_id(), patience(nullptr)};
      for (const std::string& input : o->inputs)
        print(fmt::format("{}: {} new\n", input, report::plural(store.merge(input), "run")));
      print(fmt::format("{}: {}\n", o->output, report::plural(store.runs(), "run")));
      return Exit::passed;
    });
  });
}

}  // namespace nearsim::cli
