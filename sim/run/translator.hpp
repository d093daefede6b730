// A host with an act() for each action that its framework can do.  One that it cannot do fails a check: the
// reader lets no such profile through.
#pragma once

#include <variant>

#include "sim/base/check.hpp"
#include "sim/run/host.hpp"

namespace nearsim::run {

template <class Self>
class Translator : public Host {
 public:
  void perform(const protocol::Action& action) final {
    std::visit(
        [self = static_cast<Self*>(this)](const auto& a) {
          if constexpr (requires { self->act(a); }) self->act(a);
          else cannot();
        },
        action);
  }

 protected:
  [[noreturn]] static void cannot() {
    NEARSIM_CHECK(false, "an engine decided what its framework cannot do");
  }
};

}  // namespace nearsim::run
