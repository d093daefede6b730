// Where the caret stands, and what is shown around it.
#include <doctest/doctest.h>

#include "sim/scenario/source.hpp"

using namespace nearsim::scenario;

namespace {

std::string shown(std::string_view text, Mark mark) {
  const SourceText source(text, "f.yaml");
  Findings findings(source);
  findings.error(mark, "wrong");
  return render(findings.diagnostics());
}

}  // namespace

TEST_CASE("the caret stands under the character, whatever stands before it") {
  CHECK(shown("a: b\nc: d\n", {1, 3}) == "f.yaml:2:4: error: wrong\n  c: d\n     ^\n");
  CHECK(shown("\xC3\xB1: d\n", {0, 4}) == "f.yaml:1:4: error: wrong\n  \xC3\xB1: d\n     ^\n");
  CHECK(shown("\xE6\x97\xA5: d\n", {0, 5}) ==
        "f.yaml:1:4: error: wrong\n  \xE6\x97\xA5: d\n      ^\n");  // two columns wide
  CHECK(shown("a:\td\n", {0, 3}) == "f.yaml:1:4: error: wrong\n  a:\td\n    \t^\n");
  CHECK(shown("\xEF\xBB\xBF"
              "a: b\r\nc: d\r\n",
              {1, 0}) == "f.yaml:2:1: error: wrong\n  c: d\n  ^\n");
  CHECK(shown("a", whole_file) == "f.yaml: error: wrong\n");
  CHECK(shown("a", {5, 7}) == "f.yaml:6:1: error: wrong\n");  // past the end
}

TEST_CASE("a long line is cut around the caret") {
  const std::string long_line = std::string(500, 'x') + "!" + std::string(500, 'y');
  const std::string text = shown(long_line, {0, 500});
  CHECK(text == "f.yaml:1:501: error: wrong\n  ..." + std::string(60, 'x') + "!" + std::string(39, 'y') +
                    "...\n  " + std::string(63, ' ') + "^\n");
}

TEST_CASE("findings come in the order of the file, once each, at most a hundred") {
  const SourceText source(std::string(200, '\n'), "f.yaml");
  Findings findings(source);
  for (int line = 149; line >= 0; --line)
    for (int twice = 0; twice < 2; ++twice) findings.error({line, 0}, "wrong");
  const std::vector<Diagnostic> diagnostics = findings.diagnostics();
  REQUIRE(diagnostics.size() == 101);
  CHECK(diagnostics[0].position.line == 1);
  CHECK(diagnostics[99].position.line == 100);
  CHECK(diagnostics[100].message == "and 50 more");
  CHECK(exit_code(diagnostics) == 2);
}

TEST_CASE("cannot judge is not an error, but an error beside it is") {
  const SourceText source("a\n", "f.yaml");
  Findings findings(source);
  findings.cannot_judge({0, 0}, "later");
  CHECK(exit_code(findings.diagnostics()) == 125);
  CHECK(render(findings.diagnostics()) == "f.yaml:1:1: cannot judge: later\n  a\n  ^\n");
  findings.error({0, 0}, "wrong");
  CHECK(exit_code(findings.diagnostics()) == 2);
  CHECK(exit_code({}) == 0);
}
