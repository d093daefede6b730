// A scheduler, streams and a network for tests, and a log of what arrived when.  The frameworks' tests put
// their devices into it.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "models/net/network.hpp"
#include "sim/base/random.hpp"
#include "sim/base/time.hpp"
#include "sim/kernel/scheduler.hpp"

namespace nearsim::net {

using namespace std::chrono_literals;
using base::at;

struct Room {
  explicit Room(Way way = {}, std::uint64_t seed = 1, kernel::SchedulerOptions options = {},
                Observer* observer = nullptr)
      : scheduler(options), streams(base::Seed{seed}), network(scheduler, streams, {way}, observer) {}

  // "word@1200 " with the time in milliseconds.
  void log(std::string_view word) {
    text += word;
    text += '@' + std::to_string(scheduler.now().time_since_epoch() / 1ms) + ' ';
  }
  // "A:word@1200 ", of the first device.
  void log(Node node, std::string_view word) {
    text += static_cast<char>('A' + node);
    text += ':';
    log(word);
  }
  template <class F>
  void when(base::Duration time, F what) {
    scheduler.post(at(time), {"test"}, what);
  }
  std::string run(base::Duration until) {
    scheduler.run_until(at(until));
    return std::exchange(text, {});
  }

  kernel::Scheduler scheduler;
  base::Streams streams;
  Network network;
  std::string text;
};

inline Way delay_of(base::Duration d) { return {.delay = d}; }

inline kernel::SchedulerOptions shuffled(std::uint64_t seed) {
  return {.ties = kernel::Ties::shuffled, .tie_seed = {seed}};
}

inline Buffer bytes(std::string_view text) {
  const auto* begin = reinterpret_cast<const std::byte*>(text.data());
  return {begin, begin + text.size()};
}
inline std::string text_of(BytesView b) { return {reinterpret_cast<const char*>(b.data()), b.size()}; }

}  // namespace nearsim::net
