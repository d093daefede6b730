#include "models/net/courier.hpp"

#include <utility>

namespace nearsim::net {
namespace {

constexpr base::Bytes packet{64};  // ours: a control message; it matters on ways with a rate only

}  // namespace

void Courier::send(Node from, Node to, const Retry& retry, base::Instant give_up, kernel::Label label,
                   kernel::Callback on_arrival) {
  const WayId way = network_.use(from, to);
  const Transit transit = network_.transmit(way, packet);
  kernel::Scheduler& scheduler = network_.scheduler();
  if (transit.fate == Transit::Fate::arrives) {
    scheduler.post(scheduler.now() + transit.delay, label, std::move(on_arrival));
    return;
  }
  if (free_.empty()) {
    waiting_.emplace_back();
    free_.push_back(&waiting_.back());
  }
  Waiting& w = *free_.back();
  free_.pop_back();
  w.courier = this;
  w.way = way;
  w.retry = retry;
  w.give_up = give_up;
  w.label = label;
  w.on_arrival = std::move(on_arrival);
  w.schedule.start(retry, scheduler.now());
  wait(w);
}

// Behind a dead way nothing is scheduled; the way's return says when to go on.
void Courier::wait(Waiting& w) {
  if (w.schedule.next > w.give_up) return release(w);
  if (!network_.up(w.way)) return network_.watch(w.way, w);
  network_.scheduler().post(w.schedule.next, {"retry", network_.from(w.way), network_.to(w.way)},
                            [&w] { w.courier->try_again(w); });
}

void Courier::Waiting::path_changed(Path now) {
  if (now == Path::down) return;
  courier->network_.unwatch(*this);
  schedule.skip_to(retry, courier->network_.scheduler().now());
  courier->wait(*this);
}

void Courier::try_again(Waiting& w) {
  const Transit transit = network_.transmit(w.way, packet);
  if (transit.fate != Transit::Fate::arrives) {
    w.schedule.advance(w.retry);
    return wait(w);
  }
  kernel::Scheduler& scheduler = network_.scheduler();
  scheduler.post(scheduler.now() + transit.delay, w.label, std::move(w.on_arrival));
  release(w);
}

void Courier::release(Waiting& w) {
  w.on_arrival.reset();
  free_.push_back(&w);
}

}  // namespace nearsim::net
