#include "sim/kernel/fingerprint.hpp"

#define XXH_STATIC_LINKING_ONLY  // for the size of the state
#include <xxhash.h>

#include <cstring>
#include <new>

#include "sim/kernel/trace.hpp"

namespace nearsim::kernel {
namespace {

XXH3_state_t* state_at(std::byte* at) { return std::launder(reinterpret_cast<XXH3_state_t*>(at)); }

}  // namespace

Fingerprint::Fingerprint() {
  static_assert(sizeof(XXH3_state_t) == state_size && alignof(XXH3_state_t) == 64);
  static_assert(std::is_trivially_copyable_v<XXH3_state_t>);
  XXH3_128bits_reset(::new (static_cast<void*>(state_)) XXH3_state_t);
}

void Fingerprint::flush() {
  XXH3_128bits_update(state_at(state_), buffer_, used_);
  used_ = 0;
}

template <class Integer>
inline void Fingerprint::integer(Integer value) {
  if (used_ + sizeof value > sizeof buffer_) flush();
  for (std::size_t i = 0; i < sizeof value; ++i)
    buffer_[used_ + i] = static_cast<unsigned char>(static_cast<std::uint64_t>(value) >> (8 * i));
  used_ += sizeof value;
}

inline void Fingerprint::string(std::string_view text) {
  integer(static_cast<std::uint32_t>(text.size()));
  add_bytes(text.data(), text.size());
}

void Fingerprint::field(const Field& field) {
  string(field.key);
  integer(static_cast<std::uint8_t>(field.value.index()));
  if (const auto* number = std::get_if<std::int64_t>(&field.value)) return integer(*number);
  if (const auto* duration = std::get_if<base::Duration>(&field.value)) return integer(duration->count());
  if (const auto* flag = std::get_if<bool>(&field.value)) return integer(static_cast<std::uint8_t>(*flag));
  string(std::get<std::string_view>(field.value));
}

void Fingerprint::add(const Record& record) {
  integer(base::nanoseconds(record.at));
  string(record.node);
  string(record.topic);
  string(record.verb);
  string(record.peer);
  integer(static_cast<std::uint32_t>(record.fields.size()));
  for (const Field& f : record.fields) field(f);
}

void Fingerprint::add_bytes(const void* bytes, std::size_t size) {
  if (used_ + size > sizeof buffer_) flush();
  if (size > sizeof buffer_) {
    XXH3_128bits_update(state_at(state_), bytes, size);
    return;
  }
  if (size > 0) std::memcpy(buffer_ + used_, bytes, size);
  used_ += size;
}

std::string Fingerprint::hex() const {
  Fingerprint whole = *this;
  whole.flush();
  const XXH128_hash_t hash = XXH3_128bits_digest(state_at(whole.state_));
  constexpr char digits[] = "0123456789abcdef";
  std::string text(32, '0');
  for (int i = 0; i < 16; ++i) {
    text[static_cast<std::size_t>(i)] = digits[hash.high64 >> (60 - 4 * i) & 15];
    text[static_cast<std::size_t>(16 + i)] = digits[hash.low64 >> (60 - 4 * i) & 15];
  }
  return text;
}

}  // namespace nearsim::kernel
