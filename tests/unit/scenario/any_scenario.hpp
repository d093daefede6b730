// Any scenario that a file could say: every field of every settings struct anywhere within its limits, odd
// names included.  Built from the fields lists, so a new setting is drawn without a change here.
#pragma once

#include <rapidcheck.h>

#include <string>

#include "sim/scenario/expectation_text.hpp"
#include "sim/scenario/invariants.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/scenario.hpp"
#include "sim/scenario/vocabulary.hpp"

namespace any {

using namespace nearsim;
using namespace nearsim::scenario;

template <class T>
T below(T count) {
  return *rc::gen::inRange<T>(0, count);
}
inline bool coin() { return *rc::gen::arbitrary<bool>(); }

// Of times a quarter are such as matter in a run; of a day nearly all are not.
inline constexpr std::int64_t ten_seconds = 10'000'000'000;
inline std::int64_t within(std::int64_t lo, std::int64_t hi) {
  switch (below(4)) {
    case 0: return lo;
    case 1: return hi;
    case 2: return *rc::gen::inRange<std::int64_t>(lo, lo + std::min(ten_seconds, hi / 2 - lo / 2 + 1));
    default: return *rc::gen::inRange<std::int64_t>(lo, hi == INT64_MAX ? hi : hi + 1);
  }
}

inline Duration duration(Limits<Duration> limits) {
  const bool may_be_none = limits.hi == base::forever;
  if (may_be_none && below(3) == 0) return base::forever;
  return Duration{within(limits.lo.count(), (may_be_none ? protocol::longest_setting : limits.hi).count())};
}

inline std::string text() {
  static const std::vector<std::string> pieces{"a",
                                               "Z",
                                               "0",
                                               "7",
                                               " ",
                                               "\"",
                                               "'",
                                               "#",
                                               ": ",
                                               ",",
                                               "[",
                                               "]",
                                               "{",
                                               "}",
                                               "&",
                                               "*",
                                               "!",
                                               "|",
                                               ">",
                                               "%",
                                               "@",
                                               "`",
                                               "\\",
                                               "-",
                                               "- ",
                                               "? ",
                                               "~",
                                               "true",
                                               "no",
                                               "\xC3\xB1",
                                               "\xE6\x97\xA5\xE6\x9C\xAC",
                                               "\xF0\x9F\x98\x80",
                                               "\xE2\x80\xA8",
                                               "\xEF\xBB\xBF",
                                               "\xC2\xA0",
                                               "\xCC\x81"};
  std::string out;
  for (int n = 1 + below(6); n > 0; --n) out += pieces[below(pieces.size())];
  return out;
}
inline std::string name() {
  static const std::vector<std::string> pieces{"a", "Z", "0", "7",    "-",  "_",        "!",           "|",
                                               "%", "@", "~", "null", "no", "\xC3\xB1", "\xE6\x97\xA5"};
  std::string out;
  for (int n = 1 + below(5); n > 0; --n) out += pieces[below(pieces.size())];
  return out;
}

class Fill {  // a settings visitor
 public:
  explicit Fill(const std::vector<std::string>& devices = {}) : devices_(devices) {}
  template <class T>
  void operator()(std::string_view, T& out, std::string_view) {
    if constexpr (Settings<T>) T::fields(out, *this);
    else if constexpr (std::is_same_v<T, std::string>) out = text();
    else if constexpr (std::is_same_v<T, bool>) out = coin();
    else if constexpr (protocol::Named<T>) out = static_cast<T>(below(names_of(T{}).size()));
    else draw(out, widest(T{}));
  }
  template <class T>
  void operator()(std::string_view, T& out, std::string_view, const Limits<T>& limits) {
    draw(out, limits);
  }
  void operator()(std::string_view, std::string& out, std::string_view, Ref ref) {
    // The second end of a direction differs from the first.
    if (ref == Ref::device_or_all && below(4) == 0) return out.clear();
    out = devices_[next_++ % devices_.size()];
  }
  void operator()(std::string_view, std::vector<std::string>& out, std::string_view, Ref ref) {
    out.clear();
    if (ref == Ref::some_devices || coin()) out.push_back(devices_[below(devices_.size())]);
  }

 private:
  static void draw(Duration& out, Limits<Duration> limits) { out = duration(limits); }
  static void draw(int& out, Limits<int> limits) { out = static_cast<int>(within(limits.lo, limits.hi)); }
  static void draw(base::Ratio& out, Limits<base::Ratio> limits) {
    out.ppm = within(limits.lo.ppm, limits.hi.ppm);
  }
  static void draw(base::Drift& out, Limits<base::Drift> limits) {
    out.ppb = within(limits.lo.ppb, limits.hi.ppb);
  }
  static void draw(base::BitRate& out, Limits<base::BitRate> limits) {
    out.bits_per_second = within(limits.lo.bits_per_second, limits.hi.bits_per_second);
  }
  static void draw(base::Bytes& out, Limits<base::Bytes> limits) {
    out.count = within(limits.lo.count, limits.hi.count);
  }

  std::vector<std::string> devices_;
  std::size_t next_ = 0;
};

template <class S>
void fill(S& settings, const std::vector<std::string>& devices = {}) {
  Fill visit(devices);
  S::fields(settings, visit);
}

template <class Variant>
Variant alternative(std::size_t index) {
  Variant out;
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    ((I == index ? (out = std::variant_alternative_t<I, Variant>{}, 0) : 0), ...);
  }
  (std::make_index_sequence<std::variant_size_v<Variant>>{});
  return out;
}

template <class Variant>
Variant filled(std::size_t index, const std::vector<std::string>& devices = {}) {
  Variant out = alternative<Variant>(index);
  std::visit([&](auto& settings) { fill(settings, devices); }, out);
  return out;
}

template <class Variant>
std::vector<Variant> each_maybe() {
  std::vector<Variant> out;
  for (std::size_t i = 0; i < std::variant_size_v<Variant>; ++i)
    if (coin()) out.insert(out.begin() + below<std::ptrdiff_t>(std::ssize(out) + 1), filled<Variant>(i));
  return out;
}

protocol::Profile profile();
Scenario scenario();

}  // namespace any
