#!/usr/bin/env python3
"""The list of behaviours is whole and true, and its checker can fail."""
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
import check_behaviours  # noqa: E402


def tree(change):
    """A copy of what the checker reads, with the list changed."""
    folder = pathlib.Path(tempfile.mkdtemp())
    for part in ("tests", "results", "scenarios"):
        (folder / part).symlink_to(ROOT / part)
    models = folder / "docs/models"
    models.mkdir(parents=True)
    for card in (ROOT / "docs/models").glob("*.md"):
        (models / card.name).write_text(card.read_text(encoding="utf-8"), encoding="utf-8")
    text = (ROOT / check_behaviours.LIST).read_text(encoding="utf-8")
    (folder / check_behaviours.LIST).write_text(change(text), encoding="utf-8")
    return folder


def complaints(change):
    return "\n".join(what for _, what in check_behaviours.check(tree(change)))


def replaced(old, new):
    return complaints(lambda text: text.replace(old, new))


class Behaviours(unittest.TestCase):
    def test_the_list_is_whole_and_true(self):
        self.assertEqual(check_behaviours.check(ROOT), [])

    def test_a_missing_or_doubled_behaviour(self):
        self.assertIn("behaviour 13 is listed 0 times", replaced("\n| 13 |", "\n| 14 |"))
        self.assertIn("behaviour 14 is listed 2 times", replaced("\n| 13 |", "\n| 14 |"))
        self.assertIn("there is no behaviour 58", replaced("\n| 57 |", "\n| 58 |"))

    def test_evidence_that_does_not_exist(self):
        self.assertIn("there is no test 'awdl: nothing'", replaced("awdl: slots in common", "awdl: nothing"))
        self.assertIn("there is no scenario 'radio/f.yaml'", replaced("radio/field.yaml", "radio/f.yaml"))
        self.assertIn("there is no row 'A88'", replaced("`A8`", "`A88`"))

    def test_a_claim_without_evidence(self):
        hidden = replaced("test `awdl: two clusters", "`awdl: two clusters")
        self.assertIn("7 is modelled, and nothing shows it", hidden)
        row = "meet merge with one jump of the clock | yes"
        self.assertIn("7 names no model card", replaced(row + ", [awdl](awdl.md)", row))

    def test_a_card_without_one_of_its_parts(self):
        folder = tree(lambda text: text)
        card = folder / "docs/models/loss.md"
        card.write_text(card.read_text(encoding="utf-8").replace("**Sources.**", "Sources."), encoding="utf-8")
        self.assertEqual([what for _, what in check_behaviours.check(folder)], ["the card loss.md has no part 'Sources'"])

    def test_a_row_of_another_form(self):
        self.assertIn("not a row", replaced("of the clock | yes,", "of the clock | perhaps,"))


if __name__ == "__main__":
    unittest.main()
