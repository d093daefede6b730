// Beats that are read in one pass: that those that are sent are, and that whatever is read means the same to
// the general reader.  A blank in front is JSON, and nothing that encode() writes, so that it is read by the
// latter.
#include "protocol/plain_beat.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <limits>
#include <string>

using namespace nearsim::protocol;  // NOLINT: a test of this namespace
using std::chrono::milliseconds;

namespace {

constexpr std::size_t most = 4096;
constexpr std::uint64_t greatest = std::numeric_limits<std::uint64_t>::max();

std::string wire(const Message& message) {
  const Payload bytes = encode(message);
  return {bytes.begin(), bytes.end()};
}

Decoded read(const std::string& text) { return decode(Payload(text.begin(), text.end())); }

bool means_the_same_in_general(const std::string& text) {
  const Decoded mine = read(text), general = read(" " + text);
  if (const auto* fault = std::get_if<Undecodable>(&mine))
    return general == Decoded(Undecodable{fault->at + 1, fault->why});
  return mine == general;
}

rc::Gen<std::string> name() {
  return rc::gen::oneOf(
      rc::gen::element<std::string>("ios1", "mac12", "a-name-of-nineteen-b", "", "Ana, Bob"),
      rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '~')));
}

rc::Gen<Beat> beat() {
  return rc::gen::exec([] {
    Beat made;
    made.timestamp_ns =
        *rc::gen::oneOf(rc::gen::arbitrary<std::int64_t>(), rc::gen::element<std::int64_t>(0, 17));
    made.device = *name();
    const auto peers = *rc::gen::container<std::vector<std::string>>(name());
    const bool says_more = *rc::gen::arbitrary<bool>();
    for (const std::string& peer : peers) {
      made.connected.push_back(peer);
      if (!says_more) continue;
      const auto instance =
          *rc::gen::oneOf(rc::gen::inRange<std::uint64_t>(0, 12), rc::gen::arbitrary<std::uint64_t>());
      made.heard.push_back({instance, milliseconds{*rc::gen::inRange<std::int64_t>(0, 40'000)}});
    }
    return made;
  });
}

}  // namespace

TEST_CASE("plain beat: what is sent is read in one pass") {
  const auto comes_back = [](const Beat& sent) {
    const auto read = read_plain_beat(wire(sent), most);
    REQUIRE(read.has_value());
    CHECK(*read == sent);
  };
  comes_back({0, "Ana", {}});
  comes_back({std::numeric_limits<std::int64_t>::max(), "", {"Bob"}});
  comes_back({1'700'000'000'000'000'001, "Ana", {"Bob", "", "Cyd, and Dan"}});
  comes_back(
      {17, "Ana", {"Bob", "Cyd"}, {{1, milliseconds{0}}, {1'234'567'890'123'456'789, milliseconds{29'999}}}});
}

TEST_CASE("plain beat: what looks any different is left to the general reader") {
  const std::string sent = wire(Beat{17, "Ana", {"Bob", "Cyd"}, {{3, milliseconds{1200}}, {0, {}}}});
  CHECK(read_plain_beat(sent, 2).has_value());
  CHECK_FALSE(read_plain_beat(sent, 1).has_value());
  CHECK_FALSE(read_plain_beat(sent + " ", most).has_value());
  for (std::size_t i = 0; i < sent.size(); ++i)
    CHECK_FALSE(read_plain_beat(sent.substr(0, i), most).has_value());
  for (const Beat& other : {Beat{-1, "Ana", {}}, Beat{0, "A\"a", {}}, Beat{0, "Ana", {"\u00FC"}},
                            Beat{0, "Ana", {"Bob"}, {{greatest, {}}}}}) {
    CHECK_FALSE(read_plain_beat(wire(other), most).has_value());
    CHECK(read(wire(other)) == Decoded(Message(other)));
  }
  for (
      const std::string_view text :
      {R"({"type":"keep_alive","timestampNs":01,"deviceId":"a"})",
       R"({"type":"keep_alive","timestampNs":,"deviceId":"a"})",
       R"({"type":"keep_alive","timestampNs":9223372036854775808,"deviceId":"a"})",
       R"({"type":"keep_alive","timestampNs":1,"deviceId":"a","connected":[]})",
       R"({"type":"keep_alive","timestampNs":1,"deviceId":"a","connected":["b"],"heard":[]})",
       R"({"type":"keep_alive","timestampNs":1,"deviceId":"a","heard":["1@1"]})",
       R"({"type":"keep_alive","timestampNs":1,"deviceId":"a","connected":["b"],"heard":["1@9223372036855"]})",
       R"({"type":"keep_alive","timestampNs":1,"deviceId":"a","connected":["b"],"heard":["01@1"]})",
       R"({"type":"keep_alive","timestampNs":1,"deviceId":"a","connected":["b"],"heard":["1@1","2@2"]})",
       R"({"type":"keep_alive","timestampNs":1,"deviceId":"a"}})"}) {
    CAPTURE(text);
    CHECK_FALSE(read_plain_beat(text, most).has_value());
    CHECK(means_the_same_in_general(std::string(text)));
  }
}

TEST_CASE("plain beat: property: every beat, whole, cut off or damaged, means the same to both") {
  CHECK(rc::check("both readers", [] {
    const std::string whole = wire(*beat());
    RC_ASSERT(means_the_same_in_general(whole));
    RC_ASSERT(means_the_same_in_general(whole.substr(0, *rc::gen::inRange<std::size_t>(0, whole.size()))));
    std::string damaged = whole;
    const auto at = *rc::gen::inRange<std::size_t>(0, whole.size());
    for (const char byte : std::string_view("\"\\,:[]{}@-0129 .e\x7F\x80x")) {
      damaged[at] = byte;
      RC_ASSERT(means_the_same_in_general(damaged));
    }
    damaged = whole;
    damaged.insert(at, 1, *rc::gen::element('"', ',', '0', '9', '@', ' '));
    RC_ASSERT(means_the_same_in_general(damaged));
  }));
}
