// Writing YAML that reads back as what was meant: words in quotes wherever any YAML would take them for
// something else, and flow maps of a struct's fields.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/fault_kinds.hpp"
#include "sim/scenario/quantity.hpp"
#include "sim/scenario/reader.hpp"

namespace nearsim::scenario {

[[nodiscard]] std::string yaml_word(std::string_view text);                  // plain if that is safe
[[nodiscard]] std::string yaml_list(const std::vector<std::string>& words);  // [Ana, Bob]

// Collects `name: value` of every field; `map()` is `{a: 1s, b: true}`.
class FlowFields {
 public:
  void add(std::string_view name, std::string_view value) {
    if (!out_.empty()) out_ += ", ";
    out_ += name;
    out_ += ": ";
    out_ += value;
  }
  template <class T, class... Limits>
  void operator()(std::string_view name, const T& member, std::string_view, const Limits&...) {
    if constexpr (Settings<T>) {
      FlowFields inner;
      T::fields(member, inner);
      add(name, inner.map());
    } else if constexpr (std::is_same_v<T, std::string>) {
      add(name, yaml_word(member));
    } else {
      add(name, text_of(member));
    }
  }
  void operator()(std::string_view name, const std::string& device, std::string_view, Ref) {
    add(name, device.empty() ? "all" : yaml_word(device));
  }
  void operator()(std::string_view name, const std::vector<std::string>& devices, std::string_view, Ref) {
    add(name, devices.empty() ? "all" : yaml_list(devices));
  }
  [[nodiscard]] const std::string& entries() const { return out_; }
  [[nodiscard]] std::string map() const { return "{" + out_ + "}"; }

 private:
  std::string out_;
};

template <class S>
[[nodiscard]] std::string flow_map(const S& settings) {
  FlowFields fields;
  S::fields(settings, fields);
  return fields.map();
}

}  // namespace nearsim::scenario
