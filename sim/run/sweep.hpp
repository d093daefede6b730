// Many independent jobs on several threads.  The only place where threads run anything (sim/sweep/errand.hpp
// has one that waits): a job is a number, its result belongs at that number, and so nothing that comes out
// can tell how many threads there were.
#pragma once

#include <cstddef>
#include <functional>

namespace nearsim::run {

// Calls job(0) ... job(count - 1), each once.  What a job throws is thrown here, of several the one with the
// least number; the jobs that had not begun by then are not run.  Fewer threads do it where the machine gives
// no more.
void in_parallel(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& job);
// The same as long as goes_on() is true: it is asked before each job by any thread, but never by two at once,
// and not again once it was false.  Returns how many jobs were done, which are the first.
std::size_t in_parallel(std::size_t count, unsigned threads, const std::function<bool()>& goes_on,
                        const std::function<void(std::size_t)>& job);

[[nodiscard]] unsigned processors();  // at least 1

}  // namespace nearsim::run
