#include "models/net/pipe.hpp"

#include <utility>

#include "sim/base/check.hpp"

namespace nearsim::net {

void Pipe::open(Network& network, Node from, Node to, const Retry& retry, PipeEnd& receiver, Gate gate) {
  drop();
  network_ = &network;
  receiver_ = &receiver;
  way_ = network.use(from, to);
  retry_ = retry;
  give_up_ = base::forever;
  gate_ = gate;
}

void Pipe::drop() {
  if (network_ == nullptr) return;
  network_->unwatch(*this);
  network_->scheduler().cancel(gives_up_);
  queue_.clear();
  head_ = 0;
  ++generation_;
  expected_ = base::never;
  trouble_ = Trouble::none;
  network_ = nullptr;
}

void Pipe::send(std::uint8_t tag, Buffer message) {
  NEARSIM_CHECK(is_open(), "a message sent into a pipe that is not open");
  queue_.push_back({std::move(message), base::never, tag});
  // Behind a dead way the message only joins the backlog: the retry will take it along.
  if (trouble_ == Trouble::waiting_for_path) return;
  if (!transmit(queue_.back(), {})) failed();
}

// The sender will not fill a hole in the sequence any more, and what waits behind it can never be delivered.
// False if there was something to drop.
bool Pipe::truncate() {
  std::size_t end = head_;
  while (end < queue_.size() && queue_[end].arrives != base::never) ++end;
  const bool whole = end == queue_.size();
  queue_.resize(end);
  recovered();
  return whole;
}

bool Pipe::finish(std::uint8_t tag, base::Duration extra) {
  if (!is_open() || !truncate()) return false;
  queue_.push_back({{}, base::never, tag});
  if (transmit(queue_.back(), extra)) return true;
  queue_.pop_back();
  return false;
}

void Pipe::abandon() {
  if (is_open()) static_cast<void>(truncate());
}

bool Pipe::transmit(Message& message, base::Duration extra) {
  const Transit transit = network_->transmit(way_, {static_cast<std::int64_t>(message.bytes.size())});
  if (transit.fate == Transit::Fate::lost && network_->observer() != nullptr) {
    network_->observer()->event(network_->scheduler().now(), from(), "net", "lost", to(), {});
  }
  if (transit.fate != Transit::Fate::arrives) return false;
  message.arrives = network_->scheduler().now() + transit.delay + extra;
  expect(message.arrives);
  return true;
}

// --- arriving

// One event per message, or per burst of messages that arrive together.
void Pipe::expect(base::Instant arrival) {
  kernel::Scheduler& scheduler = network_->scheduler();
  if (arrival == expected_ && arrival > scheduler.now()) return;
  expected_ = arrival;
  scheduler.post(arrival, {"deliver", to(), from()}, Delivery{this, generation_});
}

void Pipe::deliver() {
  if (gate_ == Gate::shut) return;
  const std::uint32_t generation = generation_;
  while (head_ < queue_.size() && queue_[head_].arrives <= network_->scheduler().now()) {
    Buffer message = std::move(queue_[head_].bytes);
    const std::uint8_t tag = queue_[head_].tag;
    ++head_;
    receiver_->pipe_delivered(*this, tag, message);
    if (generation != generation_) return;  // dropped or reopened meanwhile
  }
  if (head_ == queue_.size()) {
    queue_.clear();
    head_ = 0;
  } else if (head_ > 32 && 2 * head_ > queue_.size()) {
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(head_));
    head_ = 0;
  }
}

void Pipe::open_gate() {
  gate_ = Gate::open;
  if (is_open()) deliver();
}

// --- trying again

void Pipe::failed() {
  if (trouble_ != Trouble::none) return;  // the retry under way takes this message along
  kernel::Scheduler& scheduler = network_->scheduler();
  schedule_.start(retry_, scheduler.now());
  if (give_up_ != base::forever) {
    gives_up_ = scheduler.at(base::later(scheduler.now(), give_up_), {"give up", from(), to()},
                             [this, generation = generation_] {
                               if (generation == generation_) receiver_->pipe_gave_up(*this);
                             });
  }
  wait_for_retry();
}

void Pipe::wait_for_retry() {
  if (!network_->up(way_)) {
    trouble_ = Trouble::waiting_for_path;
    network_->watch(way_, *this);
    if (network_->observer() != nullptr)
      network_->observer()->event(network_->scheduler().now(), from(), "net", "backlog", to(),
                                  {{"waiting", static_cast<std::int64_t>(undelivered())}});
    return;
  }
  trouble_ = Trouble::retry_posted;
  network_->scheduler().post(
      schedule_.next, {"retransmit", from(), to()}, [this, generation = generation_, due = schedule_.next] {
        const bool ours =
            generation == generation_ && due == schedule_.next && trouble_ == Trouble::retry_posted;
        if (ours) retransmit();
      });
}

void Pipe::path_changed(Path now) {
  if (now == Path::down) return;
  network_->unwatch(*this);
  schedule_.skip_to(retry_, network_->scheduler().now());
  wait_for_retry();
}

void Pipe::retransmit() {
  bool all = true;
  bool progress = false;
  for (std::size_t i = head_; i < queue_.size(); ++i) {
    if (queue_[i].arrives != base::never) continue;
    if (transmit(queue_[i], {})) progress = true;
    else all = false;
  }
  if (all) return recovered();
  if (progress) {
    recovered();
    failed();  // a new schedule and a new patience: something got through
  } else {
    schedule_.advance(retry_);
    wait_for_retry();
  }
}

void Pipe::recovered() {
  network_->unwatch(*this);
  network_->scheduler().cancel(gives_up_);
  trouble_ = Trouble::none;
}

}  // namespace nearsim::net
