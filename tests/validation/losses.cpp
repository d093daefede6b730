// Chains of losses: the closed forms, and what a million messages through the model lose.
#include <fmt/format.h>

#include "models/radio/loss.hpp"
#include "tests/validation/validation.hpp"

namespace nearsim::validation {

using namespace radio;

namespace {

struct Measured {
  double loss, burst, gap;
};

Measured measure(const LossSettings& settings, int messages) {
  Loss chain(settings);
  base::Rng draw = base::Streams{base::Seed{17}}.stream("validation/loss");
  int lost = 0, bursts = 0, gaps = 0;
  bool before = false;
  for (int i = 0; i < messages; ++i) {
    const bool now = chain.next_is_lost(draw);
    lost += now ? 1 : 0;
    bursts += now && !before ? 1 : 0;
    gaps += !now && (before || i == 0) ? 1 : 0;
    before = now;
  }
  return {static_cast<double>(lost) / messages, static_cast<double>(lost) / bursts,
          static_cast<double>(messages - lost) / gaps};
}

void chain(Chapter& chapter, const char* target, const std::string& name, const LossSettings& s, double loss,
           double burst, int messages) {
  const auto add = [&](const char* what, double published, double ours) {
    chapter.rows.push_back(
        {target, fmt::format("{}: {}", name, what), published, ours, 0.01, Kind::relative, 5});
  };
  const Measured m = measure(s, messages);
  add("loss, closed form", loss, s.mean_loss());
  add("loss, simulated", loss, m.loss);
  add("mean burst, closed form", burst, s.mean_burst());
  add("mean burst, simulated", burst, m.burst);
}

void burst(Chapter& chapter, double loss_percent, double length, double enter, double stay, int messages) {
  const LossSettings s = *webrtc_burst({static_cast<std::int64_t>(loss_percent * 1e4)}, length);
  const std::string name = fmt::format("WebRTC, {} % in bursts of {}", loss_percent, length);
  const auto real = [](base::Ratio r) { return static_cast<double>(r.ppm) * 1e-6; };
  chapter.rows.push_back({"L2", name + ": enter", enter, real(s.enter), 0.01, Kind::relative, 7});
  chapter.rows.push_back({"L2", name + ": stay", stay, 1 - real(s.leave), 0.01, Kind::relative, 5});
  chapter.rows.push_back({"L2", name + ": loss, simulated", loss_percent / 100, measure(s, messages).loss,
                          0.01, Kind::relative, 5});
}

}  // namespace

Chapter losses(Depth depth) {
  Chapter chapter;
  const int messages = depth == Depth::deep ? 50'000'000 : 10'000'000;
  chapter.title = "Loss processes";
  chapter.about =
      "L1 is a fit to traces of 802.11 (ResiComp), L2 libwebrtc's SimulatedNetwork, L3 pairs of rates from "
      "the literature on\n"
      "in-flight Wi-Fi. Probabilities are kept in parts per million, which is where the closed forms of L2 "
      "lose digits.";
  const LossSettings fit = gilbert_elliott({95'800}, {594'000});
  chain(chapter, "L1", "stay good .9042, stay bad .4060", fit, .13888, 1.6835, messages);
  chapter.rows.push_back({"L1", "the same: mean good run", 10.438, fit.mean_gap(), 0.01, Kind::relative, 3});
  burst(chapter, 5, 4, .013158, .75, messages);
  burst(chapter, 1, 10, .0010101, .9, messages);
  burst(chapter, 1, 3, .0033670, .66667, messages);
  burst(chapter, 10, 20, .0055556, .95, messages);
  chain(chapter, "L3", "p .01, r .08", gilbert_elliott({10'000}, {80'000}), .1111, 12.5, messages);
  chain(chapter, "L3", "p .01, r .5", gilbert_elliott({10'000}, {500'000}), .01961, 2, messages);
  chain(chapter, "L3", "p .08, r .5", gilbert_elliott({80'000}, {500'000}), .1379, 2, messages);
  return chapter;
}

}  // namespace nearsim::validation
