// A pipe carries messages in one direction, reliably and in order: lost ones are sent again, later ones wait
// behind them, and what was sent into an outage is delivered after it.  Sending only enqueues and never
// fails.
//
// The pipe keeps its own queue; an event only means "look at the head", so the order of events at one instant
// does not matter.  It has no opinion about the health of its ends: streams and sessions do.
#pragma once

#include <cstdint>
#include <vector>

#include "models/net/network.hpp"
#include "models/net/retry.hpp"

namespace nearsim::net {

class Pipe;

class PipeEnd {
 public:
  // `tag` is the sender's; the receiver may move the message away, drop the pipe or reopen it.
  virtual void pipe_delivered(Pipe&, std::uint8_t tag, Buffer& message) = 0;
  virtual void pipe_gave_up(Pipe&) {}  // nothing got through for the time given to give_up_after()

 protected:
  ~PipeEnd() = default;
};

enum class Gate : std::uint8_t { open, shut };

class Pipe final : private Watcher {
 public:
  Pipe() = default;

  void open(Network&, Node from, Node to, const Retry&, PipeEnd& receiver, Gate = Gate::open);
  void give_up_after(base::Duration d) { give_up_ = d; }
  void send(std::uint8_t tag, Buffer message);
  // The sender goes: what has not been transmitted is dropped, then one attempt to deliver `tag` behind what
  // is in flight, at least `extra` later than the way's delay.  False: it was lost, and the receiver will
  // hear nothing.
  [[nodiscard]] bool finish(std::uint8_t tag, base::Duration extra);
  void abandon();    // the sender went without a word: only what is in flight still arrives
  void open_gate();  // the receiver is ready: deliver what has arrived
  void drop();       // forget everything; events still under way become void

  [[nodiscard]] bool is_open() const { return network_ != nullptr; }
  [[nodiscard]] std::size_t undelivered() const { return queue_.size() - head_; }
  [[nodiscard]] Node from() const { return network_->from(way_); }
  [[nodiscard]] Node to() const { return network_->to(way_); }
  [[nodiscard]] WayId way() const { return way_; }

 private:
  struct Message {
    Buffer bytes;
    base::Instant arrives = base::never;  // never: not (successfully) transmitted yet
    std::uint8_t tag = 0;
  };

  // A message that arrives, and knows what it will look at: cold memory in a crowd.
  struct Delivery {
    Pipe* pipe;
    std::uint32_t generation;
    void operator()() const {
      if (generation == pipe->generation_) pipe->deliver();
    }
    void coming(kernel::Approach how) const { pipe->prefetch(how); }
  };

  [[gnu::always_inline]] void prefetch(kernel::Approach how) const {
    if (how == kernel::Approach::far) base::prefetch_all(*this);
    if (how == kernel::Approach::near && head_ < queue_.size()) base::prefetch_all(queue_[head_]);
    if (how == kernel::Approach::next && head_ < queue_.size()) base::prefetch(queue_[head_].bytes.data());
  }
  void path_changed(Path) override;
  [[nodiscard]] bool transmit(Message&, base::Duration extra);
  void failed();  // a transmission did not get through: see to the next try
  void wait_for_retry();
  void retransmit();
  void recovered();
  [[nodiscard]] bool truncate();
  void expect(base::Instant arrival);
  void deliver();

  Network* network_ = nullptr;
  PipeEnd* receiver_ = nullptr;
  WayId way_;
  Retry retry_;
  RetrySchedule schedule_;
  base::Duration give_up_ = base::forever;
  base::Instant expected_ = base::never;  // an event is posted for this instant
  kernel::Timer gives_up_{};
  std::vector<Message> queue_;
  std::size_t head_ = 0;
  std::uint32_t generation_ = 0;
  Gate gate_ = Gate::open;
  enum class Trouble : std::uint8_t { none, retry_posted, waiting_for_path } trouble_ = Trouble::none;
};

}  // namespace nearsim::net
