// Published figures beside ours.  Each chapter is a function that measures and fills in rows; a row outside
// its bound fails the program.  A model brings its own chapter: a file here, and a line in main.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace nearsim::validation {

enum class Depth : std::uint8_t { usual, deep };  // deep: ten times the simulated work, and the same bounds

enum class Kind : std::uint8_t {
  relative,      // |ours - published| <= bound * |published|
  absolute,      // |ours - published| <= bound, in the row's unit
  within,        // published <= ours <= bound: a range, `bound` is its upper end
  not_repeated,  // nothing of ours to put beside it: `said` and `why`
};

struct Row {
  std::string target;  // "C-D", "L4": which of the published figures
  std::string input;
  double published = 0;
  double ours = 0;
  double bound = 0;
  Kind kind = Kind::relative;
  int digits = 4;             // behind the point, for printing
  std::string said{}, why{};  // of what is not repeated
};
[[nodiscard]] bool holds(const Row& row);
// A published figure that stands in the table although no model of ours gives it, and why none does.
[[nodiscard]] Row not_repeated(std::string target, std::string input, std::string said, std::string why);

struct Chapter {
  std::string title;
  std::string about;  // sources, and what was assumed
  std::vector<Row> rows;
  std::string remark;  // what the rows show, and what they do not
};

[[nodiscard]] std::string text_of(const Chapter& chapter);

[[nodiscard]] Chapter saturation_calculated(Depth);
[[nodiscard]] Chapter saturation_simulated(Depth);
[[nodiscard]] Chapter queues(Depth);
[[nodiscard]] Chapter path_losses(Depth);
[[nodiscard]] Chapter error_rates(Depth);
[[nodiscard]] Chapter losses(Depth);
[[nodiscard]] Chapter awdl_model(Depth);
[[nodiscard]] Chapter bluetooth(Depth);
[[nodiscard]] Chapter discovery(Depth);
[[nodiscard]] Chapter sessions(Depth);
[[nodiscard]] Chapter webrtc(Depth);
[[nodiscard]] Chapter reports(Depth);

}  // namespace nearsim::validation
