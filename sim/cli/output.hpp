// Where output goes: data to stdout, everything else to stderr, files to a temporary name that is renamed
// when all of it is there, so that nobody ever reads half a file.  What is no plain file, a pipe or
// /dev/null, is written to and never replaced.
#pragma once

#include <string>
#include <string_view>

#include "sim/report/style.hpp"

namespace nearsim::cli {

void print(std::string_view data);         // to stdout
void complain(std::string_view message);   // "nearsim: MESSAGE" to stderr
void complain_raw(std::string_view text);  // to stderr, as it is

[[nodiscard]] bool flush();  // false: stdout could not take it all; a reader that went away is fine

[[nodiscard]] bool reader_went_away();  // the other end of the pipe is closed, as in `nearsim ... | head`

[[nodiscard]] bool can_write(const std::string& path);  // as far as can be told before; complains if not
[[nodiscard]] bool write_file(const std::string& path, std::string_view content);  // complains when it cannot

enum class When : std::uint8_t { automatic, always, never };
[[nodiscard]] report::Colour colour(
    When when);                                // of stdout; automatic: on a terminal, unless NO_COLOR is set
[[nodiscard]] bool shows_progress(When when);  // on stderr

}  // namespace nearsim::cli
