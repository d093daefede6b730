#!/usr/bin/env python3
"""The size and name checker must be able to fail, and its exceptions must not rot."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts"))
import check_sizes  # noqa: E402


def messages(path, text, files=None, functions=None):
    return [message for _, message in check_sizes.check_text(path, text, files or {}, functions or {})]


def function(lines, head="int f()"):
    return f"// about\n{head} {{\n" + "  x();\n" * (lines - 2) + "}\n"


class Sizes(unittest.TestCase):
    def test_a_file_at_its_limit_passes_and_one_line_more_does_not(self):
        self.assertEqual(messages("sim/base/a.hpp", "// x\n" * 300), [])
        self.assertIn("file of 301 lines, limit 300", messages("sim/base/a.hpp", "// x\n" * 301)[0])

    def test_a_function_at_its_limit_passes_and_one_line_more_does_not(self):
        heads = ("int f()", "A::A() : a_{1},\n  b_{2}", "template <class V> void A::f(V v) const", 'TEST_CASE("f")',
                 "bool operator==(A a, A b)", "auto f = [](int a)")
        for head in heads:
            extra = head.count("\n")
            with self.subTest(head=head):
                self.assertEqual(messages("sim/base/a.cpp", function(60 - extra, head)), [])
                found = messages("sim/base/a.cpp", function(61 - extra, head))
                self.assertEqual(len(found), 1)
                self.assertIn("of 61 lines, limit 60", found[0])

    def test_methods_and_nested_namespaces_count(self):
        text = "// x\nnamespace a { struct B {\n" + function(61) + "};\n}\n"
        self.assertEqual(len(messages("sim/base/a.hpp", text)), 1)

    def test_braces_in_strings_and_comments_do_not_confuse(self):
        text = function(30).replace("x();", 'x("{", \'{\'); // {', 1) + function(30)
        self.assertEqual(messages("sim/base/a.cpp", text), [])

    def test_what_cannot_be_measured_is_said(self):
        self.assertIn("unreadable", messages("sim/base/a.cpp", "// x\nvoid f() {")[0])

    def test_a_long_line_is_caught(self):
        self.assertIn("columns", messages("scripts/a.py", "x" * 131 + "\n")[0])

    def test_a_file_without_opening_words_is_caught(self):
        self.assertIn("no opening comment", messages("sim/base/a.hpp", "#pragma once\n")[0])
        self.assertIn("no opening comment", messages("sim/base/a.cpp", '#include "sim/base/b.hpp"\n')[0])
        self.assertEqual(messages("sim/base/a.cpp", '#include "sim/base/a.hpp"\n'), [])


class Exceptions(unittest.TestCase):
    def test_an_exception_raises_the_limit_and_no_further(self):
        files, functions = {"sim/base/a.cpp": (310, "why")}, {("sim/base/a.cpp", "f"): (70, "why")}
        self.assertEqual(messages("sim/base/a.cpp", function(70), files, functions), [])
        self.assertEqual(len(messages("sim/base/a.cpp", function(71), files, functions)), 1)
        self.assertEqual(messages("sim/base/a.cpp", "// x\n" * 310, files), [])
        self.assertEqual(len(messages("sim/base/a.cpp", "// x\n" * 311, files)), 1)

    def test_an_exception_that_is_not_needed_is_caught(self):
        texts = {"a.cpp": function(30), "b.cpp": function(61)}
        functions = {("a.cpp", "f"): (70, "why"), ("b.cpp", "f"): (70, "why"), ("gone.cpp", "f"): (70, "why")}
        stale = [path for path, _, _ in check_sizes.stale_exceptions(texts, {"a.cpp": (400, "why")}, functions)]
        self.assertEqual(stale, ["a.cpp", "a.cpp", "gone.cpp"])

    def test_every_exception_has_a_reason(self):
        for limit, reason in [*check_sizes.FILE_EXCEPTIONS.values(), *check_sizes.FUNCTION_EXCEPTIONS.values()]:
            self.assertGreater(len(reason), 20)


class Names(unittest.TestCase):
    BAD = ["class LinkManager { };", "struct PeerHelper { };", "class EventHandler { };", "struct Utils { };",
           "enum class HandlerKind { a };", "struct HTTPManager2 { };", "struct LinkData { };", "struct PeerInfo { };",
           "template <class T> class alignas(8) NetworkManager : Base { };", "struct two_words { int a; };"]
    GOOD = ["struct DataReceived { };", "struct DiscoveryInfo { };", "class Managed { };", "struct Utilization { };",
            "struct Link { int data; };", "// class LinkManager { };", 'auto s = "class LinkManager { }";',
            "template <class Helper> struct Box { };", "enum class Ties { by_sequence, shuffled };",
            "template <> struct fmt::formatter<A> { };", "struct { int a; } box;"]

    def test_empty_names_are_caught(self):
        for text in self.BAD:
            with self.subTest(text=text):
                self.assertEqual(len(messages("sim/base/a.hpp", "// x\n" + text + "\n")), 1)

    def test_names_that_say_something_pass(self):
        for text in self.GOOD:
            with self.subTest(text=text):
                self.assertEqual(messages("sim/base/a.hpp", "// x\n" + text + "\n"), [])

    def test_file_names(self):
        for name in ("sim/base/Clock.hpp", "sim/base/link_helpers.hpp", "sim/base/utils.cpp"):
            with self.subTest(name=name):
                self.assertIn("file name", messages(name, "// x\n")[0])


if __name__ == "__main__":
    unittest.main()
