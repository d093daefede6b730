#!/usr/bin/env python3
"""The layer checker must be able to fail: one bad snippet for every ban and every kind of include."""
import contextlib
import io
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts"))
import check_layers  # noqa: E402
import house_rules as rules  # noqa: E402

BAD = {  # ban: [(path, code that must be caught)]
    "real clock": [("sim/run/runner.cpp", "auto t = std::chrono::steady_clock::now();"),
                   ("protocol/engine.cpp", "auto t = time(nullptr);")],
    "sleep": [("models/os/clock.cpp", "std::this_thread::yield();")],
    "thread": [("sim/kernel/scheduler.cpp", "std::mutex m;"), ("sim/run/world.cpp", "#include <thread>")],
    "foreign randomness": [("models/net/path.cpp", "int x = rand();"),
                           ("sim/base/random.cpp", "std::uniform_int_distribution<int> d(0, 6);"),
                           ("protocol/engine.cpp", "std::mt19937_64 g;"), ("protocol/engine.cpp", "std::shuffle(a, b, g);")],
    "unordered container": [("sim/run/world.hpp", "std::unordered_map<int, int> m;")],
    "order of addresses": [("models/mpc/session.hpp", "std::map<const Session*, int> m;"),
                           ("models/mpc/session.hpp", "std::set<Session *> m;")],
    "libm": [("models/radio/loss.cpp", "double x = std::log(y);"), ("models/radio/loss.cpp", "double x = pow(y, 2);")],
    "libm in base": [("sim/base/random.cpp", "return std::log(u);")],
    "floating time": [("protocol/link.hpp", "double timeout = 1.2;"), ("sim/run/metrics.hpp", "double rtt_ms = 0;"),
                      ("sim/run/metrics.hpp", "std::chrono::duration<double> d;")],
    "float": [("sim/report/html.cpp", "float x = 1;")],
    "iostream": [("sim/scenario/reader.cpp", "#include <sstream>"), ("sim/cli/main.cpp", "std::cout << 1;")],
    "printing": [("sim/run/runner.cpp", 'std::fprintf(stderr, "x");'), ("sim/scenario/load.cpp", 'fmt::print("x");')],
    "environment": [("sim/run/runner.cpp", 'auto x = std::getenv("HOME");')],
    "std::function": [("models/net/stream.hpp", "std::function<void()> f;")],
    "exception in the engine": [("protocol/engine.cpp", "throw 1;"), ("protocol/gates/window.cpp", "try { f(); }")],
    "assert": [("sim/kernel/scheduler.cpp", "assert(x);"), ("sim/kernel/scheduler.cpp", "#include <cassert>")],
    "build time": [("sim/cli/main.cpp", "auto x = __DATE__;"), ("tests/unit/base/a_test.cpp", "auto x = __TIME__;")],
    "using namespace": [("sim/base/time.hpp", "using namespace std;")],
    "thread local": [("sim/base/check.cpp", "thread_local int x = 1;")],
}
GOOD = [  # near misses: code that must pass
    ("sim/cli/interrupt.cpp", "std::atomic<int> come{0};"),
    ("sim/run/sweep.cpp", "std::jthread t; std::atomic<int> n = 0;"),
    ("sim/cli/main.cpp", 'auto t = std::chrono::steady_clock::now(); auto c = std::getenv("NO_COLOR");'),
    ("protocol/engine.cpp", 'const char* s = "std::mt19937 rand() steady_clock throw";'),
    ("protocol/engine.cpp", "// rand(), std::unordered_map, throw, std::thread\n/* std::cout << steady_clock */"),
    ("protocol/engine.cpp", 'const char* s = R"(throw rand();)";'),
    ("models/radio/loss.cpp", "double x = base::log(y) + rng.exp(2) + catalog(1) + expand(2);"),
    ("sim/base/fmath.hpp", "double log(double x); double pow(double x, double y);"),
    ("models/net/path.cpp", "int brand(int); int operand(int); auto y = random_walk(1); Duration timeout = 1200ms;"),
    ("sim/base/time.hpp", "using namespace std::chrono_literals;"),
    ("protocol/link.hpp", "double average = 0; static_assert(sizeof(int) == 4);"),
    ("sim/kernel/sinks.cpp", 'std::fputs("x", file);'),
    ("tests/unit/run/x_test.cpp", "std::thread t; static int calls = 0; std::cout << 1;"),
    ("sim/report/table.cpp", "std::string s = fmt::format(x); snprintf(b, 1, f);"),
]


def messages(path, text):
    return [message for _, message in check_layers.check_source(path, "#pragma once\n" + text + "\n")]


def without_state(path, text):
    """The snippets stand outside any function, where a variable is a finding of its own."""
    return [message for message in messages(path, text) if not message.startswith("mutable state:")]


class Bans(unittest.TestCase):
    def test_every_ban_has_a_bad_snippet(self):
        self.assertEqual(set(BAD), {ban.name for ban in rules.BANS})

    def test_bad_snippets_are_caught_by_name_and_with_advice(self):
        advice = {ban.name: ban.advice for ban in rules.BANS}
        for name, snippets in BAD.items():
            for path, text in snippets:
                with self.subTest(ban=name, text=text):
                    caught = [m for m in messages(path, text) if m.startswith(name + ":")]
                    self.assertTrue(caught)
                    self.assertTrue(caught[0].endswith(advice[name]))

    def test_the_same_words_in_comments_and_strings_pass(self):
        for name, snippets in BAD.items():
            for path, text in snippets:
                with self.subTest(ban=name, text=text):
                    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
                    for harmless in (f"// {text}", f"/* {text} */", f'constexpr const char* s = "{quoted}";'):
                        self.assertEqual(messages(path, harmless), [])

    def test_near_misses_pass(self):
        for path, text in GOOD:
            with self.subTest(text=text):
                self.assertEqual(without_state(path, text), [])

    def test_the_line_is_the_right_one(self):
        text = "#pragma once\n/* a\n b */\nint f();\nint x = rand();\n"
        self.assertIn(5, [n for n, m in check_layers.check_source("protocol/a.hpp", text) if m.startswith("foreign")])


class Includes(unittest.TestCase):
    BAD = [
        ("sim/base/time.hpp", '"sim/kernel/scheduler.hpp"'), ("protocol/engine.hpp", '"sim/kernel/scheduler.hpp"'),
        ("protocol/engine.hpp", '"models/net/path.hpp"'), ("models/mpc/session.hpp", '"protocol/engine.hpp"'),
        ("models/net/path.hpp", '"models/mpc/session.hpp"'), ("models/os/clock.hpp", '"models/net/path.hpp"'),
        ("sim/scenario/load.cpp", '"sim/run/world.hpp"'), ("sim/run/world.cpp", '"sim/report/html.hpp"'),
        ("sim/report/html.cpp", '"sim/cli/main.hpp"'), ("protocol/adapters/posix/a.cpp", '"sim/run/world.hpp"'),
        ("protocol/engine.hpp", '"protocol/adapters/posix/a.hpp"'), ("sim/run/world.cpp", '"tests/unit/fake.hpp"'),
        ("sim/kernel/a.cpp", '"scheduler.hpp"'), ("sim/kernel/a.cpp", '"../base/time.hpp"'),
        ("sim/kernel/a.cpp", "<sim/base/time.hpp>"), ("sim/base/fmath.cpp", "<Random123/philox.h>"),
        ("sim/kernel/a.cpp", "<stdint.h>"), ("sim/base/a.cpp", "<fmt/core.h>"), ("protocol/a.cpp", "<fmt/core.h>"),
        ("sim/run/a.cpp", "<xxhash.h>"), ("sim/run/a.cpp", "<yaml-cpp/yaml.h>"), ("sim/run/a.cpp", "<nlohmann/json.hpp>"),
        ("sim/report/a.cpp", "<CLI/CLI.hpp>"), ("models/net/a.cpp", "<boost/graph/x.hpp>"), ("protocol/a.cpp", "<unistd.h>"),
        ("models/mpc/a.cpp", "<Eigen/Core>"), ("tests/unit/base/a_test.cpp", '"sim/kernel/scheduler.hpp"'),
        ("tests/unit/protocol/a_test.cpp", '"models/mpc/session.hpp"'),
    ]
    GOOD = [
        ("sim/base/random.cpp", "<Random123/philox.h>"), ("sim/kernel/a.cpp", "<xxhash.h>"), ("sim/kernel/a.cpp", "<cstdint>"),
        ("sim/scenario/a.cpp", "<yaml-cpp/yaml.h>"), ("sim/run/a.cpp", "<boost/graph/x.hpp>"), ("sim/cli/a.cpp", "<CLI/CLI.hpp>"),
        ("sim/report/a.cpp", "<nlohmann/json.hpp>"), ("protocol/gates/a.cpp", '"protocol/engine.hpp"'),
        ("models/mpc/a.cpp", '"models/net/path.hpp"'), ("sim/run/a.cpp", '"models/mpc/session.hpp"'),
        ("protocol/adapters/posix/a.cpp", '"protocol/engine.hpp"'), ("tests/unit/run/a_test.cpp", '"protocol/engine.hpp"'),
        ("tests/unit/kernel/a_test.cpp", '"sim/base/time.hpp"'), ("tests/bench/a.cpp", '"sim/run/world.hpp"'),
    ]

    def test_wrong_directions_are_caught(self):
        for path, target in self.BAD:
            with self.subTest(path=path, target=target):
                self.assertTrue(any(m.startswith("include:") for m in messages(path, f"#include {target}")))

    def test_right_directions_pass(self):
        for path, target in self.GOOD:
            with self.subTest(path=path, target=target):
                self.assertEqual(messages(path, f"#include {target}"), [])

    def test_a_commented_include_is_none(self):
        self.assertEqual(messages("sim/base/a.cpp", '// #include "sim/run/world.hpp"'), [])

    def test_a_folder_without_a_layer_is_caught(self):
        self.assertTrue(messages("sim/unheard_of/a.cpp", "int f();")[0].startswith("no layer"))

    def test_the_table_has_no_circle(self):
        for name in rules.LAYERS:
            self.assertNotIn(name, check_layers._reachable(name) if name != "tests" else ())

    def test_the_plan_names_every_layer(self):
        plan = (pathlib.Path(__file__).resolve().parents[2] / "docs/architecture.md").read_text()
        for name in rules.LAYERS:
            self.assertIn(f"| `{name}` |", plan)

    def test_headers_in_a_circle_are_caught(self):
        found = check_layers.cycle_findings({"a.hpp": ["b.hpp"], "b.hpp": ["c.hpp"], "c.hpp": ["a.hpp"], "d.hpp": ["a.hpp"]})
        self.assertEqual([message for _, _, message in found], ["cycle: a.hpp -> b.hpp -> c.hpp -> a.hpp"])
        self.assertEqual(check_layers.cycle_findings({"a.hpp": ["b.hpp", "c.hpp"], "b.hpp": ["c.hpp"]}), [])


class State(unittest.TestCase):
    BAD = ["int counter = 0;", "static std::vector<int> cache;", "namespace { Table table{1}; }", "const char* name = 0;",
           "void f() { static int calls = 0; }", "struct A { inline static int count = 0; };", "extern int shared;",
           "inline std::map<int, int> m = {};", "struct { int a; } box;"]
    GOOD = ["constexpr int a = 1;", "const int a[] = {1, 2};", "static constexpr int a = 1;", "const char* const name = 0;",
            "struct A { static int make(int x); int member = 0; };", "void f() { static constexpr int a = 1; int b = 0; }",
            "int f(int x = 3);", "static int g() { return 1; }", "using A = int;", "template <class T> struct B;",
            "bool operator==(const A& a, const A& b);", "auto operator<=>(const A&) const = default;", "enum class E { a };",
            "struct A { int a; };", "inline constexpr Ratio none{0};", "static_assert(sizeof(int) == 4);"]

    def test_mutable_state_is_caught(self):
        for text in self.BAD:
            with self.subTest(text=text):
                self.assertTrue(any(m.startswith("mutable state:") for m in messages("sim/run/a.cpp", text)))

    def test_constants_and_functions_pass(self):
        for text in self.GOOD:
            with self.subTest(text=text):
                self.assertEqual(messages("sim/run/a.cpp", text), [])


class Interfaces(unittest.TestCase):
    def test_boolean_parameters_are_caught(self):
        for text in ("void encrypt(bool required);", "struct A { void f(int a, bool b = true) const { } };", "A(bool x);"):
            with self.subTest(text=text):
                self.assertTrue(any(m.startswith("boolean parameter:") for m in messages("models/mpc/a.hpp", text)))

    def test_a_bool_that_is_the_value_passes(self):
        for text in ("void write(Key key, bool value);", "void operator()(bool on) const;", "bool f(int a);", "bool on = true;",
                     "using Switch = void (*)(bool on);"):
            with self.subTest(text=text):
                self.assertEqual(without_state("models/mpc/a.hpp", text), [])
        self.assertEqual(messages("models/mpc/a.cpp", "void f(bool x) { }"), [])

    def test_a_header_without_guard_is_caught(self):
        found = check_layers.check_source("sim/base/a.hpp", "// a\nint f();\n")
        self.assertEqual([m.split(":")[0] for _, m in found], ["pragma once"])

    def test_what_cannot_be_read_is_not_passed(self):
        self.assertTrue(messages("sim/base/a.cpp", "void f() {")[0].startswith("unreadable"))


class Tree(unittest.TestCase):
    def check(self, files):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in files.items():
                path = pathlib.Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            out = io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
                code = check_layers.main([folder])
            return code, out.getvalue()

    def test_a_clean_tree_passes_and_an_empty_one_does_not(self):
        self.assertEqual(self.check({"sim/base/a.hpp": "#pragma once\n"}), (0, ""))
        self.assertEqual(self.check({"README.md": "x"})[0], 1)

    def test_a_finding_names_file_and_line(self):
        code, out = self.check({"sim/base/a.hpp": "#pragma once\n#include <fmt/core.h>\n"})
        self.assertEqual(code, 1)
        self.assertTrue(out.startswith("sim/base/a.hpp:2: include:"))

    def test_absolute_paths_are_caught_in_every_text(self):
        for place in ("wo" + "rk/notes.md", "ho" + "me/ana/x", "Use" + "rs/ana/x", "ro" + "ot/x"):
            for name in ("docs/a.md", "scripts/run", "tests/unit/base/a.cpp", "CMakeLists.txt"):
                with self.subTest(place=place, name=name):
                    code, out = self.check({"sim/base/a.hpp": "#pragma once\n", name: f"// see /{place}\n"})
                    self.assertEqual(code, 1)
                    self.assertIn(f"{name}:1: absolute path:", out)
        harmless = "https://example.org/home/ana network/work a/root/b ${HOME}/x /usr/bin/python3\n"
        self.assertEqual(self.check({"sim/base/a.hpp": "#pragma once\n", "docs/a.md": harmless})[0], 0)

    def test_build_folders_are_left_out(self):
        self.assertEqual(self.check({"sim/base/a.hpp": "#pragma once\n", "build/x/sim/base/b.hpp": "int x = rand();"})[0], 0)


if __name__ == "__main__":
    unittest.main()
