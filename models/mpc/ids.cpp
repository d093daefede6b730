#include "models/mpc/ids.hpp"

#include "models/mpc/link.hpp"

namespace nearsim::mpc {

std::string_view name(State s) {
  switch (s) {
    case State::not_connected: return "not_connected";
    case State::connecting: return "connecting";
    case State::connected: return "connected";
  }
  return "unknown";
}

std::string_view name(Encryption e) {
  switch (e) {
    case Encryption::optional: return "optional";
    case Encryption::required: return "required";
    case Encryption::none: return "none";
  }
  return "unknown";
}

std::string_view name(SendResult r) {
  switch (r) {
    case SendResult::queued: return "queued";
    case SendResult::not_connected: return "not_connected";
    case SendResult::invalid_parameter: return "invalid_parameter";
  }
  return "unknown";
}

std::string_view name(EndState s) {
  switch (s) {
    case EndState::pending: return "pending";
    case EndState::connecting: return "connecting";
    case EndState::connected: return "connected";
    case EndState::gone: return "gone";
  }
  return "unknown";
}

}  // namespace nearsim::mpc
