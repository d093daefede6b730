#include "sim/run/judges/jury.hpp"

#include <algorithm>
#include <iterator>

#include "sim/base/check.hpp"

namespace nearsim::run {

namespace {

// To how many peers each device can be connected at once; 0: to all.  Only a session that everybody shares
// has a cap.
std::vector<std::uint32_t> capacities(const scenario::Scenario& scenario) {
  std::vector<std::uint32_t> out;
  out.reserve(scenario.devices.size());
  for (const scenario::DeviceSpec& device : scenario.devices)
    out.push_back(device.profile.transport.framework == protocol::Framework::mpc &&
                          device.profile.session.scope == protocol::Scope::shared
                      ? static_cast<std::uint32_t>(scenario.mpc.max_peers - 1)
                      : 0u);
  return out;
}

}  // namespace

Jury::Jury(const scenario::Scenario& scenario, const Ledger& ledger, Asked asked)
    : pairs_(ledger, capacities(scenario), &memory_),
      signs_(scenario.devices.size(), &memory_),
      weather_(scenario.devices.size(), &memory_),
      court_{scenario, pairs_, Names{scenario}, signs_, weather_, memory_, asked, {}, {}},
      tally_(&memory_) {
  expectations_.reserve(scenario.expectations.size());
  invariants_.reserve(scenario.invariants.size());
  for (const scenario::Expectation& e : scenario.expectations) call(make_judge(court_, e), expectations_);
  for (const scenario::NamedInvariant& i : scenario.invariants)
    if (i.settings.judged) call(make_judge(court_, i), invariants_);
  const std::size_t judges = expectations_.size() + invariants_.size();
  hear_pairs_.reserve(judges);
  for (Hearers* hearers : {&hear_instants_, &hear_records_, &hear_interventions_}) hearers->reserve(judges);
  list_hearers();
}

Jury::~Jury() = default;

void Jury::call(Seat judge, Seats& where) {
  NEARSIM_CHECK(judge != nullptr, "the reader let through something that nobody here can judge");
  where.push_back(std::move(judge));
}

void Jury::list_hearers() {
  some_done_ = false;
  hear_pairs_.clear();
  heard_together_.clear();
  of_parts_.fill({});
  hear_verbs_.clear();
  first_of_verb_.assign(verb_numbers(), nobody);
  for (Hearers* hearers : {&hear_instants_, &hear_records_, &hear_interventions_, &hear_meters_})
    hearers->clear();
  for (const Seats* seats : {&expectations_, &invariants_})
    for (const Seat& judge : *seats)
      if (!judge->is_done()) list(*judge);
  for (const Seats* seats :
       {&invariants_, &expectations_})  // from the last: each is put before those already there
    for (auto judge = seats->rbegin(); judge != seats->rend(); ++judge)
      if (!(*judge)->is_done()) list_by_verb(**judge);
  if (court_.asked == Asked::in_full || !hear_records_.empty()) return;  // all records are counted, or heard
  VerbSet heard = Signs::heard();
  for (VerbNumber verb = 0; verb < verb_numbers(); ++verb)
    if (first_of_verb_[verb] != nobody) heard.set(verb);
  hear_only(heard);
}

void Jury::list(Judge& judge) {
  const Hears hears = judge.hears();
  if (hears.pairs != 0) hear_pairs_.push_back(&judge);
  if (hears.instants != Instants::never) hear_instants_.push_back(&judge);
  if (hears.records) hear_records_.push_back(&judge);
  if (hears.meters) hear_meters_.push_back(&judge);
  if (hears.interventions) hear_interventions_.push_back(&judge);
}

void Jury::list_by_verb(Judge& judge) {
  if (judge.hears().verbs == nullptr) return;
  for (const VerbNumber verb : *judge.hears().verbs) {
    NEARSIM_CHECK(hear_verbs_.size() < nobody, "more judges than can be numbered");
    hear_verbs_.push_back({&judge, first_of_verb_[verb]});
    first_of_verb_[verb] = static_cast<std::uint16_t>(hear_verbs_.size() - 1);
  }
}

// Whoever is done is told nothing more.
void Jury::end_instant(base::Instant next) {
  if (some_done_) list_hearers();
  if (begun_) {
    settle();
  } else {
    begun_ = true;
    pairs_.reachability_changed();  // the network was not there yet when the book was opened
  }
  instant_ = next;
}

void Jury::list_together(Parts changed, OfParts& known) {
  if (heard_together_.size() + hear_pairs_.size() > nobody) {  // sets that take turns at one place
    heard_together_.clear();
    of_parts_.fill({});
  }
  known = {changed, static_cast<std::uint16_t>(heard_together_.size()), 0};
  std::copy_if(hear_pairs_.begin(), hear_pairs_.end(), std::back_inserter(heard_together_),
               [changed](const Judge* judge) { return (judge->hears().pairs & changed) != 0; });
  known.end = static_cast<std::uint16_t>(heard_together_.size());
}

void Jury::settle() {
  if (!pairs_.is_settled()) settle_pairs();
  for (Judge* judge : hear_instants_)
    if (judge->takes_instant() && goes_on(*judge)) judge->instant_over(instant_);
}

void Jury::settle_pairs() {
  pairs_.settle([this](PairBook::Index i) {
    const OfParts together = hearers_of(pairs_.changed());
    for (std::size_t n = together.first; n < together.end; ++n)
      if (Judge* judge = heard_together_[n]; goes_on(*judge)) judge->pair_settled(instant_, i);
    if ((pairs_.changed() & parts::connected) != 0)
      signs_.pair_settled(instant_, pairs_.before(), pairs_[i]);  // judges may still ask how it was
  });
}

void Jury::happened(const Happening& happening) {
  move_to(happening.record.at);
  const VerbNumber verb = happening.verb;
  if (court_.asked == Asked::in_full) tally_.count(happening, verb);
  court_.last_record = happening.index;
  if (verb == suspect_) court_.silence = silence_in(happening);
  else if (court_.silence) court_.silence.reset();
  for (Judge* judge : hear_records_)
    if (goes_on(*judge)) judge->happened(happening, verb);
  if (verb == no_verb) return;  // the rest goes by verbs
  for (std::uint16_t i = first_of_verb_[verb]; i != nobody; i = hear_verbs_[i].next)
    if (Judge* judge = hear_verbs_[i].judge; goes_on(*judge)) judge->happened(happening, verb);
  signs_.happened(happening, verb);
}

void Jury::intervened(const Intervention& intervention) {
  move_to(intervention.at);
  weather_.intervened(intervention);
  for (Judge* judge : hear_interventions_)
    if (goes_on(*judge)) judge->intervened(intervention);
}

void Jury::metered(const Metering& reading) {
  readings_.metered(reading);
  for (Judge* judge : hear_meters_) judge->metered(reading);
}

void Jury::pair_changed(base::Instant now, const Ledger::Pair& pair) {
  move_to(now);
  pairs_.pair_changed(pair);
}

void Jury::device_changed(base::Instant now, Node device) {
  move_to(now);
  pairs_.device_changed(device);
}

void Jury::reachability_changed(base::Instant now) {
  move_to(now);
  pairs_.reachability_changed();
}

void Jury::finish(base::Instant end) {
  move_to(end);
  settle();
  for (auto* judges : {&expectations_, &invariants_})
    for (const Seat& judge : *judges) judge->finish(end);
}

void Jury::report(Report& report) const {
  const auto verdicts = [](const Seats& judges, std::vector<Verdict>& out) {
    out.clear();
    out.reserve(judges.size());
    for (const Seat& judge : judges) {
      Verdict& verdict = out.emplace_back(judge->verdict());
      if (verdict.violations.size() < 2) continue;  // most
      std::stable_sort(verdict.violations.begin(), verdict.violations.end(),
                       [](const Violation& x, const Violation& y) { return x.at < y.at; });
    }
  };
  verdicts(expectations_, report.expectations);
  verdicts(invariants_, report.invariants);
  report.must_fail = court_.scenario.must_fail;
  report.counts.clear();
  report.counts.reserve(tally_.counting());
  tally_.visit([&](std::string_view name, std::uint64_t count) {
    if (count != 0) report.counts.push_back({name, count});
  });
  readings_.report(court_.names, report);
}

}  // namespace nearsim::run
