"""Sweeps: a scenario over values of its settings and many seeds."""
from __future__ import annotations

import concurrent.futures
import os
from typing import Any, Mapping, Sequence

from . import _nearsim, executors
from .errors import ExecutorError, StoreError
from .plan import Axes, Where, half_width, looks, points_of, seeds_of, threads_of
from .progress import Progress
from .results import Sweep
from .scenario import Scenario
from .statistics import wilson


def sweep(scenario: Scenario, axes: Axes | None = None, seeds: range | int | None = None, *,
          points: Sequence[Mapping[str, Any]] | None = None, where: Where = None, until: str | None = None,
          store: str | os.PathLike[str] | None = None, executor: concurrent.futures.Executor | Any = None,
          jobs: int | None = None, progress: bool | None = None) -> Sweep:
    """Runs a scenario at every point of a grid, or at given points, once for each seed.

    Parameters
    - `axes`: paths and their values, e.g. `{"links.default.delay": ["10ms", "1s"]}`; every combination is a point.
      `points`: instead, a list of mappings from paths to values (see `latin_hypercube`, `sobol`).
    - `seeds`: how many (1, 2, ...) or a range.
    - `where`: which points to look at: comparisons such as "links.default.delay < links.default.jitter", or a function of
      the mapping.
      Each of these three that is left out is as the scenario's key `sweep:` says; the seeds of one that says none are
      its own.
    - `until`: "ci95<2%" ends a point as soon as half of Wilson's interval of its pass rate is below 2 %; it is asked
      after 32, 48, 72, ... seeds, so that the seeds run are the same wherever they run.
    - `store`: an SQLite file; what is in it is not run again, and what is run is in it at once.  For another program that
      writes to it, it waits up to a minute.
    - `executor`: a concurrent.futures executor or a `distributed.Client` that runs the work elsewhere; otherwise `jobs`
      threads here (all cores).
    - `progress`: True or False; by default shown on terminals, and in notebooks from the third second on (the environment
      variable NEARSIM_PROGRESS=never keeps it away).

    Returns a `Sweep`.  Raises `ScenarioError` for an unknown path (with a suggestion) or a wrong value, ValueError for
    contradictions, `StoreError` for a store that is damaged, of another build, or no store, `ExecutorError` if the
    executor dies; what was done is kept in every case.  Ctrl-C ends it within a chunk (some tens of milliseconds, or one
    long run); the KeyboardInterrupt says how many runs are in the store.
    """
    found = points_of(scenario, axes, points, where)
    span = seeds_of(scenario, seeds)
    wanted = half_width(until)
    threads = threads_of(jobs)
    if executor is not None:
        executors.check(executor)
    kept, collected = _nearsim.Store(_file(store)), _nearsim.Collected()
    first = span.start
    ends = [first - 1] * len(found)  # the last seed of each point
    open_points = list(range(len(found)))
    try:
        with Progress(progress) as shown:
            for count in looks(len(span)) if wanted is not None else [len(span)]:
                last = first + count - 1
                now = [found[i] for i in open_points]
                if executor is not None:
                    with executors.adapted(executor) as adapted:
                        executors.run_tasks(adapted, kept, now, first, last, shown)
                else:
                    _nearsim.sweep(now, first, last, kept, threads, shown, collected)
                for i in open_points:
                    ends[i] = last
                if wanted is not None:
                    open_points = [i for i in open_points if not _is_sure(kept, found[i], first, last, wanted)]
                if not open_points:
                    break
    except KeyboardInterrupt:
        raise KeyboardInterrupt(_what_is_kept(kept, store)) from None
    except ExecutorError as error:
        raise ExecutorError(f"{error}; {_what_is_kept(kept, store)}") from error.__cause__
    columns = kept.columns([(point, first, end) for point, end in zip(found, ends)], collected)
    return Sweep(scenario, list(dict(found[0].parameters)), [dict(point.parameters) for point in found], columns)


def _file(store: str | os.PathLike[str] | None) -> str:
    if store is None:
        return ":memory:"
    path = os.fspath(store)
    if path in ("", ":memory:"):  # SQLite takes these for stores that are gone when the process ends
        raise StoreError(f"{path!r} is no file, and nothing would be kept; a sweep that is to keep nothing has no store=")
    return path


def _is_sure(store: _nearsim.Store, point: _nearsim.Point, first: int, last: int, half: float) -> bool:
    runs, passed = store.tally(point, first, last)
    low, high = wilson(passed, runs)
    return (high - low) / 2 < half


def _what_is_kept(kept: _nearsim.Store, store: str | os.PathLike[str] | None) -> str:
    if store is None:
        return "the sweep had no store, so nothing of it is kept; with store= it could be gone on with"
    return f"{kept.runs():,} runs are in {os.fspath(store)}; nothing is lost, and the same call goes on from there"


def merge(into: str | os.PathLike[str], *stores: str | os.PathLike[str]) -> int:
    """Adds the runs of other stores to one; returns how many were new.

    Raises `StoreError`, and takes nothing of a store, if the two disagree about any run, or if there is no such store.
    """
    if not stores:
        raise TypeError("merge() needs the stores whose runs are to be added")
    for store in stores:
        if not os.path.exists(store):  # before there is a new and empty one
            raise StoreError(f"{os.fspath(store)}: there is no such store")
    target = _nearsim.Store(_file(into))
    return sum(target.merge(os.fspath(store)) for store in stores)
