// Every setting of a profile with its path, its value and its struct's default, for tests that must miss
// none.
#pragma once

#include <string>
#include <type_traits>
#include <variant>

#include "protocol/profile.hpp"

namespace nearsim::protocol::walk {

template <class T>
struct DefaultOf {  // finds one field's value in a default-made struct
  std::string_view wanted;
  T value{};
  template <class M, class... Rest>
  void operator()(std::string_view name, M& member, Rest&&...) {
    if constexpr (std::is_same_v<std::remove_const_t<M>, T>)
      if (name == wanted) value = member;
  }
};

template <class S, class F>
struct Fields {
  std::string prefix;
  F& f;
  template <class M, class... Rest>
  void operator()(std::string_view name, M& member, Rest&&...) {
    DefaultOf<std::remove_const_t<M>> standard{name};
    const S fresh{};
    S::fields(fresh, standard);
    f(prefix + "." + std::string(name), member, standard.value);
  }
};

template <class S, class F>
void settings(const std::string& prefix, S& s, F& f) {
  Fields<std::remove_const_t<S>, F> visitor{prefix, f};
  std::remove_const_t<S>::fields(s, visitor);
}

template <class Family, class F>
void members(const std::string& prefix, Family& family, F& f) {
  for (auto& member : family)
    std::visit([&](auto& m) { settings(prefix + "." + std::string(m.name), m, f); }, member);
}

// f(path, member, default) for every field of every mechanism in the profile.
template <class P, class F>
void every_setting(P& profile, F f) {
  parts(profile, [&](std::string_view name, auto& part) { settings(std::string(name), part, f); });
  f(std::string("stability"), profile.stability, Duration{0});
  members("gates", profile.gates, f);
  for (std::size_t i = 0; i < profile.stages.size(); ++i)
    std::visit([&](auto& s) { settings("stages[" + std::to_string(i) + "]." + std::string(s.name), s, f); },
               profile.stages[i]);
  members("detectors", profile.detectors, f);
  for (auto& ladder : profile.remedies)
    members("remedies." + std::string(name(ladder.symptom)), ladder.rungs, f);
}

// f(path) for every mechanism in the profile, those without settings too.
template <class F>
void every_mechanism(const Profile& profile, F f) {
  const auto name_of = [](const auto& member) {
    return std::visit([](const auto& m) { return std::string(m.name); }, member);
  };
  for (const auto& gate : profile.gates) f("gates." + name_of(gate));
  for (std::size_t i = 0; i < profile.stages.size(); ++i)
    f("stages[" + std::to_string(i) + "]." + name_of(profile.stages[i]));
  for (const auto& detector : profile.detectors) f("detectors." + name_of(detector));
  for (const auto& ladder : profile.remedies)
    for (const auto& rung : ladder.rungs)
      f("remedies." + std::string(name(ladder.symptom)) + "." + name_of(rung));
}

// "stages[*].settle" stands for every index.
[[nodiscard]] inline std::string any_index(std::string path) {
  const auto open = path.find('['), close = path.find(']');
  if (open != std::string::npos && close != std::string::npos) path.replace(open, close - open + 1, "[*]");
  return path;
}

// Does `pattern` name this setting, or a mechanism that holds it?
[[nodiscard]] inline bool covers(std::string_view pattern, const std::string& path) {
  const auto begins = [&](const std::string& whole) {
    return whole == pattern || (whole.starts_with(pattern) && whole[pattern.size()] == '.');
  };
  return begins(path) || begins(any_index(path));
}

}  // namespace nearsim::protocol::walk
