// Names of enumerators.  Each closed set that a file, a trace or a table can show lists its names once, in
// order, in a function `names_of(Enum)` found by argument-dependent look-up; reading and printing both use
// that list.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

namespace nearsim::protocol {

template <class E>
concept Named = std::is_enum_v<E> && requires(E e) {
  names_of(e);
};

// Made once: names_of() by itself builds the whole list at each call, and every decision is named.
template <Named E>
inline constexpr auto all_names = names_of(E{});

template <Named E>
[[nodiscard]] constexpr std::string_view name(E e) {
  return all_names<E>[static_cast<std::size_t>(e)];
}

template <Named E>
[[nodiscard]] constexpr std::optional<E> named(std::string_view text) {
  for (std::size_t i = 0; i < all_names<E>.size(); ++i)
    if (all_names<E>[i] == text) return static_cast<E>(i);
  return std::nullopt;
}

}  // namespace nearsim::protocol
