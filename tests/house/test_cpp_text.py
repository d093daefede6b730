#!/usr/bin/env python3
"""The reader behind the checks: comments, strings, and which brace opens what."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scripts"))
import cpp_text  # noqa: E402


def outline(text):
    return cpp_text.Outline(cpp_text.without_directives(cpp_text.code_only(text)))


class Text(unittest.TestCase):
    def test_nothing_moves(self):
        text = 'int a; // "b\nauto s = R"x(" /* )x"; /* c\n d */ char q = \'"\'; int n = 1\'000;\n'
        for cut in (cpp_text.code_only, cpp_text.without_comments, cpp_text.without_directives):
            self.assertEqual(len(cut(text)), len(text))
            self.assertEqual(cut(text).count("\n"), text.count("\n"))

    def test_comments_go_and_strings_are_emptied(self):
        code = cpp_text.code_only('f("rand()"); // rand()\n/* rand() */ g(R"(rand())"); h(\'"\'); i("\\"rand()");')
        self.assertNotIn("rand", code)
        for call in ("f(", "g(", "h(", "i("):
            self.assertIn(call, code)

    def test_a_digit_separator_opens_no_character(self):
        self.assertIn("keep", cpp_text.code_only("int n = 1'000; keep(); int m = 2'000;"))
        self.assertIn("keep", cpp_text.code_only("auto h = 0xAB'CD; keep(); auto k = 0xEF'01;"))

    def test_a_backslash_continues_a_line_comment(self):
        self.assertNotIn("rand", cpp_text.code_only("// words \\\n rand()\nint a;"))


class Scopes(unittest.TestCase):
    def names(self, text):
        return [scope.header for scope in outline(text).functions]

    def test_functions_are_found_once(self):
        self.assertEqual(self.names("namespace a { int f() { if (x) { } for (;;) { } return 1; } }"), ["int f()"])
        self.assertEqual(self.names("struct A { void g(int x = {}) const { } int b_{3}; };"), ["void g(int x = {}) const"])
        self.assertEqual(self.names('TEST_CASE("x") { SUBCASE("y") { } }'), ['TEST_CASE(" ")'])

    def test_member_initialisers_are_no_bodies(self):
        text = "A::A(int a) noexcept : Base<int>{a}, x_(3), y_{z()} {\n  f();\n}\n"
        found = outline(text).functions
        self.assertEqual(len(found), 1)
        self.assertEqual(text[found[0].open:].split()[1], "f();")

    def test_values_are_no_functions(self):
        self.assertEqual(self.names("constexpr int t[] = {1, 2}; std::vector<int> v{f(1)}; enum class E { a, b };"), [])
        self.assertEqual(self.names("constexpr auto k = make({1}, [] { return 3; });"), [])

    def test_a_named_lambda_counts(self):
        self.assertEqual(self.names("constexpr auto f = [](int a) { return a; };"), ["constexpr auto f = [](int a)"])

    def test_types_and_statements(self):
        found = outline("template <class V> struct A : B<V> { int a = 1; };\nint g;\nvoid h(int);\n")
        self.assertEqual([s.kind for s in found.types], ["class"])
        self.assertEqual([s.text for s in found.statements if s.where == "class"], ["int a = 1"])
        self.assertIn("int g", [s.text for s in found.statements])

    def test_what_cannot_be_followed_is_said(self):
        for text in ("void f() {", "}"):
            with self.assertRaises(cpp_text.Unreadable):
                outline(text)


if __name__ == "__main__":
    unittest.main()
