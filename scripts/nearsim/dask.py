"""Dask distributed as an executor that loses nothing when a worker dies.

Dask's own (`Client.get_executor()`, looked at in distributed 2022.12) passes a result on in a callback; if the worker dies
between being done and being asked, that callback fails, and its future is never done.  Here a thread waits for each task and
asks again: a run is a value, so asking twice changes nothing.
"""
from __future__ import annotations

import concurrent.futures
import threading
from typing import Any, Callable

TRIES = 4  # ours: of one task, beside the retries that the scheduler makes by itself


class DaskExecutor(concurrent.futures.Executor):
    """Tasks on a `distributed.Client`; as many at once as threads wait for them."""

    def __init__(self, client: Any, at_once: int) -> None:
        self._client = client
        self._threads = concurrent.futures.ThreadPoolExecutor(at_once, "nearsim-dask")
        self._closing = threading.Event()
        self._mutex = threading.Lock()
        self._waiting: dict[str, Any] = {}

    def submit(self, task: Callable[..., Any], /, *arguments: Any, **named: Any) -> concurrent.futures.Future[Any]:
        return self._threads.submit(self._ask, task, arguments, named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if cancel_futures:
            self._closing.set()
            with self._mutex:
                asked = list(self._waiting.values())
            self._client.cancel(asked, force=True)
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _ask(self, task: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]) -> Any:
        for left in reversed(range(TRIES)):
            asked = self._client.submit(task, *arguments, pure=False, retries=TRIES, **named)
            with self._mutex:
                self._waiting[asked.key] = asked
            try:
                return asked.result()
            except BaseException:  # also asyncio's CancelledError, which is what Dask says of a key that it lost
                if left == 0 or self._closing.is_set():
                    raise
            finally:
                with self._mutex:
                    del self._waiting[asked.key]
        raise AssertionError("unreachable")


def client_of(executor: Any) -> Any:
    """The client behind what is a `distributed.Client` or its own executor; None if it is neither."""
    kind = type(executor)
    if not kind.__module__.startswith("distributed."):
        return None
    return executor if hasattr(executor, "get_executor") else getattr(executor, "_client", None)
