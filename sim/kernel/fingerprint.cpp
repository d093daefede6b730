#include "sim/kernel/fingerprint.hpp"

#define XXH_STATIC_LINKING_ONLY  // for the size of the state
#include <xxhash.h>

#include <cstring>
#include <new>

#include "sim/kernel/trace.hpp"

namespace nearsim::kernel {
namespace {

XXH3_state_t* state_at(std::byte* at) { return std::launder(reinterpret_cast<XXH3_state_t*>(at)); }
const XXH3_state_t* state_at(const std::byte* at) {
  return std::launder(reinterpret_cast<const XXH3_state_t*>(at));
}

// Collects a record on the stack, so that the hash is updated once for most records.
class Encoder {
 public:
  explicit Encoder(XXH3_state_t* state) : state_(state) {}

  template <class Integer>
  void integer(Integer value) {
    if (used_ + sizeof value > sizeof buffer_) flush();
    for (std::size_t i = 0; i < sizeof value; ++i)
      buffer_[used_ + i] = static_cast<unsigned char>(static_cast<std::uint64_t>(value) >> (8 * i));
    used_ += sizeof value;
  }
  void string(std::string_view text) {
    integer(static_cast<std::uint32_t>(text.size()));
    if (used_ + text.size() > sizeof buffer_) flush();
    if (text.size() > sizeof buffer_) {
      XXH3_128bits_update(state_, text.data(), text.size());
      return;
    }
    if (!text.empty()) std::memcpy(buffer_ + used_, text.data(), text.size());
    used_ += text.size();
  }
  void value(const Value& value) {
    integer(static_cast<std::uint8_t>(value.index()));
    if (const auto* number = std::get_if<std::int64_t>(&value)) return integer(*number);
    if (const auto* duration = std::get_if<base::Duration>(&value)) return integer(duration->count());
    if (const auto* flag = std::get_if<bool>(&value)) return integer(static_cast<std::uint8_t>(*flag));
    string(std::get<std::string_view>(value));
  }
  void flush() {
    XXH3_128bits_update(state_, buffer_, used_);
    used_ = 0;
  }

 private:
  XXH3_state_t* state_;
  std::size_t used_ = 0;
  unsigned char buffer_[512];
};

}  // namespace

Fingerprint::Fingerprint() {
  static_assert(sizeof(XXH3_state_t) == state_size && alignof(XXH3_state_t) == 64);
  static_assert(std::is_trivially_copyable_v<XXH3_state_t>);
  XXH3_128bits_reset(::new (static_cast<void*>(state_)) XXH3_state_t);
}

void Fingerprint::add(const Record& record) {
  Encoder encoder{state_at(state_)};
  encoder.integer(base::nanoseconds(record.at));
  encoder.string(record.node);
  encoder.string(record.topic);
  encoder.string(record.verb);
  encoder.string(record.peer);
  encoder.integer(static_cast<std::uint32_t>(record.fields.size()));
  for (const Field& field : record.fields) {
    encoder.string(field.key);
    encoder.value(field.value);
  }
  encoder.flush();
}

void Fingerprint::add_bytes(const void* bytes, std::size_t size) {
  XXH3_128bits_update(state_at(state_), bytes, size);
}

std::string Fingerprint::hex() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(state_at(state_));
  constexpr char digits[] = "0123456789abcdef";
  std::string text(32, '0');
  for (int i = 0; i < 16; ++i) {
    text[static_cast<std::size_t>(i)] = digits[hash.high64 >> (60 - 4 * i) & 15];
    text[static_cast<std::size_t>(16 + i)] = digits[hash.low64 >> (60 - 4 * i) & 15];
  }
  return text;
}

}  // namespace nearsim::kernel
