"""The result of a sweep, as columns."""
from __future__ import annotations

import dataclasses
import difflib
import html
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _nearsim
from .extras import need
from .quantity import Quantity
from .scenario import Scenario
from .statistics import rule_of_three, wilson

if TYPE_CHECKING:
    import pandas
    import polars
    import xarray

Array = np.ndarray[Any, Any]
ENDINGS = ("finished", "budget", "zeno", "check_failed")


class ByName(dict[str, Array]):
    """Columns by the name of what they are of; an unknown name is an error with a suggestion."""

    def __missing__(self, name: str) -> Array:
        near = difflib.get_close_matches(str(name), self, 1, 0.4)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(map(repr, self)) or 'none'}"
        raise KeyError(f"there is no {name!r}; {hint}")


@dataclasses.dataclass(frozen=True)
class Share:
    """Of one point: how many runs passed, with Wilson's 95 % interval and the rule-of-three bound on failure."""
    parameters: dict[str, str]
    runs: int
    passed: int
    low: float
    high: float
    failure_bound: float | None  # only where no run failed

    @property
    def rate(self) -> float:
        """`passed` of `runs`, from 0 to 1; NaN if nothing ran."""
        return self.passed / self.runs if self.runs else float("nan")


class Sweep:
    """What a sweep came to: one row per run, by point and seed.

    Columns (NumPy, one length): `point` (int32, index into `points`), `seed` (uint64), `passed` (bool), `ending` (uint8,
    index into ENDINGS), `ended` (int64, nanoseconds), `events`, `records` (uint64), `fingerprint` (32 hexadecimal digits);
    and by name the dicts `held` (int8: 1, 0, -1 not judged), `figure` (float64: nanoseconds of a fact, count of a counter,
    NaN), `broke` (float64: nanoseconds of the first violation, NaN), `counts` (int64).
    """

    def __init__(self, scenario: Scenario, axes: list[str], points: list[dict[str, str]], columns: dict[str, Any]) -> None:
        self.scenario, self.axes, self.points = scenario, axes, points
        self.point: Array = columns["point"]
        self.seed: Array = columns["seed"]
        self.passed: Array = columns["passed"].view(bool)
        self.ending: Array = columns["ending"]
        self.ended: Array = columns["ended"]
        self.events: Array = columns["events"]
        self.records: Array = columns["records"]
        self.fingerprint: Array = np.frombuffer(columns["fingerprint"], dtype="S32")
        self.held = ByName(columns["held"])
        self.figure = ByName(columns["figure"])
        self.broke = ByName(columns["broke"])
        self.counts = ByName(columns["counts"])

    def __len__(self) -> int:
        return len(self.seed)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sweep) or self.points != other.points or len(self) != len(other):
            return False
        return bool((self.point == other.point).all() and (self.seed == other.seed).all()
                    and (self.fingerprint == other.fingerprint).all())

    __hash__ = None  # type: ignore[assignment]

    def seconds(self, name: str) -> Array:
        """When the fact of this expectation first held, in seconds; NaN: never."""
        return self.figure[name] / 1e9

    def parameter(self, path: str) -> Array:
        """A parameter of each run: its number in SI units, or its text if any value is a word."""
        if self.points and path not in self.points[0]:
            raise KeyError(f"{path!r} is no parameter of this sweep; there are {', '.join(map(repr, self.points[0])) or 'none'}")
        texts = [Quantity(point[path]) for point in self.points]
        values = [text.value for text in texts]
        numbers = [float(value) for value in values if value is not None]
        by_point = np.array(numbers) if len(numbers) == len(texts) else np.array([str(text) for text in texts])
        return by_point[self.point]

    def shares(self, expectation: str | None = None) -> list[Share]:
        """How many runs of each point passed, or held one expectation or invariant."""
        good = self.passed if expectation is None else self.held[expectation] == 1
        out = []
        for i, parameters in enumerate(self.points):
            here = good[self.point == i]
            runs, passed = len(here), int(here.sum())
            low, high = wilson(passed, runs)
            out.append(Share(parameters, runs, passed, low, high, rule_of_three(runs) if passed == runs else None))
        return out

    def columns(self) -> dict[str, Array]:
        """All columns side by side: parameters by path, then the rest; `held`, `figure`, `broke`, `counts` with their
        kind before the name."""
        paths = list(self.points[0]) if self.points else []
        out = {path: self.parameter(path) for path in paths}
        for name in ("seed", "passed", "ending", "ended", "events", "records", "fingerprint"):
            out[name] = getattr(self, name)
        for kind, named in (("held", self.held), ("figure", self.figure), ("broke", self.broke), ("count", self.counts)):
            out.update({f"{kind}: {name}": values for name, values in named.items()})
        return out

    def to_pandas(self) -> pandas.DataFrame:
        """A DataFrame of `columns()`."""
        pd = need("pandas", "to_pandas()")
        columns = self.columns()
        columns["fingerprint"] = columns["fingerprint"].astype(str)
        return pd.DataFrame(columns)

    def to_xarray(self) -> xarray.Dataset:
        """A Dataset with the dimensions (each axis, seed); raises ValueError if the points are no whole grid."""
        xr = need("xarray", "to_xarray()")
        paths = list(self.points[0]) if self.points else []
        coordinates = {path: list(dict.fromkeys(point[path] for point in self.points)) for path in paths}
        seeds = np.unique(self.seed)
        shape = [len(values) for values in coordinates.values()] + [len(seeds)]
        if int(np.prod(shape)) != len(self) or len(self.points) * len(seeds) != len(self):
            raise ValueError("the points are no whole grid over the same seeds; use to_pandas()")
        data = {name: ([*paths, "seed"], values.reshape(shape)) for name, values in self.columns().items()
                if name not in paths and name != "seed"}
        numbers: dict[str, Any] = {path: [_number(value) for value in values] for path, values in coordinates.items()}
        made: xarray.Dataset = xr.Dataset(data, coords={**numbers, "seed": seeds})
        return made

    def to_polars(self) -> polars.DataFrame:
        """A polars DataFrame, made from the Arrow stream."""
        made: polars.DataFrame = need("polars", "to_polars()").DataFrame(self)
        return made

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The Arrow C stream of `columns()`: one batch; numbers are not copied, texts and booleans are laid out anew."""
        return _nearsim.arrow_stream([_arrow(name, values) for name, values in self.columns().items()], len(self))

    def __repr__(self) -> str:
        return f"<Sweep of {self.scenario.file!r}: {len(self.points)} points, {len(self)} runs, {int(self.passed.sum())} passed>"

    def _repr_html_(self) -> str:
        paths = list(self.points[0]) if self.points else []
        head = "".join(f"<th>{html.escape(name)}</th>" for name in [*paths, "runs", "passed", "95 % interval"])
        rows = "".join("<tr>" + "".join(f"<td>{html.escape(share.parameters[path])}</td>" for path in paths)
                       + f"<td>{share.runs}</td><td>{share.rate:.1%}</td><td>{share.low:.1%} to {share.high:.1%}</td></tr>"
                       for share in self.shares())
        return f"<p>{html.escape(self.scenario.question)}</p><table><tr>{head}</tr>{rows}</table>"


def _number(text: str) -> float | str:
    value = Quantity(text).value
    return text if value is None else float(value)


_FORMATS = {"b": "c", "B": "C", "i": "i", "q": "l", "l": "l", "Q": "L", "L": "L", "d": "g"}


def _arrow(name: str, values: Array) -> tuple[str, str, list[Array]]:
    if values.dtype == bool:
        return name, "b", [np.packbits(values, bitorder="little")]
    if values.dtype.kind in "SU":
        encoded = [bytes(value) if values.dtype.kind == "S" else str(value).encode() for value in values]
        offsets = np.zeros(len(encoded) + 1, dtype=np.int32)
        np.cumsum([len(text) for text in encoded], out=offsets[1:])
        return name, "u", [offsets, np.frombuffer(b"".join(encoded) or b"\0", dtype=np.uint8)]
    return name, _FORMATS[values.dtype.char], [np.ascontiguousarray(values)]
