#include "tests/validation/validation.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace nearsim::validation {
namespace {

double error_of(const Row& row) {
  return row.published == 0 ? row.ours : (row.ours - row.published) / std::abs(row.published);
}

std::string bound_of(const Row& row) {
  switch (row.kind) {
    case Kind::relative: return fmt::format("{:g} %", row.bound * 100);
    case Kind::absolute: return fmt::format("{:g}", row.bound);
    case Kind::within: return "in the range";
    case Kind::not_repeated: return "";
  }
  return "";
}

std::string published_of(const Row& row) {
  if (row.kind == Kind::not_repeated) return row.said;
  if (row.kind != Kind::within) return fmt::format("{:.{}f}", row.published, row.digits);
  return fmt::format("{:.{}f} to {:.{}f}", row.published, row.digits, row.bound, row.digits);
}

std::string ours_of(const Row& row) {
  return row.kind == Kind::not_repeated ? "" : fmt::format("{:.{}f}", row.ours, row.digits);
}

std::string verdict_of(const Row& row) {
  if (row.kind == Kind::not_repeated) return "not repeated: " + row.why;
  return holds(row) ? "yes" : "**no**";
}

std::string difference_of(const Row& row) {
  switch (row.kind) {
    case Kind::relative: return fmt::format("{:+.3f} %", error_of(row) * 100);
    case Kind::absolute: return fmt::format("{:+.{}f}", row.ours - row.published, row.digits);
    case Kind::within:
    case Kind::not_repeated: return "";
  }
  return "";
}

}  // namespace

bool holds(const Row& row) {
  constexpr double rounding = 1e-12;
  switch (row.kind) {
    case Kind::relative: return std::abs(error_of(row)) <= row.bound;
    case Kind::absolute: return std::abs(row.ours - row.published) <= row.bound + rounding;
    case Kind::within: return row.published <= row.ours && row.ours <= row.bound;
    case Kind::not_repeated: return true;
  }
  return false;
}

Row not_repeated(std::string target, std::string input, std::string said, std::string why) {
  return {std::move(target), std::move(input), 0, 0, 0, Kind::not_repeated, 0,
          std::move(said),   std::move(why)};
}

std::string text_of(const Chapter& chapter) {
  std::string out = fmt::format("## {}\n\n{}\n\n", chapter.title, chapter.about);
  out += "| target | input | published | ours | difference | bound | holds |\n";
  out += "| --- | --- | --: | --: | --: | --: | --- |\n";
  for (const Row& row : chapter.rows)
    out += fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", row.target, row.input, published_of(row),
                       ours_of(row), difference_of(row), bound_of(row), verdict_of(row));
  if (!chapter.remark.empty()) out += "\n" + chapter.remark + "\n";
  return out + "\n";
}

}  // namespace nearsim::validation
