// I14: without anything from outside, what one device decides about another does not go round in circles.
//
//   invite fail retry | invite fail retry | invite fail retry ...      a cycle of three
//
// Each link, one way, remembers its last 16 decisions, and for each possible length p of a cycle how many
// decisions in a row repeated the one p before.  `limit` whole cycles of one length, while the two are not
// usable to each other although nothing keeps them apart, are a violation.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "models/net/pair_pages.hpp"
#include "protocol/names.hpp"
#include "protocol/reason.hpp"
#include "sim/base/check.hpp"
#include "sim/run/judges/facts.hpp"
#include "sim/run/judges/invariants.hpp"

namespace nearsim::run {
namespace {

constexpr std::size_t longest_cycle = 16;  // ours: the longest of the shipped designs has 6 decisions

struct Deciding {  // verbs that are decisions; an acting one asks something of the framework or of a timer
  std::string_view verb;
  bool acts;
};
constexpr std::array<Deciding, 11> deciding{{{"invite", true},
                                             {"accept", true},
                                             {"decline", true},
                                             {"leave_session", true},
                                             {"cancel_peer", true},
                                             {"replace_session", true},
                                             {"reset_identity", true},
                                             {"retry", true},
                                             {"suspect", false},
                                             {"hold", false},
                                             {"ignore", false}}};

// Its number among the deciding verbs, from 1; 0: it is none.
const ByVerb<std::uint8_t>& decisions() {
  static const ByVerb<std::uint8_t> all = [] {
    ByVerb<std::uint8_t> by_verb{};
    for (std::uint8_t number = 1; number <= deciding.size(); ++number)
      by_verb.add({"engine", deciding[number - 1u].verb}, number);
    return by_verb;
  }();
  return all;
}

class Termination final : public InvariantJudge {
 public:
  Termination(const Court& court, const InvariantCase& which)
      : InvariantJudge(court, which,
                       {.pairs = parts::usable | parts::truth | parts::presence | parts::reach,
                        .interventions = true,
                        .verbs = &decisions().heard()}),
        limit_(static_cast<std::uint32_t>(std::max<std::int64_t>(2, which.settings.limit))) {
    for (std::uint32_t p = 1; p <= longest_cycle; ++p) enough_[p - 1] = p * (limit_ - 1);
  }

  void intervened(const Intervention&) override { ++epoch_; }

  void pair_settled(base::Instant, PairBook::Index index) override {
    const PairState& p = pairs()[index];
    PairNow& now = at_index(pairs_now_, index);
    now.judged = p.both_run() && p.reachable();
    now.usable = holds(Fact::usable, p);
  }

  void happened(const Happening& h, VerbNumber verb) override {
    if (verb == no_verb || h.peer == net::no_node || h.node == net::no_node) return;
    if (decisions_[verb] == 0) return;
    const std::size_t which = decisions_[verb] - 1u;
    const std::string_view why = text_field(h.record, "why");
    if (why == protocol::name(protocol::Why::stable)) return;
    Track& track = track_of(h.node, h.peer);
    const PairNow now = at_index(pairs_now_, track.pair);
    if (track.epoch != epoch_ || !now.judged) {
      track.epoch = epoch_;
      track.restart();
    }
    if (!now.judged || track.reported) return;
    track.add(static_cast<std::uint16_t>((which << 8) | number_of(why)), deciding[which].acts);
    if (!now.usable && track.repeats_any(enough_)) check(h, track);
  }

 private:
  struct PairNow {
    bool judged = false, usable = false;
  };
  using Repeats = std::array<std::uint32_t, longest_cycle>;
  struct Track {
    static constexpr PairBook::Index no_pair = ~PairBook::Index{0};
    PairBook::Index pair = no_pair;
    std::uint32_t epoch = 0;
    bool reported = false;
    std::uint32_t length = 0, last_act = 0;  // decisions so far; the number of the last acting one
    std::array<std::uint16_t, longest_cycle> last = nothing();  // the last one first
    Repeats repeats{};  // [p - 1]: so many in a row equal the one p before

    void restart() {
      length = last_act = 0;
      last = nothing();
      repeats.fill(0);
    }
    void add(std::uint16_t decision, bool acts) {  // whole arrays: a processor takes eight at a time
      for (std::size_t i = 0; i < longest_cycle; ++i) repeats[i] = last[i] == decision ? repeats[i] + 1 : 0;
      std::copy_backward(last.begin(), last.end() - 1, last.end());
      last.front() = decision;
      ++length;
      if (acts) last_act = length;
    }
    // So often, for any length of a cycle?  Mostly not.
    [[nodiscard]] bool repeats_any(const Repeats& enough) const {
      std::uint32_t any = 0;
      for (std::size_t i = 0; i < longest_cycle; ++i) any |= repeats[i] >= enough[i] ? 1u : 0u;
      return any != 0;
    }
    [[nodiscard]] static std::array<std::uint16_t, longest_cycle> nothing() {
      std::array<std::uint16_t, longest_cycle> out;
      out.fill(0xffff);  // no decision
      return out;
    }
  };

  [[nodiscard]] Track& track_of(Node node, Node peer) {
    Track& track = tracks_.at(node, peer);
    if (track.pair == Track::no_pair) track.pair = court_pairs().touch(node, peer);
    return track;
  }

  void check(const Happening& h, Track& track) {
    for (std::uint32_t p = 1; p <= longest_cycle; ++p) {
      if (track.repeats[p - 1] < enough_[p - 1]) continue;
      if (track.length - track.last_act >= p) return;  // a cycle in which nothing is done ends by itself
      track.reported = true;
      broken(h.record.at, h.node, h.peer,
             fmt::format("{} decides the same about {} for the {}th time in a row: {}", names()(h.node),
                         names()(h.peer), limit_, cycle(track, p)),
             h.index);
      return;
    }
  }

  // Reasons by when each was first given: of the many that there are, a run gives few.
  [[nodiscard]] std::size_t number_of(std::string_view why) {
    for (std::size_t i = 0; i < whys_.size(); ++i)  // as literals they mostly lie where they lay
      if (said_at_[i] == why.data() && whys_[i] == why) return i;
    const auto same = std::find(whys_.begin(), whys_.end(), why);
    if (same != whys_.end()) return static_cast<std::size_t>(same - whys_.begin());
    said_at_.push_back(why.data());
    NEARSIM_CHECK(whys_.size() < 256, "more reasons than a decision's number has room for");
    whys_.emplace_back(why);
    return whys_.size() - 1;
  }

  [[nodiscard]] std::string cycle(const Track& track, std::uint32_t p) const {
    std::string out;
    for (std::uint32_t back = p; back > 0; --back) {
      const std::uint16_t decision = track.last[back - 1];
      const auto verb = deciding[decision >> 8].verb;
      const std::string& why = whys_[decision & 0xff];
      if (!out.empty()) out += ", ";
      out += verb;
      if (!why.empty()) out.append(" (").append(why).append(")");
    }
    return out;
  }

  std::uint32_t limit_;
  Repeats enough_{};  // to be a violation, for each length of a cycle
  const ByVerb<std::uint8_t>& decisions_ = decisions();
  std::vector<std::string> whys_;
  std::vector<const char*> said_at_;  // where the text of each lay first
  std::uint32_t epoch_ = 0;
  std::pmr::vector<PairNow> pairs_now_{run_memory()};  // by the pair's number
  net::PairPages<Track> tracks_{run_memory()};         // one way
};

}  // namespace

Seat make_termination(const Court& court, const InvariantCase& which) {
  return seat<Termination>(court, which);
}

}  // namespace nearsim::run
