// How a world hears of the events that come next, see outlook.hpp.
#include "sim/kernel/outlook.hpp"
#include "sim/kernel/scheduler.hpp"

namespace nearsim::kernel {

// Each of the first few entries behind the running one is one step nearer than the next.  The nearest first:
// what it was told as when it was one step farther still stands there, and what came in between, or with a
// fresh bottom of the queue, takes its earlier steps now.
void Scheduler::tell_outlook(std::span<const Entry> sorted) {
  // Most events of a crowd hop from queue to queue at one instant: what comes after them stays in its place.
  if (sorted.size() > approaches && sorted[approaches].word == told_[0]) return;
  events_.prefetch_free();
  for (std::size_t step = approaches; step-- > 0;) {
    if (sorted.size() <= approaches - step) continue;
    const Entry& entry = sorted[approaches - step];
    if (entry.word == told_[step]) continue;
    const bool seen = step > 0 && told_[step - 1] == entry.word;
    told_[step] = entry.word;
    const auto index = static_cast<std::uint32_t>(entry.word & index_mask);
    const bool is_deadline = (entry.word & deadline_bit) != 0;
    const bool stands =
        is_deadline ? armings_[index].word == entry.word : events_[index].waits_as(entry.word);
    if (!stands) continue;
    const Label& label = is_deadline ? alarms_[index].label : events_[index].label;
    for (std::size_t s = seen ? step : 0; s <= step; ++s) {
      const Approach how{static_cast<std::uint8_t>(s)};
      outlook_->coming(label, how);
      if (!is_deadline) events_[index].callback.coming(how);
    }
  }
}

void Scheduler::prefetch(Timer timer) const {
  if (timer.slot < events_.size()) base::prefetch(events_.address(timer.slot), sizeof(Event));
}

}  // namespace nearsim::kernel
