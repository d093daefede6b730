#!/usr/bin/env python3
"""Holds docs/models/behaviours.md to its word: every behaviour is listed once, and whatever is named as evidence exists; and
holds each model card beside it to its parts.

    scripts/check_behaviours.py [ROOT]      prints what is wrong, as file:line: what; fails if anything is
"""
import pathlib
import re
import sys

LIST = "docs/models/behaviours.md"
BEHAVIOURS = 57
NO_CARDS = ("behaviours.md", "capabilities.md")  # they list what the cards describe
PARTS = ("What it covers", "Sources", "Domain of validity", "Validation", "Not modelled")
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| (yes|partly|no)(?:, \[\w+\]\((\w+\.md)\))? \| ([^|]+) \|$")
EVIDENCE = re.compile(r"\b(test|scenario|row) `([^`]+)`")


def tests_of(root):
    text = "\n".join(p.read_text(encoding="utf-8") for p in sorted((root / "tests/unit").rglob("*_test.cpp")))
    return set(re.findall(r'TEST_CASE\(\s*"((?:[^"\\]|\\.)*)"', re.sub(r'"\s*\n\s*"', "", text)))


def rows_of(root):
    text = (root / "results/validation.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| ([A-Z][\w-]*) \|", text, re.MULTILINE))


def exists(kind, name, root, tests, rows):
    if kind == "test":
        return name in tests
    if kind == "row":
        return name in rows
    return (root / "scenarios" / name).is_file()


def missing_parts(root):
    for card in sorted((root / "docs/models").glob("*.md")):
        text = card.read_text(encoding="utf-8")
        for part in PARTS:
            if card.name not in NO_CARDS and f"**{part}.**" not in text:
                yield (0, f"the card {card.name} has no part '{part}'")


def check(root):
    tests, rows, seen, wrong = tests_of(root), rows_of(root), [], []
    for number, line in enumerate((root / LIST).read_text(encoding="utf-8").splitlines(), 1):
        if not re.match(r"^\| \d", line):
            continue
        row = ROW.match(line)
        if not row:
            wrong.append((number, "not a row of number, behaviour, `yes, [card](card.md)` or `no`, evidence"))
            continue
        behaviour, modelled, card, evidence = int(row[1]), row[3], row[4], row[5]
        seen.append(behaviour)
        named = EVIDENCE.findall(evidence)
        if modelled == "no" and (named or card):
            wrong.append((number, f"{behaviour} is not modelled, and names evidence or a card"))
        if modelled != "no" and not named:
            wrong.append((number, f"{behaviour} is modelled, and nothing shows it"))
        if modelled != "no" and not (card and (root / "docs/models" / card).is_file()):
            wrong.append((number, f"{behaviour} names no model card"))
        wrong += [(number, f"there is no {kind} '{name}'") for kind, name in named
                  if not exists(kind, name, root, tests, rows)]
    for behaviour in range(1, BEHAVIOURS + 1):
        if seen.count(behaviour) != 1:
            wrong.append((0, f"behaviour {behaviour} is listed {seen.count(behaviour)} times"))
    wrong += missing_parts(root)
    return wrong + [(0, f"there is no behaviour {n}") for n in seen if not 1 <= n <= BEHAVIOURS]


def report(document, check_it, what_it_lists):
    """The whole of a checker's work: the tree, the findings, the exit code."""
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[1]
    wrong = check_it(root)
    for line, what in wrong:
        print(f"{document}:{line}: {what}")
    print(f"{pathlib.Path(sys.argv[0]).stem}: {what_it_lists}, {len(wrong)} findings", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(report(LIST, check, f"{BEHAVIOURS} behaviours"))
