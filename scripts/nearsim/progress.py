"""How far a sweep is: a bar of tqdm in notebooks, its line on terminals, nothing where nobody looks."""
from __future__ import annotations

import sys
import warnings
from types import TracebackType
from typing import Any

from .extras import need


class Progress:
    """Called with (done, of); a context manager that leaves a clean line."""

    def __init__(self, shown: bool | None) -> None:
        self._shown = _is_watched() if shown is None else shown
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
            self._bar = tqdm.tqdm(total=of, initial=done, unit=" runs", leave=False, smoothing=0.1)
        self._bar.update(done - self._bar.n)


def _is_watched() -> bool:
    return sys.stderr.isatty()  # a notebook keeps what is printed: ask for it there
