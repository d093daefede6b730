// Which technology joins two devices now.  The best that is there carries; when it fails, the next takes over
// after the silence has been noticed, and nobody above is told more than that it took a while:
//
//     wifi    ==========|                      |==========
//     awdl    ==========|======================|==========    brought up, standing by
//     carries    wifi   | nothing |    awdl    |   wifi
//                        ^ noticing the loss    ^ at once: what is better and there takes over
//
// Whoever is above may renegotiate before the silence is noticed, or leave what looks well and carries
// nothing:
//
//     carries    wifi   | nothing |    awdl    |   the break: what is there now is agreed on and checked
//
// MultipeerConnectivity keeps a channel for each interface and falls back "without leaving connected".  When
// a device's last interface is switched off there is nothing to fall back to, and its sockets break:
// Airwaves.
#pragma once

#include <optional>
#include <vector>

#include "models/net/observer.hpp"
#include "models/net/pair_map.hpp"
#include "models/radio/air_interface.hpp"
#include "sim/kernel/scheduler.hpp"

namespace nearsim::net {

using namespace std::chrono_literals;

struct PathSettings {
  // ours: two or three heartbeats of a second without an answer; Apple's constant is not known.
  base::Duration notice_least = 2s;
  base::Duration notice_most = 3s;
  // ours: break before make.  A few of the checks that were seen at +75, +143, +240 and +413 ms
  // (dingwilson/MultiPeer issue 15) agree on another technology.
  base::Duration renegotiation = 500ms;
  base::Duration distrust = 30s;  // ours: as long as a person needs to walk away from a bad access point

  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("notice_least", s.notice_least, "until a failed technology is left for another");
    v("notice_most", s.notice_most, "... at most");
    v("renegotiation", s.renegotiation, "nothing is carried while a pair renegotiates");
    v("distrust", s.distrust, "what carried nothing is the last choice for so long");
  }
  bool operator==(const PathSettings&) const = default;
};

// One radio serves several technologies: what one waits because the radio is with another; nothing if the
// message is lost to that.
class Coexistence {
 public:
  [[nodiscard]] virtual std::optional<base::Duration> wait(const radio::Technology&, Node from, Node to,
                                                           base::Rng& draw) = 0;

 protected:
  ~Coexistence() = default;
};

// Why a pair renegotiates: what it has is not known to be bad, or it carries nothing, whatever it looks like.
enum class Leave : std::uint8_t { what_failed, the_present };

class PathChoice final : public radio::Technology, private radio::JoinListener {
 public:
  // The technologies in the order of preference; all borrowed.
  PathChoice(kernel::Scheduler&, const base::Streams&, std::vector<radio::Technology*> by_preference,
             const PathSettings&, Observer* = nullptr, Coexistence* = nullptr);

  [[nodiscard]] std::string_view name() const override { return "path"; }
  [[nodiscard]] bool joins(Node from, Node to) const override;
  // From the first message on every technology knows that the pair is needed, and the others stand by.
  [[nodiscard]] radio::Crossing carry(Node from, Node to, base::Bytes, radio::Cast, base::Rng&) override;
  // The two agree on the best technology that joins them now; `done` is called when they have, or when there
  // was nothing to agree on: chosen() then says what came of it.
  void renegotiate(Node a, Node b, Leave, kernel::Callback done);
  [[nodiscard]] std::size_t lanes() const override { return technologies_.size(); }
  [[nodiscard]] radio::Technology& lane(std::size_t i) override { return *technologies_[i]; }
  // At once: who bars a lane knows that it does not carry.
  void bar(Node a, Node b, std::uint32_t lanes) override;
  // What carries between the two now.
  [[nodiscard]] const radio::Technology* chosen(Node a, Node b) const;
  [[nodiscard]] const radio::Technology* carrier(Node a, Node b) const override { return chosen(a, b); }

 private:
  using Place = std::uint32_t;  // in the order of preference
  static constexpr Place none = ~Place{0};
  struct Pair {
    Node a = no_node, b = no_node;
    Place current = none;
    std::uint32_t version = 0;   // of the wait for the next: an older one is void
    bool noticing = false;       // the current one failed, and nobody has noticed
    bool renegotiating = false;  // nothing carries until they have agreed
    std::uint32_t failures = 0;  // for the names of random streams
    Place distrusted = none;     // carried nothing: the last choice ...
    base::Instant until{};       // ... until then
    std::uint32_t barred = 0;    // by bit
    std::vector<kernel::Callback> waiting{};
  };

  void joins_changed(radio::Station a, radio::Station b) override;
  [[nodiscard]] Place best(Node a, Node b) const;
  [[nodiscard]] Place best(const Pair&) const;
  [[nodiscard]] bool serves(const Pair&, Place) const;
  void renegotiated(Pair&);
  [[nodiscard]] const Pair* find(Node a, Node b) const;
  Pair& pair(Node a, Node b);
  void reconsider(Pair&);
  void notice(Pair&);
  void ask_for(const Pair&);
  void switch_to(Pair&, Place);

  kernel::Scheduler& scheduler_;
  const base::Streams& streams_;
  std::vector<radio::Technology*> technologies_;
  PathSettings settings_;
  Observer* observer_;
  Coexistence* coexistence_;
  PairMap index_;  // the smaller node first
  std::vector<Pair> pairs_;
};

}  // namespace nearsim::net
