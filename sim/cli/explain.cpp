// nearsim explain FILE: what the engines decided in one run, each decision with its reason in words.
#include <fmt/format.h>

#include <memory>

#include "protocol/reason.hpp"
#include "sim/cli/command.hpp"
#include "sim/cli/input.hpp"
#include "sim/cli/options.hpp"
#include "sim/cli/output.hpp"
#include "sim/report/records.hpp"
#include "sim/run/judges/words.hpp"
#include "sim/run/witness.hpp"
#include "sim/scenario/quantity.hpp"

namespace nearsim::cli {

namespace {

using kernel::StoredRecord;

struct Options {
  std::string file, device, peer, until;
  std::optional<std::uint64_t> seed;
  std::vector<std::string> sets;
  When color = When::automatic;
};

std::string reason_text(const StoredRecord& record) {
  const StoredRecord::Value* why = record.find("why");
  if (why == nullptr) return {};
  const auto code = protocol::named<protocol::Why>(report::value_text(*why));
  return code ? std::string(protocol::text(*code)) : report::value_text(*why);
}

std::string figures_text(const StoredRecord& record) {
  std::string out;
  for (const StoredRecord::Field& field : record.fields)
    if (field.key != "why")
      out += fmt::format("{}{} {}", out.empty() ? "" : ", ", field.key, report::value_text(field.value));
  return out;
}

struct Widths {
  std::size_t node = 0, what = 0, why = 0;
};

std::string what_text(const StoredRecord& record) {
  return record.peer.empty() ? record.verb : record.verb + " " + record.peer;
}

class Explaining {
 public:
  explicit Explaining(const Options& options) : options_(options) {}

  [[nodiscard]] Exit run(const scenario::Scenario& scenario) {
    const run::Names names{scenario};
    for (const std::string& name : {options_.device, options_.peer})
      if (!name.empty() && names.find(name) == net::no_node) {
        complain("there is no device '" + name + "' in " + scenario.file);
        return Exit::wrong_use;
      }
    const base::Seed seed{
        options_.seed.value_or(scenario.recorded ? scenario.recorded->seed : scenario.seeds.first)};
    std::vector<StoredRecord> decisions;
    for (StoredRecord& record : run::records_of(scenario, seed))
      if (takes(record)) decisions.push_back(std::move(record));
    if (decisions.empty()) complain("no such decision in seed " + std::to_string(seed.value));
    show(decisions);
    return Exit::passed;
  }

  [[nodiscard]] bool set_until() {
    if (options_.until.empty()) return true;
    base::Duration until{};
    const auto problem = scenario::parse(options_.until, until, protocol::any_time);
    until_ = base::at(until);
    return !problem.has_value();
  }

 private:
  [[nodiscard]] bool takes(const StoredRecord& r) const {
    if (r.topic == "fault" || r.topic == "user") return r.at <= until_;
    return r.topic == "engine" && r.at <= until_ && (options_.device.empty() || r.node == options_.device) &&
           (options_.peer.empty() || r.peer == options_.peer);
  }

  void show(const std::vector<StoredRecord>& decisions) const {
    const report::Palette palette{colour(options_.color)};
    Widths w;
    for (const StoredRecord& r : decisions) {
      w.node = std::max(w.node, report::columns(r.node));
      w.what = std::max(w.what, report::columns(what_text(r)));
      w.why = std::max(w.why, report::columns(reason_text(r)));
    }
    for (const StoredRecord& r : decisions) {
      const std::string head = fmt::format("{:>10}  ", run::seconds(r.at));
      if (r.topic != "engine") {
        print(palette.strong(head + r.topic + ": " + r.verb + " " + r.node +
                             (r.peer.empty() ? "" : " > " + r.peer)) +
              "\n");
        continue;
      }
      const std::string figures = figures_text(r);
      const std::string why = reason_text(r);
      print(head + report::padded(r.node, w.node) + "  " + report::padded(what_text(r), w.what) + "  " +
            palette.accent(figures.empty() ? why : report::padded(why, w.why)) +
            (figures.empty() ? "" : "  " + palette.faint(figures)) + "\n");
    }
  }

  const Options& options_;
  base::Instant until_ = base::never;
};

Exit explain(const Options& options) {
  Explaining explaining{options};
  if (!explaining.set_until())
    throw CLI::ValidationError("--until", "'" + options.until + "' is no time such as 5s or 300ms");
  const Read read = read_one(options.file, options.sets);
  return read.scenarios.empty() ? read.exit : explaining.run(read.scenarios.front());
}

}  // namespace

void add_explain(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("explain", "what the engines decided in one run, and why");
  const auto o = std::make_shared<Options>();
  command->add_option("file", o->file, "a scenario file")->required()->option_text("FILE");
  add_seed(*command, o->seed, "the seed; else the scenario's first");
  command->add_option("--device", o->device, "only decisions of this device")->option_text("NAME");
  command->add_option("--peer", o->peer, "only decisions about this device")->option_text("NAME");
  command->add_option("--until", o->until, "only up to this time, such as 5s")->option_text("TIME");
  add_sets(*command, o->sets);
  add_color(*command, o->color);
  command->callback([o, &exit] { exit = explain(*o); });
}

}  // namespace nearsim::cli
