// The meters of one run: what the network and the queues tell is passed on to whoever watches the run.
#pragma once

#include <deque>
#include <memory_resource>
#include <string_view>
#include <vector>

#include "models/net/meter.hpp"
#include "models/os/serial_queue.hpp"
#include "sim/run/monitor.hpp"

namespace nearsim::run {

class Meters final : public net::Meter {
 public:
  Meters(const kernel::Scheduler& scheduler, base::Instant end, Node devices,
         const std::pmr::vector<Monitor*>& monitors)
      : scheduler_(scheduler), end_(end), devices_(devices), monitors_(monitors) {}

  void watch(os::SerialQueue& queue, Node node, std::string_view name);

  void sent(Node from, Node to, base::Bytes size, std::string_view over) override;
  void delivered(Node from, Node to, base::Bytes size, std::string_view over) override;

 private:
  class Gauge final : public os::QueueWatcher {  // of one queue
   public:
    Gauge(Meters& meters, Node node, std::string_view name) : meters_(meters), node_(node), name_(name) {}
    void queued(std::size_t waiting) override;
    void ran(base::Duration waited) override;
    void kept(base::Instant from, base::Instant to) override;

   private:
    void shows(scenario::MeterKind, base::Instant from, base::Instant to, std::int64_t amount) const;

    Meters& meters_;
    Node node_;
    std::string_view name_;
  };

  void carried(scenario::MeterKind what, Node from, Node to, base::Bytes size, std::string_view over);
  void tell(const Metering& reading) const;

  const kernel::Scheduler& scheduler_;
  base::Instant end_;  // of the run: what lasts, lasts no longer
  Node devices_;       // behind them are servers
  const std::pmr::vector<Monitor*>& monitors_;
  std::deque<Gauge> gauges_;
};

}  // namespace nearsim::run
