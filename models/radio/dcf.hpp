// How a station gets its turn (IEEE 802.11 DCF, and EDCA as several of it in one station): listen before
// talking, count down a random number of idle slots, send, wait for the acknowledgement, and double the
// window when none comes.
//
//     busy |<- AIFS ->| 3 | 2 | 1 | busy ....... |<- AIFS ->| 1 | DATA |<SIFS>|ACK|
//                                    ^ frozen at 1
//
// A long frame may ask first (RTS) and be invited (CTS): then a collision costs a short frame, and who does
// not hear the sender hears the receiver and keeps quiet.
//
//     Ana (hears only Bob)  |RTS|      |DATA ............|
//     Bob                        |CTS|                    |ACK|
//     Cyd (hears only Bob)            |<- silent: reserved --->|
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "models/radio/medium.hpp"

namespace nearsim::radio {

// What happens with the counter while somebody else transmits.
enum class Countdown : std::uint8_t {
  dcf,   // 802.11a/b/g: it stands still, so that after a success only its sender may take the first slot
  edca,  // 802.11e and later, and Bianchi's paper: the busy time counts as one slot
};

// One queue's right of access.  EDCA has four: ns-3's aifsn, and windows of 802.11 for aCWmin = 15.
struct Access {
  int aifsn = 2;
  int cw_min = 15, cw_max = 1023;
};
inline constexpr Access edca_voice{2, 3, 7}, edca_video{2, 7, 15}, edca_best_effort{3, 15, 1023},
    edca_background{7, 15, 1023};

inline constexpr std::uint32_t never_asks = ~std::uint32_t{0};

struct DcfSettings {
  Timing timing = timing_a;
  Countdown countdown = Countdown::dcf;
  std::vector<Access> queues{{}};  // most urgent first
  int attempts = 7;                // 802.11 and ns-3's FrameRetryLimit; then the frame is dropped
  base::Duration ack_air = 44us;   // at the control rate; 6 Mbit/s: 20 us and six symbols; a CTS is as long
  // Frames longer than this, in bytes, ask first.  802.11's dot11RTSThreshold; its default, and that of
  // ns-3, is beyond the longest frame: never.
  std::uint32_t rts_over = never_asks;
  base::Duration rts_air = 52us;  // at the control rate; 6 Mbit/s: 20 us and eight symbols
  // How long after a frame that came garbled (EIFS = SIFS + ACK + DIFS), and after an own one without an
  // answer.
  base::Duration after_garbled = 94us;
  base::Duration after_no_answer = 34us;
};

enum class Outcome : std::uint8_t { sent, acknowledged, dropped };  // sent: to everybody, without an answer

class DcfUser {
 public:
  virtual void received(Station at,
                        const Frame& frame) = 0;  // for this station or for everybody; never twice
  virtual void finished(Station at, const Frame& frame, Outcome outcome, int attempts) = 0;

 protected:
  ~DcfUser() = default;
};

class Dcf final : private Ear {
 public:
  Dcf(Medium& medium, const base::Streams& streams, Station station, const DcfSettings& settings,
      DcfUser& user);
  Dcf(const Dcf&) = delete;
  Dcf& operator=(const Dcf&) = delete;

  void send(Frame frame, std::size_t queue = 0);  // from and sequence are filled in
  [[nodiscard]] std::size_t waiting(std::size_t queue = 0) const;
  [[nodiscard]] Station station() const { return station_; }

 private:
  struct Contender {
    Access access;
    std::vector<Frame> frames;
    std::size_t head = 0;
    int window = 0;
    int tries = 0;
    std::int64_t slots = 0;
    bool contending = false;  // it has a frame, or still pauses after its last one
    bool counting = false;
    base::Instant started{};
    kernel::Deadline turn{};
    [[nodiscard]] bool empty() const { return head == frames.size(); }
  };
  static constexpr std::size_t no_queue = ~std::size_t{0};

  void heard(const Frame& frame, Heard how) override;
  void sent(const Frame& frame) override;
  void busy() override;
  void idle() override;

  [[nodiscard]] base::Instant fires(const Contender& c) const {
    return c.started + c.slots * settings_.timing.slot;
  }
  void draw(Contender& c);
  void count(Contender& c);
  void count_all();
  void turn(std::size_t queue);
  [[nodiscard]] bool yields(std::size_t queue) const;
  void failed(Contender& c);
  void pop(Contender& c, Outcome outcome);
  void no_answer();
  [[nodiscard]] Frame next_frame(const Contender& c) const;
  [[nodiscard]] bool asks_first(const Frame& data) const;
  [[nodiscard]] base::Duration reserved_by(const Frame& data) const;
  [[nodiscard]] Frame question(const Frame& data) const;
  void send_data();
  void reserve(const Frame& frame);
  void lift(base::Instant since);
  void answer(const Frame& frame);
  [[nodiscard]] bool repetition(const Frame& frame);

  Medium& medium_;
  kernel::Scheduler& scheduler_;
  DcfSettings settings_;
  Station station_;
  DcfUser& user_;
  base::Rng random_;
  std::vector<Contender> contenders_;
  std::size_t airing_ = no_queue;   // whose frame is on the air, or waits for its answer
  bool awaiting_ = false;           // the answer; or an invitation, and SIFS after it
  base::Duration extra_{};          // beyond AIFS, after something went wrong
  base::Instant reserved_until_{};  // an exchange of others, by the duration in its frame (NAV)
  std::uint32_t sequence_ = 0;
  kernel::Deadline give_up_{};
  std::vector<std::pair<Station, std::uint32_t>> last_;  // sorted: the latest from each sender
};

}  // namespace nearsim::radio
