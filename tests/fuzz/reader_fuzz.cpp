// The scenario reader under a fuzzer.  Whatever the bytes are, it answers: with complaints, each at a place
// in the file and one line long, or with a scenario that dump() writes so that it reads back as the same
// value and the same text.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sim/scenario/dump.hpp"
#include "sim/scenario/load.hpp"
#include "sim/scenario/utf8.hpp"

namespace {

using namespace nearsim::scenario;

void require(bool promise) {
  if (!promise) std::abort();
}

void check_complaints(const Loaded& loaded) {
  require(!loaded.diagnostics.empty() && loaded.diagnostics.size() <= 101);
  require(exit_code(loaded.diagnostics) == 2 || exit_code(loaded.diagnostics) == 125);
  for (const Diagnostic& diagnostic : loaded.diagnostics) {
    require(!diagnostic.message.empty() && diagnostic.message.size() < 300);
    require(diagnostic.message.find('\n') == std::string::npos &&
            diagnostic.hint.find('\n') == std::string::npos);
    require(diagnostic.position.line >= 0 &&
            (diagnostic.position.line == 0) == (diagnostic.position.column == 0));
    require(static_cast<std::size_t>(diagnostic.caret) <= count_characters(diagnostic.source));
  }
  require(is_valid_utf8(render(loaded.diagnostics)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Loaded loaded = load_text({reinterpret_cast<const char*>(data), size}, "fuzz.yaml");
  if (!loaded.scenario) {
    check_complaints(loaded);
    return 0;
  }
  require(loaded.diagnostics.empty());
  const std::string text = dump(*loaded.scenario);
  const Loaded again = load_text(text, "dump.yaml");
  require(again.scenario.has_value() && *again.scenario == *loaded.scenario);
  require(dump(*again.scenario) == text);
  return 0;
}
