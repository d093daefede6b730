#!/usr/bin/env python3
"""Holds docs/models/capabilities.md to its word: M1 to M21 each once, where it is modelled and what shows it exist.

    scripts/check_capabilities.py [ROOT]      prints what is wrong, as file:line: what; fails if anything is
"""
import re
import sys

import check_behaviours

LIST = "docs/models/capabilities.md"
CAPABILITIES = 21
ROW = re.compile(r"^\| M(\d+) \| ([^|]+) \| (yes|partly) \| ([^|]+) \| ([^|]+) \|$")


def check(root):
    tests, rows, seen, wrong = check_behaviours.tests_of(root), check_behaviours.rows_of(root), [], []
    for number, line in enumerate((root / LIST).read_text(encoding="utf-8").splitlines(), 1):
        if not re.match(r"^\| M", line):
            continue
        row = ROW.match(line)
        if not row:
            wrong.append((number, "not a row of number, capability, yes or partly, where, evidence"))
            continue
        capability, modelled, where, evidence = f"M{row[1]}", row[3], row[4], row[5]
        seen.append(int(row[1]))
        places, named = re.findall(r"`([^`]+)`", where), check_behaviours.EVIDENCE.findall(evidence)
        if not places or not named:
            wrong.append((number, f"{capability} names no place, or nothing that shows it"))
        if (modelled == "partly") != (";" in re.sub(r"`[^`]+`", "", evidence)):
            wrong.append((number, f"{capability}: what is left out stands after a semicolon, where the word is partly"))
        wrong += [(number, f"there is no file {place}") for place in places if not (root / place).is_file()]
        wrong += [(number, f"there is no {kind} '{name}'") for kind, name in named
                  if not check_behaviours.exists(kind, name, root, tests, rows)]
    if seen != list(range(1, CAPABILITIES + 1)):
        wrong.append((0, f"M1 to M{CAPABILITIES} each once and in order, and not {seen}"))
    return wrong


if __name__ == "__main__":
    sys.exit(check_behaviours.report(LIST, check, f"{CAPABILITIES} capabilities"))
