// The language as a JSON Schema (draft-07), for editors: completion, text on hover, underlined mistakes.
// Generated from the same tables and field lists that the reader uses, so it cannot say anything else.
#pragma once

#include <string>

namespace nearsim::scenario {

[[nodiscard]] std::string schema();

}  // namespace nearsim::scenario
