#include "models/net/errno.hpp"

namespace nearsim::net {

std::string_view name(Errno e) {
  switch (e) {
    case Errno::none: return "none";
    case Errno::broken_pipe: return "broken_pipe";
    case Errno::no_address: return "no_address";
    case Errno::net_down: return "net_down";
    case Errno::net_unreachable: return "net_unreachable";
    case Errno::aborted: return "aborted";
    case Errno::reset: return "reset";
    case Errno::not_connected: return "not_connected";
    case Errno::timeout: return "timeout";
    case Errno::refused: return "refused";
    case Errno::host_down: return "host_down";
    case Errno::no_route: return "no_route";
  }
  return "unknown";
}

}  // namespace nearsim::net
