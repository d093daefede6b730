#!/usr/bin/env python3
"""nearsim run and Ctrl-C: what was run until then is told; a second one ends it at once."""
import json
import os
import pathlib
import signal
import subprocess
import time

from program import PAIR, PROGRAM, ProgramTest, main

LONG = """# Question: what do thirty phones do all day?
nearsim: 1
run_for: 24h
discovery: {default: {delay: 100ms}}
devices:
  - {name: phone, count: 30, profile: recommended}
expect:
  - {within: 1min, usable: all}
"""


class Interrupted(ProgramTest):
    def start(self, *arguments, **more):
        return subprocess.Popen([PROGRAM, "run", *arguments], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True, **more)

    def wait_until_it_runs(self, process):
        """Until it has had the processor for longer than reading a file takes."""
        while process.poll() is None:
            used = pathlib.Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[11:13]
            if sum(map(int, used)) > 0.3 * os.sysconf("SC_CLK_TCK"):
                return
            time.sleep(0.01)

    def test_what_was_run_is_told_and_written(self):
        for ending in (signal.SIGINT, signal.SIGTERM):
            process = self.start("passes.yaml", "fails.yaml", "--seeds", "1..900000000", "-o", "json=report.json")
            self.wait_until_it_runs(process)
            process.send_signal(ending)
            out, error = process.communicate(timeout=60)
            self.assertEqual(process.returncode, -ending)
            self.assertEqual(error, "nearsim: interrupted; this is of the runs until then (1 of 2 scenarios begun)\n")
            self.assertRegex(out, r"ok    never dual_session +[\d,]+ seeds")
            self.assertRegex(out, r"  stopped after [\d,]+ of 900,000,000 seeds\n")
            report = json.loads(self.read("report.json"))
            self.assertEqual(report["exit"], 124)
            self.assertGreater(report["scenarios"][0]["runs"], 0)
            self.assertLess(report["scenarios"][0]["runs"], 900_000_000)

    def test_failures_found_until_then_are_recorded(self):
        process = self.start("fails.yaml", "--seeds", "1..900000000", "--record", "found")
        self.wait_until_it_runs(process)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
        self.assertIn("FAIL  never usable", out)
        self.assertEqual([path.name for path in (self.folder / "found").iterdir()], ["fails-never_usable-seed1.yaml"])

    def test_the_second_ends_one_long_run(self):
        self.write("long.yaml", LONG)
        process = self.start("long.yaml", "--seed", "1")
        self.wait_until_it_runs(process)
        process.send_signal(signal.SIGINT)
        with self.assertRaises(subprocess.TimeoutExpired):  # it would end in order
            process.wait(timeout=0.3)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=30), -signal.SIGINT)
        process.communicate()

    def test_who_was_begun_to_ignore_it_goes_on_ignoring_it(self):
        process = self.start("passes.yaml", "--seeds", "1..40000", preexec_fn=lambda: signal.signal(signal.SIGINT,
                                                                                                   signal.SIG_IGN))
        self.wait_until_it_runs(process)
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=120)
        self.assertEqual((process.returncode, error), (0, ""))
        self.assertIn("40,000 seeds", out)

    def test_a_time_limit_is_kept_between_two_runs(self):
        self.write("day.yaml", LONG.replace("24h", "20min"))  # some tenths of a second each
        begun = time.monotonic()
        out = self.out("run", "day.yaml", "--seeds", "1..100000", "--jobs", 2, "--time-limit", 1, expect=124)
        runs = int(out.split("stopped after ")[1].split(" of 100,000 seeds")[0])
        self.assertLess(runs, 128)  # a batch of two threads, which would take a quarter of a minute and more
        self.assertGreater(time.monotonic() - begun, 1)

    def test_a_failure_tells_more_than_the_end_of_the_time(self):
        self.write("never.yaml", PAIR.replace("20s", "24h") + "expect: [{never: usable}]\n")
        out = self.out("run", "never.yaml", "--seeds", "1..900000000", "--time-limit", 1, expect=1)
        self.assertIn("stopped after ", out)


main()
