#!/usr/bin/env python3
"""The list of capabilities is whole and true, and its checker can fail."""
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
import check_capabilities  # noqa: E402


def complaints(old, new):
    """What is said of a tree whose list has `new` in place of `old`."""
    folder = pathlib.Path(tempfile.mkdtemp())
    for part in ("tests", "results", "scenarios", "models", "protocol", "sim"):
        (folder / part).symlink_to(ROOT / part)
    text = (ROOT / check_capabilities.LIST).read_text(encoding="utf-8")
    assert old in text, old
    place = folder / check_capabilities.LIST
    place.parent.mkdir(parents=True)
    place.write_text(text.replace(old, new), encoding="utf-8")
    return "\n".join(what for _, what in check_capabilities.check(folder))


class Capabilities(unittest.TestCase):
    def test_the_list_is_whole_and_true(self):
        self.assertEqual(check_capabilities.check(ROOT), [])

    def test_one_that_is_missing_or_doubled(self):
        self.assertIn("M1 to M21 each once", complaints("\n| M13 |", "\n| M14 |"))

    def test_evidence_and_places_that_do_not_exist(self):
        self.assertIn("there is no test 'clock: nothing'",
                      complaints("clock: a step of the wall clock leaves the monotonic clock alone", "clock: nothing"))
        self.assertIn("there is no scenario 'race/clocks.yaml'", complaints("race/clocks_apart.yaml", "race/clocks.yaml"))
        self.assertIn("there is no file models/os/watch.hpp", complaints("models/os/clock.hpp", "models/os/watch.hpp"))

    def test_a_claim_without_anything_that_shows_it(self):
        row = next(line for line in (ROOT / check_capabilities.LIST).read_text().splitlines() if line.startswith("| M15"))
        self.assertIn("M15 names no place, or nothing", complaints(row, row.rsplit("|", 2)[0] + "| it is so |"))

    def test_partly_says_what_is_left_out(self):
        row = next(line for line in (ROOT / check_capabilities.LIST).read_text().splitlines() if line.startswith("| M11"))
        self.assertIn("M11: what is left out", complaints(row, row.replace("| yes |", "| partly |")))
        self.assertIn("M11: what is left out", complaints(row, row[:-2] + "; not all of it |"))
        self.assertEqual("", complaints(row, row.replace("| yes |", "| partly |")[:-2] + "; not all of it |"))
        self.assertIn("not a row", complaints("| M1 | ", "| M1 , "))


if __name__ == "__main__":
    unittest.main()
