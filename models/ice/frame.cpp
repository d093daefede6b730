#include "models/ice/frame.hpp"

#include <array>

#include "sim/base/check.hpp"

namespace nearsim::ice {
namespace {

template <class T>
void put(net::Buffer& out, T value) {
  const auto bits = static_cast<std::uint64_t>(value);
  for (std::size_t i = 0; i < sizeof(T); ++i) out.push_back(static_cast<std::byte>(bits >> (8 * i) & 0xff));
}

template <class T>
void take(net::BytesView& in, T& value) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) bits |= static_cast<std::uint64_t>(in[i]) << (8 * i);
  in = in.subspan(sizeof(T));
  value = static_cast<T>(bits);
}

constexpr std::size_t size = 2 + 4 * 4 + 2 * 8;

}  // namespace

net::Buffer encode(const Frame& f) {
  net::Buffer out;
  out.reserve(size);
  put(out, f.kind);
  put(out, f.candidates);
  for (const std::uint32_t number : {f.connection, f.generation, f.answers, f.address}) put(out, number);
  for (const Identity id : {f.to, f.from}) put(out, id);
  return out;
}

Frame decode(net::BytesView bytes) {
  NEARSIM_CHECK(bytes.size() == size, "a frame of another length");
  Frame f;
  take(bytes, f.kind);
  take(bytes, f.candidates);
  for (std::uint32_t* number : {&f.connection, &f.generation, &f.answers, &f.address}) take(bytes, *number);
  for (Identity* id : {&f.to, &f.from}) take(bytes, *id);
  return f;
}

std::string_view name(Frame::Kind kind) {
  constexpr std::array<std::string_view, 11> names{"enter",  "leave",      "welcome", "joined",
                                                   "left",   "taken",      "absent",  "offer",
                                                   "answer", "candidates", "bye"};
  return names[static_cast<std::size_t>(kind)];
}

}  // namespace nearsim::ice
