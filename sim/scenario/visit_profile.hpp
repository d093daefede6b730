// Every setting of a profile with its path: `field(path, member, doc, limits)`, limits as an optional.
//
//   identity.key   stability   gates.election.inviter   stages[3].settle.on_wifi
//   remedies.link_failed.reconnect.base
//
// Stages are counted from 0, because one kind of stage may occur several times.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "protocol/profile.hpp"
#include "sim/scenario/reader.hpp"

namespace nearsim::scenario {

template <class F>
class WithPath {  // a settings visitor that prefixes each field's name
 public:
  WithPath(std::string prefix, F& field) : prefix_(std::move(prefix)), field_(field) {}

  template <class T>
  void operator()(std::string_view name, T& member, std::string_view doc) {
    if constexpr (Settings<std::remove_const_t<T>>) {
      WithPath inner(path(name), field_);
      std::remove_const_t<T>::fields(member, inner);
    } else {
      field_(path(name), member, doc, std::optional<Limits<std::remove_const_t<T>>>{});
    }
  }
  template <class T, class L>
  void operator()(std::string_view name, T& member, std::string_view doc, const Limits<L>& limits) {
    field_(path(name), member, doc, std::optional(limits));
  }

 private:
  [[nodiscard]] std::string path(std::string_view name) const {
    return prefix_.empty() ? std::string(name) : prefix_ + "." + std::string(name);
  }
  std::string prefix_;
  F& field_;
};

template <class S, class F>
void visit_settings(std::string prefix, S& settings, F& field) {
  WithPath<F> visit(std::move(prefix), field);
  std::remove_const_t<S>::fields(settings, visit);
}

template <class Mechanism>
[[nodiscard]] std::string_view name_of(const Mechanism& mechanism) {
  return std::visit([](const auto& m) { return std::string_view(m.name); }, mechanism);
}

// `P` is protocol::Profile, const or not.
template <class P, class F>
void visit_profile(const std::string& prefix, P& profile, F& field) {
  const auto path = [&](std::string_view rest) {
    return prefix.empty() ? std::string(rest) : prefix + "." + std::string(rest);
  };
  protocol::parts(profile,
                  [&](std::string_view name, auto& part) { visit_settings(path(name), part, field); });
  field(path("stability"), profile.stability,
        std::string_view("failures are forgotten only after this long connected"),
        std::optional(protocol::any_time));
  const auto mechanism = [&](const std::string& where, auto& m) {
    std::visit(
        [&](auto& settings) {
          visit_settings(path(where + "." + std::string(settings.name)), settings, field);
        },
        m);
  };
  for (auto& gate : profile.gates) mechanism("gates", gate);
  for (std::size_t i = 0; i < profile.stages.size(); ++i)
    mechanism(fmt::format("stages[{}]", i), profile.stages[i]);
  for (auto& detector : profile.detectors) mechanism("detectors", detector);
  for (auto& ladder : profile.remedies)
    for (auto& rung : ladder.rungs)
      mechanism("remedies." + std::string(protocol::name(ladder.symptom)), rung);
}

}  // namespace nearsim::scenario
