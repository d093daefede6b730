#!/usr/bin/env python3
"""The table of published figures is whole, and its checker can fail."""
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
import check_validation  # noqa: E402


def complaints(change):
    folder = pathlib.Path(tempfile.mkdtemp())
    (folder / "results").mkdir()
    text = (ROOT / check_validation.TABLE).read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text, "the change does not change anything"
    (folder / check_validation.TABLE).write_text(changed, encoding="utf-8")
    return "\n".join(check_validation.check(folder))


def without(beginning):
    return complaints(lambda text: "\n".join(
        line for line in text.splitlines() if not line.startswith(beginning)))


class Validation(unittest.TestCase):
    def test_the_table_is_whole(self):
        self.assertEqual(check_validation.check(ROOT), [])

    def test_a_figure_or_a_target_that_is_gone(self):
        self.assertIn("no row of it speaks of 'one floor, office'", without("| L4 | one floor, office"))
        self.assertIn("A8: no row of it speaks of 'only slot 8", without("| A8 |"))

    def test_a_row_that_failed_or_gives_no_reason(self):
        failed = complaints(lambda text: text.replace("| 0.1 % | yes |", "| 0.1 % | **no** |", 1))
        self.assertIn("B2, 5 packets of 242 bytes each 15 ms: ceiling, kbit/s: **no**", failed)
        silent = complaints(lambda text: text.replace("not repeated: the log", "not repeated", 1))
        self.assertIn("M10, lost again after, s: not repeated", silent)

    def test_a_target_that_nobody_published(self):
        self.assertIn("no target is called L8", complaints(lambda text: text.replace("| L7 |", "| L8 |", 1)))


if __name__ == "__main__":
    unittest.main()
