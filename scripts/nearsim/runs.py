"""One run, and what it came to."""
from __future__ import annotations

import dataclasses
import functools
import html
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _nearsim, lanes
from .extras import need
from .quantity import whole
from .scenario import Scenario

if TYPE_CHECKING:
    import pandas


@dataclasses.dataclass(frozen=True)
class Violation:
    """At `at` seconds it became true that something does not hold, between `devices`; `record` is the trace's index."""
    at: float
    devices: tuple[str, ...]
    detail: str
    record: int | None


@dataclasses.dataclass(frozen=True)
class Verdict:
    """An expectation or invariant: `held` as judged, `met` as demanded (a negative scenario demands that it fails).

    `figure` is what was measured as one number: nanoseconds of a fact, a count of a counter, or None.
    """
    text: str
    held: bool
    met: bool
    must_fail: bool
    measured: str
    figure: int | None
    violations: tuple[Violation, ...]


def _verdicts(raw: list[dict[str, Any]]) -> list[Verdict]:
    out = []
    for one in raw:
        violations = tuple(Violation(at / 1e9, tuple(d for d in (a, b) if d), detail, record)
                           for at, a, b, detail, record in one["violations"])
        out.append(Verdict(one["text"], one["held"], one["met"], one["must_fail"], one["measured"], one["figure"], violations))
    return out


@dataclasses.dataclass(frozen=True)
class Trace:
    """All records of a run, in order, as columns of one length.

    `at`: int64, nanoseconds of virtual time.  `node`, `topic`, `verb`, `peer`: pairs (codes as int32, names), as pandas
    and Arrow keep categories.  `details`: the fields as text.
    """
    at: np.ndarray[Any, Any]
    node: tuple[np.ndarray[Any, Any], list[str]]
    topic: tuple[np.ndarray[Any, Any], list[str]]
    verb: tuple[np.ndarray[Any, Any], list[str]]
    peer: tuple[np.ndarray[Any, Any], list[str]]
    details: list[str]

    def __len__(self) -> int:
        return len(self.at)

    def to_pandas(self) -> pandas.DataFrame:
        """Columns `at` (nanoseconds), `node`, `topic`, `verb`, `peer` (categories) and `details`."""
        pd = need("pandas", "to_pandas()")
        named = {name: pd.Categorical.from_codes(*getattr(self, name)) for name in ("node", "topic", "verb", "peer")}
        return pd.DataFrame({"at": self.at, **named, "details": self.details})


class Run:
    """What a run came to; made by `nearsim.run`.

    `passed`, `ending` ("finished", "budget", "zeno", "check_failed"), `error`, `fingerprint` (32 hexadecimal digits),
    `ended` (seconds), `events`, `records`, `expectations` and `invariants` (lists of `Verdict`), `counts` (by name).
    """

    def __init__(self, scenario: Scenario, raw: dict[str, Any]) -> None:
        self.scenario = scenario
        self.seed: int = raw["seed"]
        self.passed: bool = raw["passed"]
        self.ending: str = raw["ending"]
        self.error: str = raw["error"]
        self.fingerprint: str = raw["fingerprint"]
        self.ended: float = raw["ended"] / 1e9
        self.events: int = raw["events"]
        self.records: int = raw["records"]
        self.expectations = _verdicts(raw["expectations"])
        self.invariants = _verdicts(raw["invariants"])
        self.counts: dict[str, int] = raw["counts"]

    @property
    def violations(self) -> list[Violation]:
        """Of everything that is not as demanded, in time order."""
        return sorted((v for verdict in self.expectations + self.invariants if not verdict.met
                       for v in verdict.violations), key=lambda v: v.at)

    @functools.cached_property
    def trace(self) -> Trace:
        """Every record; a run keeps none, so they are made again from the seed when first asked for."""
        raw = _nearsim.run(self.scenario._value, self.seed, True, 0)
        assert raw["fingerprint"] == self.fingerprint or self.ending == "budget"
        return Trace(**raw["trace"])

    def svg(self, most: int = 40) -> str:
        """Its first scenes as message lanes, in SVG."""
        return lanes.svg(self.scenario.device_names, _nearsim.scenes(self.scenario._value, self.seed, most + 1), most)

    def __repr__(self) -> str:
        missed = [v.text for v in self.expectations + self.invariants if not v.met]
        return (f"<Run seed {self.seed}: {'passed' if self.passed else 'failed'}"
                f"{', missed ' + '; '.join(missed) if missed else ''}; {self.events} events, {self.fingerprint}>")

    def _repr_html_(self) -> str:
        rows = []
        shown = self.expectations + [v for v in self.invariants if not v.met or v.must_fail]
        for verdict in shown:
            mark = "&#10003;" if verdict.met else "<b style='color:#b00'>&#10007;</b>"
            rows.append(f"<tr><td>{mark}</td><td style='text-align:left'>{html.escape(verdict.text)}"
                        f"{' (must fail)' if verdict.must_fail else ''}</td>"
                        f"<td style='text-align:left'>{html.escape(verdict.measured)}</td></tr>")
        rows.append(f"<tr><td></td><td style='text-align:left'>{len(self.invariants)} invariants</td>"
                    f"<td style='text-align:left'>{sum(v.met for v in self.invariants)} as demanded</td></tr>")
        return (f"<p>{html.escape(self.scenario.question)}</p><table>{''.join(rows)}</table>"
                f"<p>seed {self.seed}, {self.events} events, fingerprint <code>{self.fingerprint}</code></p>{self.svg()}")


def run(scenario: Scenario, seed: int | None = None, budget: int = 0) -> Run:
    """Runs a scenario once.

    Parameters: `seed`, the scenario's first if left out; `budget`, a number of events after which the run ends with
    `ending == "budget"` (0: none).  The same scenario and seed give the same fingerprint everywhere.  Other threads go on
    meanwhile: the interpreter's lock is released.
    """
    if not isinstance(scenario, Scenario):
        raise TypeError(f"run() needs a Scenario, as nearsim.load gives it, not {scenario!r}")
    seed = scenario.seeds[0] if seed is None else seed
    first, most = whole(seed), whole(budget)
    if first is None or not 0 <= first < 2**64:
        raise ValueError(f"a seed is a whole number from 0 to 2**64 - 1, not {seed!r}")
    if most is None or not 0 <= most < 2**64:
        raise ValueError(f"a budget is a number of events, or 0 for none, not {budget!r}")
    return Run(scenario, _nearsim.run(scenario._value, first, False, most))
