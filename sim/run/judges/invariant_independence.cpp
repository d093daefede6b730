// I20: two devices do not roll the same dice.
//
//   Ana  retry 1: jitter 37281ns   retry 2: jitter -90113ns
//   Bob  retry 1: jitter 37281ns   retry 2: jitter -90113ns      `limit` equal draws in a row: violated
//
// Jitter is drawn in nanoseconds, so that even one equal draw is a chance of about one in a hundred million.
#include <fmt/format.h>

#include <algorithm>

#include "sim/run/judges/invariants.hpp"
#include "sim/run/judges/verdicts.hpp"

namespace nearsim::run {
namespace {

// Does it wait for a time that chance has a part in?
bool draws(const protocol::Profile& profile) {
  const auto is_drawn = [](const protocol::Remedy& remedy) {
    const auto* reconnect = std::get_if<protocol::Reconnect>(&remedy);
    return reconnect != nullptr && reconnect->jitter > base::none;
  };
  return std::any_of(profile.remedies.begin(), profile.remedies.end(), [&](const protocol::Ladder& ladder) {
    return std::any_of(ladder.rungs.begin(), ladder.rungs.end(), is_drawn);
  });
}

const Verbs& heard() {
  static const Verbs all{{"engine", "retry"}};
  return all;
}

class Independence final : public InvariantJudge {
 public:
  Independence(const Court& court, const InvariantCase& which)
      : InvariantJudge(court, which, {.verbs = &heard()}),
        retry_(verb_number("engine", "retry")),
        drawn_(court.scenario.devices.size(), run_memory()) {
    const auto& devices = court.scenario.devices;
    if (std::none_of(devices.begin(), devices.end(), [](const auto& d) { return draws(d.profile); })) rest();
  }

  void happened(const Happening& h, VerbNumber verb) override {
    if (verb != retry_ || h.node == net::no_node) return;
    const std::optional<base::Duration> jitter = duration_field(h.record, "jitter");
    if (!jitter || *jitter == base::Duration{}) return;
    const std::size_t place = drawn_[h.node].size();
    drawn_[h.node].push_back(*jitter);
    for (Node other = 0; other < drawn_.size(); ++other) {
      if (other == h.node || drawn_[other].size() <= place) continue;
      std::size_t equal = 0;  // draws in a row, up to this one
      while (equal <= place && drawn_[other][place - equal] == drawn_[h.node][place - equal]) ++equal;
      if (equal != static_cast<std::size_t>(limit())) continue;
      broken(h.record.at, std::min(h.node, other), std::max(h.node, other),
             fmt::format("{} and {} drew the same jitter {} times in a row, at last {}",
                         names()(std::min(h.node, other)), names()(std::max(h.node, other)), equal,
                         seconds(*jitter)),
             h.index);
    }
  }
  [[nodiscard]] Verdict verdict() const override {
    return made(violated() == 0 ? Held::held : Held::violated, violated() == 0 ? "" : times(violated()));
  }

 private:
  VerbNumber retry_;
  std::pmr::vector<std::pmr::vector<base::Duration>> drawn_;  // by device, in order
};

}  // namespace

Seat make_independence(const Court& court, const InvariantCase& which) {
  return seat<Independence>(court, which);
}

}  // namespace nearsim::run
