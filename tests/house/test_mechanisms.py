#!/usr/bin/env python3
"""The list of the documents' mechanisms is whole and true, and its checker can fail."""
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
import check_mechanisms  # noqa: E402


def complaints(old, new):
    folder = pathlib.Path(tempfile.mkdtemp())
    for part in ("tests", "protocol", "scenarios"):
        (folder / part).symlink_to(ROOT / part)
    (folder / "docs").mkdir()
    text = (ROOT / check_mechanisms.LIST).read_text(encoding="utf-8")
    assert old in text, old
    (folder / check_mechanisms.LIST).write_text(text.replace(old, new), encoding="utf-8")
    return "\n".join(what for _, what in check_mechanisms.check(folder))


class Mechanisms(unittest.TestCase):
    def test_the_list_is_whole_and_true(self):
        self.assertEqual(check_mechanisms.check(ROOT), [])

    def test_a_missing_a_doubled_and_an_invented_one(self):
        self.assertIn("A001-7 is listed 0 times", complaints("| A001-7 |", "| A001-8 |"))
        self.assertIn("A001-8 is listed 2 times", complaints("| A001-7 |", "| A001-8 |"))
        self.assertIn("there is no A004-14", complaints("| A004-13 |", "| A004-14 |"))

    def test_names_that_no_profile_has(self):
        self.assertIn("A000-16: no profile has 'detectors.keep_alive.ekko'",
                      complaints("keep_alive.echo", "keep_alive.ekko"))
        self.assertIn("no profile has 'remedies.rest'", complaints("`remedies.reset`", "`remedies.rest`"))
        self.assertIn("A003-8: names nothing",
                      complaints("| a type is renamed | - |", "| a type is renamed | a name |"))

    def test_evidence_that_does_not_exist(self):
        self.assertIn("there is no tests/dialogues/eccho.txt", complaints("`echo`", "`eccho`"))
        self.assertIn("there is no scenarios/seeds/002/idle.yaml",
                      complaints("seeds/002/busy_queue.yaml", "seeds/002/idle.yaml"))
        self.assertIn("A001-11: has a name and is shown by nothing",
                      complaints("| `stability` | `stability` |", "| `stability` | tests |"))

    def test_a_row_of_another_form(self):
        self.assertIn("not a row", complaints("| A002-5 | waits", "| A002-5 waits"))


if __name__ == "__main__":
    unittest.main()
