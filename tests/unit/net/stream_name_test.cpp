#include "models/net/stream_name.hpp"

#include <doctest/doctest.h>

#include <string>

namespace nearsim::net {
namespace {

TEST_CASE("a stream's name, put together, is hashed as the whole text is") {
  for (const std::uint32_t number : {0u, 7u, 10u, 4'294'967'295u}) {
    const std::string text = "discovery/found/" + std::to_string(number) + ">3";
    CHECK((StreamName{} << "discovery/found/" << number << ">" << 3u).hash() == base::stable_hash(text));
  }
  CHECK(StreamName{}.hash() == base::stable_hash(""));
}

TEST_CASE("a stream by its name is the run's stream of that text") {
  const base::Streams streams{base::Seed{7}};
  base::Rng put_together = stream(streams, StreamName{} << "net/" << 3u << ">" << 5u);
  base::Rng whole = streams.stream("net/3>5");
  for (int i = 0; i < 10; ++i) CHECK(put_together.bits() == whole.bits());
}

}  // namespace
}  // namespace nearsim::net
