"""The other commands: validate, explain, profiles, schema, dump, fingerprints, verify, replay, version, and the absent."""
import json

from program import PASSES, ProgramTest, main


class Commands(ProgramTest):
    def test_help(self):
        for command in ("run", "validate", "explain", "profiles", "schema", "dump", "fingerprints", "verify", "replay",
                        "version"):
            with self.subTest(command):
                self.assertIn("Usage: nearsim " + command, self.out(command, "--help"))
                self.assertIn(f"  {command} ", self.out("--help"))

    def test_version(self):
        self.assertRegex(self.out("version"), r"^nearsim \d+\.\d+\.\d+\nscenario language 1\n$")
        self.assertEqual(self.out("--version").strip(), self.out("version").splitlines()[0])

    def test_validate(self):
        self.assertEqual(self.out("validate", "passes.yaml"), "ok    passes.yaml  2 devices, 0 faults, 2 expectations\n")
        done = self.run_program("validate", "passes.yaml", "wrong.yaml", expect=2)
        self.assertIn("wrong.yaml:10:14: error: ", done.stderr)
        self.assertIn("ok    passes.yaml", done.stdout)
        self.run_program("validate", "newer.yaml", expect=125)

    def test_schema(self):
        schema = json.loads(self.out("schema"))
        self.assertIn("draft-07", schema["$schema"])
        self.assertIn("devices", schema["properties"])

    def test_profiles(self):
        matrix = self.out("profiles")
        heads = [line.split("┌ ")[1] for line in matrix.splitlines() if "┌" in line]
        self.assertEqual((heads[:3], heads[-1]), (["fixv2", "fixv2_repaired", "attable"], "socialstream_repaired"))
        self.assertRegex(matrix, r"\n  arbitration_window( +·){2}( +[·●])+\n")
        for line in matrix.split("\n\n")[0].splitlines():
            self.assertLessEqual(len(line), 100, "as wide as a terminal")
        one = self.out("profiles", "meshred")
        self.assertRegex(one, r"gates\.arbitration_window\.window +1\.2s ")
        self.assertIn("arbitrationWindowDuration: TimeInterval = 1.2", one)
        self.assertIn("there are: fixv2, ", self.run_program("profiles", "nobody", expect=2).stderr)

    def test_dump_is_a_fixed_point_and_runs_alike(self):
        first = self.out("dump", "passes.yaml")
        self.write("dumped.yaml", first)
        self.assertEqual(self.out("dump", "dumped.yaml"), first)
        self.assertEqual(self.out("fingerprints", "passes.yaml").split()[1:], self.out("fingerprints", "dumped.yaml").split()[1:])
        self.assertIn("run_for: 7s", self.out("dump", "passes.yaml", "--set", "run_for=7s"))
        self.run_program("dump", "wrong.yaml", expect=2)

    def test_explain(self):
        text = self.out("explain", "passes.yaml", "--seed", 1)
        self.assertRegex(text, r"    0\.100s  Ana  invite Bob +discovery: found +session 1\n")
        self.assertNotRegex(self.out("explain", "passes.yaml", "--device", "Bob"), r"s  Ana  ")
        self.assertNotIn("browse", self.out("explain", "passes.yaml", "--peer", "Bob"))
        self.assertNotIn("invite", self.out("explain", "passes.yaml", "--until", "99ms"))
        for wrong in (["--device", "Cyd"], ["--until", "5"], ["--seed", "x"]):
            self.run_program("explain", "passes.yaml", *wrong, expect=2)

    def test_fingerprints(self):
        self.write("more/again.yaml", PASSES)
        lines = self.out("fingerprints", "passes.yaml", "more").splitlines()
        self.assertEqual([line.split()[:2] for line in lines], [["passes.yaml", "1"], ["more/again.yaml", "1"]])
        self.assertEqual(lines[0].split()[2], lines[1].split()[2])
        self.assertRegex(lines[0], r" [0-9a-f]{32}$")

    def test_verify(self):
        text = self.out("verify", "passes.yaml", "--seed", 2)
        self.assertEqual(text.count("  same  "), 8)
        self.assertNotIn("DIFFERENT", text)
        self.run_program("verify", "wrong.yaml", expect=2)

    def test_absent(self):
        for command in ("report",):
            done = self.run_program(command, "passes.yaml", "-o", "x.sqlite", expect=125)
            self.assertRegex(done.stderr, f"has no `{command}`")


class Regressions(ProgramTest):
    def test_record_and_replay(self):
        self.run_program("run", "fails.yaml", "--record", "found", expect=1)
        files = list((self.folder / "found").iterdir())
        self.assertEqual([f.name for f in files], ["fails-never_usable-seed1.yaml"])
        self.assertIn("same  found/fails-never_usable-seed1.yaml  seed 1: never usable violated", self.out("replay", "found"))
        self.assertIn("must fail", self.run_program("run", files[0]).stdout)  # it comes out as it was recorded

        changed = files[0].read_text(encoding="utf-8").replace("delay: 30ms", "delay: 31ms")
        self.write("changed.yaml", changed)
        text = self.out("replay", "changed.yaml", expect=1)
        self.assertIn("the same outcome, by another way", text)
        self.assertIn("recorded (", text)

    def test_time_that_stands_still_fails_and_is_no_record(self):
        echoes = PASSES.replace("discovery:", "links: {default: {delay: 0ms}}\ndiscovery:").replace(
            "profile: meshred", "profile: fixv2_repaired, set: {detectors.keep_alive.echo: true}")
        self.write("echoes.yaml", echoes)
        found = self.run_program("run", "echoes.yaml", "--seed", 1, "--record", "none", expect=1)
        self.assertIn("time stood still at", found.stdout)
        self.assertIn("hint: each of them brings about another at once", found.stdout)
        self.assertIn("echoes.yaml: seed 1 is not recorded, because it did not end: time stood still\n", found.stderr)
        self.assertEqual(list((self.folder / "none").iterdir()), [])
        small = self.run_program("minimize", "echoes.yaml", "--seed", 1, "-o", "small.yaml", expect=125)
        self.assertIn("only a run that ends can be minimized", small.stderr)

    def test_replay_needs_a_record(self):
        self.assertIn("nothing is recorded in it", self.run_program("replay", "passes.yaml", expect=2).stderr)

    def test_golden_trace(self):
        self.run_program("run", "passes.yaml", "--seed", 1, "--trace", "golden.jsonl")
        self.assertIn("same  passes.yaml  seed 1: all ", self.out("replay", "passes.yaml", "--trace", "golden.jsonl"))
        self.write("slow.yaml", PASSES.replace("discovery:", "links: {default: {delay: 31ms}}\ndiscovery:"))
        text = self.out("replay", "slow.yaml", "--trace", "golden.jsonl", expect=1)
        self.assertRegex(text, r"the first difference is record \d+\n    golden.jsonl  \{")


main()
