#!/usr/bin/env python3
"""scripts/test and .ci/run must not be able to hide a failure.  cmake and ctest are fakes here."""
import unittest

from sandbox import Sandbox

SCRIPTS = ["scripts/test", "scripts/tally.py", "scripts/compare_fingerprints.py", ".ci/run"]
PASS = '<testcase name="a" status="run"/>'
FAIL = '<testcase name="b" status="fail"><failure message="wrong"/></testcase>'
GONE = '<testcase name="c" status="notrun"><skipped message="Unable to find executable"/></testcase>'
SKIP = '<testcase name="d" status="notrun"><skipped message="SKIP_RETURN_CODE=77"/></testcase>'
OFF = '<testcase name="e" status="disabled"><skipped message="Disabled"/></testcase>'


def ctest(*cases, code=0):
    """A ctest that writes this record and exits with this code."""
    record = f"<testsuite>{''.join(cases)}</testsuite>"
    return ('while (($#)); do [[ $1 == --output-junit ]] && file=$2; shift; done; mkdir -p "$(dirname "$file")"\n'
            f"cat >\"$file\" <<'EOF'\n{record}\nEOF\nexit {code}")


class Test(unittest.TestCase):
    def run_script(self, *arguments, ctest_body, script="scripts/test", old_record=None, **fakes):
        fakes = {"cmake": "", "clang-format-14": "", "scripts/setup": "", "ctest": ctest_body,
                 **{name.replace("_", "-"): body for name, body in fakes.items()}}
        for preset in ("release", "debug", "asan"):
            fakes.setdefault(f"build/{preset}/nearsim", "echo scenarios/a.yaml 1 abc")
        with Sandbox(SCRIPTS, fakes) as box:
            if old_record:
                (box.root / "build/release/junit.xml").write_text(f"<testsuite>{old_record}</testsuite>")
            done = box.run(str(box.root / script), *arguments, cwd="/")
            self.calls = box.calls
            self.last = done.stdout.splitlines()[-1]
            self.lines = [line for line in done.stdout.splitlines() if line.endswith("failed") and " passed, " in line]
            return done

    def expect(self, done, code, last):
        self.assertEqual((done.returncode, self.last, self.lines), (code, last, [last]), done.stderr)

    def test_all_passed(self):
        done = self.run_script(ctest_body=ctest(PASS, PASS))
        self.expect(done, 0, "2 passed, 0 failed")
        self.assertIn("cmake --preset release", self.calls)
        self.assertTrue(any("ctest" in call and "-LE ^nightly$" in call for call in self.calls))

    def test_a_failure_shows(self):
        self.expect(self.run_script(ctest_body=ctest(PASS, FAIL, code=8)), 1, "1 passed, 1 failed")
        self.expect(self.run_script(ctest_body=ctest(PASS, FAIL, code=0)), 1, "1 passed, 1 failed")

    def test_what_did_not_run_did_not_pass(self):
        self.expect(self.run_script(ctest_body=ctest(PASS, GONE, SKIP, OFF, code=0)), 1, "1 passed, 2 failed")

    def test_a_ctest_that_fails_without_saying_which(self):
        self.expect(self.run_script(ctest_body=ctest(PASS, code=8)), 1, "1 passed, 1 failed")

    def test_no_tests_is_a_failure(self):
        self.expect(self.run_script(ctest_body=ctest()), 1, "0 passed, 1 failed")
        self.expect(self.run_script(ctest_body="exit 0"), 1, "0 passed, 1 failed")
        self.expect(self.run_script("--without", "release", ctest_body=ctest(PASS)), 1, "0 passed, 1 failed")

    def test_a_failing_step_is_a_failure(self):
        for name, body in (("cmake", '[[ $1 != --preset ]]'), ("cmake", '[[ $1 != --build ]]'), ("scripts/setup", "exit 1")):
            with self.subTest(step=body):
                self.expect(self.run_script(ctest_body=ctest(PASS), **{name: body}), 1, "0 passed, 1 failed")

    def test_an_old_record_is_not_counted(self):
        self.expect(self.run_script(ctest_body="exit 0", old_record=PASS), 1, "0 passed, 1 failed")

    def test_choices(self):
        self.run_script("--quick", ctest_body=ctest(PASS))
        self.assertTrue(any("-LE ^(nightly|slow)$" in call for call in self.calls))
        self.run_script("--nightly", ctest_body=ctest(PASS))
        self.assertTrue(any(" -L ^nightly$" in call for call in self.calls))
        self.run_script("--preset", "debug", "--no-setup", ctest_body=ctest(PASS))
        self.assertIn("cmake --preset debug", self.calls)
        self.assertNotIn("scripts/setup ", self.calls)

    def test_wrong_use(self):
        for arguments in (["--nonsense"], ["--matrix", "--preset", "debug"], ["--tally", "relative"]):
            with Sandbox(SCRIPTS) as box:
                self.assertEqual(box.run("scripts/test", *arguments).returncode, 2)

    def test_the_matrix_sums_up(self):
        self.expect(self.run_script("--matrix", ctest_body=ctest(PASS, PASS)), 0, "5 passed, 0 failed")
        self.assertIn("scripts/setup --all", self.calls)

    def test_the_matrix_tests_what_it_says(self):
        self.run_script("--matrix", ctest_body=ctest(PASS))
        for preset, target, tests in (("release", "all", 1), ("asan", "all", 1), ("debug", "nearsim", 0)):
            with self.subTest(preset=preset):
                self.assertIn(f"cmake --build build/{preset} --target {target}", self.calls)
                self.assertEqual(sum(f"--test-dir build/{preset} " in call for call in self.calls), tests)
        self.run_script("--preset", "debug", ctest_body=ctest(PASS))
        self.assertIn("cmake --build build/debug --target all", self.calls)

    def test_the_matrix_goes_on_after_a_failure(self):
        done = self.run_script("--matrix", ctest_body=ctest(PASS), cmake='[[ $* != "--preset debug" ]]')
        self.expect(done, 1, "3 passed, 1 failed")

    def test_different_fingerprints_fail_the_matrix(self):
        for body in ("echo scenarios/a.yaml 1 other", "echo scenarios/b.yaml 1 abc", "exit 0", "exit 3", "echo x"):
            with self.subTest(body=body):
                done = self.run_script("--matrix", ctest_body=ctest(PASS), **{"build/asan/nearsim": body})
                self.expect(done, 1, "2 passed, 1 failed")

    def test_ci_ends_in_the_sum(self):
        done = self.run_script(script=".ci/run", ctest_body=ctest(PASS, PASS))
        self.expect(done, 0, "5 passed, 0 failed")
        self.assertEqual(self.calls.count("cmake --preset release"), 1)
        done = self.run_script(script=".ci/run", ctest_body=ctest(PASS, FAIL, code=8))
        self.expect(done, 1, "3 passed, 2 failed")

    def test_ci_notices_a_part_that_died(self):
        done = self.run_script(script=".ci/run", ctest_body="kill -9 $PPID")
        self.expect(done, 1, "0 passed, 2 failed")


if __name__ == "__main__":
    unittest.main()
