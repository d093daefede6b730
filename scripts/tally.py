#!/usr/bin/env python3
"""Prints "passed failed" for a JUnit file written by `ctest --output-junit`.

A test that did not run did not pass: a missing program, a failed fixture and a skip all count as failed, each by name on
stderr.  Only a test that the build itself disabled counts as nothing.  Fails if the record is missing or empty.
"""
import sys
import xml.etree.ElementTree as xml


def tally(cases):
    """(passed, [why each other one did not pass]) of ctest's testcase elements."""
    passed, others = 0, []
    for case in cases:
        status = case.get("status")
        if status == "run" and case.find("failure") is None:
            passed += 1
        elif status != "disabled":
            reason = next((case.find(kind).get("message", "") for kind in ("failure", "skipped")
                           if case.find(kind) is not None), status)
            others.append(f"{case.get('name')}: {reason or status}")
    return passed, others


def main(path):
    try:
        cases = list(xml.parse(path).getroot().iter("testcase"))
    except (OSError, xml.ParseError) as error:
        print(f"tally: {path}: {error}", file=sys.stderr)
        return 1
    passed, others = tally(cases)
    for line in others:
        print(f"tally: not passed: {line}", file=sys.stderr)
    print(passed, len(others))
    return 0 if passed + len(others) > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
