// The codec of messages: the bytes as they are documented, what is refused and where, and two properties over
// arbitrary messages (they come back the same; damaged ones are refused or understood, never worse).
#include "protocol/message.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <limits>
#include <ostream>

#include "protocol/utf8.hpp"

using namespace std::string_literals;

namespace nearsim::protocol {
std::ostream& operator<<(std::ostream& out, const Undecodable& fault) {
  return out << fault.at << ": " << fault.why;
}
}  // namespace nearsim::protocol

using namespace nearsim::protocol;  // NOLINT: a test of this namespace

namespace {

std::string wire(const Message& message) {
  const Payload bytes = encode(message);
  return {bytes.begin(), bytes.end()};
}

Decoded read(std::string_view text) {
  return decode({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

Undecodable fault_of(std::string_view text) {
  const Decoded decoded = read(text);
  const auto* fault = std::get_if<Undecodable>(&decoded);
  return fault != nullptr ? *fault : Undecodable{0, "no fault"};
}

bool comes_back(const Message& message) { return decode(encode(message)) == Decoded(message); }

rc::Gen<std::string> arbitrary_text() {  // valid UTF-8, rich in what JSON and our codec treat specially
  const auto code = rc::gen::weightedOneOf<std::uint32_t>({
      {6, rc::gen::inRange<std::uint32_t>(0x20, 0x7F)},
      {2, rc::gen::inRange<std::uint32_t>(0, 0x20)},
      {2, rc::gen::element<std::uint32_t>('"', '\\', '/', '{', '}', '[', ',', '~', 'u', 0x7F)},
      {2, rc::gen::inRange<std::uint32_t>(0x80, 0xD800)},
      {1, rc::gen::inRange<std::uint32_t>(0xE000, 0x10FFFF + 1)},
      {1, rc::gen::element<std::uint32_t>(0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000,
                                          0x10FFFF)},
  });
  return rc::gen::map(rc::gen::container<std::vector<std::uint32_t>>(code),
                      [](const std::vector<std::uint32_t>& codes) {
                        std::string text;
                        for (const std::uint32_t c : codes) utf8::append(text, c);
                        return text;
                      });
}

template <class Integer>
rc::Gen<Integer> arbitrary_integer() {
  using Limits = std::numeric_limits<Integer>;
  return rc::gen::oneOf(rc::gen::arbitrary<Integer>(),
                        rc::gen::element<Integer>(0, 1, Limits::min(), Limits::max()));
}

rc::Gen<std::string> arbitrary_type() {
  return rc::gen::oneOf(arbitrary_text(),
                        rc::gen::element<std::string>("handshake", "handshake_response", "keep_alive",
                                                      "~handshake", "~~keep_alive", "~", "~chat", ""));
}

rc::Gen<TextList> arbitrary_texts() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(arbitrary_text()), [](const auto& texts) {
    TextList list;
    for (const std::string& text : texts) list.push_back(text);
    return list;
  });
}

rc::Gen<Message> arbitrary_message() {
  const auto as_message = [](auto kind) { return Message(std::move(kind)); };
  return rc::gen::oneOf(
      rc::gen::map(rc::gen::build<Hello>(rc::gen::set(&Hello::device, arbitrary_text()),
                                         rc::gen::set(&Hello::platform, arbitrary_text()),
                                         rc::gen::set(&Hello::node_id, arbitrary_text()),
                                         rc::gen::set(&Hello::instance, arbitrary_integer<std::uint64_t>())),
                   as_message),
      rc::gen::map(rc::gen::build<HelloReply>(rc::gen::set(
                       &HelloReply::status, rc::gen::element(Status::accepted, Status::rejected))),
                   as_message),
      rc::gen::map(rc::gen::build<Beat>(rc::gen::set(&Beat::timestamp_ns, arbitrary_integer<std::int64_t>()),
                                        rc::gen::set(&Beat::device, arbitrary_text()),
                                        rc::gen::set(&Beat::connected, arbitrary_texts())),
                   as_message),
      rc::gen::map(rc::gen::build<UserText>(rc::gen::set(&UserText::type, arbitrary_type()),
                                            rc::gen::set(&UserText::text, arbitrary_text())),
                   as_message));
}

// Damaged bytes must be refused with an offset inside them, or mean some message that itself comes back.
bool holds_up(const Payload& bytes) {
  const Decoded decoded = decode(bytes);
  if (const auto* fault = std::get_if<Undecodable>(&decoded))
    return fault->at <= bytes.size() && !fault->why.empty();
  return comes_back(std::get<Message>(decoded));
}

}  // namespace

TEST_CASE("message: the bytes are the documented ones") {
  CHECK(wire(Hello{.device = "Ana", .platform = "iOS", .node_id = "n1", .instance = 3}) ==
        R"({"type":"handshake","deviceId":"Ana","platform":"iOS","nodeId":"n1","instance":3})");
  CHECK(wire(Hello{"Ana", "iOS", "", 0}) == R"({"type":"handshake","deviceId":"Ana","platform":"iOS"})");
  CHECK(wire(HelloReply{Status::accepted}) == R"({"type":"handshake_response","status":"accepted"})");
  CHECK(wire(HelloReply{Status::rejected}) == R"({"type":"handshake_response","status":"rejected"})");
  CHECK(
      wire(Beat{.timestamp_ns = 1'700'000'000'000'000'001, .device = "Ana", .connected = {"Bob", "C\"y"}}) ==
      R"({"type":"keep_alive","timestampNs":1700000000000000001,"deviceId":"Ana","connected":["Bob","C\"y"]})");
  CHECK(wire(Beat{-1, "Ana", {}}) == R"({"type":"keep_alive","timestampNs":-1,"deviceId":"Ana"})");
  CHECK(wire(UserText{"chat", "hi\n"}) == R"({"type":"chat","text":"hi\n"})");
}

TEST_CASE("message: what a beat heard of its peers, and when") {
  const auto read = [](std::string_view connected, std::string_view heard) {
    std::string text = R"({"type":"keep_alive","timestampNs":1,"deviceId":"Ana","connected":)";
    text.append(connected).append(R"(,"heard":)").append(heard).append("}");
    return decode(Payload(text.begin(), text.end()));
  };
  const Beat both{1, "Ana", {"Bob", "Cyd"}, {{3, std::chrono::milliseconds{1200}}, {0, {}}}};
  CHECK(comes_back(both));
  CHECK(read(R"(["Bob","Cyd"])", R"(["3@1200","0@0"])") == Decoded(Message(both)));
  CHECK(read(R"(["Bob","Cyd"])", R"([ "3\u00401200", "0@-0" ])") == Decoded(Message(both)));
  for (const std::string_view bad :
       {R"(["3@1200","x"])", R"(["3@1200",""])", R"(["","3@1"])", R"(["3@1200x","0@0"])", R"(["3@1","1@-1"])",
        R"(["3@1\",\"4@1","0@0"])", R"(["3@1\",\"4@1",""])", R"(["3","0@0"])", R"(["3@","0@0"])",
        R"(["3@1","0@9223372036854775808"])", R"(["18446744073709551616@1","0@0"])"}) {
    CAPTURE(bad);
    const Decoded refused = read(R"(["Bob","Cyd"])", bad);
    REQUIRE(std::holds_alternative<Undecodable>(refused));
    CHECK(std::get<Undecodable>(refused).why == "heard has an entry that is not INSTANCE@MILLISECONDS");
  }
  for (const std::string_view other : {R"(["3@1200"])", R"(["3@1","4@1","5@1"])"})
    CHECK(std::get<Undecodable>(read(R"(["Bob","Cyd"])", other)).why ==
          "heard and connected are not of one length");
}

TEST_CASE("message: application data may bear our types") {
  CHECK(wire(UserText{"keep_alive", "x"}) == R"({"type":"~keep_alive","text":"x"})");
  CHECK(wire(UserText{"~keep_alive", "x"}) == R"({"type":"~~keep_alive","text":"x"})");
  CHECK(wire(UserText{"~draft", "x"}) == R"({"type":"~draft","text":"x"})");
  for (const char* type :
       {"handshake", "handshake_response", "keep_alive", "~handshake", "~~handshake", "~", "~draft", ""})
    CHECK(comes_back(UserText{type, "x"}));
}

TEST_CASE("message: keys in any order, escaped, among strangers") {
  CHECK(
      read(
          R"({"deviceId":"Ana","battery":{"level":[0.5,{}]},"platform":"iOS","ty\u0070e":"hand\u0073hake"})") ==
      Decoded(Hello{"Ana", "iOS", "", 0}));
  CHECK(read(R"({"type":"chat"})") == Decoded(UserText{"chat", ""}));
  CHECK(read(R"( {"type":"keep_alive","connected":[],"deviceId":"","timestampNs":-0} )") == Decoded(Beat{}));
  CHECK(read(R"({"type":"handshake","deviceId":"a","platform":"b","nodeId":"","instance":0})") ==
        Decoded(Hello{"a", "b", "", 0}));
}

TEST_CASE("message: a key of another type is a stranger too") {
  CHECK(read(R"({"type":"chat","text":"x","deviceId":7,"instance":-1,"connected":"no"})") ==
        Decoded(UserText{"chat", "x"}));
}

TEST_CASE("message: what is missing is missed at the closing brace") {
  struct Case {
    std::string_view text, why;
  };
  const Case cases[] = {
      {R"({} )", "type is missing"},
      {R"({"type":"handshake"} )", "deviceId is missing"},
      {R"({"type":"handshake","deviceId":"a"} )", "platform is missing"},
      {R"({"type":"handshake_response"} )", "status is missing"},
      {R"({"type":"keep_alive","deviceId":"a"} )", "timestampNs is missing"},
      {R"({"type":"keep_alive","timestampNs":1} )", "deviceId is missing"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(fault_of(c.text) == Undecodable{c.text.size() - 2, c.why});
  }
}

TEST_CASE("message: a wrong value is refused where it begins") {
  struct Case {
    std::string_view text;
    Undecodable fault;
  };
  const Case cases[] = {
      {R"({"type":5})", {8, "type is not a string"}},
      {R"({"type":null})", {8, "type is not a string"}},
      {R"({"type":"handshake","deviceId":1,"platform":"b"})", {31, "deviceId is not a string"}},
      {R"({"type":"handshake","deviceId":"a","platform":[]})", {46, "platform is not a string"}},
      {R"({"type":"handshake","deviceId":"a","platform":"b","nodeId":{}})", {59, "nodeId is not a string"}},
      {R"({"type":"handshake","deviceId":"a","platform":"b","instance":"1"})",
       {61, "instance is not an integer"}},
      {R"({"type":"handshake","deviceId":"a","platform":"b","instance":1.0})",
       {61, "instance is not an integer"}},
      {R"({"type":"handshake","deviceId":"a","platform":"b","instance":-1})",
       {61, "instance is not in 0..2^64-1"}},
      {R"({"type":"handshake_response","status":true})", {38, "status is not a string"}},
      {R"({"type":"handshake_response","status":"Accepted"})",
       {38, "status is neither accepted nor rejected"}},
      {R"({"type":"keep_alive","timestampNs":1e3,"deviceId":""})", {35, "timestampNs is not an integer"}},
      {R"({"type":"keep_alive","timestampNs":9223372036854775808,"deviceId":""})",
       {35, "timestampNs is not in -2^63..2^63-1"}},
      {R"({"type":"keep_alive","timestampNs":1,"deviceId":"","connected":"b"})",
       {63, "connected is not a list"}},
      {R"({"type":"keep_alive","timestampNs":1,"deviceId":"","connected":["b",2]})",
       {68, "expected a string in this list"}},
      {R"({"type":"chat","text":["b"]})", {22, "text is not a string"}},
      {R"({"type":"chat","type":"chat"})", {15, "this key occurs twice"}},
      {R"({"type":"chat"}{"type":"chat"})", {15, "bytes after the message"}},
      {R"({"type":"chat","text":"\ud800"})", {23, "half a surrogate pair"}},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(fault_of(c.text) == c.fault);
  }
}

TEST_CASE("message: the size is bounded") {
  const std::string frame = wire(UserText{"t", ""});
  const std::string fits(65'536 - frame.size(), 'x');
  CHECK(comes_back(UserText{"t", fits}));
  CHECK(fault_of(wire(UserText{"t", fits + "x"})) == Undecodable{65'536, "longer than 65536 bytes"});
}

TEST_CASE("message: the list of connected peers is bounded") {
  Beat fits{0, "a", {}};
  for (int i = 0; i < 4096; ++i) fits.connected.push_back("b");
  CHECK(comes_back(fits));
  Beat beyond = fits;
  beyond.connected.push_back("last");
  const std::string text = wire(beyond);
  CHECK(fault_of(text) == Undecodable{text.find("\"last\""), "too many entries in this list"});
}

TEST_CASE("message: bytes that are not UTF-8 are replaced, and the rest is kept") {
  CHECK(decode(encode(UserText{"a\xFF", "gr\xC3\xBC\xC3"})) ==
        Decoded(UserText{"a\uFFFD", "gr\u00FC\uFFFD"}));
}

TEST_CASE("message: property: every message of valid UTF-8 comes back") {
  CHECK(rc::check("decode(encode(m)) == m", [] {
    const Message message = *arbitrary_message();
    RC_CLASSIFY(std::holds_alternative<UserText>(message), "text");
    RC_ASSERT(comes_back(message));
  }));
}

TEST_CASE("message: property: any truncation or change of one byte is refused or understood") {
  CHECK(rc::check("one byte", [] {
    const Payload whole = encode(*arbitrary_message());
    for (std::size_t i = 0; i < whole.size(); ++i) {
      // An exact copy, so that a read beyond the end is a read beyond an allocation and the sanitizer sees
      // it.
      const Payload shortened(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(i));
      RC_ASSERT(std::holds_alternative<Undecodable>(decode(shortened)));
      RC_ASSERT(holds_up(shortened));
    }
    Payload damaged = whole;
    const std::size_t at = *rc::gen::inRange<std::size_t>(0, whole.size());
    for (unsigned byte = 0; byte < 256; ++byte) {
      damaged[at] = static_cast<std::uint8_t>(byte);
      RC_ASSERT(holds_up(damaged));
    }
  }));
}

TEST_CASE("message: property: arbitrary bytes are refused or understood") {
  CHECK(rc::check("arbitrary bytes", [](const Payload& bytes) { RC_ASSERT(holds_up(bytes)); }));
}
