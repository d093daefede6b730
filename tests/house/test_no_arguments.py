#!/usr/bin/env python3
"""A script that takes no argument says so to one, and neither builds nor rewrites anything then."""
import unittest

from sandbox import ROOT, Sandbox

MEASURE = ("airs", "matrix", "seeds", "spine", "validation")
ALL = MEASURE + ("quickstart",)
NOTHING = {name: "exit 0" for name in ("cmake", "scripts/setup", "build/release/nearsim")}


class NoArguments(unittest.TestCase):
    def run_script(self, name, *arguments):
        with Sandbox([f"scripts/{name}", "scripts/no_arguments.sh"], NOTHING) as box:
            return box.run(f"scripts/{name}", *arguments), box.calls

    def test_help_is_what_the_script_says_of_itself(self):
        for name in ALL:
            for word in ("--help", "-h"):
                with self.subTest(script=name, word=word):
                    done, calls = self.run_script(name, word)
                    self.assertEqual((done.returncode, done.stderr, calls), (0, "", []))
                    said = (ROOT / "scripts" / name).read_text().splitlines()[1]
                    self.assertEqual(done.stdout.splitlines()[0], said.removeprefix("# "))
                    self.assertNotIn("set -", done.stdout)

    def test_any_other_word_is_refused(self):
        for name in ALL:
            for word in ("--quick", "300", ""):
                with self.subTest(script=name, word=word):
                    done, calls = self.run_script(name, word)
                    self.assertEqual((done.returncode, done.stdout, calls), (2, "", []))
                    self.assertIn(f"{name}: unknown argument '{word}'", done.stderr)

    def test_without_one_they_work(self):
        for name in ALL:
            with self.subTest(script=name):
                _, calls = self.run_script(name)
                self.assertTrue(any(call.startswith("cmake ") for call in calls), calls)

    def test_every_script_that_reads_no_argument_is_among_them(self):
        for script in (ROOT / "scripts").iterdir():
            if not script.is_file() or not script.read_text().startswith("#!/usr/bin/env bash"):
                continue
            text = script.read_text()
            reads = "no_arguments.sh" in text or '"$@"' in text or "$#" in text or "${1" in text
            self.assertTrue(reads, f"scripts/{script.name} ignores what it is given")
            self.assertEqual("no_arguments.sh" in text, script.name in ALL, script.name)


if __name__ == "__main__":
    unittest.main()
