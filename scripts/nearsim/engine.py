"""The engine and the scheduler by themselves: hosts of ten lines, for teaching and for property tests."""
from __future__ import annotations

import dataclasses
from typing import Any, Callable

from . import _nearsim
from .scenario import Scenario


@dataclasses.dataclass(frozen=True)
class Decision:
    """One thing the engine asks of its host: `verb` ("invite", "accept", "send", ...) with its `fields`, and why.

    Times in `fields` and `figures` are nanoseconds; the bytes of a message to send are `fields["bytes"]`.
    """
    verb: str
    fields: dict[str, Any]
    why: str
    reason: str
    figures: dict[str, int]

    def __str__(self) -> str:
        about = f" {self.fields['peer']}" if "peer" in self.fields else ""
        return f"{self.verb}{about} -- {self.reason}"


class Engine:
    """The protocol engine of one device of a scenario, without a simulation around it: (now, event) -> decisions.

    `now` is in nanoseconds, monotonic.  Events are named: `started`, `stopped`, `found` and `lost` (peer, display_name,
    node_id, instance), `invited` (likewise, invitation), `session` (peer, session, state: not_connected, connecting or
    connected, error), `received` (peer, session, bytes), `send_failed` (peer, error), `wall_clock` (by), `network`
    (network), `interfaces`, `path` (peer, session, state: working, disturbed or failed), `user_send` (type, text).
    Peers are numbers of the host's choice.  Raises KeyError, TypeError or ValueError
    for an event that is none, and ValueError when time goes back.
    """

    def __init__(self, scenario: Scenario, device: str, seed: int = 1) -> None:
        self._engine = _nearsim.Engine(scenario._value, device, seed)

    def handle(self, now: int, event: str, /, **fields: Any) -> list[Decision]:
        """Tells it an event; returns what it decides, to be performed in order."""
        return [Decision(*raw) for raw in self._engine.handle(now, event, fields)]

    def advance(self, now: int) -> list[Decision]:
        """Acts on every deadline up to now."""
        return [Decision(*raw) for raw in self._engine.advance(now)]

    @property
    def next_deadline(self) -> int | None:
        """When to call `advance`: nanoseconds, or None."""
        return self._engine.next_deadline()

    def copy(self) -> Engine:
        """An equal engine with a future of its own."""
        other = object.__new__(Engine)
        other._engine = self._engine.copy()
        return other

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Engine) and self._engine == other._engine

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return self._engine.describe()


class Scheduler:
    """Virtual time: callbacks in the total order (time, order of posting), or with the ties of one instant shuffled.

    Times are nanoseconds.  Raises ValueError for a time that is past, `ZenoError` when 100,000 callbacks share an instant;
    what a callback raises comes out of `run_until`, which may then be called again.
    """

    def __init__(self, shuffle_ties: bool = False, seed: int = 0) -> None:
        self._scheduler = _nearsim.Scheduler(shuffle_ties, seed)

    @property
    def now(self) -> int:
        """Virtual time, in nanoseconds."""
        return self._scheduler.now

    @property
    def pending(self) -> int:
        """How many callbacks have yet to come."""
        return self._scheduler.pending

    def at(self, when: int, callback: Callable[[], object]) -> _nearsim.Timer:
        """Calls back once at `when`; the timer that is returned can be cancelled."""
        return self._scheduler.at(when, callback)

    def cancel(self, timer: _nearsim.Timer) -> bool:
        """False: it ran, is running, or was cancelled before."""
        return self._scheduler.cancel(timer)

    def run_until(self, until: int) -> None:
        """Runs everything up to and including `until`; then `now == until`."""
        self._scheduler.run_until(until)
