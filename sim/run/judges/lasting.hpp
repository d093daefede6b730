// What may be so between two devices, but not for longer than a bound.
//
//   both believe    """"|      |"""""        one_sided lasted d;  d > bound: violated at its beginning +
//   bound one believes        |""""""|
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "sim/run/judges/invariants.hpp"

namespace nearsim::run {

struct Shape {
  bool (*is_bad)(const PairState&);
  Parts of;               // it looks at these alone
  std::string_view says;  // "Ana-Bob: " + says + " for 5.000s"
};

class Lasting : public InvariantJudge {
 public:
  Lasting(const Court& court, const InvariantCase& which, const Shape& shape, const Verbs* verbs = nullptr)
      : InvariantJudge(court, which, {.pairs = shape.of, .verbs = verbs}), shape_(shape) {}

  void pair_settled(base::Instant at, PairBook::Index index) override;
  void finish(base::Instant end) override;
  [[nodiscard]] Verdict verdict() const override;

 private:
  enum class Is : std::uint8_t { good, bad };
  void turned(PairBook::Index index, Is now, base::Instant at);
  enum class Ending { by_itself, by_the_run };
  void ended(PairBook::Index index, base::Instant since, base::Instant at, Ending how);

  const Shape& shape_;
  // By the pair's number: is it so, and since when.  The first is what mostly is looked at, and lies close.
  std::pmr::vector<Is> is_{run_memory()};
  std::pmr::vector<base::Instant> since_{run_memory()};
  base::Duration longest_{};
  std::pair<Node, Node> who_{net::no_node, net::no_node};
};

}  // namespace nearsim::run
