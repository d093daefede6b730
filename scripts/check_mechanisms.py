#!/usr/bin/env python3
"""Holds docs/mechanisms.md to its word: every mechanism of the five documents is listed once, is named as `nearsim profiles`
names it, and is shown by a dialogue that exists, or by a scenario, or says why by none.

    scripts/check_mechanisms.py [ROOT]      prints what is wrong, as file:line: what; fails if anything is
"""
import pathlib
import re
import sys

LIST = "docs/mechanisms.md"
MECHANISMS = {"A000": 27, "A001": 24, "A002": 22, "A003": 16, "A004": 13}
ROW = re.compile(r"^\| (A00\d)-(\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$")
FAMILIES = {"gates": "gate", "stages": "stage", "detectors": "detector", "remedies": "remedy"}
STRUCT = re.compile(r"^struct (\w+) \{(.*?)^\};", re.MULTILINE | re.DOTALL)
FIELD = re.compile(r'\bv\("(\w+)"')


def settings_of(root):
    """Every name that a row may use: `part`, `part.setting`, `family.mechanism`, `family.mechanism.setting`."""
    known = {"stability"}
    headers = {p: p.read_text(encoding="utf-8") for p in sorted((root / "protocol").glob("*.hpp"))}
    structs = {name: body for text in headers.values() for name, body in STRUCT.findall(text)}
    profile = (root / "protocol/profile.hpp").read_text(encoding="utf-8")
    for kind, part in re.findall(r"^  (\w+Policy) (\w+)\{\};", profile, re.MULTILINE):
        known |= {part} | {f"{part}.{field}" for field in FIELD.findall(structs[kind])}
    for family, header in FAMILIES.items():
        text = (root / f"protocol/{header}_settings.hpp").read_text(encoding="utf-8")
        for _, body in STRUCT.findall(text):
            name = re.search(r'std::string_view name = "(\w+)"', body)
            if name:
                path = f"{family}.{name[1]}"
                known |= {path} | {f"{path}.{field}" for field in FIELD.findall(body)}
    return known


def check_row(root, known, row):
    named, shown = row[4].strip(), row[5].strip()
    wrong = []
    if named != "-":
        names = re.findall(r"`([^`]+)`", named)
        wrong += [f"no profile has '{name}'" for name in names if name not in known]
        if not names:
            wrong.append("names nothing: a dash says so")
    for evidence in re.findall(r"`([^`]+)`", shown):
        folder, ending = ("scenarios", "") if evidence.endswith(".yaml") else ("tests/dialogues", ".txt")
        if not (root / folder / (evidence + ending)).is_file():
            wrong.append(f"there is no {folder}/{evidence}{ending}")
    if named != "-" and "`" not in shown:
        wrong.append("has a name and is shown by nothing")
    return wrong


def check(root):
    known, seen, wrong = settings_of(root), [], []
    for number, line in enumerate((root / LIST).read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("| A00"):
            continue
        row = ROW.match(line)
        if not row:
            wrong.append((number, "not a row of number, mechanism, names, evidence"))
            continue
        which = f"{row[1]}-{row[2]}"
        seen.append(which)
        wrong += [(number, f"{which}: {what}") for what in check_row(root, known, row)]
    wanted = [f"{seed}-{n}" for seed, most in MECHANISMS.items() for n in range(1, most + 1)]
    wrong += [(0, f"{which} is listed {seen.count(which)} times") for which in wanted if seen.count(which) != 1]
    return wrong + [(0, f"there is no {which}") for which in seen if which not in wanted]


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parents[1])
    wrong = check(root)
    for number, what in wrong:
        print(f"{LIST}:{number}: {what}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
