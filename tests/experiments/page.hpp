// A measured page on its way into results/.
#pragma once

#include <functional>
#include <string>

namespace nearsim::experiments {

// Under a temporary name first: a page is there whole or stays as it was.  False and a word on stderr if not.
[[nodiscard]] bool replace_file(const std::string& path, const std::string& text);

// A main that measures a document, if it is asked to by nothing or by a file's name: to standard output, or
// to that file.  Returns what main returns.
[[nodiscard]] int publish(const std::function<std::string()>& measure, int argc, char** argv);

}  // namespace nearsim::experiments
