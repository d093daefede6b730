"""Runs the built program in a folder of its own, with scenarios that are written there.

    test_something.py PATH_OF_NEARSIM
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve()) if len(sys.argv) > 1 else "nearsim"

PAIR = """# Question: do two phones meet?
nearsim: 1
run_for: 20s
seeds: 1..3
discovery: {default: {delay: 100ms}}
devices:
  - {name: Ana, profile: meshred}
  - {name: Bob, profile: meshred}
"""
PASSES = PAIR + """expect:
  - {within: 5s, usable: all}
  - {never: dual_session}
"""
FAILS = PAIR + """expect:
  - {within: 5s, usable: all}
  - {never: usable}
"""
WRONG = PAIR + """expect:
  - {within: 5, usable: all}
"""
NEWER = PASSES.replace("nearsim: 1", "nearsim: 99")
UNJUDGED = PAIR + "invariants: {%s}\n" % ", ".join(
    f"I{n}: off" for n in range(1, 24))
SCENARIOS = {"passes": PASSES, "fails": FAILS, "wrong": WRONG, "newer": NEWER, "unjudged": UNJUDGED}


class ProgramTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for name, text in SCENARIOS.items():
            self.write(f"{name}.yaml", text)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def read(self, name):
        return (self.folder / name).read_text(encoding="utf-8")

    def run_program(self, *arguments, expect=0, environment=None, cwd=None, **more):
        """Runs it; fails the test unless it exits as expected."""
        env = {**os.environ, "NO_COLOR": "", **(environment or {})}
        done = subprocess.run([PROGRAM, *map(str, arguments)], cwd=cwd or self.folder, env=env, text=True, timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
        self.assertEqual(done.returncode, expect, f"{arguments}\n{done.stdout}\n{done.stderr}")
        return done

    def out(self, *arguments, expect=0, **more):
        return self.run_program(*arguments, expect=expect, **more).stdout


def main():
    unittest.main(argv=sys.argv[:1])
