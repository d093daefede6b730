// One number for everything that happened: XXH3-128 over a canonical encoding of the records, in order.  Two
// runs with equal fingerprints did the same things at the same nanoseconds.
//
// The encoding, little-endian, without padding.  Strings are prefixed with their length, so that no two
// different sequences of records have the same bytes:
//   string := u32 length, bytes
//   record := i64 at (nanoseconds), string node, string topic, string verb, string peer, u32 number of
//   fields, field... field  := string key, u8 kind, value value  := kind 0: i64 | kind 1: i64 nanoseconds (a
//   duration) | kind 2: u8 (0 or 1) | kind 3: string
// Changing any of this changes every golden fingerprint: do it only with a reason in the commit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace nearsim::kernel {

struct Field;
struct Record;

class Fingerprint {
 public:
  Fingerprint();
  Fingerprint(const Fingerprint&) = default;
  Fingerprint& operator=(const Fingerprint&) = default;

  void add(const Record& record);
  void add_bytes(const void* bytes, std::size_t size);  // raw, for callers that bring their own encoding
  [[nodiscard]] std::string hex() const;                // of what was added so far: 32 digits

 private:
  template <class Integer>
  void integer(Integer value);
  void string(std::string_view text);
  void field(const Field& field);
  void flush();

  static constexpr std::size_t state_size = 576;  // XXH3_state_t; xxhash.h stays out of this header
  alignas(64) std::byte state_[state_size];
  // Many records are hashed at once: the hash reads in wide pieces what was written in small ones, and right
  // after the writing a processor has to wait for each of them to reach the cache.
  std::size_t used_ = 0;
  unsigned char buffer_[2048];  // ours: thirty records
};

}  // namespace nearsim::kernel
