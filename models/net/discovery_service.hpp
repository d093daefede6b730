// What a framework needs of discovery, and what a scenario can do to it: publish, browse, and the ways in
// which a browser's cache is wrong.  Two models answer to it: `Discovery` draws how long each finding takes,
// `mdns::Mdns` lets multicast packets decide.
#pragma once

#include <cstdint>
#include <optional>

#include "models/net/record.hpp"
#include "sim/base/time.hpp"
#include "sim/base/units.hpp"

namespace nearsim::net {

class Browser {
 public:
  virtual void found(const Record&, Node host) = 0;
  virtual void lost(const Record&, Node host) = 0;

 protected:
  ~Browser() = default;
};

struct Publication {
  std::uint32_t index = ~std::uint32_t{0};
};

enum class Goodbye : std::uint8_t { sent, not_sent };
enum class Event : std::uint8_t { told, silently };

class DiscoveryService {
 public:
  DiscoveryService() = default;
  DiscoveryService(const DiscoveryService&) = delete;
  DiscoveryService& operator=(const DiscoveryService&) = delete;
  virtual ~DiscoveryService() = default;

  [[nodiscard]] virtual Publication publish(Node host, Record) = 0;
  virtual void withdraw(Publication, Goodbye) = 0;  // not_sent: everybody who found it keeps a ghost
  virtual void browse(Node, Browser&) = 0;          // one browser per device
  virtual void stop_browsing(Node) = 0;
  // A connection to the record's host failed: if the record is dead or out of reach it leaves the cache soon.
  virtual void reconfirm(Node browser, Identity) = 0;

  // --- what a browser knows now
  [[nodiscard]] virtual bool browsing(Node) const = 0;
  [[nodiscard]] virtual std::optional<Node> resolve(Node browser, Identity) const = 0;  // the host, if known
  [[nodiscard]] virtual const Record& record(Publication) const = 0;

  // --- faults
  // Counted: nothing is found in this direction until it is shown again.  What was found already stays.
  virtual void hide(Node publisher, Node browser) = 0;
  virtual void show(Node publisher, Node browser) = 0;
  // While it is hidden: of the packets on peer-to-peer interfaces, so many come through all the same.
  virtual void leak(Node, Node, base::Ratio) {}
  // A record whose process is long dead, found by every browser (or by one): a ghost from the start.
  virtual Publication inject_stale(Node host, Record, Node only_browser) = 0;
  // The browser finds a record of its own host: the present one, or one of an earlier process.
  virtual void reflect(Node browser, Record) = 0;
  virtual void repeat_found(Node browser, Identity, int times, base::Duration gap) = 0;
  // The record leaves the browser's cache although its host is there.  silently: no event now, and none when
  // the same identity is announced again (the field's "neither lost nor found"), until the browser starts
  // anew.
  virtual void lose(Node browser, Identity, Event) = 0;
};

}  // namespace nearsim::net
