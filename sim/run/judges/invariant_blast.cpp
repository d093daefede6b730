// I6: trouble with one peer costs no other peer its connection.
//
//   Ana: leave_session for Bob ... Ana's connection to Cyd ends  -> violated, unless something else concerned
//   Cyd
//
// What is taken for a cause of Cyd's loss:
//   - the two cannot reach each other, or one of them does not run;
//   - a detector's verdict on Cyd (silent, no handshake), or a decision of Cyd about Ana;
//   - a decision of Ana about Cyd, unless it came after her leaving a session that she shares with both: then
//     letting Cyd go is what the leaving made of it;
//   - Cyd's leaving a session at another instant;
//   - a fault or a user's step that names Cyd, Ana alone or everybody.  Also the end of a fault of one
//   device,
//     which wakes up and finds what it has slept through; the end of everybody's takes nobody's connection.
#include <fmt/format.h>

#include "models/net/pair_map.hpp"
#include "sim/run/judges/invariants.hpp"

namespace nearsim::run {
namespace {

using namespace std::chrono_literals;

constexpr base::Duration aftermath = 1s;  // ours: from a decision to what it ends, also through a busy queue
constexpr base::Duration memory = 2s;     // ours: for so long a cause excuses a loss
constexpr base::Duration own_trouble =
    30s;  // ours: a loss shows so late at most; the framework takes 10 to 20 s

const Verbs& heard() {
  static const Verbs all{{"engine", "leave_session"},
                         {"engine", "replace_session"},
                         {"engine", "reset_identity"},
                         {"engine", "cancel_peer"},
                         {"engine", "suspect"}};
  return all;
}

class Blast final : public InvariantJudge {
 public:
  Blast(const Court& court, const InvariantCase& which)
      : InvariantJudge(court, which, {.pairs = parts::connected, .interventions = true, .verbs = &heard()}),
        leaves_(verb_number("engine", "leave_session")),
        replaces_(verb_number("engine", "replace_session")),
        resets_(verb_number("engine", "reset_identity")),
        cancels_(verb_number("engine", "cancel_peer")),
        suspects_(verb_number("engine", "suspect")),
        devices_(court.scenario.devices.size(), run_memory()) {
    for (std::size_t i = 0; i < devices_.size(); ++i)
      devices_[i].shares = court.scenario.devices[i].profile.session.scope == protocol::Scope::shared;
  }

  void happened(const Happening& h, VerbNumber verb) override {
    if (h.node == net::no_node) return;
    const bool ends_session = verb == leaves_ || verb == replaces_ || verb == resets_;
    if (!ends_session && verb != cancels_ && verb != suspects_) return;
    if (verb == suspects_ && is_no_verdict(text_field(h.record, "symptom"))) return;
    const std::string_view why = text_field(h.record, "why");
    const bool verdict = verb == suspects_ && text_field(h.record, "symptom") != "send_failed";
    if (h.peer != net::no_node)
      decided_.at(net::PairMap::key(h.node, h.peer)) = remember({h.record.at, h.index, verdict});
    if (!ends_session || why == "stopped" || why == "user") return;
    devices_[h.node].ended = {h.record.at, h.peer, h.index, verb};
  }

  void intervened(const Intervention& i) override {
    if (i.a == net::no_node && i.b == net::no_node) {
      if (i.what != Outside::fault_ends) everybody_ = i.at;
    } else if (i.a != net::no_node && i.b != net::no_node) {
      if (i.what == Outside::user) return;
      const Ended fault{i.at, i.b, 0, no_verb};
      devices_[i.a].fault = fault;
      devices_[i.b].fault = {i.at, i.a, 0, no_verb};
    } else {
      devices_[i.a != net::no_node ? i.a : i.b].named = i.at;
    }
  }

  void pair_settled(base::Instant at, PairBook::Index index) override {
    const PairState& before = pairs().before();
    const PairState& now = pairs()[index];
    if (before.ab.connected && !now.ab.connected) lost(at, now, now.a, now.b);
    if (before.ba.connected && !now.ba.connected) lost(at, now, now.b, now.a);
  }
  [[nodiscard]] Verdict verdict() const override {
    return made(violated() == 0 ? Held::held : Held::violated, violated() == 0 ? "" : times(violated()));
  }

 private:
  struct Ended {
    base::Instant at = base::never;
    Node because_of = net::no_node;
    std::uint64_t record = 0;
    VerbNumber verb = no_verb;
  };
  struct Device {
    Ended ended;                        // its last decision to end a session
    Ended fault;                        // the last fault on one of its links
    base::Instant named = base::never;  // the last intervention that named it alone
    bool shares = false;                // one session for everybody
  };
  struct Decided {  // about another
    base::Instant at;
    std::uint64_t record = 0;
    bool verdict = false;  // of a detector: trouble of that pair's own, whatever came before it
  };

  // A link that failed is a consequence, and a path in doubt ends nothing.
  [[nodiscard]] static bool is_no_verdict(std::string_view symptom) {
    return symptom == "link_failed" || symptom == "path_disturbed" || symptom == "network_switched" ||
           symptom == "network_lost";
  }

  [[nodiscard]] static bool recent(base::Instant then, base::Instant now, base::Duration age) {
    return then != base::never && now - then <= age;
  }
  [[nodiscard]] std::uint32_t remember(Decided decided) {
    decisions_.push_back(decided);
    return static_cast<std::uint32_t>(decisions_.size() - 1);
  }
  [[nodiscard]] const Decided* lately(Node node, Node about, base::Instant at) const {
    const std::uint32_t i = decided_.find(net::PairMap::key(node, about));
    return i != net::PairMap::absent && recent(decisions_[i].at, at, memory) ? &decisions_[i] : nullptr;
  }
  // Of a about c: what came after its leaving the session that it shares with c, at the instant of the loss,
  // is what the leaving made of it.
  [[nodiscard]] bool own_decision(Node a, Node c, base::Instant at) const {
    const Decided* decided = lately(a, c, at);
    if (decided == nullptr) return false;
    const Ended& cause = devices_[a].ended;
    const bool ended = devices_[a].shares && recent(cause.at, at, aftermath) && cause.because_of != c;
    return !ended || decided->verdict || decided->record < cause.record || decided->at < at;
  }
  [[nodiscard]] bool excused(base::Instant at, const PairState& pair, Node a, Node c) const {
    if (!pair.reachable() || !pair.both_run()) return true;
    if (own_decision(a, c, at) || lately(c, a, at) != nullptr) return true;
    if (recent(everybody_, at, memory) || recent(devices_[a].named, at, memory)) return true;
    if (recent(devices_[c].named, at, memory)) return true;
    const Ended& fault = devices_[c].fault;
    return fault.because_of == a && recent(fault.at, at, memory);
  }

  // a's connection to c ended.
  void lost(base::Instant at, const PairState& pair, Node a, Node c) {
    if (excused(at, pair, a, c)) return;
    const Ended& cause = devices_[a].ended;
    if (recent(cause.at, at, aftermath) && cause.because_of != c && cause.because_of != net::no_node) {
      if (cause.at != at && recent(devices_[c].ended.at, at, aftermath)) return;  // c did it itself
      broken(at, a, c,
             fmt::format("{} {} for the sake of {} at {}, and that ended its connection to {}", names()(a),
                         cause.verb == resets_     ? "took a new identity"
                         : cause.verb == replaces_ ? "replaced its session"
                                                   : "left its session",
                         names()(cause.because_of), seconds(cause.at), names()(c)),
             cause.record);
      return;
    }
    const Ended& fault = devices_[a].fault;
    // A fault that is merely near in time is no cause when the pair has had trouble of its own.
    if (recent(fault.at, at, memory) && fault.because_of != c && weather().quiet(a, c, at - own_trouble))
      broken(at, a, c,
             fmt::format("a fault between {} and {} at {} ended the connection of {} to {}", names()(a),
                         names()(fault.because_of), seconds(fault.at), names()(a), names()(c)));
  }

  VerbNumber leaves_, replaces_, resets_, cancels_, suspects_;
  std::pmr::vector<Device> devices_;
  base::Instant everybody_ = base::never;
  net::PairMap decided_{run_memory()};  // (node, about) -> place in decisions_
  std::pmr::vector<Decided> decisions_{run_memory()};
};

}  // namespace

Seat make_blast(const Court& court, const InvariantCase& which) { return seat<Blast>(court, which); }

}  // namespace nearsim::run
