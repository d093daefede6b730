"""How far a sweep is: a bar of tqdm in notebooks, its line on terminals, nothing where nobody looks."""
from __future__ import annotations

import os
import sys
import warnings
from types import TracebackType
from typing import Any

from .extras import need


PATIENCE = 3.0  # ours: seconds; a notebook keeps what is printed, and a short sweep is not worth a line in it


class Progress:
    """Called with (done, of); a context manager that leaves a clean line."""

    def __init__(self, shown: bool | None) -> None:
        self._shown = _is_watched() if shown is None else shown
        self._delay = PATIENCE if shown is None and _is_notebook() else 0.0
        self._bar: Any = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, done: int, of: int) -> None:
        if not self._shown:
            return
        if self._bar is None or self._bar.total != of:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # a notebook without widgets gets a bar of text
                tqdm = need("tqdm.auto", "progress=True")
            if self._bar is not None:
                self._bar.close()
            self._bar = tqdm.tqdm(total=of, initial=done, unit=" runs", leave=False, smoothing=0.1, delay=self._delay)
        self._bar.update(done - self._bar.n)


def _is_watched() -> bool:
    return os.environ.get("NEARSIM_PROGRESS") != "never" and (sys.stderr.isatty() or _is_notebook())


def _is_notebook() -> bool:
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return type(shell).__name__ == "ZMQInteractiveShell"
