// Where in a family's list each mechanism stands.  An engine asks for the same few after every event, and its
// profile does not change: what find_in() searches for is noted once.
//
//     gates   [ GhostFilter | Election | Cooldown ]        places   Election 1, Cooldown 2, Window none, ...
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace nearsim::protocol {

template <class Family>
class Places {
 public:
  explicit Places(const std::vector<Family>& family) {
    at_.fill(none);
    for (std::size_t i = 0; i < family.size() && i < none; ++i)
      if (std::uint8_t& place = at_[family[i].index()]; place == none) place = static_cast<std::uint8_t>(i);
  }

  // What find_in<M>(family) finds, in the list that this was made of.
  template <class M>
  [[nodiscard]] const M* find(const std::vector<Family>& family) const {
    const std::uint8_t place = at_[number_of<M>(std::make_index_sequence<std::variant_size_v<Family>>{})];
    return place == none ? nullptr : std::get_if<M>(&family[place]);
  }

 private:
  static constexpr std::uint8_t none = 0xff;
  template <class M, std::size_t... i>
  [[nodiscard]] static constexpr std::size_t number_of(std::index_sequence<i...>) {
    return ((std::is_same_v<M, std::variant_alternative_t<i, Family>> ? i : 0) + ...);
  }

  std::array<std::uint8_t, std::variant_size_v<Family>> at_;
};

}  // namespace nearsim::protocol
