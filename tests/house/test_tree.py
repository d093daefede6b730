#!/usr/bin/env python3
"""What a stranger relies on in a fresh clone: commands that start, a licence, words that point at something."""
import os
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMANDS = ("scripts/setup", "scripts/quickstart", "scripts/test", ".ci/run")


def shell_scripts():
    named = [ROOT / command for command in COMMANDS]
    return sorted({*named, *(f for f in (ROOT / "scripts").iterdir() if f.is_file() and "." not in f.name)})


class Tree(unittest.TestCase):
    def test_commands_start(self):
        for script in shell_scripts():
            with self.subTest(script=script.name):
                self.assertTrue(os.access(script, os.X_OK), "not executable")
                first = script.read_text().splitlines()[0]
                self.assertRegex(first, r"^#!(/usr/bin/env (bash|python3)|/bin/sh|/usr/bin/python3)$")

    def test_shell_scripts_are_strict_and_say_what_they_do(self):
        for script in shell_scripts():
            lines = script.read_text().splitlines()
            if "bash" in lines[0]:
                with self.subTest(script=script.name):
                    self.assertTrue(lines[1].startswith("# "), "no opening comment")
                    self.assertTrue(any(re.match(r"set -(e?)uo pipefail$", line) for line in lines))

    def test_python_that_runs_is_executable(self):
        for script in (ROOT / "scripts").glob("*.py"):
            runs = "__main__" in script.read_text()
            with self.subTest(script=script.name):
                self.assertEqual(os.access(script, os.X_OK), runs)
                self.assertEqual(script.read_text().startswith("#!/usr/bin/"), runs)

    def test_the_licence_is_whole(self):
        text = (ROOT / "LICENSE").read_text()
        self.assertIn("Apache License", text)
        self.assertIn("END OF TERMS AND CONDITIONS", text)

    def test_the_readme_names_commands_that_exist(self):
        text = (ROOT / "README.md").read_text()
        for command in ("scripts/quickstart", "scripts/test"):
            self.assertIn(command, text)
        for path in sorted(set(re.findall(r"(?<![\w/])(?:scripts|docs|scenarios|\.ci)/[\w./-]*\w", text))):
            with self.subTest(path=path):
                self.assertTrue((ROOT / path).exists(), "the README points at nothing")

    def test_links_between_documents_hold(self):
        for document in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
            for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", document.read_text()):
                with self.subTest(document=document.name, target=target):
                    self.assertTrue((document.parent / target).exists())

    def test_properties_are_asserted(self):
        # RapidCheck prints what does not hold and returns false; nobody else would know.
        for test in (ROOT / "tests/unit").rglob("*.cpp"):
            with self.subTest(test=test.name):
                self.assertNotRegex(test.read_text(), r"(?m)^\s*rc::check\(")

    def test_a_scenario_begins_with_its_question(self):
        for scenario in (ROOT / "scenarios").rglob("*.yaml"):
            if "regressions" not in scenario.parts:  # the runner writes those
                with self.subTest(scenario=scenario.relative_to(ROOT).as_posix()):
                    self.assertRegex(scenario.read_text().splitlines()[0], r"^# .*\?$")

    def test_builds_stay_out_of_the_repository(self):
        self.assertIn("build/", (ROOT / ".gitignore").read_text().splitlines())


if __name__ == "__main__":
    unittest.main()
