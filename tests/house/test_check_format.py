#!/usr/bin/env python3
"""scripts/check_format must be able to fail, also when its tool is missing."""
import unittest

from sandbox import ROOT, Sandbox


class Format(unittest.TestCase):
    def run_on(self, text, *arguments, fakes=None, **how):
        with Sandbox(["scripts/check_format", ".clang-format"], fakes, **how) as box:
            if how:
                box.link("dirname", "find", "sort")
            for folder in ("sim", "protocol", "models", "tests"):
                (box.root / folder).mkdir()
            if text is not None:
                (box.root / "sim/a.cpp").write_text(text)
            done = box.run("scripts/check_format", *arguments)
            return done, (box.root / "sim/a.cpp").read_text() if text is not None else None

    def test_a_missing_tool_is_an_error(self):
        done, _ = self.run_on("int a;\n", only_fakes=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("clang-format-14 is missing", done.stderr)

    def test_no_files_is_an_error(self):
        self.assertEqual(self.run_on(None, fakes={"clang-format-14": ""})[0].returncode, 1)

    def test_the_tools_verdict_is_the_scripts(self):
        self.assertEqual(self.run_on("int a;\n", fakes={"clang-format-14": "exit 0"})[0].returncode, 0)
        self.assertNotEqual(self.run_on("int a;\n", fakes={"clang-format-14": "exit 1"})[0].returncode, 0)

    def test_with_the_real_tool_if_it_is_here(self):
        if not (ROOT / "/usr/bin/clang-format-14").exists():
            return  # scripts/test --matrix demands it
        self.assertEqual(self.run_on("int f(int a) { return a; }\n")[0].returncode, 0)
        bad = "int  f( int a ){return a;}\n"
        self.assertNotEqual(self.run_on(bad)[0].returncode, 0)
        self.assertEqual(self.run_on(bad, "--fix")[1], "int f(int a) { return a; }\n")


if __name__ == "__main__":
    unittest.main()
