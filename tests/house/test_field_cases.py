#!/usr/bin/env python3
"""docs/field_cases.md, the index in scenarios/README.md and the folder scenarios/field say the same."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIELD = ROOT / "scenarios" / "field"


def rows(document):
    """The table's rows by case: the text of the last column."""
    text = (ROOT / document).read_text(encoding="utf-8")
    return {row[0]: row[1] for row in re.findall(r"^\| (C\d\d) \|.*?\| ([^|]*) \|$", text, re.M)}


def files(case):
    return sorted(path.name for path in FIELD.glob(f"{case}_*.yaml"))


class FieldCases(unittest.TestCase):
    def test_every_case_has_its_files_or_says_what_is_missing(self):
        for case, text in rows("docs/field_cases.md").items():
            named = sorted(set(re.findall(r"\bC\d\d_\w+\.yaml", text)))
            with self.subTest(case=case):
                self.assertEqual(named, files(case), "docs/field_cases.md and scenarios/field differ: name the files in the row")
                if not named:
                    self.assertRegex(text, r"^not (expressible|yet): \w", "no file, and no word of what is missing")

    def test_every_file_belongs_to_a_case_of_both_tables(self):
        table, index = rows("docs/field_cases.md"), rows("scenarios/README.md")
        for path in FIELD.glob("*.yaml"):
            with self.subTest(file=path.name):
                case = path.name[:3]
                self.assertIn(path.name, table.get(case, ""), "not in docs/field_cases.md")
                self.assertIn(path.name, index.get(case, ""), "not in scenarios/README.md")

    def test_what_is_mended_was_shown(self):
        for path in FIELD.glob("*_fixed.yaml"):
            with self.subTest(file=path.name):
                self.assertTrue(path.with_name(path.name.replace("_fixed", "")).exists())

    def test_at_least_fifty_are_shown_and_mended(self):
        mended = {path.name[:3] for path in FIELD.glob("*_fixed.yaml")}
        self.assertGreaterEqual(len(mended), 50)


if __name__ == "__main__":
    unittest.main()
