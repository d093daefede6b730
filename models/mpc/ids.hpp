// The small numbers and closed sets that the framework's interface is made of.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string_view>

namespace nearsim::mpc {

// One MCSession of one device; never used twice, also not after a restart.  0 is no session.
struct SessionId {
  std::uint32_t number = 0;
  auto operator<=>(const SessionId&) const = default;
};

// One invitation.  The inviter gets it from invite_peer, the invitee answers it; stale ones are harmless.
struct InvitationId {
  std::uint32_t slot = ~std::uint32_t{0};
  std::uint32_t generation = 0;
  bool operator==(const InvitationId&) const = default;
};

// One accepted invitation and the channel that came of it.  Counts up from 1 over the whole run.
struct LinkId {
  std::uint32_t number = 0;
  auto operator<=>(const LinkId&) const = default;
};

enum class State : std::uint8_t { not_connected = 0, connecting = 1, connected = 2 };  // MCSessionState
enum class Encryption : std::uint8_t { optional = 0, required = 1, none = 2 };  // MCEncryptionPreference
enum class Mode : std::uint8_t { reliable = 0, unreliable = 1 };                // MCSessionSendDataMode
// What the application says to its peers' certificates: nothing implemented, so all are taken; the handler it
// is given is never called; no.
enum class Certificates : std::uint8_t { accepted, unanswered, refused };
[[nodiscard]] constexpr auto names_of(Certificates) {
  return std::array<std::string_view, 3>{"accepted", "unanswered", "refused"};
}
enum class Answer : std::uint8_t { accept, decline };
enum class Queue : std::uint8_t { main, session };

// MCError: success says that the data was queued, nothing more.
enum class SendResult : std::uint8_t { queued, not_connected = 1, invalid_parameter = 2 };

// How a process ends.  crash: the system closes its TCP connections and its daemon says goodbye for its
// records. power_loss: nobody says anything.
enum class Exit : std::uint8_t { crash, power_loss };

[[nodiscard]] std::string_view name(State);
[[nodiscard]] std::string_view name(Encryption);
[[nodiscard]] std::string_view name(SendResult);

}  // namespace nearsim::mpc
