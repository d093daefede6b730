#include "sim/run/visiting_cards.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "sim/base/memory.hpp"

namespace nearsim::run {
namespace {

constexpr net::Node ana = 0, bob = 1;

protocol::PeerRecord self(std::string node_id, std::uint64_t instance) {
  return {{1}, "Ana", std::move(node_id), instance, 5};
}
std::vector<std::byte> copied(net::BytesView bytes) { return {bytes.begin(), bytes.end()}; }

TEST_CASE("a visiting card says who sends it, however often it is read") {
  VisitingCards cards(2, base::heap());
  for (int i = 0; i < 3; ++i) {
    const protocol::Hello* card = cards.read(ana, cards.write(ana, self("a", 2), "ios", 4));
    REQUIRE(card != nullptr);
    CHECK(*card == protocol::Hello{"Ana", "ios", "a", 2, 5, 4});
  }
}

TEST_CASE("each thing that a card says makes it another one") {
  VisitingCards cards(2, base::heap());
  const std::vector<std::byte> first = copied(cards.write(ana, self("a", 2), "ios", 4));
  CHECK(copied(cards.write(ana, self("a", 2), "ios", 4)) == first);
  CHECK(copied(cards.write(ana, self("b", 2), "ios", 4)) != first);
  CHECK(copied(cards.write(ana, self("a", 3), "ios", 4)) != first);
  CHECK(copied(cards.write(ana, self("a", 2), "macos", 4)) != first);
  CHECK(copied(cards.write(ana, self("a", 2), "ios", 5)) != first);
  protocol::PeerRecord renamed = self("a", 2);
  renamed.display_name = "Anna";
  CHECK(copied(cards.write(ana, renamed, "ios", 4)) != first);
  renamed = self("a", 2);
  renamed.nonce = 6;
  CHECK(copied(cards.write(ana, renamed, "ios", 4)) != first);
}

TEST_CASE("a card that came late says what it said, also of another device") {
  VisitingCards cards(2, base::heap());
  const std::vector<std::byte> early = copied(cards.write(ana, self("a", 2), "ios", 0));
  (void)cards.write(ana, self("a", 3), "ios", 0);
  REQUIRE(cards.read(ana, early) != nullptr);
  CHECK(cards.read(ana, early)->instance == 2);
  CHECK(cards.read(bob, early)->instance == 2);
  CHECK(cards.read(net::no_node, early)->instance == 2);  // nobody knows whose it is
}

TEST_CASE("what is no card is none, and does not stay in the way") {
  VisitingCards cards(2, base::heap());
  const std::vector<std::byte> noise(7, std::byte{0x7f});
  CHECK(cards.read(ana, noise) == nullptr);
  CHECK(cards.read(ana, {}) == nullptr);
  const std::vector<std::byte> card = copied(cards.write(ana, self("a", 2), "ios", 0));
  CHECK(cards.read(bob, noise) == nullptr);
  CHECK(cards.read(ana, card) != nullptr);
}

}  // namespace
}  // namespace nearsim::run
