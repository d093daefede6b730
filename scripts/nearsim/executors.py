"""Sweeps on other machines: any concurrent.futures executor takes scenario text and seeds, and gives back rows.

Nothing live travels, so whatever pickles text will do: a process pool, a `dask.distributed.Client`, `mpi4py.futures`,
`submitit`.
"""
from __future__ import annotations

import concurrent.futures
import contextlib
import functools
from typing import Any, Callable, Iterator

from . import _nearsim
from .dask import DaskExecutor, client_of
from .errors import ExecutorError, raise_for

RUNS_A_TASK = 256     # ours: some milliseconds to some seconds of work for a kilobyte of message
SILENCE = 2.0         # ours: seconds without an answer after which a pool is looked at
TASKS_IN_FLIGHT = 64  # ours: enough to keep a cluster busy, few enough to lose little

Rows = tuple[list[str], list[tuple[Any, ...]]]


@functools.lru_cache(maxsize=8)
def _scenario(text: str) -> _nearsim.Scenario:
    value, diagnostics = _nearsim.load_text(text, "<sweep>")
    raise_for(diagnostics)
    assert value is not None
    return value


def work(build: str, text: str, seeds: list[int]) -> Rows:
    """What a worker does; it refuses to do it with another engine than the one that asks."""
    if build != _nearsim.build:
        raise RuntimeError(f"this worker has build {_nearsim.build} of nearsim, the sweep is of build {build}")
    return _nearsim.run_rows(_scenario(text), seeds, 1)


def check(executor: Any) -> None:
    """Raises TypeError for what can run nothing, before anything is begun."""
    if client_of(executor) is None and not callable(getattr(executor, "submit", None)):
        raise TypeError(f"executor= takes a concurrent.futures executor or a distributed.Client, not {executor!r}")


@contextlib.contextmanager
def adapted(executor: Any) -> Iterator[concurrent.futures.Executor]:
    """The executor itself; of Dask, one that survives its workers."""
    client = client_of(executor)
    if client is None:
        yield executor
        return
    own = DaskExecutor(client, TASKS_IN_FLIGHT)
    try:
        yield own
    finally:
        own.shutdown(cancel_futures=True)


def _end_half_dead(executor: Any) -> None:
    """A process pool waits for ever for the rest of an answer whose writer was killed, because others can still write to
    their pipe, it itself among them (Python 3.11).  When all have let go of it, the pool notices, and says that it broke."""
    workers = list((getattr(executor, "_processes", None) or {}).values())
    if any(worker.exitcode not in (None, 0) for worker in workers):
        for worker in workers:
            worker.kill()
        pipe = getattr(getattr(executor, "_result_queue", None), "_writer", None)
        if pipe is not None and not pipe.closed:
            pipe.close()


def run_tasks(executor: concurrent.futures.Executor, store: _nearsim.Store, points: list[_nearsim.Point], first: int,
              last: int, progress: Callable[[int, int], None] | None, runs_a_task: int = RUNS_A_TASK) -> int:
    """Runs what the store lacks, and stores each task as it arrives; returns how many runs that were."""
    tasks = []
    for point in {p.hash: p for p in points}.values():
        missing = store.missing(point, first, last)
        text = point.scenario.dump()
        tasks += [(point, text, missing[i:i + runs_a_task]) for i in range(0, len(missing), runs_a_task)]
    total = sum(len(seeds) for _, _, seeds in tasks)
    done = 0
    waiting: dict[concurrent.futures.Future[Rows], _nearsim.Point] = {}
    queue = iter(tasks)
    try:
        while True:
            while len(waiting) < TASKS_IN_FLIGHT and (task := next(queue, None)) is not None:
                point, text, seeds = task
                waiting[executor.submit(work, _nearsim.build, text, seeds)] = point
            if not waiting:
                return done
            finished, _ = concurrent.futures.wait(waiting, SILENCE, concurrent.futures.FIRST_COMPLETED)
            if not finished:
                _end_half_dead(executor)
            for future in finished:
                point = waiting.pop(future)
                verdicts, rows = future.result()
                store.add(point, verdicts, rows)
                done += len(rows)
                if progress is not None:
                    progress(done, total)
    except BaseException as error:
        for future, point in waiting.items():  # what arrived beside the one that failed is kept
            future.cancel()
            if future.done() and not future.cancelled() and future.exception() is None:
                store.add(point, *future.result())
        if not isinstance(error, Exception):  # Ctrl-C
            raise
        raise ExecutorError(f"the executor gave up after {done} of {total} runs ({type(error).__name__}: {error})") from error
