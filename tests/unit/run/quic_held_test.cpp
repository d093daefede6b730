#include "sim/run/quic_held.hpp"

#include <doctest/doctest.h>

using namespace nearsim;       // NOLINT
using namespace nearsim::run;  // NOLINT

namespace {

HeldConnection held(std::uint32_t number, std::uint32_t id, net::Node peer) {
  HeldConnection out;
  out.number = {number};
  out.id = {id};
  out.peer = peer;
  return out;
}

}  // namespace

TEST_CASE("held connections are found by the engine's number and by the wire's") {
  HeldConnections all;
  for (std::uint32_t i = 1; i <= 100; ++i) all.add(held(1000 + i, i, i % 7));
  for (std::uint32_t i = 2; i <= 100; i += 2) all.remove({i});
  for (std::uint32_t i = 1; i <= 100; ++i) {
    const bool there = i % 2 == 1;
    CAPTURE(i);
    CHECK((all.find(quic::ConnectionId{i}) != nullptr) == there);
    CHECK((all.find(protocol::SessionNumber{1000 + i}) != nullptr) == there);
    if (there) CHECK(all.find(protocol::SessionNumber{1000 + i})->id.number == i);
  }
  all.add(held(7, 500, 3));  // in the place of one that was let go
  CHECK(all.find(quic::ConnectionId{500})->peer == 3);
  all.clear();
  CHECK(all.find(quic::ConnectionId{1}) == nullptr);
  CHECK(all.find(protocol::SessionNumber{7}) == nullptr);
}

TEST_CASE("of several with one number the first that was held is found, as long as it is") {
  HeldConnections all;
  for (const std::uint32_t id : {11u, 12u, 13u}) all.add(held(5, id, id));
  const auto of = [&](net::Node peer) {
    const HeldConnection* found = all.find_if({5}, [&](const HeldConnection& h) { return h.peer == peer; });
    return found == nullptr ? 0 : found->id.number;
  };
  CHECK(all.find(protocol::SessionNumber{5})->id.number == 11);
  CHECK(of(13) == 13);
  CHECK(of(14) == 0);
  all.remove({11});
  CHECK(all.find(protocol::SessionNumber{5})->id.number == 12);
  all.remove({13});
  all.remove({12});
  CHECK(all.find(protocol::SessionNumber{5}) == nullptr);
}

TEST_CASE("what is changed through a found one stays changed") {
  HeldConnections all;
  all.add(held(1, 2, 0));
  all.find(quic::ConnectionId{2})->connected = true;
  CHECK(all.find(protocol::SessionNumber{1})->connected);
}
