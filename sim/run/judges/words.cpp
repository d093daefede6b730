#include "sim/run/judges/words.hpp"

#include <fmt/format.h>

#include "sim/kernel/sinks.hpp"

namespace nearsim::run {

std::string seconds(base::Duration duration) {
  using namespace std::chrono_literals;
  if (duration == base::forever) return "for ever";
  if (duration < 0ns) return "-" + seconds(-duration);
  if (duration > 0ns && duration < 1ms) return kernel::format_duration(duration);
  const std::int64_t ms = duration / 1ms;
  return fmt::format("{}.{:03}s", ms / 1000, ms % 1000);
}

std::string seconds(base::Instant instant) { return seconds(instant.time_since_epoch()); }

std::string times(std::uint64_t count) {
  if (count == 0) return "never";
  return count == 1 ? "once" : fmt::format("{} times", count);
}

std::string_view Names::operator()(net::Node node) const {
  return node < scenario_->devices.size() ? std::string_view{scenario_->devices[node].name}
                                          : std::string_view{};
}

std::string Names::link(net::Node from, net::Node to) const {
  std::string out{(*this)(from)};
  if (to != net::no_node) out.append(">").append((*this)(to));
  return out;
}

std::string Names::pair(net::Node a, net::Node b) const {
  std::string out{(*this)(a)};
  if (b != net::no_node) out.append("-").append((*this)(b));
  return out;
}

net::Node Names::find(std::string_view name) const {
  for (std::size_t i = 0; i < scenario_->devices.size(); ++i)
    if (scenario_->devices[i].name == name) return static_cast<net::Node>(i);
  return net::no_node;
}

}  // namespace nearsim::run
