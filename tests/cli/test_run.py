"""nearsim run: exit codes, seeds, formats, files."""
import json
import subprocess
import xml.etree.ElementTree as ElementTree

from program import PAIR, PASSES, PROGRAM, ProgramTest, main


class ExitCodes(ProgramTest):
    def test_each(self):
        for name, code in (("passes", 0), ("fails", 1), ("wrong", 2), ("absent", 2), ("newer", 125), ("unjudged", 125)):
            with self.subTest(name):
                self.run_program("run", f"{name}.yaml", expect=code)
        self.run_program("run", "passes.yaml", "--budget", 5, expect=124)

    def test_the_worst_of_several(self):
        self.run_program("run", "passes.yaml", "newer.yaml", expect=125)
        self.run_program("run", "fails.yaml", "newer.yaml", expect=1)
        self.run_program("run", "passes.yaml", "wrong.yaml", expect=2)

    def test_wrong_use(self):
        for arguments in (["run"], ["run", "passes.yaml", "--seed", "x"], ["run", "passes.yaml", "--seed", "1..2"],
                          ["run", "passes.yaml", "--seeds", "5..2"], ["run", "passes.yaml", "--jobs", "0"],
                          ["run", "passes.yaml", "--format", "htm"], ["run", "passes.yaml", "-o", "junit"],
                          ["run", "passes.yaml", "-o", "htm=x"], ["run", "passes.yaml", "--seed", "1", "--seeds", "1..2"],
                          ["run", "passes.yaml", "--set", "run_for"], ["run", "passes.yaml", "--set", "run_fro=5s"],
                          ["run", "passes.yaml", "--no-such-option"], ["no_such_command"], [],
                          ["run", "passes.yaml", "fails.yaml", "--trace", "t.jsonl"]):
            with self.subTest(arguments):
                done = self.run_program(*arguments, expect=2)
                self.assertEqual(done.stdout, "")
                self.assertIn("nearsim: ", done.stderr)

    def test_unwritable_output(self):
        done = self.run_program("run", "passes.yaml", "-o", "junit=no/such/folder/x.xml", expect=2)
        self.assertIn("cannot write no/such/folder/x.xml", done.stderr)


class Runs(ProgramTest):
    def test_text(self):
        text = self.out("run", "passes.yaml", "--seed", 7)
        self.assertIn("passes.yaml  seed 7\n  do two phones meet?\n", text)
        self.assertIn("ok    never dual_session", text)
        self.assertRegex(text, r"fingerprint [0-9a-f]{32} ")

    def test_a_failure_says_how_to_see_it_again(self):
        text = self.out("run", "fails.yaml", "--set", "links.default.delay=20ms", expect=1)
        self.assertIn("FAIL  never usable", text)
        self.assertIn("3 of 3 seeds fail: 1, 2, 3", text)
        repro = next(line for line in text.splitlines() if "repro: " in line).split("repro: nearsim ")[1]
        self.assertEqual(repro, "run fails.yaml --seed 1 --set links.default.delay=20ms")
        self.run_program(*repro.split(), expect=1)
        self.assertIn("engine  reached", text)  # the records before it

    def test_folders_and_summary(self):
        self.write("all/b.yaml", PASSES)
        self.write("all/deeper/a.yaml", PASSES)
        self.write("all/notes.txt", "not a scenario")
        lines = self.out("run", "all").splitlines()
        self.assertEqual([line.split()[1] for line in lines[:2]], ["all/b.yaml", "all/deeper/a.yaml"])
        self.assertEqual(lines[2], "2 scenarios, 6 runs: 2 passed, 0 failed")
        (self.folder / "empty").mkdir()
        self.run_program("run", "empty", expect=2)

    def test_jobs_change_nothing(self):
        late = PASSES.replace("delay: 100ms", "delay: 100ms, jitter: 1s").replace("5s, usable", "800ms, usable")
        self.write("jitter.yaml", late)
        arguments = ("run", "jitter.yaml", "--seeds", "1..60", "--format", "json")
        one = self.out(*arguments, "--jobs", 1, expect=1)
        self.assertEqual(one, self.out(*arguments, "--jobs", 5, expect=1))
        self.assertTrue(0 < json.loads(one)["scenarios"][0]["failed_runs"] < 60)

    def test_set(self):
        self.run_program("run", "passes.yaml", "--set", "links.default.delay=10s", expect=1)

    def test_must_fail(self):
        expect = "expect:\n  - {never: usable}\n  - {must_fail: never usable}\n"
        self.write("negative.yaml", PAIR + expect)
        self.assertIn("ok    never usable must fail", self.out("run", "negative.yaml"))
        self.write("negative.yaml", PAIR + "expect:\n  - {must_fail: I8}\n")
        self.assertIn("it holds, and must fail", self.out("run", "negative.yaml", expect=1))

    def test_colour(self):
        self.assertNotIn("\x1b", self.out("run", "passes.yaml"))
        self.assertIn("\x1b[32mok", self.out("run", "passes.yaml", "--color", "always"))

    def test_progress(self):
        self.assertEqual(self.run_program("run", "passes.yaml").stderr, "")
        self.assertIn("3 seeds", self.run_program("run", "passes.yaml", "--progress", "always").stderr)

    def test_what_is_shown_of_a_run_is_made_with_its_budget(self):
        # Time hardly goes on, so without the budget this would take for ever: the run, its witness and its trace.
        self.write("storm.yaml", PAIR.replace("profile: meshred}", "profile: meshred, set: {discovery.rebrowse_every: 1ms}}") +
                   "expect: [{never: browse}]\n")
        done = self.run_program("run", "storm.yaml", "--seed", 1, "--budget", 2000, "--trace", "t.txt", "--lanes", expect=124)
        self.assertIn("engine  browse", done.stdout)
        self.assertLess(len(self.read("t.txt").splitlines()), 20_000)

    def test_fail_fast(self):
        found = json.loads(self.out("run", "fails.yaml", "--fail-fast", "-f", "json", expect=1))
        self.assertEqual(found["scenarios"][0]["runs"], 1)

    def test_a_reader_that_goes_away(self):
        # What nobody would read is not run, and so nobody is told that it held.
        program = subprocess.Popen([PROGRAM, "run", "passes.yaml", "--seeds", "1..1000000000", "-f", "ndjson"], cwd=self.folder,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        program.stdout.readline()
        program.stdout.close()
        self.assertEqual(program.stderr.read(), b"")
        program.stderr.close()
        self.assertEqual(program.wait(timeout=60), 124)

    def test_a_reader_that_goes_away_at_the_end(self):
        program = subprocess.Popen([PROGRAM, "run", "passes.yaml"], cwd=self.folder, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        program.stdout.readline()
        program.stdout.close()
        self.assertEqual((program.wait(timeout=60), program.stderr.read()), (0, b""))
        program.stderr.close()

    def test_a_full_disk(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([PROGRAM, "run", "passes.yaml"], cwd=self.folder, stdout=full, stderr=subprocess.PIPE,
                                  text=True, check=False)
        self.assertEqual(done.returncode, 2)  # as for any other file that cannot be written
        self.assertIn("cannot write to stdout", done.stderr)


class Formats(ProgramTest):
    def test_json(self):
        found = json.loads(self.out("run", "fails.yaml", "--format", "json", expect=1))
        self.assertEqual(found["exit"], 1)
        scenario = found["scenarios"][0]
        self.assertEqual(scenario["seeds"], [1, 3])
        self.assertEqual(scenario["expectations"][1]["failing_seeds"], [1, 2, 3])
        self.assertEqual(scenario["failures"][0]["repro"], "nearsim run fails.yaml --seed 1")

    def test_ndjson(self):
        lines = [json.loads(line) for line in self.out("run", "passes.yaml", "fails.yaml", "-f", "ndjson", expect=1).splitlines()]
        self.assertEqual([(line["file"], line["seed"], line["passed"]) for line in lines],
                         [(f"{name}.yaml", seed, name == "passes") for name in ("passes", "fails") for seed in (1, 2, 3)])

    def test_junit(self):
        self.run_program("run", "passes.yaml", "fails.yaml", "-o", "junit=out.xml", "-o", "json=out.json", expect=1)
        suites = ElementTree.parse(self.folder / "out.xml").getroot()
        self.assertEqual(suites.tag, "testsuites")
        self.assertEqual((suites.get("failures"), suites.get("errors")), ("1", "0"))
        cases = suites.findall("testsuite/testcase")
        self.assertEqual(len(cases), int(suites.get("tests")))
        failed = [case for case in cases if case.find("failure") is not None]
        self.assertEqual([(case.get("classname"), case.get("name")) for case in failed], [("fails", "never usable")])
        self.assertEqual(failed[0].find("system-out").text, "nearsim run fails.yaml --seed 1")
        self.assertIn("3 of 3 seeds failed: 1, 2, 3", failed[0].find("failure").get("message"))
        json.loads(self.read("out.json"))
        self.assertEqual(sorted(p.name for p in self.folder.iterdir() if "tmp" in p.name), [])

    def test_github(self):
        text = self.out("run", "fails.yaml", "-f", "github", expect=1)
        self.assertRegex(text, r"^::error file=fails.yaml,line=11,col=\d+,title=never usable::fails in 3 of 3 seeds")
        self.assertEqual(self.out("run", "passes.yaml", "-f", "github"), "")

    def test_mermaid(self):
        text = self.out("run", "passes.yaml", "-f", "mermaid")
        self.assertTrue(text.startswith("sequenceDiagram\n  participant d0 as Ana\n"))
        self.assertIn("d0->>d1: ", text)

    def test_lanes(self):
        text = self.out("run", "passes.yaml", "--lanes")
        self.assertIn("├", text)
        self.assertIn("● invite (found)", text)
        coloured = self.out("run", "passes.yaml", "--lanes", "--color", "always")
        self.assertRegex(coloured, "\x1b\\[36m─+ invite 30ms ─+▶\x1b\\[0m")  # painted as one

    def test_trace(self):
        self.run_program("run", "passes.yaml", "--seed", 2, "--trace", "t.jsonl")
        records = [json.loads(line) for line in self.read("t.jsonl").splitlines()]
        self.assertEqual([record["index"] for record in records], list(range(len(records))))
        self.assertIn("invite", {record["verb"] for record in records})
        self.run_program("run", "passes.yaml", "--seed", 2, "--trace", "t.txt")
        self.assertEqual(len(self.read("t.txt").splitlines()), len(records))


main()
