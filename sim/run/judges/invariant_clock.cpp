// I18: a wall clock that is set decides nothing.
//
//   set forward: the verdict comes too early       heard |-- true silence --| suspect, timeout not over
//   set back:    the verdict does not come at all  heard |------ timeout ------|-- bound --| no suspect
//
// What the true silence was, the run knows.  Only a verdict between which and the last sign of life the clock
// of the judging device was set is looked at: any other error has another cause.
#include <fmt/format.h>

#include "sim/run/judges/invariants.hpp"
#include "sim/run/judges/verdicts.hpp"

namespace nearsim::run {
namespace {

enum class News : std::uint8_t { none, verdict, step, message };
const ByVerb<News>& news() {
  static const ByVerb<News> all{{{"engine", "suspect"}, News::verdict},
                                {{"fault", "clock_step"}, News::step},
                                {{"", "deliver"}, News::message}};
  return all;
}

class WallClock final : public InvariantJudge {
 public:
  WallClock(const Court& court, const InvariantCase& which)
      : InvariantJudge(court, which, {.pairs = parts::connected, .verbs = &news().heard()}),
        steps_(court.scenario.devices.size(), run_memory()) {}

  void happened(const Happening& h, VerbNumber verb) override {
    if (h.node == net::no_node) return;
    const News what = news_[verb];
    if (what == News::step) steps_[h.node].push_back(h.record.at);
    if (what == News::message && h.peer != net::no_node) missing(h.record.at, h.node, h.peer);
    if (what == News::verdict) suspected(h);
  }
  void suspected(const Happening& h) {
    if (!silence() || !silence()->gap || !silence()->allowed) return;
    const base::Instant last = signs().last(h.node, h.peer);
    given(h.node, h.peer) = h.record.at;
    if (last == base::never) return;
    const base::Instant step = stepped_between(h.node, last, h.record.at);
    if (step == base::never) return;
    if (h.record.at - last >= at_least(*silence()->allowed)) return;
    broken(h.record.at, h.node, h.peer,
           fmt::format(
               "{} takes {} of silence of {} for {}, because its clock was set at {}; its patience is {}",
               names()(h.node), seconds(h.record.at - last), names()(h.peer), seconds(*silence()->gap),
               seconds(step), seconds(*silence()->allowed)),
           h.index);
  }
  void pair_settled(base::Instant at, PairBook::Index index) override {
    const PairState& before = pairs().before();
    const PairState& now = pairs()[index];
    if (before.ab.connected && !now.ab.connected) missing(at, now.a, now.b);
    if (before.ba.connected && !now.ba.connected) missing(at, now.b, now.a);
  }
  void finish(base::Instant end) override {
    for (PairBook::Index i = 0; i < pairs().size(); ++i) {
      const PairState& p = pairs()[i];
      if (p.ab.connected) missing(end, p.a, p.b);
      if (p.ba.connected) missing(end, p.b, p.a);
    }
  }
  [[nodiscard]] Verdict verdict() const override {
    return made(violated() == 0 ? Held::held : Held::violated, violated() == 0 ? "" : times(violated()));
  }

 private:
  // The last step in between; never: none.
  [[nodiscard]] base::Instant stepped_between(Node node, base::Instant from, base::Instant to) const {
    for (auto step = steps_[node].rbegin(); step != steps_[node].rend(); ++step)
      if (*step <= to) return *step >= from ? *step : base::never;
    return base::never;
  }
  // When the device last said that the other is silent.
  [[nodiscard]] base::Instant& given(Node of, Node about) {
    Given& pair = at_index(given_, court_pairs().touch(of, about));
    return of < about ? pair.ab : pair.ba;
  }
  // Was a verdict due in the silence that ends here?
  void missing(base::Instant at, Node of, Node about) {
    if (steps_[of].empty()) return;  // as of most devices, with each message
    const base::Instant last = signs().last(of, about);
    const auto* keep_alive = protocol::find_in<protocol::KeepAlive>(scenario().devices[of].profile.detectors);
    if (keep_alive == nullptr || last == base::never || keep_alive->timeout > base::forever / 2) return;
    if (signs().heard(of, about) == base::never)
      return;  // designs that wait for a first word judge nothing yet
    // Who slept may add its sleep, and no more: that is what I9 asks of it.
    const base::Instant due = last + keep_alive->timeout + keep_alive->poll + signs().slept(of, last, at);
    const base::Instant step = stepped_between(of, last, due);
    if (step == base::never || at <= due + bound() || given(of, about) >= last) return;
    broken(due + bound(), of, about,
           fmt::format(
               "{} hears nothing of {} from {} to {} and gives no verdict, because its clock was set at {}",
               names()(of), names()(about), seconds(last), seconds(at), seconds(step)));
  }

  struct Given {
    base::Instant ab{}, ba{};
  };

  const ByVerb<News>& news_ = news();
  std::pmr::vector<Given> given_{run_memory()};              // by the pair's number
  std::pmr::vector<std::pmr::vector<base::Instant>> steps_;  // by device, in order
};

}  // namespace

Seat make_clock(const Court& court, const InvariantCase& which) { return seat<WallClock>(court, which); }

}  // namespace nearsim::run
