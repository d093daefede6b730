#include "sim/report/lanes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/run/judges/words.hpp"

namespace nearsim::report {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t page = 110;       // ours: columns
constexpr std::size_t margin = 12;      // the time's column
constexpr std::size_t most_rows = 400;  // ours: longer stories are for the trace
constexpr auto long_gap = 1s;           // ours: a longer silence is one row

class Line {  // one row, cell by cell, so that later text overwrites lanes
 public:
  explicit Line(std::size_t width) : cells_(width, " ") {}
  void put(std::size_t at, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++at) {
      std::size_t end = i + 1;
      while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) ++end;
      if (at < cells_.size()) cells_[at] = text.substr(i, end - i);
      i = end;
    }
  }
  void paint(std::size_t from, std::size_t to, const Palette& palette,
             std::string (Palette::*how)(std::string_view) const) {
    std::string run;  // painted as one: a terminal's log can then be read and searched
    for (std::size_t i = from; i < std::min(to, cells_.size()); ++i) {
      run += cells_[i];
      cells_[i].clear();
    }
    if (from < cells_.size()) cells_[from] = (palette.*how)(run);
  }
  [[nodiscard]] std::string text() const {
    std::size_t end = cells_.size();
    while (end > 0 && cells_[end - 1] == " ") --end;
    std::string out;
    for (std::size_t i = 0; i < end; ++i) out += cells_[i];
    return out + "\n";
  }

 private:
  std::vector<std::string> cells_;
};

class Drawing {
 public:
  Drawing(const scenario::Scenario& scenario, const Palette& palette)
      : scenario_(scenario),
        palette_(palette),
        count_(scenario.devices.size()),
        step_(std::clamp<std::size_t>((page - margin) / count_, 16, 40)) {}

  void head() {
    Line line = fresh();
    for (std::size_t i = 0; i < count_; ++i) {
      const scenario::DeviceSpec& d = scenario_.devices[i];
      const bool same = d.display_name.empty() || d.display_name == d.name;
      line.put(x(i), clipped(same ? d.name : fmt::format("{} \"{}\"", d.name, d.display_name), step_ - 1));
    }
    out_ += line.text();
    Line below = fresh();
    lanes(below, "│");
    out_ += below.text();
  }

  void scene(const Scene& s) {
    if (last_ && s.at - *last_ > long_gap) gap(s.at - *last_);
    last_ = std::max(s.until, s.at);
    Line line = fresh();
    const std::string time = run::seconds(s.at);
    line.put(margin - 2 - std::min(margin - 2, columns(time)), time);
    lanes(line, "│");
    switch (s.kind) {
      case Scene::Kind::decision: decision(line, s, "●"); break;
      case Scene::Kind::state: decision(line, s, "○"); break;
      case Scene::Kind::arrow:
      case Scene::Kind::exchange: arrow(line, s); break;
      case Scene::Kind::outside: outside(line, s); break;
    }
    out_ += line.text();
  }

  void more(std::size_t scenes) { out_ += fmt::format("{}... {} more\n", std::string(margin, ' '), scenes); }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  [[nodiscard]] std::size_t x(std::size_t lane) const { return margin + lane * step_; }
  [[nodiscard]] std::size_t width() const { return margin + count_ * step_ + 24; }
  [[nodiscard]] Line fresh() const { return Line{width()}; }
  void lanes(Line& line, std::string_view mark) const {
    for (std::size_t i = 0; i < count_; ++i) line.put(x(i), mark);
  }

  void gap(base::Duration silence) {
    Line line = fresh();
    lanes(line, "┊");
    const std::string text = "+ " + run::seconds(silence);
    line.put(margin - 2 - std::min(margin - 2, columns(text)), text);
    line.paint(0, margin - 1, palette_, &Palette::faint);
    out_ += line.text();
  }

  void decision(Line& line, const Scene& s, std::string_view dot) const {
    std::string text = s.about.empty() ? s.label : s.label + " " + s.about;
    if (!s.why.empty()) text += " (" + s.why + ")";
    const std::size_t at = x(s.node) + 2;
    line.put(x(s.node), dot);
    line.put(at, clipped(text, width() - at));  // it may run over the lanes to its right
    if (columns(text) + 2 >= step_ && s.node + 1 < count_) line.put(at + columns(text), " ");
    if (s.kind == Scene::Kind::state) line.paint(x(s.node), at + columns(text), palette_, &Palette::faint);
  }

  void arrow(Line& line, const Scene& s) const {
    const std::size_t from = x(std::min(s.node, s.peer)), to = x(std::max(s.node, s.peer));
    if (from == to) return;
    std::string label = s.label;
    if (s.count > 1) label += fmt::format(" ×{} to {}", s.count, run::seconds(s.until));
    else if (s.took > 0ns) label += " " + kernel::format_duration(s.took / 1us * 1us);
    const std::size_t room = to - from - 1;
    const bool both = s.count > 1, right = s.peer > s.node;
    line.put(from + 1, centred(" " + clipped(label, room - 4) + " ", room, "─"));
    if (both || right) line.put(to - 1, "▶");
    if (both || !right) line.put(from + 1, "◀");
    if (!both) line.put(right ? from : to, right ? "├" : "┤");  // where it comes from
    line.paint(from + 1, to, palette_, &Palette::accent);
  }

  void outside(Line& line, const Scene& s) const {
    const std::size_t width = (count_ - 1) * step_ + 1;
    line.put(margin, centred(" " + clipped(s.label, width > 6 ? width - 4 : 2) + " ", width, "═"));
    line.paint(margin, margin + width, palette_, &Palette::bad);
  }

  const scenario::Scenario& scenario_;
  const Palette& palette_;
  std::size_t count_, step_;
  std::optional<base::Instant> last_;
  std::string out_;
};

}  // namespace

std::string lanes_of(const scenario::Scenario& scenario, const std::vector<kernel::StoredRecord>& records,
                     const Palette& palette) {
  const std::size_t devices = scenario.devices.size();
  if (devices == 0 || devices > most_lanes)
    return fmt::format("lanes are drawn for up to {} devices, and there are {}\n", most_lanes, devices);
  Drawing drawing{scenario, palette};
  drawing.head();
  const std::vector<Scene> scenes = story_of(scenario, records);
  for (std::size_t i = 0; i < std::min(most_rows, scenes.size()); ++i) drawing.scene(scenes[i]);
  if (scenes.size() > most_rows) drawing.more(scenes.size() - most_rows);
  return drawing.take();
}

}  // namespace nearsim::report
