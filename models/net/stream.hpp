// A stream: a connection that carries messages both ways, with the two ends knowing different things.  One
// end may be open while the other is gone (half-open) and neither has to know.
//
//     initiator   connecting ----------------- open ---------- closed / reset
//     responder              (offer) connecting ---- open ----
//
// Refused: 61 after a round trip.  Nobody answers: 60 after connect_timeout.  No route: 65 at once.  Reset by
// peer: 54.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "models/net/courier.hpp"
#include "models/net/errno.hpp"
#include "models/net/pipe.hpp"

namespace nearsim::net {

enum class WhenDown : std::uint8_t { silence, no_route };
[[nodiscard]] constexpr auto names_of(WhenDown) {
  return std::array<std::string_view, 2>{"silence", "no_route"};
}

struct StreamSettings {
  Retry connect{1s, 4, 32s};             // Darwin SYN schedule 0,1,2,3,4,5,7,11,19,35,67 s
  base::Duration connect_timeout = 75s;  // Darwin: ETIMEDOUT 75 s after the first SYN
  Retry data{200ms, 0, 60s};             // see models/net/retry.hpp
  base::Duration give_up =
      10min;  // ours: Darwin gives up after 12 retransmissions, in the order of ten minutes
  WhenDown when_down = WhenDown::silence;  // ours: what connecting over a way that is down looks like

  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("connect", s.connect, "retries of the first packet");
    v("connect_timeout", s.connect_timeout, "until connecting fails with 60");
    v("data", s.data, "retransmissions");
    v("give_up", s.give_up, "without progress until an open end fails with 60");
    v("when_down", s.when_down, "connecting over a way that is down");
  }
  bool operator==(const StreamSettings&) const = default;
};

enum class End : std::uint8_t { initiator, responder };
[[nodiscard]] constexpr End other(End e) { return e == End::initiator ? End::responder : End::initiator; }

enum class StreamState : std::uint8_t { idle, connecting, open, closed, reset };
enum class Offer : std::uint8_t { accept, refuse };

class Stream;

class StreamUser {
 public:
  [[nodiscard]] virtual Offer stream_offered(Stream&) = 0;  // at the responder
  virtual void stream_opened(Stream&, End) = 0;
  virtual void stream_received(Stream&, End, Buffer& message) = 0;
  virtual void stream_ended(Stream&, End, Errno) = 0;  // none: closed in order by the other end

 protected:
  ~StreamUser() = default;
};

// It must live as long as the run (events refer to it); connect() may be used again after it ended.
class Stream final {
 public:
  Stream(Network&, Courier&, Node initiator, Node responder, StreamSettings, StreamUser&);
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  void connect();
  void send(End, Buffer message);  // CHECKs that the local state is open; says nothing about the other end
  void close(End);                 // in order: the other end hears it after what was sent before
  void abort(End);                 // reset: the other end hears 54 one way later
  void vanish(End);  // power loss: nobody is told; what arrives there later is answered by nobody
  void forget(End);  // the process is gone but its host is not: what arrives is answered by a reset

  [[nodiscard]] StreamState state(End e) const { return half(e).state; }  // what this end believes
  [[nodiscard]] bool half_open(End e) const;  // believes open, and the other is gone
  [[nodiscard]] Node node(End e) const { return half(e).node; }
  [[nodiscard]] std::size_t backlog(End e) const { return half(e).out.undelivered(); }

 private:
  struct Half final : PipeEnd {  // receives what the other half sends
    Stream* stream = nullptr;
    End end{};
    Node node = no_node;
    StreamState state = StreamState::idle;
    enum class Host : std::uint8_t { alive, answers_reset, silent } host = Host::alive;
    Pipe out;
    void pipe_delivered(Pipe&, std::uint8_t tag, Buffer&) override;
    void pipe_gave_up(Pipe&) override;
  };

  [[nodiscard]] Half& half(End e) { return e == End::initiator ? ends_[0] : ends_[1]; }
  [[nodiscard]] const Half& half(End e) const { return e == End::initiator ? ends_[0] : ends_[1]; }
  void offered();
  void answered(Offer);
  void received(Half&, std::uint8_t tag, Buffer&);
  void end(Half&, StreamState, Errno);
  void reset_other(Half& from);
  void leave(End, Half::Host);

  Network& network_;
  Courier& courier_;
  StreamSettings settings_;
  StreamUser& user_;
  Half ends_[2];
  std::uint32_t generation_ = 0;
  kernel::Timer timeout_{};
};

}  // namespace nearsim::net
