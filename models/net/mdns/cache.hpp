// One browser's cache on one interface: what was heard, until when it is believed, and when to ask again.
//
//     heard ---- 80 % -- 85 -- 90 -- 95 ---- 100 %      asked at each, gone at the end; an answer starts anew
//     doubted -- 1 -- 2 -- 3 -- 4 -- 5..6.67 s          the same, hurried
//     goodbye -- 1 s                                    not asked at all
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "models/net/mdns/settings.hpp"
#include "models/net/record.hpp"
#include "sim/base/random.hpp"

namespace nearsim::net::mdns {

struct Entry {
  std::uint32_t publication = 0;
  Identity identity = 0;
  std::string name{};  // under which it was heard last, where names may change
  base::Instant heard{};
  base::Instant expires = base::never;
  base::Instant host_expires = base::never;
  std::array<base::Instant, 4> asks{base::never, base::never, base::never, base::never};
  std::string_view ending = "expired";  // why it goes, if nobody answers
  [[nodiscard]] base::Instant next_ask() const { return *std::min_element(asks.begin(), asks.end()); }
  [[nodiscard]] base::Instant next() const { return std::min(expires, next_ask()); }
};

class Cache {
 public:
  // Heard, for the first time or again: it lives its whole time from now on.
  Entry& renew(const Settings&, std::uint32_t publication, Identity, base::Instant now, base::Rng&);
  void goodbye(const Settings&, std::uint32_t publication, base::Instant now);
  void doubt(Entry&, base::Duration patience, int queries, base::Instant now);
  void erase(Identity);
  void clear() { entries_.clear(); }

  [[nodiscard]] Entry* find(Identity);
  [[nodiscard]] const Entry* find(Identity) const;
  [[nodiscard]] std::vector<Entry>& entries() { return entries_; }
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  // What a query says that it need not be told: records with half of their time left.
  [[nodiscard]] std::vector<std::uint32_t> known_answers(const Settings&, base::Instant now) const;
  [[nodiscard]] base::Instant next() const;

 private:
  std::vector<Entry> entries_;  // in the order in which they were first heard
};

}  // namespace nearsim::net::mdns
