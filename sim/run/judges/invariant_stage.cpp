// I17: what comes a stage too early is kept, or sent again.
//
//   Ana   connected, settling 4 s ............ awaits hello ......... handshake timeout: violated
//   Bob        hello ------>                   (Bob said it long ago)
//
// The judge follows each message from the engine that sends it through the framework to the one that it
// reaches; a way is in order, so the first one sent is the first one delivered.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "models/net/pair_pages.hpp"
#include "sim/run/judges/invariants.hpp"

namespace nearsim::run {
namespace {

using protocol::Awaited;
using namespace std::chrono_literals;

enum class Content : char { other, hello, reply };

// What is under way, first in, first out: seldom more than a few, and so in a string, which needs no memory
// for them.
class UnderWay {
 public:
  void put(Content content) { all_.push_back(static_cast<char>(content)); }
  [[nodiscard]] bool empty() const { return all_.empty(); }
  [[nodiscard]] Content take() {
    const auto first = static_cast<Content>(all_.front());
    if (all_.size() == 1) all_.clear();
    else all_.erase(0, 1);
    return first;
  }

 private:
  std::string all_;
};

Content content_of(std::string_view type) {
  if (type == "handshake") return Content::hello;
  return type == "handshake_response" ? Content::reply : Content::other;
}

struct Waits {  // what a design waits for, and how long after the connection it begins to, at the earliest
  std::array<base::Duration, 2> begin{base::Duration::max(), base::Duration::max()};
  [[nodiscard]] bool for_nothing() const {
    return begin[0] == base::Duration::max() && begin[1] == base::Duration::max();
  }
};

Waits waits_of(const scenario::DeviceSpec& device) {
  Waits out;
  base::Duration after{};
  const bool wifi = device.network == protocol::Network::wifi;
  for (const protocol::Stage& stage : device.profile.stages) {
    if (const auto* settle = std::get_if<protocol::Settle>(&stage))
      after += wifi ? settle->on_wifi : settle->elsewhere;
    const auto* await = std::get_if<protocol::AwaitHello>(&stage);
    if (await == nullptr) continue;
    base::Duration& begin = out.begin[static_cast<std::size_t>(await->what)];
    begin = std::min(begin, after);
  }
  return out;
}

enum class Step : std::uint8_t { none, decided, suspected, sent, refused, delivered, ended };
const ByVerb<Step>& steps() {
  static const ByVerb<Step> all{{{"engine", "send"}, Step::decided}, {{"engine", "suspect"}, Step::suspected},
                                {{"", "send"}, Step::sent},          {{"", "send_refused"}, Step::refused},
                                {{"", "deliver"}, Step::delivered},  {{"", "link_ended"}, Step::ended}};
  return all;
}

class StageOrder final : public InvariantJudge {
 public:
  StageOrder(const Court& court, const InvariantCase& which)
      : InvariantJudge(court, which, {.pairs = parts::truth, .verbs = &steps().heard()}) {
    for (const scenario::DeviceSpec& device : court.scenario.devices) waits_.push_back(waits_of(device));
    if (std::all_of(waits_.begin(), waits_.end(), [](const Waits& w) { return w.for_nothing(); })) rest();
  }

  void happened(const Happening& h, VerbNumber verb) override {
    if (h.node == net::no_node || h.peer == net::no_node) return;
    switch (step_[verb]) {
      case Step::none: break;
      case Step::decided: way(h.node, h.peer).decided.put(content_of(text_field(h.record, "type"))); break;
      case Step::suspected:
        if (text_field(h.record, "symptom") == "handshake_timeout") timed_out(h);
        break;
      case Step::sent: {
        Way& w = way(h.node, h.peer);
        w.in_flight.put(w.next_decided());
        break;
      }
      case Step::refused: (void)way(h.node, h.peer).next_decided(); break;
      case Step::delivered: delivered(h); break;
      case Step::ended: {  // what came on it was of another connection
        Way& w = way(h.peer, h.node);
        w.hello = w.reply = base::never;
        break;
      }
    }
  }
  void pair_settled(base::Instant, PairBook::Index index) override {
    const PairState& p = pairs()[index];
    if (p.truth.live > 0 || pairs().before().truth.live == 0) return;
    way(p.a, p.b) = {};
    way(p.b, p.a) = {};
  }
  [[nodiscard]] Verdict verdict() const override {
    return made(violated() == 0 ? Held::held : Held::violated, violated() == 0 ? "" : times(violated()));
  }

 private:
  struct Way {
    UnderWay decided, in_flight;
    base::Instant hello = base::never, reply = base::never;  // when it arrived, in this connection

    [[nodiscard]] Content next_decided() { return decided.empty() ? Content::other : decided.take(); }
  };
  [[nodiscard]] Way& way(Node from, Node to) {
    std::uint32_t& place = places_.at(from, to).of_way;
    if (place == Place::none) {
      place = static_cast<std::uint32_t>(ways_.size());
      ways_.emplace_back();
    }
    return ways_[place];
  }
  void delivered(const Happening& h) {  // at h.node, from h.peer
    Way& w = way(h.peer, h.node);
    if (w.in_flight.empty()) return;
    const Content content = w.in_flight.take();
    if (content == Content::hello) w.hello = h.record.at;
    if (content == Content::reply) w.reply = h.record.at;
  }
  void timed_out(const Happening& h) {
    const Way& w = way(h.peer, h.node);
    const base::Instant connected = signs().connected(h.node, h.peer);
    if (connected == base::never) return;
    for (const Awaited what : {Awaited::hello, Awaited::reply}) {
      const base::Duration begin = waits_[h.node].begin[static_cast<std::size_t>(what)];
      const base::Instant arrived = what == Awaited::hello ? w.hello : w.reply;
      if (begin == base::Duration::max() || arrived == base::never || arrived >= connected + begin) continue;
      broken(h.record.at, h.node, h.peer,
             fmt::format(
                 "{} gives up waiting for the {} of {}, which came at {}, {} before {} began to wait for it",
                 names()(h.node), protocol::name(what), names()(h.peer), seconds(arrived),
                 seconds(connected + begin - arrived), names()(h.node)),
             h.index);
      return;
    }
  }

  const ByVerb<Step>& step_ = steps();
  std::pmr::vector<Waits> waits_{run_memory()};  // by device
  struct Place {
    static constexpr std::uint32_t none = ~std::uint32_t{0};
    std::uint32_t of_way = none;
  };
  net::PairPages<Place> places_{run_memory()};
  std::pmr::vector<Way> ways_{run_memory()};
};

}  // namespace

Seat make_stage(const Court& court, const InvariantCase& which) { return seat<StageOrder>(court, which); }

}  // namespace nearsim::run
