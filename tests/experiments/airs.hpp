// One room in four airs: what the experiment measures, run by run.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/profile.hpp"
#include "sim/kernel/sinks.hpp"
#include "sim/scenario/scenario.hpp"

namespace nearsim::experiments {

struct Air {
  std::string_view name, doc, radio;  // the last: what a scenario says under `radio`
};
[[nodiscard]] const std::array<Air, 4>& airs();

// Four phones of one design start together, for two minutes.
[[nodiscard]] scenario::Scenario room_in(const Air& air, const protocol::Profile& design);

// Keeps, of a run, when each pair was told to be connected, how long its invitations took, and what ran out
// of time.
class Meeting final : public kernel::Sink {
 public:
  void write(const kernel::Record& record, std::uint64_t index) override;

  using Pair = std::pair<std::string, std::string>;  // by name, the smaller first
  std::map<Pair, double> connected;                  // seconds
  std::map<Pair, bool> first_answered;               // whether no invitation had to be sent again
  std::vector<double> delays;                        // of messages, from sending to delivery
  std::uint64_t invitations_out = 0, stages_out = 0, silences = 0;

 private:
  using Way = std::pair<std::string, std::string>;
  std::map<Way, bool> told_;
  std::map<Way, std::vector<double>> under_way_;
};

struct Figures {                  // of one design in one air, over all seeds
  std::vector<double> connected;  // sorted
  std::vector<double> delays;     // sorted
  std::uint64_t pairs = 0, runs = 0, first_asked = 0, first_answered = 0;
  std::uint64_t invitations_out = 0, stages_out = 0, silences = 0;
};
[[nodiscard]] Figures measure(const scenario::Scenario& scenario, std::uint64_t seeds);

}  // namespace nearsim::experiments
