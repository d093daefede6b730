"""nearsim sweep and merge, from outside: what is printed, what is kept, and what a killed sweep leaves."""
import json
import re
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

    def test_progress(self):
        shown = self.sweep("--axis", DELAY, "--seeds", "1..20000", "--progress", "always").stderr
        self.assertRegex(shown, r"[\d,]+ of 40,000 runs, \d+ a second, \d+ s left")
        self.assertNotIn("a second", self.sweep("--seeds", "1..50").stderr)

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

    def test_a_file_says_its_own_sweep(self):
        self.write("own.yaml", PASSES + """sweep:
  axes:
    links.default.delay: [10ms, 20ms, 300ms]
    discovery.default.jitter: [0s, 1s]
  where: [links.default.delay < 250ms]
  seeds: 1..5
""")
        lines = self.run_program("sweep", "own.yaml", "-o", "own.sqlite").stdout.splitlines()
        self.assertEqual([line.split("\t")[:3] for line in lines[1:]],
                         [["10ms", "0s", "5"], ["10ms", "1s", "5"], ["20ms", "0s", "5"], ["20ms", "1s", "5"]])
        self.assertEqual(lines[0].split("\t")[:2], ["links.default.delay", "discovery.default.jitter"])
        for given, expected in [(("--axis", "links.default.delay=10ms,300ms"), [["10ms", "5"]]),
                                (("--axis", "run_for=9s", "--where", "run_for > 1s", "--seeds", "3..4"), [["9s", "2"]])]:
            lines = self.run_program("sweep", "own.yaml", "-o", "own.sqlite", *given).stdout.splitlines()
            self.assertEqual([line.split("\t")[:2] for line in lines[1:]], expected)
        # A run takes no notice of it, and what a point is does not depend on who asked for it.
        self.run_program("run", "own.yaml")
        done = self.run_program("sweep", "passes.yaml", "-o", "own.sqlite", "--axis", "links.default.delay=10ms", "--axis",
                                "discovery.default.jitter=1s", "--seeds", "1..5")
        self.assertIn("0 runs now, 5 found", done.stderr)

    def test_ctrl_c_loses_nothing_and_says_so(self):
        command = [program.PROGRAM, "sweep", "passes.yaml", "-o", "i.sqlite", "--axis", DELAY, "--seeds", "1..400000"]
        for ending in (signal.SIGINT, signal.SIGTERM):
            running = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            before = self.stored("i.sqlite")
            while running.poll() is None and self.stored("i.sqlite") == before:
                time.sleep(0.01)
            running.send_signal(ending)
            out, error = running.communicate(timeout=60)
            self.assertEqual((running.returncode, out), (-ending, ""))
            now, found = re.fullmatch(r"(\S+) runs now, (\S+) found in i.sqlite\n"
                                      "nearsim: interrupted; nothing is lost, and the same command goes on from there\n",
                                      error).groups()
            self.assertEqual(int(now.replace(",", "")) + int(found.replace(",", "")), self.stored("i.sqlite"))
            self.assertGreater(int(now.replace(",", "")), 0)

    def test_who_waits_for_another_writer_says_so_and_can_be_stopped(self):
        self.sweep("--seeds", "1..3")
        for ending in (None, signal.SIGINT, signal.SIGTERM):
            with self.subTest(ending):
                self.assertEqual(*self.wait_for_another("1..5", ending, lambda: True))
        command = ("1..400000", signal.SIGINT, lambda: self.stored("r.sqlite") > 5)  # it has begun to store
        self.assertEqual(*self.wait_for_another(*command))
        self.assertGreater(self.stored("r.sqlite"), 5)

    def test_merge_says_which_store_it_waits_for(self):
        self.sweep("--seeds", "1..3")
        self.sweep("--seeds", "4..5", output="i.sqlite")
        for locked in ("r.sqlite", "i.sqlite"):
            other = sqlite3.connect(self.folder / locked, isolation_level=None, timeout=60)
            other.execute("BEGIN IMMEDIATE")
            command = [program.PROGRAM, "merge", "-o", "r.sqlite", "i.sqlite"]
            waiting = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            self.assertIn(f"nearsim: {locked}: another program is writing to it", waiting.stderr.readline())
            other.execute("ROLLBACK")
            other.close()
            waiting.communicate(timeout=30)
            self.assertEqual(waiting.returncode, 0)

    def wait_for_another(self, seeds, ending, is_time):
        """What a sweep that found another program writing returned, and what it should have."""
        other = sqlite3.connect(self.folder / "r.sqlite", isolation_level=None, timeout=60)
        if is_time():
            other.execute("BEGIN IMMEDIATE")
        command = [program.PROGRAM, "sweep", "passes.yaml", "-o", "r.sqlite", "--seeds", seeds]
        waiting = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        while not other.in_transaction:
            time.sleep(0.01)
            if is_time():
                other.execute("BEGIN IMMEDIATE")
        said = waiting.stderr.readline()
        self.assertEqual(said, "nearsim: r.sqlite: another program is writing to it; waiting for that to end, up to 60 s\n")
        if ending is None:
            other.execute("ROLLBACK")
        else:
            waiting.send_signal(ending)
        _, error = waiting.communicate(timeout=30)  # it would wait for a minute
        other.close()
        if ending is not None:
            self.assertEqual(error, "nearsim: interrupted; nothing is lost, and the same command goes on from there\n")
        return waiting.returncode, 0 if ending is None else -ending

    def stored(self, output):
        try:
            with sqlite3.connect(f"file:{self.folder / output}?mode=ro", uri=True) as store:
                return store.execute("SELECT count(*) FROM runs").fetchone()[0]
        except sqlite3.OperationalError:  # not made yet
            return 0

    def test_wrong_use_is_said(self):
        for arguments, message in [(("--axis", "run_for"), "write PATH=VALUE"),
                                   (("--axis", "run_fr=9s"), "did you mean 'run_for'?"),
                                   (("--axis", "run_for=9"), "run_for=9"), (("--shard", "4/3"), "no shard"),
                                   (("--seeds", "9..1"), "no range"), (("--where", "run_for < 1s"), "contradict"),
                                   (("--axis", "run_for=9s", "--axis", "run_for=8s"), "named twice"),
                                   (("--axis", "run_for=9s,8s,9s"), "has 9s twice")]:
            with self.subTest(arguments):
                self.assertIn(message, self.sweep(*arguments, expect=2).stderr)
        self.write("text.sqlite", PASSES * 20)
        self.assertIn("no SQLite file", self.sweep(output="text.sqlite", expect=2).stderr)
        self.assertEqual(self.read("text.sqlite"), PASSES * 20)
        self.assertIn("it is a folder", self.sweep(output="/", expect=2).stderr)
        self.assertIn("there is no folder", self.sweep(output="none/r.sqlite", expect=2).stderr)

    def test_a_store_is_not_merged_with_itself_nor_with_none(self):
        self.sweep("--seeds", "1..3")
        self.assertIn("the store itself", self.run_program("merge", "-o", "r.sqlite", "r.sqlite", expect=2).stderr)
        self.run_program("merge", "-o", "new.sqlite", "none.sqlite", expect=2)
        self.assertFalse((self.folder / "none.sqlite").exists())


main()
