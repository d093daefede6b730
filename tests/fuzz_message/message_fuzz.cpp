// The message codec under a fuzzer.  The first byte chooses what the rest is: bytes off the wire, or strings
// of a message to send.  A broken promise is a trap, so that libFuzzer and the plain replay (replay.cpp) both
// stop at it.
//
//   decode(bytes)   is Undecodable with an offset inside the bytes and a reason, or a message that comes back
//   the same encode(m)       decodes, whatever bytes m's strings hold; valid UTF-8 comes back the same
#include <algorithm>
#include <cstdlib>
#include <string>

#include "protocol/message.hpp"
#include "protocol/utf8.hpp"

namespace {

using namespace nearsim::protocol;

constexpr std::size_t readable =
    65'536;  // the decoder's bound; an encoded string may take six times its size

void require(bool promise) {
  if (!promise) std::abort();
}

// A blank in front keeps the reader of plain beats away: both readers understand the same.
void check_readers(std::span<const std::uint8_t> bytes, const Decoded& decoded) {
  if (bytes.size() >= readable) return;
  Payload blank{' '};
  blank.insert(blank.end(), bytes.begin(), bytes.end());
  const Decoded general = decode(blank);
  const auto* fault = std::get_if<Undecodable>(&decoded);
  require(general == (fault == nullptr ? decoded : Decoded(Undecodable{fault->at + 1, fault->why})));
}

void check_wire(std::span<const std::uint8_t> bytes) {
  const Decoded decoded = decode(bytes);
  require(decode(bytes) == decoded);
  check_readers(bytes, decoded);
  if (const auto* fault = std::get_if<Undecodable>(&decoded)) {
    require(fault->at <= bytes.size());
    require(!fault->why.empty());
    return;
  }
  const Payload again = encode(std::get<Message>(decoded));
  require(again.size() > readable || decode(again) == decoded);
}

void check_sent(const Message& message, bool valid) {
  const Payload bytes = encode(message);
  if (bytes.size() > readable) return;
  const Decoded decoded = decode(bytes);
  require(std::holds_alternative<Message>(decoded));
  require(!valid || decoded == Decoded(message));
  check_wire(bytes);
}

void check_strings(std::string_view text) {  // three strings, cut at newlines where there are any
  const auto take = [&text] {
    const std::size_t length = std::min(text.find('\n'), text.size());
    std::string part(text.substr(0, length));
    text.remove_prefix(std::min(length + 1, text.size()));
    return part;
  };
  const std::string a = take();
  const std::string b = take();
  const std::string c(text);
  const bool valid = utf8::valid(a) && utf8::valid(b) && utf8::valid(c);
  const auto number = static_cast<std::uint64_t>(a.size()) << (b.size() % 64);
  check_sent(UserText{a, b}, valid);
  check_sent(Hello{a, b, c, number}, valid);
  check_sent(Beat{static_cast<std::int64_t>(number), a, {b, c}}, valid);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::span<const std::uint8_t> rest(data + 1, size - 1);
  if (data[0] == 's') check_strings({reinterpret_cast<const char*>(rest.data()), rest.size()});
  else check_wire(rest);
  return 0;
}
