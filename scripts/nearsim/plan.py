"""What a sweep is asked for, made definite: points, seeds, and when to stop."""
from __future__ import annotations

import itertools
import os
import re
from typing import Any, Callable, Iterable, Mapping, Sequence, Union

from . import _nearsim
from .errors import raise_for
from .quantity import Quantity, text_of, whole
from .scenario import Scenario

Axes = Mapping[str, Iterable[Any]]
Where = Union[str, Sequence[str], Callable[..., bool], None]
Parameters = list[tuple[str, str]]

FIRST_LOOK = 32    # ours: seeds of a point before `until` is asked for the first time
GROWTH = 1.5       # ours: and how much later the next times are
MOST_JOBS = 1024   # as on the command line


def grid(axes: Axes) -> list[Parameters]:
    """Every combination, the last axis fastest."""
    if not isinstance(axes, Mapping):
        raise TypeError(f"axes are a mapping from paths to lists of values, not {axes!r}")
    lists = []
    for path, values in axes.items():
        if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
            raise TypeError(f"the axis '{path}' needs a list of values, not {values!r}")
        texts = [text_of(value) for value in values]
        if not texts:
            raise ValueError(f"the axis '{path}' has no values")
        _no_value_twice(path, texts)
        lists.append([(path, text) for text in texts])
    return [list(combination) for combination in itertools.product(*lists)]


def _no_value_twice(path: str, texts: list[str]) -> None:
    seen: dict[Any, str] = {}
    for text in texts:
        quantity = Quantity(text)
        key = text if quantity.value is None else (quantity.value, quantity.unit)
        if key in seen:
            spelled = f"{text!r} twice" if seen[key] == text else f"{seen[key]!r} and {text!r}, which are one value"
            raise ValueError(f"the axis '{path}' has {spelled}; leave one out")
        seen[key] = text


def _given(points: Sequence[Mapping[str, Any]]) -> list[Parameters]:
    if isinstance(points, (str, Mapping)) or not all(isinstance(point, Mapping) for point in points):
        raise TypeError("points are a list of mappings, each from paths to values")
    if len(points) == 0:
        raise ValueError("there are no points: give at least one")
    for i, point in enumerate(points):
        if set(point) != set(points[0]):
            raise ValueError(f"points[{i}] sets {', '.join(point) or 'nothing'}, and points[0] "
                             f"{', '.join(points[0]) or 'nothing'}: all points of a sweep set the same paths")
    return [[(path, text_of(point[path])) for path in points[0]] for point in points]


def points_of(scenario: Scenario, axes: Axes | None, points: Sequence[Mapping[str, Any]] | None,
              where: Where) -> list[_nearsim.Point]:
    """The points that are asked for and allowed; raises ScenarioError for what is wrong with them."""
    if not isinstance(scenario, Scenario):
        raise TypeError(f"a sweep needs a Scenario, as nearsim.load gives it, not {scenario!r}")
    if axes is not None and points is not None:
        raise TypeError("give axes or points, not both")
    if axes is None and points is None:
        axes = scenario.axes
    if where is None:
        where = scenario.where
    asked = grid(axes or {}) if points is None else _given(points)
    for path in dict(asked[0]):
        if not isinstance(path, str):
            raise TypeError(f"a setting's path is text, not {path!r}")
    if callable(where):
        kept = [p for p in asked if where(dict(p))]
        if not kept:
            raise ValueError(f"none of the {len(asked)} points is allowed: the axes contradict `where`")
        asked, where = kept, None
    texts = [where] if isinstance(where, str) else [] if where is None else where
    if isinstance(texts, Mapping) or not isinstance(texts, Iterable) or not all(isinstance(text, str) for text in texts):
        raise TypeError(f"where is a comparison such as 'run_for > 30s', a list of them, or a function, not {where!r}")
    found, diagnostics = _nearsim.resolve(scenario._value, asked, list(texts))
    raise_for(diagnostics)
    return found


def seeds_of(scenario: Scenario, seeds: range | int | None) -> range:
    """The seeds as a range without gaps."""
    if seeds is None:
        return scenario.sweep_seeds
    count = whole(seeds)
    span = seeds if count is None else range(1, count + 1)
    if not isinstance(span, range) or span.step != 1 or span.stop <= span.start:
        raise ValueError(f"seeds are a number (1 to it) or a range with step 1, not {seeds!r}")
    if span.start < 0 or span.stop > 2**63:
        raise ValueError("the seeds of a sweep are from 0 to 2**63 - 1")
    return span


def threads_of(jobs: int | None) -> int:
    """How many threads: as many as this process may have cores if none are asked for."""
    if jobs is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    threads = whole(jobs)
    if threads is None or not 1 <= threads <= MOST_JOBS:
        raise ValueError(f"jobs is a number of threads, from 1 to {MOST_JOBS}, not {jobs!r}")
    return threads


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
