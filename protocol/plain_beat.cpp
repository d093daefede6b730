#include "protocol/plain_beat.hpp"

#include <bit>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>

#include "protocol/heard_text.hpp"
#include "protocol/plain_text.hpp"

namespace nearsim::protocol {
namespace {

// Each of these steps over what it wants, and returns whether it was there.  If it was not, all is read again
// by somebody else, so that it does not matter where they stop.
struct Bytes {
  static constexpr bool by_words = std::endian::native == std::endian::little;
  static constexpr std::uint32_t three_bytes = by_words ? 0xffffffu : 0xffffff00u;
  static constexpr std::uint64_t each = 0x0101010101010101;
  const char *at, *end;

  [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end - at); }
  template <std::size_t N>
  [[gnu::always_inline]] bool takes(const char (&literal)[N]) {
    constexpr std::size_t size = N - 1;
    if (left() < size) return false;
    if constexpr (size == 3) {  // in one word, where there is room for one
      if (left() >= 4) return starts_with(at, literal) ? at += size, true : false;
    }
    if constexpr (size <= 3) {  // a call would be most of it
      for (std::size_t i = 0; i < size; ++i)
        if (at[i] != literal[i]) return false;
    } else if (std::memcmp(at, literal, size) != 0) {
      return false;
    }
    at += size;
    return true;
  }
  // Up to a quote, which is left where it is.
  [[gnu::always_inline]] bool plain(std::string_view& text) {
    const char* const begin = at;
    at = json::plain_end(at, end);
    text = {begin, static_cast<std::size_t>(at - begin)};
    return at != end && *at == '"';
  }
  // As JSON writes it, without a sign, and below 10^19, which 64 bits hold.  The brace at the end stops it.
  [[gnu::always_inline]] bool number(std::uint64_t& number) {
    constexpr std::ptrdiff_t too_many = 20;
    if constexpr (by_words)
      if (left() >= 8)
        if (const std::size_t digits = short_number(at, number); digits > 0) return at += digits, true;
    const char* const begin = at;
    const auto digit = [this] { return static_cast<unsigned>(static_cast<unsigned char>(*at)) - '0'; };
    if (digit() == 0) return number = 0, ++at, digit() > 9;
    std::uint64_t value = 0;
    for (; digit() <= 9; ++at) value = value * 10 + digit();
    number = value;
    return at != begin && at - begin < too_many;
  }

  // A text and what stands behind it before the next one; not if either is long, or the end is near.
  [[gnu::always_inline]] bool short_text_before_another() {
    if (!by_words || left() < 12) return false;
    const std::uint64_t found = json::not_plain(word(at));
    if (found == 0) return false;
    const char* const quote = at + std::countr_zero(found) / 8;
    if (!starts_with(quote, "\",\"")) return false;
    at = quote + 3;
    return true;
  }
  // The same for an instance of one digit, and so many milliseconds.
  [[gnu::always_inline]] bool short_heard_before_another(Heard& heard) {
    if (!by_words || left() < 14) return false;
    const std::uint64_t instance = word(at) ^ '0';
    if ((instance & 0xff) > 9 || (instance >> 8 & 0xff) != '@') return false;
    std::uint64_t milliseconds = 0;
    const std::size_t digits = short_number(at + 2, milliseconds);
    if (digits == 0 || !starts_with(at + 2 + digits, "\",\"")) return false;
    heard.instance = instance & 0xff;
    heard.ago = std::chrono::milliseconds{static_cast<std::int64_t>(milliseconds)};
    at += 2 + digits + 3;
    return true;
  }

 private:
  [[gnu::always_inline]] static std::uint64_t word(const char* at) {
    std::uint64_t bytes;
    std::memcpy(&bytes, at, sizeof bytes);
    return bytes;
  }
  [[gnu::always_inline]] static bool starts_with(const char* at, const char (&three)[4]) {
    std::uint32_t there, wanted;
    std::memcpy(&there, at, 4);
    std::memcpy(&wanted, three, 4);  // with the zero at its end
    return ((there ^ wanted) & three_bytes) == 0;
  }
  // Of the eight bytes there, as many as are digits, if they are fewer than eight and no zero begins them:
  // all at once, by pairs of digits, then pairs of these.  0: there are none, or somebody else has to read
  // them.
  [[gnu::always_inline]] static std::size_t short_number(const char* at, std::uint64_t& number) {
    std::uint64_t digits = word(at) ^ each * '0';
    if ((digits & 0xff) <= 9 && (digits >> 8 & 0xff) > 9) return number = digits & 0xff, 1;  // mostly 1
    const std::uint64_t others = (digits | (digits + each * (0x80 - 10))) & each * 0x80;
    const auto count = static_cast<std::size_t>(std::countr_zero(others)) / 8;
    if (others == 0 || count == 0 || (count > 1 && (digits & 0xff) == 0)) return 0;
    digits <<= 64 - 8 * count;  // the last one ends up last, behind zeros
    digits = (digits * 10 + (digits >> 8)) & 0x00ff00ff00ff00ff;
    digits = (digits * 100 + (digits >> 16)) & 0x0000ffff0000ffff;
    number = (digits * 10'000 + (digits >> 32)) & 0xffffffff;
    return count;
  }
};

// Behind the first quote of a list: so many of them, or 0.
std::size_t read_texts(Bytes& from, std::string_view& joined) {
  Bytes bytes = from;  // which no call can see, so that it stays in registers
  std::string_view text;
  std::size_t count = 0;
  do {
    while (bytes.short_text_before_another()) ++count;
    if (!bytes.plain(text)) return 0;
    ++count;
  } while (bytes.takes("\",\""));
  joined = {from.at, static_cast<std::size_t>(bytes.at - from.at)};
  if (!bytes.takes("\"]")) return 0;
  from = bytes;
  return count;
}

// Behind the first quote of a list: as many as there is room for.
bool read_all_heard(Bytes& from, std::span<Heard> all) {
  Bytes bytes = from;
  const Heard* const last = &all.back();
  for (Heard& one : all) {
    if (&one != last && bytes.short_heard_before_another(one)) continue;
    std::uint64_t milliseconds = 0;
    if (!bytes.number(one.instance) || !bytes.takes("@")) return false;
    if (!bytes.number(milliseconds) || milliseconds > longest_ago) return false;
    one.ago = std::chrono::milliseconds{static_cast<std::int64_t>(milliseconds)};
    if (!(&one == last ? bytes.takes("\"]") : bytes.takes("\",\""))) return false;
  }
  from = bytes;
  return true;
}

}  // namespace

std::optional<Beat> read_plain_beat(std::string_view text, std::size_t max_connected) {
  Bytes bytes{text.data(), text.data() + text.size()};
  if (!text.ends_with('}') || !bytes.takes(R"({"type":"keep_alive","timestampNs":)")) return std::nullopt;
  std::uint64_t timestamp = 0;
  std::string_view device, joined;
  if (!bytes.number(timestamp) || timestamp > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  if (!bytes.takes(R"(,"deviceId":")") || !bytes.plain(device)) return std::nullopt;
  std::optional<Beat> beat(std::in_place);
  beat->timestamp_ns = static_cast<std::int64_t>(timestamp);
  beat->device = device;
  std::size_t peers = 0;
  if (bytes.takes(R"(","connected":[")")) {
    peers = read_texts(bytes, joined);
    if (peers == 0 || peers > max_connected) return std::nullopt;
    beat->connected = TextList::plain(joined, peers);
  } else if (!bytes.takes("\"")) {
    return std::nullopt;
  }
  if (bytes.takes(R"(,"heard":[")")) {
    if (peers == 0) return std::nullopt;
    beat->heard.resize(peers);
    if (!read_all_heard(bytes, beat->heard)) return std::nullopt;
  }
  if (!bytes.takes("}") || bytes.left() > 0) return std::nullopt;
  return beat;
}

}  // namespace nearsim::protocol
