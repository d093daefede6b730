// The connection to the signalling server: how often it is tried, when, and by how many at once.
#include <algorithm>

#include "tests/experiments/socialstream/socialstream.hpp"

namespace nearsim::experiments {

using namespace std::chrono_literals;

namespace {

constexpr std::string_view pair = R"(run_for: 700s
devices: [{name: Ana, @1}, {name: Bob, @1}]
faults: [{at: 20s, signalling_down: killed, for: @2}]
)";

bool both_back(const Observation& o) { return count(o.report, "signalling.opened") >= 4; }

// From the loss, which arms the first wait, to the last attempt.
void last_attempt(const Observation& o, Sample& sample) {
  const auto waits = times(o, "Ana", "retry"), attempts = times(o, "Ana", "open_signalling");
  if (!waits.empty() && attempts.back() > waits.front()) sample.add(seconds(attempts.back() - waits.front()));
}

void attempts(const Observation& o, Sample& sample) {
  sample.add(static_cast<double>(times(o, "Ana", "open_signalling").size()) - 1);
}

// The most attempts in any tenth of a second after the loss.
void peak(const Observation& o, Sample& sample) {
  std::vector<base::Instant> at;
  for (const kernel::StoredRecord& r : o.records)
    if (r.topic == "engine" && r.verb == "open_signalling" && r.at > base::at(1s)) at.push_back(r.at);
  std::sort(at.begin(), at.end());
  std::size_t most = 0;
  for (std::size_t first = 0, last = 0; last < at.size(); ++last) {
    while (at[last] - at[first] > 100ms) ++first;
    most = std::max(most, last - first + 1);
  }
  sample.add(static_cast<double>(most));
}

std::string figure(std::string_view design, std::string_view outage, std::string_view unit, const Figure& f) {
  return spread(filled(pair, design, outage), unit, f);
}
std::string back(std::string_view design, std::string_view outage) {
  return spread_share(filled(pair, design, outage), both_back);
}

constexpr std::string_view shipped_chain =
    "profile: socialstream, set: {signalling.base: 100ms, signalling.survives_failed_attempt: false}";
constexpr std::string_view whole_chain =
    "profile: socialstream, set: {signalling.base: 100ms, signalling.survives_failed_attempt: true}";
constexpr std::string_view endless = "profile: socialstream, set: {signalling.max_attempts: 0}";
constexpr std::string_view twice = "profile: socialstream, set: {signalling.counts_twice: true}";

Defects of_attempts() {
  return {
      {"B004-1", "the signalling server is away for 244 s, and for 250 s: clients that come back",
       "100 %; 0 %, after 245 s of waiting", back(as_written, "244s") + "; " + back(as_written, "250s"),
       "seeds/004/gives_up.yaml, within_245s.yaml", "`signalling.max_attempts: 0`",
       back(endless, "244s") + "; " + back(endless, "250s")},
      {"B004-1", "from the loss to the last attempt, in an outage of 500 s",
       "245 s, and ten times connecting", figure(as_written, "500s", "s", last_attempt),
       "seeds/004/gives_up.yaml", "`signalling.max_attempts: 0`", figure(endless, "500s", "s", last_attempt)},
      {"B004-2",
       "as shipped (first wait 0.1 s): the server is away for 50 ms, and for 1 s: clients that come back",
       "100 %; 0 %", back(shipped_chain, "50ms") + "; " + back(shipped_chain, "1s"),
       "seeds/004/chain_of_one.yaml, chain_of_one_in_time.yaml", "`signalling.survives_failed_attempt: true`",
       back(whole_chain, "50ms") + "; " + back(whole_chain, "1s")},
      {"B004-3", "two callbacks schedule for one failure: attempts of the ten in an outage of 500 s",
       "5, the last after 130 s",
       figure(twice, "500s", "attempts", attempts) + ", the last after " +
           figure(twice, "500s", "s", last_attempt),
       "seeds/004/counted_twice.yaml", "`signalling.counts_twice: false`",
       figure(as_written, "500s", "attempts", attempts) + ", the last after " +
           figure(as_written, "500s", "s", last_attempt)},
  };
}

Defects of_counting() {
  constexpr std::string_view clients = R"(run_for: 45s
devices: [{name: p, count: 13, @1}]
faults: [{at: 5s, signalling_down: killed, for: 12s}]
)";
  const auto storm = [&](std::string_view design) {
    return spread(filled(clients, design), "clients", peak, 200);
  };
  constexpr std::string_view flapping = R"(run_for: 900s
devices: [{name: Ana, @1}, {name: Bob, @1}]
faults:
  - {at: 20s, signalling_down: killed, for: 880s}
  - {at: 100s, partition: [Ana], for: 6s}
  - {at: 200s, partition: [Ana], for: 6s}
  - {at: 300s, partition: [Ana], for: 6s}
  - {at: 400s, partition: [Ana], for: 6s}
  - {at: 500s, partition: [Ana], for: 6s}
  - {at: 600s, partition: [Ana], for: 6s}
)";
  return {
      {"B004-4", "thirteen clients of a server that is away for 12 s: most attempts in a tenth of a second",
       "13", storm(as_written), "seeds/004/storm.yaml, storm_jitter.yaml", "`signalling.jitter: 50%`",
       storm("profile: socialstream, set: {signalling.jitter: 50%}")},
      {"B004-18", "the path to a peer flaps every 100 s while the server is away for 880 s: attempts",
       "more than ten", spread(filled(flapping, as_written), "attempts", attempts),
       "seeds/004/flapping_peer.yaml", "`signalling.attempts: by_signalling`",
       spread(filled(flapping, "profile: socialstream, set: {signalling.attempts: by_signalling}"),
              "attempts", attempts)},
  };
}

}  // namespace

Defects signalling_of_seed_004() {
  Defects all = of_attempts();
  const Defects more = of_counting();
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

}  // namespace nearsim::experiments
