// A courier carries one message that must arrive (a SYN, an invitation, its answer): it tries, and tries
// again on loss, and waits without events while the way is down.  One scheduler event per message on a
// healthy way.
#pragma once

#include <deque>
#include <memory_resource>
#include <vector>

#include "models/net/network.hpp"
#include "models/net/retry.hpp"
#include "sim/kernel/callback.hpp"

namespace nearsim::net {

class Courier {
 public:
  explicit Courier(Network& network) : network_(network) {}
  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;

  // Runs `on_arrival` when the message reaches `to`.  Not sent again after `give_up`; nobody is told then:
  // whoever waits for an answer has a timeout of its own.
  void send(Node from, Node to, const Retry&, base::Instant give_up, kernel::Label,
            kernel::Callback on_arrival);

 private:
  struct Waiting final : Watcher {
    Courier* courier = nullptr;
    WayId way;
    Retry retry;
    RetrySchedule schedule;
    base::Instant give_up{};
    kernel::Label label{};
    kernel::Callback on_arrival;
    void path_changed(Path) override;
  };

  void wait(Waiting&);
  void try_again(Waiting&);
  void release(Waiting&);

  Network& network_;
  std::pmr::deque<Waiting> waiting_{network_.scheduler().memory()};
  std::vector<Waiting*> free_;
};

}  // namespace nearsim::net
