"""nearsim sweep and merge, from outside: what is printed, what is kept, and what a killed sweep leaves."""
import json
import signal
import sqlite3
import subprocess
import time

import program
from program import PASSES, ProgramTest, main

DELAY = "links.default.delay=10ms,300ms"


class SweepTest(ProgramTest):
    def sweep(self, *arguments, output="r.sqlite", expect=0):
        return self.run_program("sweep", "passes.yaml", "-o", output, *arguments, expect=expect)

    def rows(self, output="r.sqlite"):
        with sqlite3.connect(self.folder / output) as store:
            return sorted(store.execute("SELECT p.hash, r.* FROM runs r JOIN points p ON p.id = r.point").fetchall(),
                          key=lambda row: (row[0], row[2]))

    def test_a_grid_is_run_and_printed(self):
        done = self.sweep("--axis", DELAY, "--seeds", "1..40")
        head, *lines = done.stdout.splitlines()
        self.assertEqual(head.split("\t")[:3], ["links.default.delay", "runs", "passed"])
        self.assertEqual([line.split("\t")[:2] for line in lines], [["10ms", "40"], ["300ms", "40"]])
        self.assertIn("80 runs now, 0 found", done.stderr)
        with sqlite3.connect(self.folder / "r.sqlite") as store:
            parameters = [json.loads(text) for text, in store.execute("SELECT parameters FROM points ORDER BY id")]
        self.assertEqual(parameters, [{"links.default.delay": "10ms"}, {"links.default.delay": "300ms"}])

    def test_only_what_is_missing_is_run(self):
        self.sweep("--seeds", "1..30")
        self.assertIn("10 runs now, 30 found", self.sweep("--seeds", "1..40").stderr)
        self.assertIn("0 runs now, 40 found", self.sweep("--seeds", "1..40", "-j", "1").stderr)

    def test_shards_merge_to_the_whole(self):
        self.sweep("--axis", DELAY, "--seeds", "1..50")
        for i in (1, 2, 3):
            self.sweep("--axis", DELAY, "--seeds", "1..50", "--shard", f"{i}/3", output=f"s{i}.sqlite")
        done = self.run_program("merge", "-o", "all.sqlite", "s1.sqlite", "s2.sqlite", "s3.sqlite")
        self.assertTrue(done.stdout.endswith("all.sqlite: 100 runs\n"), done.stdout)
        strip = lambda rows: [row[:1] + row[2:] for row in rows]  # noqa: E731: the number of a point is the store's own
        self.assertEqual(strip(self.rows("all.sqlite")), strip(self.rows()))

    def test_killed_and_resumed_equals_undisturbed(self):
        command = [program.PROGRAM, "sweep", "passes.yaml", "-o", "k.sqlite", "--axis", DELAY, "--seeds", "1..20000"]
        kills = 0
        while kills < 3:
            running = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.05 + 0.07 * kills)
            if running.poll() is None:
                kills += 1
            running.send_signal(signal.SIGKILL)
            running.wait()
            self.assertLess(kills, 4)
            if running.returncode == 0:
                break  # a fast machine was done before the next kill
        self.sweep("--axis", DELAY, "--seeds", "1..20000", output="k.sqlite")
        self.sweep("--axis", DELAY, "--seeds", "1..20000", output="calm.sqlite")
        self.assertGreaterEqual(kills, 1)
        self.assertEqual(self.rows("k.sqlite"), self.rows("calm.sqlite"))

    def test_wrong_use_is_said(self):
        for arguments, message in [(("--axis", "run_for"), "write PATH=VALUE"),
                                   (("--axis", "run_fr=9s"), "did you mean 'run_for'?"),
                                   (("--axis", "run_for=9"), "run_for=9"), (("--shard", "4/3"), "no shard"),
                                   (("--seeds", "9..1"), "no range"), (("--where", "run_for < 1s"), "contradict"),
                                   (("--axis", "run_for=9s", "--axis", "run_for=8s"), "named twice")]:
            with self.subTest(arguments):
                self.assertIn(message, self.sweep(*arguments, expect=2).stderr)
        self.write("text.sqlite", PASSES * 20)
        self.assertIn("no SQLite file", self.sweep(output="text.sqlite", expect=2).stderr)
        self.assertEqual(self.read("text.sqlite"), PASSES * 20)


main()
