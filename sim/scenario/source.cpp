#include "sim/scenario/source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "sim/scenario/utf8.hpp"

namespace nearsim::scenario {
namespace {

constexpr std::size_t shown_columns = 100;  // ours: fits a terminal beside the margin
constexpr std::size_t shown_before = 60;    // of them, at most so many before the place
constexpr std::size_t most_shown = 100;     // ours: diagnostics; nobody reads on
constexpr std::size_t most_kept = 10'000;   // ours: bounds the memory that a hostile file can take

std::string unify_line_ends(std::string_view text) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i)
    if (!(text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n')) out += text[i];
  return out;
}

constexpr std::string_view replacement =
    "\xEF\xBF\xBD";  // U+FFFD, for what cannot be shown: output stays text

bool can_be_shown(const Character& character) {
  return character.length > 0 && !is_forbidden(character.code) && !turns_the_line(character.code);
}

struct Window {
  std::string text;
  int caret;
};

// Cuts `line` around `byte`.
Window cut(std::string_view line, std::size_t byte) {
  byte = std::min(byte, line.size());
  // A character takes at most four bytes, so looking back this far is enough, whatever the length of the
  // line.
  std::size_t first = byte > 4 * shown_before ? byte - 4 * shown_before : 0;
  while (first > 0 && first < byte && (static_cast<unsigned char>(line[first]) & 0xC0) == 0x80) ++first;
  std::size_t before = count_characters(line.substr(first, byte - first));
  while (before > shown_before) {
    first += std::max<std::size_t>(1, character_at(line, first).length);
    --before;
  }
  Window window{first > 0 ? "..." : "", static_cast<int>(before) + (first > 0 ? 3 : 0)};
  std::size_t at = first;
  for (std::size_t shown = 0; at < line.size() && shown < shown_columns; ++shown) {
    const Character character = character_at(line, at);
    window.text += can_be_shown(character) ? line.substr(at, character.length) : replacement;
    at += std::max<std::size_t>(1, character.length);
  }
  if (at < line.size()) window.text += "...";
  return window;
}

// A message quotes what it is about, and that may be anything: one line of characters that can be shown, not
// endless.
std::string presentable(const std::string& text) {
  constexpr std::size_t longest = 240;  // ours
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (out.size() > longest) return out + "...";
    const Character character = character_at(text, at);
    const std::size_t length = std::max<std::size_t>(1, character.length);
    if (character.code == '\n' || character.code == '\t') out += ' ';
    else out += can_be_shown(character) ? std::string_view(text).substr(at, length) : replacement;
    at += length;
  }
  return out;
}

}  // namespace

SourceText::SourceText(std::string_view text, std::string name)
    : name_(std::move(name)), text_(unify_line_ends(text)), starts_{0} {
  for (std::size_t i = 0; i < text_.size(); ++i)
    if (text_[i] == '\n') starts_.push_back(i + 1);
}

std::string_view SourceText::line(std::size_t number) const {
  if (number >= starts_.size()) return {};
  const std::size_t end = number + 1 < starts_.size() ? starts_[number + 1] - 1 : text_.size();
  return std::string_view(text_).substr(starts_[number], end - starts_[number]);
}

Position SourceText::position(Mark mark) const {
  if (mark.line < 0) return {name_, 0, 0};
  const std::string_view whole = line(static_cast<std::size_t>(mark.line));
  const std::size_t byte = std::min(static_cast<std::size_t>(std::max(0, mark.byte)), whole.size());
  return {name_, mark.line + 1, static_cast<int>(count_characters(whole.substr(0, byte))) + 1};
}

void SourceText::show(Mark mark, Diagnostic& diagnostic) const {
  diagnostic.position = position(mark);
  if (mark.line < 0) return;
  const std::string_view whole = line(static_cast<std::size_t>(mark.line));
  Window window = cut(whole, static_cast<std::size_t>(std::max(0, mark.byte)));
  diagnostic.source = std::move(window.text);
  diagnostic.caret = window.caret;
}

void Findings::add(Severity severity, Mark mark, const std::string& message, const std::string& hint) {
  ++total_;
  if (findings_.size() < most_kept)
    findings_.push_back({severity, mark, presentable(message), presentable(hint)});
}

std::vector<Diagnostic> Findings::diagnostics() const {
  std::vector<const Finding*> order;
  order.reserve(findings_.size());
  for (const Finding& finding : findings_) order.push_back(&finding);
  const auto key = [](const Finding* f) { return std::tie(f->mark.line, f->mark.byte, f->message); };
  std::stable_sort(order.begin(), order.end(), [&](auto* a, auto* b) { return key(a) < key(b); });
  order.erase(std::unique(order.begin(), order.end(), [&](auto* a, auto* b) { return key(a) == key(b); }),
              order.end());

  std::vector<Diagnostic> out;
  const std::size_t shown = std::min(order.size(), most_shown);
  for (std::size_t i = 0; i < shown; ++i) {
    Diagnostic diagnostic;
    diagnostic.severity = order[i]->severity;
    diagnostic.message = order[i]->message;
    diagnostic.hint = order[i]->hint;
    source_->show(order[i]->mark, diagnostic);
    out.push_back(std::move(diagnostic));
  }
  const std::size_t more = order.size() - shown + (total_ - findings_.size() - elsewhere_.size());
  if (more > 0) {
    // Worst first: one hidden error makes the file wrong, whatever else this version cannot judge.
    const bool errors =
        std::any_of(order.begin(), order.end(), [](auto* f) { return f->severity == Severity::error; });
    Diagnostic rest;
    rest.severity = errors ? Severity::error : Severity::cannot_judge;
    rest.position = source_->position(whole_file);
    rest.message = fmt::format("and {} more", more);
    out.push_back(std::move(rest));
  }
  out.insert(out.end(), elsewhere_.begin(), elsewhere_.end());
  return out;
}

}  // namespace nearsim::scenario
