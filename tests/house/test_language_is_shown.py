#!/usr/bin/env python3
"""Every fault, step, quantifier and invariant of the language occurs in a scenario that ships, so that it is seen to do
something: what no scenario uses, nobody has tried."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
LANGUAGE = ROOT / "sim" / "scenario"


def names(*headers):
    return [name for header in headers
            for name in re.findall(r'string_view name = "(\w+)"', (LANGUAGE / header).read_text(encoding="utf-8"))]


def words(header, enumeration):
    text = (LANGUAGE / header).read_text(encoding="utf-8")
    body = re.search(r"names_of\(%s\) \{.*?\{(.*?)\}" % enumeration, text, re.S).group(1)
    return re.findall(r'"(\w+)"', body)


FAULTS = names("network_faults.hpp", "discovery_faults.hpp", "device_faults.hpp", "ice_faults.hpp")
STEPS = names("events.hpp")
SCENARIOS = "\n".join(re.sub(r"#.*", "", path.read_text(encoding="utf-8"))
                      for path in sorted((ROOT / "scenarios").rglob("*.yaml")))


class Language(unittest.TestCase):
    def is_shown(self, words_of_it, pattern):
        for word in words_of_it:
            with self.subTest(word):
                self.assertTrue(re.search(pattern.format(word), SCENARIOS), f"no scenario shows {word}")

    def test_the_lists_are_found(self):
        self.assertGreaterEqual(len(FAULTS), 36)
        self.assertEqual(STEPS, ["start", "leave", "rejoin", "send", "browse", "advertise", "invite"])

    def test_faults(self):
        self.is_shown(FAULTS, r"\b(?:at|when|after|for|by): [^\n]*[{{, ]{}:")

    def test_steps(self):
        self.is_shown(STEPS, r"\b(?:at|when|after|by): [^\n]*[{{, ]{}:")

    def test_quantifiers(self):
        self.is_shown(words("expectation.hpp", "Quantifier") + ["must_fail", "during", "between", "until", "per"], r"[{{, ]{}:")

    def test_invariants_fail_where_they_must(self):
        self.is_shown([f"I{n}" for n in range(1, 24)], r"must_fail: {}\b")


if __name__ == "__main__":
    unittest.main()
