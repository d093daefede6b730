// Who is called once the present instant is over: before the clock moves on, when all of its events have run.
// What several of them changed is then looked at once, and as it stands in the end.
#pragma once

namespace nearsim::kernel {

class InstantEnd {
 public:
  virtual void instant_over() = 0;  // must schedule nothing: the next event is already chosen

 protected:
  ~InstantEnd() = default;
};

}  // namespace nearsim::kernel
