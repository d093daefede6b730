#include "tests/dialogues/engine_line.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "tests/unit/protocol/profile_walk.hpp"

namespace nearsim::dialogue {

using namespace protocol;  // NOLINT: a test of this namespace

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

Duration duration(const std::string& text) {
  const bool negative = text.starts_with('-');
  std::int64_t whole = 0, part = 0, unit = 0, scale = 1;
  const char *at = text.data() + (negative ? 1 : 0), *end = text.data() + text.size();
  at = std::from_chars(at, end, whole).ptr;
  if (at != end && *at == '.')
    for (++at; at != end && *at >= '0' && *at <= '9'; ++at, scale *= 10) part = part * 10 + (*at - '0');
  const std::string_view suffix(at, static_cast<std::size_t>(end - at));
  for (const auto& [name, ns] :
       {std::pair{"ns", 1L}, {"us", 1'000L}, {"ms", 1'000'000L}, {"s", 1'000'000'000L}})
    if (suffix == name) unit = ns;
  if (unit == 0 || at == text.data()) throw Mistake("'" + text + "' is no duration");
  const std::int64_t total = whole * unit + part * unit / scale;
  return Duration{negative ? -total : total};
}

namespace {

void read(const std::string& text, bool& value) {
  if (text != "true" && text != "false") throw Mistake("'" + text + "' is neither true nor false");
  value = text == "true";
}
void read(const std::string& text, int& value) {
  if (std::from_chars(text.data(), text.data() + text.size(), value).ptr != text.data() + text.size())
    throw Mistake("'" + text + "' is no number");
}
void read(const std::string& text, Duration& value) {
  value = text == "none" ? base::forever : duration(text);
}
void read(const std::string& text, Ratio& value) {
  int percent = 0;
  read(text.substr(0, text.find('%')), percent);
  value = base::percent(percent);
}
template <Named E>
void read(const std::string& text, E& value) {
  const auto found = named<E>(text);
  if (!found) throw Mistake("'" + text + "' is no value of this setting");
  value = *found;
}

void set(Profile& profile, const std::string& path, const std::string& text) {
  bool known = false;
  walk::every_setting(profile, [&](const std::string& p, auto& member, const auto&) {
    if (p != path && walk::any_index(p) != path) return;
    read(text, member);
    known = true;
  });
  if (!known) throw Mistake("no setting '" + path + "'");
}

template <class Family>
bool drop(Family& family, std::string_view name) {
  return std::erase_if(family, [&](const auto& m) {
           return std::visit([](const auto& x) { return std::string_view(x.name); }, m) == name;
         }) != 0;
}

template <class Variant, std::size_t I = 0>
Variant standard(std::string_view name) {  // the alternative of this name, as its struct's defaults have it
  if constexpr (I < std::variant_size_v<Variant>) {
    using T = std::variant_alternative_t<I, Variant>;
    if (T::name == name) return T{};
    return standard<Variant, I + 1>(name);
  } else {
    throw Mistake("no mechanism '" + std::string(name) + "'");
  }
}

std::vector<Remedy>& ladder(Profile& profile, const std::string& symptom) {
  const auto wanted = named<Symptom>(symptom);
  if (!wanted) throw Mistake("no symptom '" + symptom + "'");
  for (Ladder& l : profile.remedies)
    if (l.symptom == *wanted) return l.rungs;
  return profile.remedies.emplace_back(Ladder{*wanted, {}}).rungs;
}

}  // namespace

void change(Profile& profile, const std::vector<std::string>& words) {
  if (words.size() == 3 && words[0] == "set") return set(profile, words[1], words[2]);
  std::string path = words.size() == 2 ? words[1] : "";
  std::replace(path.begin(), path.end(), '.', ' ');
  const auto steps = words_of(path);
  const std::string family = steps.size() >= 2 ? steps[0] : "", last = steps.empty() ? "" : steps.back();
  const bool remedy = family == "remedies" && steps.size() == 3;
  if (words[0] == "with") {
    if (family == "gates") return profile.gates.push_back(standard<Gate>(last));
    if (family == "stages") return profile.stages.push_back(standard<Stage>(last));
    if (family == "detectors") return profile.detectors.push_back(standard<Detector>(last));
    if (remedy) return ladder(profile, steps[1]).push_back(standard<Remedy>(last));
  }
  if (words[0] == "without") {
    if (family == "gates" && drop(profile.gates, last)) return;
    if (family == "stages" && drop(profile.stages, last)) return;
    if (family == "detectors" && drop(profile.detectors, last)) return;
    if (remedy && drop(ladder(profile, steps[1]), last)) return;
  }
  throw Mistake("not understood, or nothing there");
}

}  // namespace nearsim::dialogue
