// The device's serial queues, and what of it waits for something else of it: a queue for another, a writer
// for a lock.  Two queues that wait for each other freeze the application.
#include "sim/run/device.hpp"
#include "sim/run/meters.hpp"
#include "sim/run/world.hpp"

namespace nearsim::run {

using scenario::BusyQueue;

os::SerialQueue& Device::queue(BusyQueue which) {
  switch (which) {
    case BusyQueue::main: return main_;
    case BusyQueue::session: return session_queue_;
    case BusyQueue::operations: break;
  }
  return operations_;
}

void Device::keep_busy(BusyQueue queue, base::Duration lasts) { this->queue(queue).block_for(lasts); }

void Device::meter(Meters& meters) {
  for (const BusyQueue which : {BusyQueue::main, BusyQueue::session, BusyQueue::operations})
    meters.watch(queue(which), node_, protocol::name(which));
}

void Device::close_meters() {
  for (const os::SerialQueue* queue : {&main_, &session_queue_, &operations_}) queue->tell_rest();
}

void Device::waits(std::string_view what, std::string_view on) {
  note("waits", {{"what", what}, {"on", on}});
}

void Device::waited(std::string_view what, std::string_view on, base::Duration so_long) {
  note("waited", {{"what", what}, {"on", on}, {"so_long", so_long}});
}

// A fault: some code of the application that dispatches synchronously.
void Device::wait_for(BusyQueue which, BusyQueue on, base::Duration takes) {
  if (!engine_ || !life_.running()) return;
  queue(which).dispatch({"waits for a queue", node_},
                        [this, which, on, takes] { hand_over(which, on, takes, {}); });
}

void Device::hand_over(BusyQueue which, BusyQueue on, base::Duration takes, kernel::Callback task) {
  const base::Instant since = world_.now();
  waits(protocol::name(which), protocol::name(on));
  const os::Waits how = queue(which).wait_for(
      queue(on), {"awaited task", node_}, takes, std::move(task), [this, which, on, since] {
        waited(protocol::name(which), protocol::name(on), world_.now() - since);
        if (which != BusyQueue::main) return;
        arm();
        refresh_presence();
      });
  if (which == BusyQueue::main) refresh_presence();
  if (how == os::Waits::for_ever)
    note("deadlock", {{"what", protocol::name(which)}, {"on", protocol::name(on)}});
}

}  // namespace nearsim::run
