#!/usr/bin/env python3
"""docs/architecture.md says what scripts/house_rules.py enforces, and names folders that are there."""
import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
import house_rules  # noqa: E402

PLANNED = ("protocol/adapters",)  # the page says so


def section(heading):
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    return text.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def rows():
    """(layer, what it is, the words of its `includes`) of each row, in order."""
    for line in section("Layers").splitlines():
        found = re.match(r"\| `([\w/]+)` \| (.*?) \| (.*?) \|", line)
        if found:
            yield found.groups()


def layers_meant(words, above):
    """The layers that `base, kernel, models` stands for."""
    if words == "all above":
        return set(above)
    out = set()
    for word in () if words == "nothing" else words.split(", "):
        named = [layer for layer in house_rules.LAYERS if layer == word or layer.endswith("/" + word)]
        out.update(named or [layer for layer in house_rules.LAYERS if layer.startswith(word + "/")])
    return out


class Architecture(unittest.TestCase):
    def test_each_layer_has_its_row(self):
        self.assertEqual(sorted(layer for layer, _, _ in rows()), sorted(house_rules.LAYERS))

    def test_a_row_names_what_its_layer_may_include(self):
        above = []
        for layer, _, words in rows():
            if layer != "tests":
                with self.subTest(layer=layer):
                    self.assertEqual(layers_meant(words, above), set(house_rules.LAYERS[layer].project))
            above.append(layer)

    def test_a_layer_is_there_or_the_page_says_that_it_is_not(self):
        for layer, what, _ in rows():
            with self.subTest(layer=layer):
                self.assertEqual((ROOT / layer).is_dir(), layer not in PLANNED)
                self.assertEqual("not in this version" in what, layer in PLANNED)

    def test_where_things_live(self):
        inside = None
        for line in section("Where things live").splitlines():
            if found := re.match(r"    ([\w/]+)  ", line):
                inside = ROOT / found[1]
                folder = inside
            elif found := re.match(r"      (\w+)/  ", line):
                folder = inside / found[1]
            else:
                continue
            with self.subTest(folder=folder.relative_to(ROOT).as_posix()):
                self.assertTrue(folder.is_dir())


if __name__ == "__main__":
    unittest.main()
