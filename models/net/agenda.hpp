// What a browser will learn, and when: the first of it comes first.
//
// Of a thousand devices that begin together each expects a thousand findings, and takes them one by one in
// the course of seconds, when nothing of its own is in a cache any more.  A heap would look at a dozen lines
// of cache for each; so what is expected lies sorted, the first at the end, and only what was added since
// stands in a small heap.
//
//   sorted_  | last ...      first |      fresh_  a heap; what is more than a few goes to the others
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <tuple>
#include <vector>

#include "sim/base/memory.hpp"
#include "sim/base/prefetch.hpp"
#include "sim/base/time.hpp"

namespace nearsim::net {

struct Due {
  enum class What : std::uint8_t { found, repeated, lost, reconfirmed };
  base::Instant at;
  std::uint32_t publication;
  std::uint16_t version;
  What what;
  [[nodiscard]] bool operator<(const Due& o) const {
    return at != o.at ? at < o.at
                      : std::tie(what, publication, version) < std::tie(o.what, o.publication, o.version);
  }
};

class Agenda {
 public:
  explicit Agenda(std::pmr::memory_resource* memory = base::heap()) : sorted_(memory), fresh_(memory) {}

  [[nodiscard]] bool empty() const { return sorted_.empty() && fresh_.empty(); }
  [[nodiscard]] const Due& first() const { return is_fresh_first() ? fresh_.front() : sorted_.back(); }
  void push(const Due&);
  Due pop();
  void clear();

  [[gnu::always_inline]] void prefetch() const {
    if (!sorted_.empty()) base::prefetch(&sorted_.back());
    if (!fresh_.empty()) base::prefetch(&fresh_.front());
  }

 private:
  static constexpr std::size_t few = 32;  // ours: eight lines of cache

  [[nodiscard]] bool is_fresh_first() const {
    return sorted_.empty() || (!fresh_.empty() && fresh_.front() < sorted_.back());
  }
  void settle();

  std::pmr::vector<Due> sorted_;  // the first at the end
  std::pmr::vector<Due> fresh_;   // a heap, the first in front
};

}  // namespace nearsim::net
