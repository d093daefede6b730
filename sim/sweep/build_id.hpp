// Which engine, models and judges made a result: a hash of their sources, written by scripts/build_id.py.
#pragma once

#include <string_view>

namespace nearsim::sweep {

[[nodiscard]] std::string_view build_id();  // 16 hexadecimal digits

}  // namespace nearsim::sweep
