"""What can go wrong, as exceptions that say where."""
from __future__ import annotations

from typing import Sequence

from . import _nearsim

NearsimError = _nearsim.NearsimError  # the base of what follows
StoreError = _nearsim.StoreError      # a store that is damaged, of another build, or no store
ZenoError = _nearsim.ZenoError        # a scheduler's time that stands still


class ScenarioError(NearsimError, ValueError):
    """A scenario, a path or a value is wrong.

    Attributes: `diagnostics`, all that is wrong, each with `file`, `line`, `column` (from 1; 0: the whole), `message`,
    `hint`; and those of the first one as `file`, `line`, `column`.
    """

    def __init__(self, diagnostics: Sequence[_nearsim.Diagnostic]) -> None:
        super().__init__(_nearsim.render(list(diagnostics)).rstrip("\n"))
        self.diagnostics = list(diagnostics)
        first = self.diagnostics[0]
        self.file, self.line, self.column = first.file, first.line, first.column


class CannotJudge(ScenarioError):
    """The scenario may be right, but this version lacks what it needs."""


class ExecutorError(NearsimError):
    """An executor died in the middle of a sweep; what was done is in the store, if there is one, and the same call goes on."""


def raise_for(diagnostics: Sequence[_nearsim.Diagnostic]) -> None:
    """Raises what the diagnostics say; returns if there are none."""
    if diagnostics:
        unable = all(diagnostic.cannot_judge for diagnostic in diagnostics)
        raise (CannotJudge if unable else ScenarioError)(diagnostics)
