"""What a sweep is asked for, made definite: points, seeds, and when to stop."""
from __future__ import annotations

import itertools
import re
from typing import Any, Callable, Iterable, Mapping, Sequence, Union

from . import _nearsim
from .errors import raise_for
from .quantity import text_of
from .scenario import Scenario

Axes = Mapping[str, Iterable[Any]]
Where = Union[str, Sequence[str], Callable[..., bool], None]
Parameters = list[tuple[str, str]]

FIRST_LOOK = 32    # ours: seeds of a point before `until` is asked for the first time
GROWTH = 1.5       # ours: and how much later the next times are


def grid(axes: Axes) -> list[Parameters]:
    """Every combination, the last axis fastest."""
    lists = []
    for path, values in axes.items():
        if isinstance(values, (str, bytes)):
            raise TypeError(f"the axis '{path}' needs a list of values, not the text {values!r}")
        texts = [(path, text_of(value)) for value in values]
        if not texts:
            raise ValueError(f"the axis '{path}' has no values")
        lists.append(texts)
    return [list(combination) for combination in itertools.product(*lists)]


def points_of(scenario: Scenario, axes: Axes | None, points: Sequence[Mapping[str, Any]] | None,
              where: Where) -> list[_nearsim.Point]:
    """The points that are asked for and allowed; raises ScenarioError for what is wrong with them."""
    if axes is not None and points is not None:
        raise TypeError("give axes or points, not both")
    if axes is None and points is None:
        axes = scenario.axes
    if where is None:
        where = scenario.where
    asked = grid(axes or {}) if points is None else [[(path, text_of(value)) for path, value in p.items()] for p in points]
    if callable(where):
        kept = [p for p in asked if where(dict(p))]
        if not kept:
            raise ValueError(f"none of the {len(asked)} points is allowed: the axes contradict `where`")
        asked, where = kept, None
    texts = [where] if isinstance(where, str) else list(where or [])
    found, diagnostics = _nearsim.resolve(scenario._value, asked, texts)
    raise_for(diagnostics)
    return found


def seeds_of(scenario: Scenario, seeds: range | int | None) -> range:
    """The seeds as a range without gaps."""
    if seeds is None:
        return scenario.sweep_seeds
    if isinstance(seeds, int):
        seeds = range(1, seeds + 1)
    if not isinstance(seeds, range) or seeds.step != 1 or len(seeds) == 0:
        raise ValueError(f"seeds are a number (1 to it) or a range with step 1, not {seeds!r}")
    if seeds.start < 0 or seeds.stop > 2**63:
        raise ValueError("the seeds of a sweep are from 0 to 2**63 - 1")
    return seeds


def half_width(until: str | None) -> float | None:
    """Of `"ci95<2%"`: 0.02."""
    if until is None:
        return None
    match = re.fullmatch(r"ci95\s*<\s*(\d+(?:\.\d+)?)%", until.strip())
    if match is None or not 0 < float(match[1]) < 50:
        raise ValueError(f"'{until}' is no rule for stopping: write for example 'ci95<2%', half the width of the "
                         "interval of the share that passes")
    return float(match[1]) / 100


def looks(seeds: int) -> list[int]:
    """After how many seeds `until` is asked: fixed, so that who runs what, and when, cannot change where it stops."""
    out, at = [], float(FIRST_LOOK)
    while at < seeds:
        out.append(int(at))
        at *= GROWTH
    return out + [seeds]
