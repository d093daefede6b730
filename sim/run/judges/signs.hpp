// Signs of life: when each device last heard each other one, since when it is connected to it, and when it
// slept.  This is what happened, whatever an engine makes of it.
#pragma once

#include <memory_resource>
#include <string_view>
#include <vector>

#include "models/net/pair_pages.hpp"
#include "sim/run/judges/pair_book.hpp"
#include "sim/run/judges/records.hpp"
#include "sim/run/monitor.hpp"

namespace nearsim::run {

class Signs {
 public:
  [[nodiscard]] static VerbSet heard();  // the verbs that are a sign of something

  Signs(std::size_t devices, std::pmr::memory_resource* memory);

  void happened(const Happening& h, VerbNumber verb) {
    if (const Sign sign = by_verb_[verb]; sign != Sign::none) saw(h, sign);
  }
  void pair_settled(base::Instant at, const PairState& before, const PairState& now);

  // Data of `about` reached `of`; never: not yet.
  [[nodiscard]] base::Instant heard(Node of, Node about) const { return link(of, about).heard; }
  [[nodiscard]] base::Instant connected(Node of, Node about) const { return link(of, about).connected; }
  [[nodiscard]] base::Instant lost(Node from, Node to) const {
    return link(from, to).lost;
  }  // a transmission
  // The last of connected, heard and handshaken, in this connection; never: it is not connected.
  [[nodiscard]] base::Instant last(Node of, Node about) const;
  // So much of (from, to] the device was suspended.
  [[nodiscard]] base::Duration slept(Node device, base::Instant from, base::Instant to) const;
  // When it last started, was restarted, left, was killed or took a new identity; never: not yet.
  [[nodiscard]] base::Instant changed(Node device) const { return devices_[device].changed; }
  [[nodiscard]] int starts(Node device) const { return devices_[device].starts; }

 private:
  enum class Sign : std::uint8_t { none, of_device, lost, reset, reached, heard };
  [[nodiscard]] static const ByVerb<Sign>& by_verb();
  void saw(const Happening& h, Sign sign);

  struct Link {  // one way
    base::Instant heard = base::never, connected = base::never, handshaken = base::never, lost = base::never;
  };
  struct Sleep {
    base::Instant from, to = base::never;
  };
  struct Device {
    std::vector<Sleep> sleeps;
    base::Instant changed = base::never;
    int starts = 0;
  };
  [[nodiscard]] const Link& link(Node of, Node about) const;
  [[nodiscard]] Link& link(Node of, Node about) { return links_.at(of, about); }
  void device_happened(const Happening& h);

  const ByVerb<Sign>& by_verb_ = by_verb();
  std::pmr::vector<Device> devices_;
  net::PairPages<Link> links_;
};

}  // namespace nearsim::run
