// What makes text pleasant to read in a terminal: colour when it is wanted, columns that line up, lines that
// end in time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nearsim::report {

enum class Colour : std::uint8_t { off, on };

class Palette {
 public:
  explicit Palette(Colour colour = Colour::off) : on_(colour == Colour::on) {}
  [[nodiscard]] std::string good(std::string_view text) const { return paint("32", text); }
  [[nodiscard]] std::string bad(std::string_view text) const { return paint("1;31", text); }
  [[nodiscard]] std::string strong(std::string_view text) const { return paint("1", text); }
  [[nodiscard]] std::string faint(std::string_view text) const { return paint("2", text); }
  [[nodiscard]] std::string accent(std::string_view text) const { return paint("36", text); }

 private:
  [[nodiscard]] std::string paint(std::string_view code, std::string_view text) const;
  bool on_;
};

[[nodiscard]] std::size_t columns(std::string_view text);  // of UTF-8 text without colour: its code points
[[nodiscard]] std::string padded(std::string_view text, std::size_t width);
[[nodiscard]] std::string centred(std::string_view text, std::size_t width, std::string_view fill);
[[nodiscard]] std::string clipped(std::string_view text,
                                  std::size_t width);  // ends in "…" when it was longer
// Lines of at most `width`, each after `indent`; with a newline at the end of each.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t width, std::string_view indent);
[[nodiscard]] std::string plural(std::uint64_t count, std::string_view thing);  // "1 seed", "2 seeds"
[[nodiscard]] std::string number(std::uint64_t value);                          // 1,234,567
[[nodiscard]] std::string shell_word(std::string_view word);  // quoted if a shell would take it apart

}  // namespace nearsim::report
