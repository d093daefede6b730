"""What a hurried or hostile user does: each thing is said plainly, before anything runs, and nothing is lost by it."""
import json
import os
import subprocess
from xml.etree import ElementTree

import program
from program import FAILS, PASSES, ProgramTest, main


class WrongWords(ProgramTest):
    def says(self, message, *arguments, expect=2):
        with self.subTest(arguments):
            done = self.run_program(*arguments, expect=expect)
            self.assertEqual(done.stdout, "")
            self.assertIn("nearsim: ", done.stderr)
            self.assertIn(message, done.stderr)

    def test_slips_of_the_fingers(self):
        self.says("there is no command 'rnu'; did you mean 'run'?", "rnu", "passes.yaml")
        self.says("there is no command 'gibberish'\n", "gibberish")
        self.says("'--sed': did you mean '--seed'?", "run", "passes.yaml", "--sed", 3)
        self.says("'--formt': did you mean '--format'?", "run", "passes.yaml", "--formt=json")
        self.says("--trace needs a value", "run", "passes.yaml", "--trace")
        self.says("'' is the name of no file", "run", "")

    def test_numbers_are_digits(self):
        for option in ("--seed", "--jobs", "--budget", "--time-limit"):
            for value in ("-5", "1e3", "x", "99999999999999999999"):
                self.says(f"{option}: '{value}' is ", "run", "passes.yaml", option, value)
        self.says("'0' is less than 1", "run", "passes.yaml", "--budget", 0)
        self.says("'0' is less than 1", "run", "passes.yaml", "--time-limit", 0)
        self.says("'-3' is no whole number from 0 up", "dump", "passes.yaml", "--seed", -3)
        self.says("'-3' is no whole number from 0 up", "minimize", "fails.yaml", "--seed", -3, "-o", "m.yaml")

    def test_ranges_of_seeds(self):
        for seeds, message in [("5..1", "ends before it begins"), ("1..", "is no range such as 1..20"),
                               ("0..18446744073709551615", "has more seeds than can be counted")]:
            self.says(f"--seeds: '{seeds}' {message}", "run", "passes.yaml", "--seeds", seeds)

    def test_what_is_left_out(self):
        self.says("no files are named", "run")
        self.says("no file is named", "dump")
        self.says("there is no profile 'meshrd'; did you mean 'meshred'?", "profiles", "meshrd")
        self.says("no such decision in seed 1", "explain", "passes.yaml", "--device", "Bob", "--peer", "Bob", expect=0)
        self.says("/dev/stdin is what a pipe brings", "run", "-")

    def test_words_of_a_few(self):
        self.says("'sometimes' is not auto, always or never", "run", "passes.yaml", "--color", "sometimes")
        self.says("'htm' is not text, ", "run", "passes.yaml", "--format", "htm")

    def test_what_another_version_writes_cannot_be_judged(self):
        for kind in ("html", "pcapng", "perfetto"):
            self.says(f"does not write {kind}", "run", "passes.yaml", "-o", f"{kind}=x", expect=125)
            self.says(f"does not write {kind}", "run", "passes.yaml", "-f", kind, expect=125)

    def test_one_scenario_means_one(self):
        self.write("two/a.yaml", PASSES)
        self.write("two/b.yaml", PASSES)
        for command in (["dump", "two"], ["explain", "two"], ["minimize", "two", "--seed", 1, "-o", "m.yaml"],
                        ["sweep", "two", "-o", "r.sqlite"]):
            self.says("two has 2 scenarios, and this takes one at a time", *command)


class Files(ProgramTest):
    def test_a_file_that_cannot_be_written_is_told_before_anything_runs(self):
        endless = ("--seeds", "1..1000000000")
        for output, message in [("json=", "''"), ("json=.", "it is a folder"), ("json=no/x.json", "there is no folder no"),
                                ("json=-", "'-' is no file"), ("x.json", "write KIND=PATH")]:
            with self.subTest(output):
                self.assertIn(message, self.run_program("run", "passes.yaml", *endless, "-o", output, expect=2).stderr)
        for option, path in [("--trace", "t.csv"), ("--trace", "no/t.jsonl"), ("--record", "passes.yaml")]:
            with self.subTest(option):
                self.run_program("run", "passes.yaml", *endless, option, path, expect=2)

    def test_what_is_no_plain_file_is_written_to_and_never_replaced(self):
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        reader = subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE)
        self.run_program("run", "passes.yaml", "-o", f"json={pipe}")
        self.assertEqual(json.loads(reader.communicate(timeout=60)[0])["exit"], 0)
        self.assertTrue(pipe.is_fifo())

    def test_a_link_is_followed(self):
        (self.folder / "latest.json").symlink_to("real.json")
        for _ in range(2):  # when there is no such file yet, and when there is
            self.run_program("run", "passes.yaml", "-o", "json=latest.json")
            self.assertTrue((self.folder / "latest.json").is_symlink())
            self.assertEqual(json.loads(self.read("real.json"))["exit"], 0)
        self.assertEqual([p.name for p in self.folder.iterdir() if ".tmp" in p.name], [])

    def test_a_disk_that_fills_up_leaves_the_old_file(self):
        self.write("out.json", "before")
        limited = ["bash", "-c", "ulimit -f 1; trap '' XFSZ; exec \"$@\"", "-", program.PROGRAM]
        done = subprocess.run([*limited, "run", "passes.yaml", "-o", "json=out.json"], cwd=self.folder, text=True,
                              capture_output=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("cannot write out.json: File too large", done.stderr)
        self.assertEqual(self.read("out.json"), "before")
        self.assertEqual([p.name for p in self.folder.iterdir() if ".tmp" in p.name], [])

    def test_every_command_says_when_its_output_is_not_taken(self):
        self.run_program("sweep", "passes.yaml", "-o", "r.sqlite")
        for command in ("validate passes.yaml", "explain passes.yaml", "schema", "dump passes.yaml", "profiles", "--help",
                        "version", "fingerprints passes.yaml", "merge -o all.sqlite r.sqlite"):
            with self.subTest(command), open("/dev/full", "w", encoding="utf-8") as full:
                done = subprocess.run([program.PROGRAM, *command.split()], cwd=self.folder, stdout=full, text=True,
                                      stderr=subprocess.PIPE, timeout=60, check=False)
                self.assertEqual(done.returncode, 2)
                self.assertIn("cannot write to stdout", done.stderr)

    def test_a_link_in_a_circle_is_a_file_that_cannot_be_read(self):
        self.write("folder/good.yaml", PASSES)
        (self.folder / "folder/circle.yaml").symlink_to("circle.yaml")
        (self.folder / "folder/nowhere.yaml").symlink_to("gone.yaml")
        (self.folder / "folder/above").symlink_to("..")
        error = self.run_program("run", "folder", expect=2).stderr
        self.assertIn("folder/circle.yaml: error: cannot be opened", error)
        self.assertIn("folder/nowhere.yaml: error: cannot be opened", error)

    def test_the_run_that_is_traced_is_the_one_that_fails(self):
        self.write("later.yaml", PASSES.replace("within: 5s", "within: 330ms").replace(
            "devices:", "links: {default: {jitter: 30ms}}\ndevices:"))
        lines = self.out("run", "later.yaml", "--seeds", "1..40", "-f", "ndjson", expect=1).splitlines()
        failing = next(run["seed"] for run in map(json.loads, lines) if not run["passed"])
        self.assertGreater(failing, 1)  # or else this test shows nothing
        told = self.run_program("run", "later.yaml", "--seeds", "1..40", "--trace", "t.jsonl", expect=1).stderr
        self.assertEqual(told, f"traced seed {failing}\n")
        self.run_program("run", "later.yaml", "--seed", failing, "--trace", "one.jsonl", expect=1)
        self.assertEqual(self.read("t.jsonl"), self.read("one.jsonl"))

    def test_every_run_has_its_line_in_a_file_too(self):
        self.run_program("run", "passes.yaml", "fails.yaml", "-o", "ndjson=lines", expect=1)
        lines = [json.loads(line) for line in self.read("lines").splitlines()]
        self.assertEqual([(line["seed"], line["passed"]) for line in lines],
                         [(seed, passed) for passed in (True, False) for seed in (1, 2, 3)])

    def test_a_file_may_have_any_name(self):
        name = os.fsencode(self.folder) + b"/odd \xff <&> \n.yaml"
        with open(name, "w", encoding="utf-8") as file:
            file.write(FAILS)
        for kind in ("text", "json", "ndjson", "junit", "github", "mermaid"):
            done = subprocess.run([program.PROGRAM, "run", name, "-f", kind], cwd=self.folder, capture_output=True, timeout=60,
                                  check=False)
            self.assertEqual((done.returncode, done.stderr), (1, b""))
            if kind == "json":
                self.assertIn("odd \ufffd <&> \n", json.loads(done.stdout)["scenarios"][0]["file"])
            if kind == "junit":
                self.assertEqual(ElementTree.fromstring(done.stdout).get("failures"), "1")

    def test_a_store_that_would_be_gone_is_none(self):
        for path in ("", ":memory:"):
            self.assertIn("nothing would be kept", self.run_program("sweep", "passes.yaml", "-o", path, expect=2).stderr)

    def test_two_sweeps_on_one_store(self):
        both = [subprocess.Popen([program.PROGRAM, "sweep", "passes.yaml", "-o", "both.sqlite", "--seeds", seeds],
                                 cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                for seeds in ("1..3000", "2000..5000")]
        for sweep in both:
            out, error = sweep.communicate(timeout=120)
            self.assertEqual(sweep.returncode, 0, error)
            self.assertIn("\t0\t", out)
        self.assertIn("0 runs now, 5,000 found", self.run_program("sweep", "passes.yaml", "-o", "both.sqlite", "--seeds",
                                                                  "1..5000").stderr)


class Surroundings(ProgramTest):
    def test_no_locale_no_terminal_no_colour(self):
        plain = self.out("run", "passes.yaml", "--lanes", "--seed", 1)
        for environment in ({"LC_ALL": "C"}, {"LC_ALL": "de_DE.ISO-8859-1"}, {"LC_ALL": "none"}, {"COLUMNS": "20"},
                            {"TERM": ""}, {"HOME": "/nonexistent"}):
            with self.subTest(environment):
                self.assertEqual(self.out("run", "passes.yaml", "--lanes", "--seed", 1, environment=environment), plain)


main()
