#include "sim/run/meters.hpp"

#include <algorithm>

namespace nearsim::run {

using scenario::MeterKind;

void Meters::watch(os::SerialQueue& queue, Node node, std::string_view name) {
  queue.watch(&gauges_.emplace_back(*this, node, name));
}

void Meters::tell(const Metering& reading) const {
  for (Monitor* monitor : monitors_) monitor->metered(reading);
}

// What a device says to a server it says to nobody in the room; what the server says is not the device's.
void Meters::carried(MeterKind what, Node from, Node to, base::Bytes size, std::string_view over) {
  if (from >= devices_) return;
  const base::Instant now = scheduler_.now();
  tell({now, now, what, from, to < devices_ ? to : net::no_node, over, size.count});
}

void Meters::sent(Node from, Node to, base::Bytes size, std::string_view over) {
  carried(MeterKind::bytes_sent, from, to, size, over);
}
void Meters::delivered(Node from, Node to, base::Bytes size, std::string_view over) {
  carried(MeterKind::bytes_delivered, from, to, size, over);
}

void Meters::Gauge::shows(MeterKind what, base::Instant from, base::Instant to, std::int64_t amount) const {
  meters_.tell({from, to, what, node_, net::no_node, name_, amount});
}
void Meters::Gauge::queued(std::size_t waiting) {
  const base::Instant now = meters_.scheduler_.now();
  shows(MeterKind::queue_depth, now, now, static_cast<std::int64_t>(waiting));
}
void Meters::Gauge::ran(base::Duration waited) {
  const base::Instant now = meters_.scheduler_.now();
  shows(MeterKind::queue_wait, now, now, waited.count());
}
void Meters::Gauge::kept(base::Instant from, base::Instant to) {
  to = std::min(to, meters_.end_);
  shows(MeterKind::queue_busy, from, to, (to - from).count());
}

}  // namespace nearsim::run
