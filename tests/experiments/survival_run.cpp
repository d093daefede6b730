#include "tests/experiments/survival_run.hpp"

#include <algorithm>

#include "sim/run/judges/records.hpp"
#include "sim/run/report.hpp"
#include "tests/experiments/experiment.hpp"

namespace nearsim::experiments {

namespace {

using namespace std::chrono_literals;

// Who was told that whom is connected, and since when it is all of them.  A device that was installed anew is
// two for those who go by node ids: it is connected until the last of them is not.
class Meeting final : public run::Monitor {
 public:
  explicit Meeting(std::size_t devices) : devices_(devices), links_(devices * devices) {
    run::VerbSet heard;
    for (const run::VerbNumber verb : {notify_, kill_, leave_, restart_}) heard.set(verb);
    hear_only(heard);
  }
  void happened(const run::Happening& h) override {
    if (h.verb != notify_) {
      for (std::size_t peer = 0; peer < devices_; ++peer) set(links_[h.node * devices_ + peer], 0);
    } else if (h.peer != net::no_node) {
      int& links = links_[h.node * devices_ + h.peer];
      set(links, std::max(0, links + (run::says(h.record, "standing", "connected") ? 1 : -1)));
    }
    if (told_ != devices_ * (devices_ - 1)) since_ = base::never;
    else if (since_ == base::never) since_ = h.record.at;
  }
  void finish(base::Instant) override {}
  [[nodiscard]] base::Instant since() const { return since_; }

 private:
  void set(int& links, int now) {
    if (links != 0) --told_;
    if (now != 0) ++told_;
    links = now;
  }
  run::VerbNumber notify_ = run::verb_number("engine", "notify"), kill_ = run::verb_number("device", "kill"),
                  leave_ = run::verb_number("device", "leave"),
                  restart_ = run::verb_number("device", "restart");
  std::size_t devices_, told_ = 0;  // of whom to whom
  std::vector<int> links_;          // by ordered pair
  base::Instant since_ = base::never;
};

// Ends a run of which ten seconds fill more of the trace than any design that works. Ours: 20 records a
// second for each ordered pair; of the shipped designs spacedrive writes 50 and more, fixv2's war of beats
// 12, the others 5 at most. A small room may do all at once, so fewer than 8,000 are no storm; in a large one
// five seconds tell as much as ten.
run::RecordBudget storm_watch(const scenario::Scenario& scenario) {
  const std::uint64_t devices = scenario.devices.size(), seconds = is_large(scenario) ? 5 : 10;
  return {std::max<std::uint64_t>(8'000, devices * (devices - 1) * 20 * seconds),
          std::chrono::seconds(seconds)};
}

// Ours: five events a second for each ordered pair are several times what a link with keep-alives takes, and
// a small room may bring up all its links many times over.
std::uint64_t storm_from(const scenario::Scenario& scenario) {
  const std::uint64_t devices = scenario.devices.size();
  const auto run_for = static_cast<std::uint64_t>(seconds(scenario.run_for));
  return std::max<std::uint64_t>(100'000, devices * (devices - 1) * run_for * 5);
}

}  // namespace

One run_one(const scenario::Scenario& scenario, std::uint64_t seed, base::Duration watch) {
  One out;
  Meeting meeting(scenario.devices.size());
  run::RunOptions options;
  options.monitors = {&meeting};
  options.record_budget = storm_watch(scenario);
  options.judges = run::Asked::yes_or_no;  // the tables say in how many seeds, not how often
  options.fingerprint = run::Fingerprinted::no;
  options.event_budget = storm_from(scenario);
  const base::Instant healed = base::at(scenario.swarm->to);
  if (watch > 0s)
    options.is_enough = [&meeting, watch, healed](base::Instant now) {
      return meeting.since() != base::never && now - std::max(meeting.since(), healed) >= watch;
    };
  const run::Report report = run::run(scenario, base::Seed{seed}, options);
  for (const run::Verdict& verdict : report.invariants)
    out.violated.push_back(verdict.held == run::Held::violated);
  if (meeting.since() != base::never)
    out.usable_after = std::max(0.0, seconds(meeting.since()) - seconds(scenario.swarm->to));
  out.events = report.events;
  out.storm = report.ending == run::Ending::budget;
  if (report.ending != run::Ending::finished && !out.storm) out.error = report.error;
  for (std::size_t i = 0; out.storm && i < out.violated.size(); ++i)
    if (report.invariants[i].text.starts_with("I7 ")) out.violated[i] = true;
  if (out.storm) out.usable_after = -1;
  return out;
}

}  // namespace nearsim::experiments
