// Work that one thread at a time may do, and for which nobody waits: who brings a piece while another thread
// is at it leaves the piece there and goes on.
//
//   thread 1   bring(a): works a .......... works b |
//   thread 2             bring(b)| goes on with something else
#pragma once

#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

namespace nearsim::sweep {

template <class Piece>
class Turn {
 public:
  // Ours: pieces that may lie there.  Who brings one more waits, or a machine with many cores could bring
  // them faster than they are worked off, until its memory is full.
  static constexpr std::size_t most_left = 64;

  // work(Piece&&) for this piece and those that are left meanwhile, in the order in which they came; at once,
  // or by whom is at it.  What it throws goes to the thread that works; the piece is gone then.
  template <class F>
  void bring(Piece piece, F&& work) {
    std::unique_lock turn{turn_, std::defer_lock};
    if (leave(std::move(piece)) > most_left) turn.lock();
    else if (!turn.try_lock()) return;
    work_off(work);
  }
  // What was left behind when whoever was at it had just looked for the last time; for each thread, at its
  // end.
  template <class F>
  void finish(F&& work) {
    const std::lock_guard turn{turn_};
    work_off(work);
  }
  // Has the turn for something else; what is brought meanwhile is left for who brings next.
  template <class F>
  void have(F&& something) {
    const std::lock_guard turn{turn_};
    something();
  }

 private:
  std::size_t leave(Piece piece) {
    const std::lock_guard lock{left_mutex_};
    left_.push_back(std::move(piece));
    return left_.size();
  }
  // Takes all that lies there at once; the two lists change places and keep their memory, because what one
  // thread takes of the heap and another gives back costs both.
  template <class F>
  void work_off(F& work) {
    for (;;) {
      while (at_ < taken_.size()) work(std::move(taken_[at_++]));
      taken_.clear();
      at_ = 0;
      const std::lock_guard lock{left_mutex_};
      if (left_.empty()) return;
      left_.swap(taken_);
    }
  }

  std::mutex turn_, left_mutex_;
  std::vector<Piece> left_;
  std::vector<Piece> taken_;  // this and the next: of whoever has the turn
  std::size_t at_ = 0;
};

}  // namespace nearsim::sweep
