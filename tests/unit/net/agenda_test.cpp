// What a browser will learn comes in order, whatever was added when.
#include "models/net/agenda.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <set>
#include <vector>

using namespace nearsim;
using namespace std::chrono_literals;
using net::Agenda;
using net::Due;

TEST_CASE("agenda: the first of all that is left, through any pushes and pops") {
  CHECK(rc::check([](const std::vector<std::uint16_t>& moves) {
    Agenda agenda;
    std::multiset<Due> naive;
    for (std::uint32_t i = 0; i < moves.size(); ++i) {
      if (moves[i] % 4 == 0 && !naive.empty()) {
        const Due due = agenda.pop();
        RC_ASSERT(!(due < *naive.begin()) && !(*naive.begin() < due));
        naive.erase(naive.begin());
      } else {
        const Due due{base::at(1ms * (moves[i] % 50)), moves[i] % 7u, static_cast<std::uint16_t>(i),
                      Due::What::found};
        agenda.push(due);
        naive.insert(due);
      }
      RC_ASSERT(agenda.empty() == naive.empty());
      if (!naive.empty()) RC_ASSERT(agenda.first().at == naive.begin()->at);
    }
  }));
}

TEST_CASE("agenda: a crowd at once, then some more in between") {
  Agenda agenda;
  for (std::uint32_t i = 0; i < 1000; ++i)
    agenda.push({base::at(1ms * (i * 37 % 1000)), i, 0, Due::What::found});
  base::Instant last{};
  for (std::uint32_t taken = 0; !agenda.empty(); ++taken) {
    const Due due = agenda.pop();
    CHECK(due.at >= last);
    last = due.at;
    if (taken < 500) agenda.push({due.at + 100ms, taken, 1, Due::What::repeated});
  }
  CHECK(last == base::at(999ms));
  agenda.push({base::at(1s), 1, 0, Due::What::found});
  agenda.clear();
  CHECK(agenda.empty());
}
