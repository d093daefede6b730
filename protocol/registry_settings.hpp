// A fixed part: the registry of known devices.  Peers that were paired once are remembered across processes
// and dialled without being discovered; each is unknown, paired, connected or disconnected.
#pragma once

#include "protocol/settings.hpp"

namespace nearsim::protocol {

struct RegistryPolicy {
  bool remembers = false;
  bool keeps_dialled = true;
  bool accepting_connects = true;
  bool returns = true;
  bool guards_state = true;
  bool newest_stands = true;
  bool closes_replaced = false;
  bool reads_endings = false;
  int unreliable_after = 0;
  Duration awaits_accepted{};
  bool operator==(const RegistryPolicy&) const = default;
  template <class Self, class V>
  static void fields(Self& s, V& v) {
    v("remembers", s.remembers, "there is a registry; without one the rest of this part means nothing");
    v("keeps_dialled", s.keeps_dialled,
      "a connection that was dialled is kept, entered in the map and watched; otherwise its handle is "
      "dropped at once");
    v("accepting_connects", s.accepting_connects,
      "an accepted connection makes the device connected, not only a dialled one");
    v("returns", s.returns, "a disconnected device may become connected again");
    v("guards_state", s.guards_state, "the loss of a device that is not connected changes nothing");
    v("newest_stands", s.newest_stands, "a further connection takes the place of the one in the map");
    v("closes_replaced", s.closes_replaced, "the connection that lost its place is closed");
    v("reads_endings", s.reads_endings,
      "a goodbye is no loss to repair, a superseded connection no loss at all, and it says goodbye itself");
    v("unreliable_after", s.unreliable_after,
      "after so many failed dials the device is unreliable and never dialled by itself again; 0: never",
      limits(0, 1'000'000));
    v("awaits_accepted", s.awaits_accepted,
      "a dial waits so long for a connection that was just accepted from its device; 0: it does not wait",
      any_time);
  }
};

}  // namespace nearsim::protocol
