#include "sim/run/minimize.hpp"

#include <algorithm>
#include <variant>

#include "sim/run/regression.hpp"
#include "sim/run/report.hpp"
#include "sim/scenario/dump.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/swarm.hpp"

namespace nearsim::run {
namespace {

using scenario::Scenario;

struct NamesDevice {  // does a fault or step name this device?
  const std::string& device;
  bool found = false;
  void operator()(std::string_view, const std::string& name, std::string_view, scenario::Ref) {
    found |= name == device;
  }
  void operator()(std::string_view, const std::vector<std::string>& names, std::string_view, scenario::Ref) {
    found |= std::find(names.begin(), names.end(), device) != names.end();
  }
  template <class T, class... Rest>
  void operator()(std::string_view, const T&, std::string_view, const Rest&...) {}
};

bool names(const scenario::Subject& subject, const std::string& device) {
  return subject.from == device || subject.to == device ||
         std::find(subject.devices.begin(), subject.devices.end(), device) != subject.devices.end();
}

template <class Event>
bool names_in(const Event& event, const std::string& device) {
  if (event.trigger.when && names(*event.trigger.when, device)) return true;
  NamesDevice look{device};
  std::visit([&](const auto& kind) { std::remove_cvref_t<decltype(kind)>::fields(kind, look); }, event.kind);
  return look.found;
}

bool is_named(const Scenario& s, const std::string& device) {
  const auto way = [&](const auto& w) { return w.from == device || w.to == device; };
  const auto find = [&](const auto& f) { return f.finder == device || f.found == device; };
  return std::any_of(s.links.between.begin(), s.links.between.end(), way) ||
         std::any_of(s.finding.between.begin(), s.finding.between.end(), find) ||
         std::any_of(s.faults.begin(), s.faults.end(), [&](const auto& f) { return names_in(f, device); }) ||
         std::any_of(s.steps.begin(), s.steps.end(), [&](const auto& f) { return names_in(f, device); }) ||
         std::any_of(s.expectations.begin(), s.expectations.end(),
                     [&](const auto& e) { return names(e.subject, device); });
}

template <class Event>
bool is_waited_for(const Scenario& s, const Event& event) {
  const auto waits = [&](const auto& other) {
    return !event.name.empty() && other.trigger.after == event.name;
  };
  return std::any_of(s.faults.begin(), s.faults.end(), waits) ||
         std::any_of(s.steps.begin(), s.steps.end(), waits);
}

template <class T>
Scenario without(const Scenario& scenario, std::vector<T> Scenario::*list, std::size_t place) {
  Scenario smaller = scenario;
  (smaller.*list).erase((smaller.*list).begin() + static_cast<std::ptrdiff_t>(place));
  return smaller;
}

class Minimizer {
 public:
  Minimizer(Scenario whole, base::Seed seed) : best_{.scenario = std::move(whole)}, seed_(seed) {
    best_.scenario.sweep.reset();  // it is about one run, and would refer to what is left out
    best_.violated = violated_in(best_.scenario);
    best_.ending = report_.ending;
    best_.error = report_.error;
  }

  Minimized result() {
    if (best_.violated.empty() || best_.ending != Ending::finished) return std::move(best_);
    leave_out_other_demands();
    shorten();
    for (bool smaller = true; smaller;) {
      smaller = leave_out(&Scenario::faults);
      smaller = leave_out(&Scenario::steps) || smaller;
      smaller = leave_out_devices() || smaller;
    }
    shorten();
    return std::move(best_);
  }

 private:
  std::string violated_in(const Scenario& s) {
    ++best_.runs;
    report_ = run(s, seed_);
    return first_violated(report_);
  }
  // What can no longer be read, because a demand needs what was left out, is no smaller scenario.
  bool keeps(Scenario smaller) {
    if (!scenario::load_text(scenario::dump(smaller), smaller.file).scenario) return false;
    if (violated_in(smaller) != best_.violated || report_.ending != Ending::finished) return false;
    best_.scenario = std::move(smaller);
    return true;
  }
  // What else is expected of the run has no part in the violation, and would forbid to shorten it.
  void leave_out_other_demands() {
    for (std::size_t i = best_.scenario.expectations.size(); i-- > 0;) {
      Scenario smaller = without(best_.scenario, &Scenario::expectations, i);
      std::erase(smaller.must_fail, best_.scenario.expectations[i].text);
      (void)keeps(std::move(smaller));
    }
    for (std::size_t i = best_.scenario.must_fail.size(); i-- > 0;)
      (void)keeps(without(best_.scenario, &Scenario::must_fail, i));
  }
  template <class Event>
  bool leave_out(std::vector<Event> Scenario::*events) {
    bool any = false;
    for (std::size_t i = (best_.scenario.*events).size(); i-- > 0;) {
      if (is_waited_for(best_.scenario, (best_.scenario.*events)[i])) continue;
      any = keeps(without(best_.scenario, events, i)) || any;
    }
    return any;
  }
  bool leave_out_devices() {
    bool any = false;
    for (std::size_t i = best_.scenario.devices.size(); i-- > 0 && best_.scenario.devices.size() > 2;) {
      if (is_named(best_.scenario, best_.scenario.devices[i].name)) continue;
      any = keeps(without(best_.scenario, &Scenario::devices, i)) || any;
    }
    return any;
  }
  // To a second after the violation, and without what would happen later.
  void shorten() {
    using namespace std::chrono_literals;
    if (violated_in(best_.scenario) != best_.violated) return;
    base::Instant at = base::never;
    for (const auto* verdicts : {&report_.expectations, &report_.invariants})
      for (const Verdict& v : *verdicts)
        if (!is_met(report_, v) && !v.violations.empty()) at = std::min(at, v.violations.front().at);
    if (at == base::never) return;
    Scenario smaller = best_.scenario;
    smaller.run_for = (at.time_since_epoch() / 1s + 2) * 1s;
    if (smaller.run_for >= best_.scenario.run_for) return;
    const auto too_late = [&](const auto& event) {
      return event.trigger.at && *event.trigger.at > smaller.run_for && !is_waited_for(smaller, event);
    };
    std::erase_if(smaller.faults, too_late);
    std::erase_if(smaller.steps, too_late);
    for (scenario::DeviceSpec& device : smaller.devices)
      if (device.start > smaller.run_for) device.start = base::forever;  // it has not started by then
    (void)keeps(std::move(smaller));
  }

  Minimized best_;
  base::Seed seed_;
  Report report_;
};

}  // namespace

Minimized minimize(const scenario::Scenario& scenario, base::Seed seed) {
  return Minimizer(scenario::drawn(scenario, seed), seed).result();
}

}  // namespace nearsim::run
