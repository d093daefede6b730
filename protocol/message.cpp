// Messages as flat JSON objects.  The key "type" decides which other keys matter; keys of other types are
// ignored, also when a message carries them with values that would be wrong elsewhere.
//
//   handshake           deviceId, platform [, nodeId] [, instance]      seed 000: type, deviceId, platform
//   "iOS" handshake_response  status: accepted | rejected keep_alive          timestampNs, deviceId [,
//   connected] anything else       [text]                                          application data
//
// Strings are UTF-8.  encode() puts U+FFFD in the place of bytes that are not, so that what it writes is
// always JSON; such a string, and no other, comes back changed.  A message beyond the limits below is written
// but not read.
//
// Application data may bear any type, even one of ours: it then travels with a mark in front that decode()
// takes off.
//   UserText "keep_alive" -> {"type":"~keep_alive"...      "~keep_alive" -> "~~keep_alive"      "~draft" ->
//   "~draft"
#include "protocol/message.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <concepts>
#include <optional>
#include <type_traits>
#include <utility>

#include "protocol/heard_text.hpp"
#include "protocol/json.hpp"
#include "protocol/plain_beat.hpp"

namespace nearsim::protocol {
namespace {

constexpr std::size_t max_message = 64 * 1024;  // ours: a bound on what a stranger can make us read
constexpr std::size_t max_connected = 4096;     // ours: likewise; a room of thousands still gossips

constexpr std::string_view hello_type = "handshake";
constexpr std::string_view reply_type = "handshake_response";
constexpr std::string_view beat_type = "keep_alive";
constexpr std::string_view bye_type = "goodbye";
constexpr std::string_view accepted_text = "accepted";
constexpr std::string_view rejected_text = "rejected";
constexpr char mark = '~';

enum Key : std::size_t {
  type,
  device,
  platform,
  node_id,
  instance,
  nonce,
  attempts,
  status,
  timestamp,
  connected,
  heard,
  text,
  key_count
};

struct Wording {
  std::string_view key, missing, wrong_kind;
};
constexpr std::array<Wording, key_count> wordings{{
    {"type", "type is missing", "type is not a string"},
    {"deviceId", "deviceId is missing", "deviceId is not a string"},
    {"platform", "platform is missing", "platform is not a string"},
    {"nodeId", "", "nodeId is not a string"},
    {"instance", "", "instance is not an integer"},
    {"nonce", "", "nonce is not an integer"},
    {"attempts", "", "attempts is not an integer"},
    {"status", "status is missing", "status is not a string"},
    {"timestampNs", "timestampNs is missing", "timestampNs is not an integer"},
    {"connected", "", "connected is not a list"},
    {"heard", "", "heard is not a list"},
    {"text", "", "text is not a string"},
}};
constexpr std::array<std::string_view, key_count> keys = [] {
  std::array<std::string_view, key_count> names;
  for (std::size_t i = 0; i < key_count; ++i) names[i] = wordings[i].key;
  return names;
}();

bool is_ours(std::string_view type) {
  return type == hello_type || type == reply_type || type == beat_type || type == bye_type;
}

bool is_ours_but_for_marks(std::string_view type) {
  type.remove_prefix(std::min(type.find_first_not_of(mark), type.size()));
  return is_ours(type);
}

// --- encode: one overload a kind of message.  The expected size is enough unless something must be escaped,
// or somebody has seen many instances of its peers.

constexpr std::size_t longest_frame =
    140;  // ours: all keys, quotes and numbers of the longest kind of message

constexpr std::size_t usual_heard =
    14;  // ours: "12@123456" with its quotes and comma, and something to spare

Payload write(const Hello& hello) {
  json::ObjectWriter out(longest_frame + hello.device.size() + hello.platform.size() + hello.node_id.size());
  out.text(keys[type], hello_type);
  out.text(keys[device], hello.device);
  out.text(keys[platform], hello.platform);
  if (!hello.node_id.empty()) out.text(keys[node_id], hello.node_id);
  if (hello.instance != 0) out.integer(keys[instance], hello.instance);
  if (hello.nonce != 0) out.integer(keys[nonce], hello.nonce);
  if (hello.attempts != 0) out.integer(keys[attempts], hello.attempts);
  return std::move(out).finish();
}

Payload write(const HelloReply& reply) {
  json::ObjectWriter out(longest_frame);
  out.text(keys[type], reply_type);
  out.text(keys[status], reply.status == Status::accepted ? accepted_text : rejected_text);
  return std::move(out).finish();
}

Payload write(const Bye&) {
  json::ObjectWriter out(longest_frame);
  out.text(keys[type], bye_type);
  return std::move(out).finish();
}

Payload write(const Beat& beat) {
  std::size_t expected_size = longest_frame + beat.device.size();
  expected_size += beat.connected.joined().size();
  expected_size += beat.heard.size() * usual_heard + longest_heard;
  json::ObjectWriter out(expected_size);
  out.text(keys[type], beat_type);
  out.integer(keys[timestamp], beat.timestamp_ns);
  out.text(keys[device], beat.device);
  if (!beat.connected.empty()) out.texts(keys[connected], beat.connected);
  if (!beat.heard.empty())
    out.plain_texts(keys[heard], beat.heard.size(), longest_heard,
                    [&beat](std::size_t i, std::uint8_t* at) { return write_heard(beat.heard[i], at); });
  return std::move(out).finish();
}

Payload write(const UserText& user) {
  json::ObjectWriter out(longest_frame + user.type.size() + user.text.size());
  if (is_ours_but_for_marks(user.type)) out.text(keys[type], mark + user.type);
  else out.text(keys[type], user.type);
  out.text(keys[text], user.text);
  return std::move(out).finish();
}

// --- decode

enum class Need { required, optional };

// The values of one message by key.  The first fault stays; what is read after it does not matter.
class Members {
 public:
  explicit Members(std::span<const std::uint8_t> bytes) {
    const auto scanned = json::scan_object(bytes, keys, values_);
    if (const auto* fault = std::get_if<json::Fault>(&scanned)) fail(fault->at, fault->why);
    else closing_brace_ = std::get<json::Extent>(scanned).closing_brace;
  }
  [[nodiscard]] bool good() const { return fault_.why.empty(); }
  [[nodiscard]] Undecodable fault() const { return fault_; }
  [[nodiscard]] const json::Value& value(Key key) const { return values_[key]; }

  std::string string(Key key, Need need) {
    if (!is(json::Kind::text, key, need)) return {};
    return json::unescaped(values_[key]);
  }

  template <std::integral Integer>
  Integer integer(Key key, Need need, std::string_view out_of_range) {
    const json::Value& value = values_[key];
    if (!is(json::Kind::number, key, need)) return 0;
    if (!json::is_integer(value)) return fail(value.at, wordings[key].wrong_kind), 0;
    const auto result = [&value] {
      if constexpr (std::is_signed_v<Integer>) return json::signed_integer(value);
      else return json::unsigned_integer(value);
    }();
    if (!result) return fail(value.at, out_of_range), 0;
    return *result;
  }

  TextList strings(Key key, Need need) {
    if (!is(json::Kind::list, key, need)) return {};
    auto read = json::texts(values_[key], max_connected);
    if (const auto* fault = std::get_if<json::Fault>(&read)) {
      fail(fault->at, fault->why);
      return {};
    }
    return std::get<TextList>(std::move(read));
  }

  void fail(std::size_t at, std::string_view why) {
    if (good()) fault_ = {at, why};
  }
  void refuse_value(Key key, std::string_view why) { fail(values_[key].at, why); }

  [[nodiscard]] Decoded finish(Message message) const {
    if (!good()) return fault_;
    return Decoded(std::move(message));
  }

 private:
  bool is(json::Kind kind, Key key, Need need) {
    const json::Value& value = values_[key];
    if (value.kind == kind) return true;
    if (value.kind != json::Kind::absent) fail(value.at, wordings[key].wrong_kind);
    else if (need == Need::required)
      fail(closing_brace_, wordings[key].missing);  // where it could still have come
    return false;
  }

  std::array<json::Value, key_count> values_{};
  std::size_t closing_brace_ = 0;
  Undecodable fault_;
};

Hello read_hello(Members& from) {
  return {.device = from.string(device, Need::required),
          .platform = from.string(platform, Need::required),
          .node_id = from.string(node_id, Need::optional),
          .instance = from.integer<std::uint64_t>(instance, Need::optional, "instance is not in 0..2^64-1"),
          .nonce = from.integer<std::uint64_t>(nonce, Need::optional, "nonce is not in 0..2^64-1"),
          .attempts = from.integer<std::uint64_t>(attempts, Need::optional, "attempts is not in 0..2^64-1")};
}

HelloReply read_reply(Members& from) {
  const std::string word = from.string(status, Need::required);
  if (word == accepted_text) return {.status = Status::accepted};
  if (word != rejected_text) from.refuse_value(status, "status is neither accepted nor rejected");
  return {.status = Status::rejected};
}

// A plain list is read where it stands.  A text with a separator in it is more than one age, so that
// something is left behind the last.
std::vector<Heard> read_heard(Members& from, std::size_t peers) {
  const json::Value& list = from.value(heard);
  const bool plain = list.plain && list.entries <= max_connected;
  const TextList texts = plain ? TextList{} : from.strings(heard, Need::optional);
  std::string_view rest = plain ? json::joined_plain(list) : texts.joined();
  std::vector<Heard> all(plain ? list.entries : texts.size());
  for (Heard& one : all) {
    const std::size_t length = protocol::read_heard(rest, one);
    rest.remove_prefix(length);
    const bool ends = &one == &all.back() ? rest.empty() : rest.starts_with(TextList::between);
    if (length == 0 || !ends) {
      from.refuse_value(heard, "heard has an entry that is not INSTANCE@MILLISECONDS");
      break;
    }
    if (!rest.empty()) rest.remove_prefix(TextList::between.size());
  }
  if (from.good() && !all.empty() && all.size() != peers)
    from.refuse_value(heard, "heard and connected are not of one length");
  return all;
}

Beat read_beat(Members& from) {
  Beat beat{.timestamp_ns =
                from.integer<std::int64_t>(timestamp, Need::required, "timestampNs is not in -2^63..2^63-1"),
            .device = from.string(device, Need::required),
            .connected = from.strings(connected, Need::optional),
            .heard = {}};
  beat.heard = read_heard(from, beat.connected.size());
  return beat;
}

UserText read_user_text(Members& from, std::string type_on_the_wire) {
  if (is_ours_but_for_marks(type_on_the_wire)) type_on_the_wire.erase(0, 1);
  return {.type = std::move(type_on_the_wire), .text = from.string(text, Need::optional)};
}

}  // namespace

std::string_view type_of(const Message& message) {
  if (std::holds_alternative<Hello>(message)) return hello_type;
  if (std::holds_alternative<HelloReply>(message)) return reply_type;
  if (std::holds_alternative<Beat>(message)) return beat_type;
  if (std::holds_alternative<Bye>(message)) return bye_type;
  return std::get<UserText>(message).type;
}

Payload encode(const Message& message) {
  return std::visit([](const auto& known) { return write(known); }, message);
}

Decoded decode(std::span<const std::uint8_t> bytes) {
  if (bytes.size() > max_message) return Undecodable{max_message, "longer than 65536 bytes"};
  const std::string_view all(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (std::optional<Beat> beat = read_plain_beat(all, max_connected)) return Message(std::move(*beat));
  Members members(bytes);
  if (!members.good()) return members.fault();
  std::string kind = members.string(type, Need::required);
  if (kind == hello_type) return members.finish(read_hello(members));
  if (kind == reply_type) return members.finish(read_reply(members));
  if (kind == beat_type) return members.finish(read_beat(members));
  if (kind == bye_type) return members.finish(Bye{});
  return members.finish(read_user_text(members, std::move(kind)));
}

}  // namespace nearsim::protocol
