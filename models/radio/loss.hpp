// Losses that are not independent: a chain of two states, of which the bad one loses.
//
//     good --enter--> bad          Bernoulli      enter = the loss, stay = the loss
//     good <--leave-- bad          Gilbert-Elliott  with a loss of its own in each state
//                                  WebRTC burst   enter = loss / (1 - loss) / length, leave = 1 / length
//
// ours, after Cardoso and Rezende (2009): a chain of two states does not reproduce indoor 802.11 well; where
// it matters, play a recorded trace (loss_trace.hpp).
#pragma once

#include <optional>

#include "sim/base/random.hpp"
#include "sim/base/units.hpp"

namespace nearsim::radio {

struct LossSettings {
  base::Ratio enter{}, leave = base::certain;  // per message
  base::Ratio lost_in_good{}, lost_in_bad = base::certain;
  bool operator==(const LossSettings&) const = default;

  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("enter", s.enter, "chance of each message to begin a bad time");
    v("leave", s.leave, "... to end it");
    v("lost_in_good", s.lost_in_good, "share that is lost in good times");
    v("lost_in_bad", s.lost_in_bad, "share that is lost in bad times");
  }

  [[nodiscard]] double mean_loss() const;
  [[nodiscard]] double mean_burst() const;  // messages in the bad state at a time
  [[nodiscard]] double mean_gap() const;    // in the good one
};

[[nodiscard]] LossSettings bernoulli(base::Ratio loss);
[[nodiscard]] LossSettings gilbert_elliott(base::Ratio enter, base::Ratio leave);
// libwebrtc's SimulatedNetwork: this loss in bursts of this mean length; nothing if a burst would be shorter
// than independent losses make it.
[[nodiscard]] std::optional<LossSettings> webrtc_burst(base::Ratio loss, double mean_length);

class Loss {
 public:
  enum class State : bool { good, bad };
  explicit Loss(const LossSettings& settings, State state = State::good)
      : settings_(settings), bad_(state == State::bad) {}
  [[nodiscard]] bool next_is_lost(base::Rng& draw);  // moves the chain by one message
  [[nodiscard]] bool bad() const { return bad_; }

 private:
  LossSettings settings_;
  bool bad_ = false;
};

}  // namespace nearsim::radio
