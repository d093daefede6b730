// In a file of its own, because gcc drops calls of what it sees to do nothing but prefetch.
#include "models/mpc/air.hpp"
#include "models/mpc/invitations.hpp"

namespace nearsim::mpc {

void Invitations::prefetch(InvitationId id, kernel::Approach how) const {
  if (how == kernel::Approach::far) base::prefetch(&invitations_[id.slot], sizeof(Invitation));
  if (how == kernel::Approach::near) air_.scheduler().prefetch(invitations_[id.slot].timeout);
}

}  // namespace nearsim::mpc
