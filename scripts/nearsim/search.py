"""Where along one setting does a property flip?"""
from __future__ import annotations

import dataclasses
import os

from .designs import between
from .quantity import Quantity, readable
from .scenario import Scenario
from .statistics import wilson
from .sweeps import sweep


@dataclasses.dataclass(frozen=True)
class Boundary:
    """`low` and `high` enclose the value at which the share of runs that hold crosses one half.

    On either side the share was sure: its 95 % interval did not contain one half.  `looked`: what was tried, in order,
    with how many runs held of how many.  `rises`: more runs hold above than below.
    """
    low: Quantity
    high: Quantity
    rises: bool
    looked: list[tuple[Quantity, int, int]]

    def __str__(self) -> str:
        return f"between {readable(self.low)} and {readable(self.high)}"


def boundary(scenario: Scenario, path: str, low: str, high: str, *, holds: str | None = None, seeds: int = 100,
             steps: int = 12, store: str | os.PathLike[str] | None = None) -> Boundary:
    """Finds by bisection the value of a setting at which a scenario goes from mostly holding to mostly not.

    Parameters: `holds`, an expectation or invariant by its text (the whole scenario if left out); `seeds`, the runs at
    each value looked at; `steps`, how often the interval is halved.  It ends early when half of the runs hold within what
    so many runs can tell: then the interval returned is the narrowest outside of which it was sure.  Raises ValueError if
    both ends fall on the same side.
    """
    looked: list[tuple[Quantity, int, int]] = []

    def side(value: str) -> bool | None:  # None: too close to say
        found = sweep(scenario, {path: [value]}, seeds, store=store).shares(holds)[0]
        looked.append((Quantity(value), found.passed, found.runs))
        below, above = wilson(found.passed, found.runs)
        return True if below > 0.5 else False if above < 0.5 else None

    begin, end = side(low), side(high)
    if begin is None or end is None:
        at = 0 if begin is None else 1
        raise ValueError(f"at {looked[at][0]} {looked[at][1]} of {seeds} runs hold, which does not tell on which side of one "
                         "half it is: ask for more seeds, or for another end")
    if begin == end:
        raise ValueError(f"there is no boundary to find: at {low} {looked[0][1]} of {seeds} runs hold, at {high} "
                         f"{looked[1][1]} of {seeds}")
    a, b = low, high
    for _ in range(steps):
        middle = between(a, b, 0.5)
        if middle in (a, b):
            break
        here = side(middle)
        if here is None:
            break
        a, b = (middle, b) if here == begin else (a, middle)
    return Boundary(Quantity(a), Quantity(b), bool(end), looked)
