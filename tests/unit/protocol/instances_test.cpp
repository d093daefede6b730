// What AtTable's mechanisms added below the engine: gossip's small print as bytes, who an older peer object
// was, and the one timer.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>

#include "protocol/detectors/keep_alive.hpp"
#include "protocol/link_table.hpp"
#include "protocol/message.hpp"

using namespace nearsim::protocol;  // NOLINT: a test of this namespace
using nearsim::base::at;

namespace {

Decoded decoded(std::string_view text) {
  return decode({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

}  // namespace

TEST_CASE("message: what a beat says of each peer comes back, to the millisecond") {
  CHECK(rc::check([](const std::vector<std::uint32_t>& figures) {
    Beat beat{7, "Ana", {}, {}};
    for (const std::uint32_t f : figures) {
      beat.connected.push_back("peer " + std::to_string(f));
      beat.heard.push_back({f, 1ms * f});
    }
    RC_ASSERT(std::get<Message>(decode(encode(beat))) == Message{beat});
  }));
}

TEST_CASE("message: a goodbye and a nonce come back") {
  CHECK(std::get<Message>(decode(encode(Bye{}))) == Message{Bye{}});
  const Hello hello{"Ana", "iOS", "n1", 3, 18'446'744'073'709'551'615u};
  CHECK(std::get<Message>(decode(encode(hello))) == Message{hello});
  const UserText text{"goodbye", "not ours"};  // an application may call its messages what it likes
  CHECK(std::get<Message>(decode(encode(text))) == Message{text});
}

TEST_CASE("message: small print that is none, or of another length, is refused where it stands") {
  for (const std::string_view heard :
       {R"(["3"])", R"(["@3"])", R"(["3@"])", R"(["3@-1"])", R"(["3@1x"])", R"(["3@99999999999999999999"])",
        R"(["1@1","2@2"])", R"("3@1")", R"([3])"}) {
    const std::string text =
        R"({"type":"keep_alive","timestampNs":1,"deviceId":"x","connected":["a"],"heard":)" +
        std::string(heard) + "}";
    CAPTURE(text);
    CHECK(std::holds_alternative<Undecodable>(decoded(text)));
  }
}

TEST_CASE("link table: an older peer object is remembered with the instance that it had") {
  LinkTable table(Key::node_id);
  const Index bob = table.meet({{2}, "Bob", "B", 7});
  CHECK(table.meet({{5}, "Bob", "B", 8}) == bob);
  CHECK(table.completed({{2}, "Bob", "", 0}) == PeerRecord{{2}, "Bob", "B", 7});
  CHECK(table.completed({{5}, "Bob", "", 0}) == PeerRecord{{5}, "Bob", "B", 8});
  CHECK(table.completed({{5}, "Bob", "", 9}).instance == 9);  // what it says now counts
  CHECK(table.completed({{6}, "Eve", "", 0}) == PeerRecord{{6}, "Eve", "", 0});
  CHECK(table.find_like({{6}, "Bob", "B", 1}) == bob);
  CHECK(table.find_like({{6}, "Eve", "E", 1}) == no_index);
  CHECK(table[bob].peer.handle == Handle{5});  // looking changes nothing
}

TEST_CASE("keep-alive: one timer beats at multiples of its interval from the start, whoever joins when") {
  KeepAlive settings;
  settings.interval = 10s;
  CHECK(join_beats(settings, at(0s), at(0s)).next == at(10s));
  CHECK(join_beats(settings, at(9'999ms), at(0s)).next == at(10s));
  CHECK(join_beats(settings, at(10s), at(0s)).next == at(20s));
  CHECK(join_beats(settings, at(12s), at(3s)).next == at(13s));
}

TEST_CASE("keep-alive: silence of who never said hello is no verdict, where mute peers are spared") {
  KeepAlive settings;
  settings.timeout = 6s;
  settings.poll = 0s;
  settings.spares_mute = true;
  Link link;
  link.connected = true;
  link.contact.own().heard = at(1s);
  const Now now{at(2s), 0s, at(0s), at(0s)};
  CHECK(verdict(settings, link, now) == nearsim::base::never);
  link.contact.own().greeted = true;
  CHECK(verdict(settings, link, now) == at(7s) + 1ns);
}
