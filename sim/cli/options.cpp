#include "sim/cli/options.hpp"

#include <algorithm>

#include "sim/cli/input.hpp"

namespace nearsim::cli {

namespace {

void add_when(CLI::App& app, const char* name, When& out) {
  app.add_option_function<std::string>(
         name,
         [&out](const std::string& word) {
           out = word == "always" ? When::always : word == "never" ? When::never : When::automatic;
         },
         "auto, always or never")
      ->check(one_of({"auto", "always", "never"}))
      ->option_text("WHEN");
}

}  // namespace

Check whole_number(std::uint64_t least, std::uint64_t most) {
  return [least, most](const std::string& text) -> std::string {
    const bool is_whole = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    if (!is_whole) return "'" + text + "' is no whole number from " + std::to_string(least) + " up";
    const auto number = parse_number(text);
    if (number && *number < least) return "'" + text + "' is less than " + std::to_string(least);
    if (!number || *number > most) return "'" + text + "' is more than " + std::to_string(most);
    return {};
  };
}

Check seed_range() {
  return [](const std::string& text) -> std::string {
    if (parse_seeds(text)) return {};
    const std::size_t dots = text.find("..");
    const auto first = parse_number(std::string_view{text}.substr(0, dots));
    const auto last =
        dots == std::string::npos ? first : parse_number(std::string_view{text}.substr(dots + 2));
    if (!first || !last) return "'" + text + "' is no range such as 1..20";
    return "'" + text + "' " +
           (*last < *first ? "ends before it begins" : "has more seeds than can be counted");
  };
}

Check one_of(std::vector<std::string> words) {
  return [words = std::move(words)](const std::string& text) -> std::string {
    if (std::find(words.begin(), words.end(), text) != words.end()) return {};
    std::string known;
    for (const std::string& word : words)
      known += (known.empty() ? "" : &word == &words.back() ? " or " : ", ") + word;
    return "'" + text + "' is not " + known;
  };
}

void add_sets(CLI::App& app, std::vector<std::string>& out, std::string doc) {
  app.add_option("--set", out, std::move(doc) + "; may be repeated")
      ->allow_extra_args(false)
      ->option_text("PATH=VALUE");
}

void add_seed(CLI::App& app, std::optional<std::uint64_t>& out, std::string doc) {
  app.add_option_function<std::string>(
         "--seed", [&out](const std::string& text) { out = parse_number(text); }, std::move(doc))
      ->check(whole_number())
      ->option_text("N");
}

void add_jobs(CLI::App& app, unsigned& out) {
  app.add_option("--jobs,-j", out, "threads; the result does not depend on them")
      ->check(whole_number(1, 1024))
      ->option_text("N");
}

void add_color(CLI::App& app, When& out) { add_when(app, "--color", out); }
void add_progress(CLI::App& app, When& out) { add_when(app, "--progress", out); }

}  // namespace nearsim::cli
