"""Points that fill a space better than a grid: designs of scipy.stats.qmc, as points for `sweep(points=...)`."""
from __future__ import annotations

import re
from typing import Any, Mapping

import numpy as np

from .extras import need
from .quantity import Quantity

_SMALLEST = {"s": ("ns", 1e9), "": ("ppm", 1e6), "B": ("B", 1.0), "bit/s": ("bit/s", 1.0), "m": ("mm", 1e3)}


def latin_hypercube(ranges: Mapping[str, tuple[str, str]], count: int, seed: int = 1) -> list[dict[str, str]]:
    """`count` points, of which each path's values lie in `count` equal parts of its range, one in each.

    `ranges`: a path's lowest and highest value, with units, e.g. `{"links.default.delay": ("10ms", "2s")}`.  Raises
    ValueError for a range that is none.
    """
    qmc = need("scipy.stats.qmc", "latin_hypercube()")
    _check(ranges, count)
    sampler = qmc.LatinHypercube(d=len(ranges), seed=_generator(seed))
    return _scaled(ranges, sampler.random(count))


def sobol(ranges: Mapping[str, tuple[str, str]], count: int, seed: int = 1) -> list[dict[str, str]]:
    """Scrambled Sobol points, likewise; `count` is best a power of two, and each further one refines the same design."""
    qmc = need("scipy.stats.qmc", "sobol()")
    _check(ranges, count)
    sampler = qmc.Sobol(d=len(ranges), seed=_generator(seed))
    return _scaled(ranges, sampler.random(count))


def _check(ranges: Mapping[str, tuple[str, str]], count: int) -> None:
    if not ranges or count < 1:
        raise ValueError("a design needs at least one setting with its range, and at least one point")
    for low, high in ranges.values():
        between(low, high, 0.5)  # says what is wrong with it


def _generator(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=[seed, 0]))


def _scaled(ranges: Mapping[str, tuple[str, str]], unit: Any) -> list[dict[str, str]]:
    out = []
    for row in unit:
        out.append({path: between(low, high, float(share)) for (path, (low, high)), share in zip(ranges.items(), row)})
    return out


def between(low: str, high: str, share: float) -> str:
    """The value so far on the way from one quantity to another, exact in the smallest unit."""
    a, b = Quantity(low), Quantity(high)
    if not all(isinstance(q.value, float) and np.isfinite(q.value) for q in (a, b)) or a.unit != b.unit:
        raise ValueError(f"from {low!r} to {high!r} is no range: both need a unit of one kind")
    bare = re.fullmatch(r"-?\d+", low) is not None
    unit, scale = ("", 1.0) if bare else ("ppb", 1e9) if low.endswith("ppb") else _SMALLEST[a.unit]
    first, last = round(float(a.value or 0) * scale), round(float(b.value or 0) * scale)
    if first >= last:
        raise ValueError(f"from {low!r} to {high!r} is no range: it ends where it begins, or before")
    return f"{first + round(share * (last - first))}{unit}"


