"""How sure a figure is."""
from __future__ import annotations

import math
import operator
from typing import Any, Callable, Sequence

import numpy as np

from . import _nearsim


def wilson(successes: int, runs: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share; (0, 1) when nothing ran."""
    if not 0 <= successes <= runs:
        raise ValueError(f"{successes} of {runs} is no share")
    return _nearsim.wilson(operator.index(successes), operator.index(runs))


def rule_of_three(runs: int, confidence: float = 0.95) -> float:
    """The largest probability of failure that `runs` runs without one leave possible: -log(1 - confidence) / runs."""
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence is between 0 and 1, not {confidence}")
    if runs <= 0:
        return 1.0
    return min(1.0, -math.log(1.0 - confidence) / runs)


def bootstrap(values: Sequence[float] | np.ndarray[Any, Any],
              statistic: Callable[..., Any] = np.median, samples: int = 2000, seed: int = 1,
              confidence: float = 0.95) -> tuple[float, float]:
    """A percentile interval of any statistic, by drawing again with replacement.

    `values`: one-dimensional; NaN (what was not measured) is left out.  `statistic` takes an array and `axis`.  The draws
    are Philox's with this seed, so the interval is the same everywhere.  Raises ValueError if nothing is left.
    """
    kept = np.asarray(values, dtype=float)
    if kept.ndim != 1 or samples < 1 or not 0 < confidence < 1:
        raise ValueError("bootstrap() takes one row of values, at least one sample, and a confidence between 0 and 1")
    kept = kept[~np.isnan(kept)]
    if len(kept) == 0:
        raise ValueError("there is nothing to draw from")
    rng = np.random.Generator(np.random.Philox(key=[seed, 0]))
    drawn = statistic(kept[rng.integers(0, len(kept), (samples, len(kept)))], axis=1)
    tail = (1.0 - confidence) / 2
    low, high = np.quantile(drawn, [tail, 1.0 - tail])
    return float(low), float(high)
