"""Settings as values: the scenario language's text, with a number that plots can use."""
from __future__ import annotations

import datetime
import operator
import re
from typing import Any

_SCALE = {  # unit: (its factor in the unit that `value` is in, that unit)
    "ns": (1e-9, "s"), "us": (1e-6, "s"), "ms": (1e-3, "s"), "s": (1.0, "s"), "min": (60.0, "s"), "h": (3600.0, "s"),
    "%": (0.01, ""), "ppm": (1e-6, ""), "ppb": (1e-9, ""),
    "B": (1.0, "B"), "kB": (1e3, "B"), "MB": (1e6, "B"),
    "bit/s": (1.0, "bit/s"), "kbit/s": (1e3, "bit/s"), "Mbit/s": (1e6, "bit/s"), "Gbit/s": (1e9, "bit/s"),
    "mm": (1e-3, "m"), "cm": (1e-2, "m"), "m": (1.0, "m"), "km": (1e3, "m"), "dB": (1.0, "dB"), "dBm": (1.0, "dBm"),
}
_QUANTITY = re.compile(r"(-?\d+(?:\.\d+)?)([a-zA-Z%/]*)\Z")


class Quantity(str):
    """A setting's value as the scenario language writes it, e.g. "1.2s", "5%", "true", "node_id".

    It is a `str`; `value` is its number in seconds, a share of 1, bytes, bits per second or metres (`unit` says which),
    True or False, infinity for "none", or None if it is a word.
    """

    @property
    def value(self) -> float | bool | None:
        """Its number in `unit`, a truth value, or None for a word."""
        if self in ("true", "false"):
            return self == "true"
        if self == "none":
            return float("inf")
        match = _QUANTITY.match(self)
        if match is None or match[2] and match[2] not in _SCALE:
            return None
        return float(match[1]) * _SCALE[match[2]][0] if match[2] else float(match[1])

    @property
    def unit(self) -> str:
        """What `value` counts: "s", "B", "bit/s", "m", "dB", "dBm", or "" for a share, a number, or a word."""
        match = _QUANTITY.match(self)
        return _SCALE[match[2]][1] if match is not None and match[2] in _SCALE else ""


def readable(quantity: Quantity) -> str:
    """The same in the unit that people would take: 134375000ns is 134.375ms."""
    match = _QUANTITY.match(quantity)
    if match is None or match[2] not in _SCALE or match[2] in ("min", "h"):
        return str(quantity)
    factor, unit = _SCALE[match[2]]
    size = float(match[1]) * factor
    fitting = [(scale, name) for name, (scale, family) in _SCALE.items()
               if family == unit and name not in ("ppm", "ppb", "min", "h", "cm") and scale <= abs(size) * (1 + 1e-12)]
    return f"{size / max(fitting)[0]:g}{max(fitting)[1]}" if fitting else str(quantity)


def text_of(value: Any) -> str:
    """What the scenario language writes for a Python value.

    Text and Quantities stay as they are, booleans and integers are written out, a `datetime.timedelta` is an exact
    duration.  A float stays a bare number, so that the language asks for the unit where one belongs.
    """
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime.timedelta):
        return f"{((value.days * 86400 + value.seconds) * 10**6 + value.microseconds)}us"
    if type(value).__name__ in ("bool", "bool_"):  # Python's and NumPy's
        return "true" if value else "false"
    if hasattr(value, "__index__"):
        return str(value.__index__())
    if isinstance(value, float) or hasattr(value, "__float__"):
        return repr(float(value))
    raise TypeError(f"{value!r} is no setting's value: write it as text with its unit, e.g. '1.2s'")


def whole(value: Any) -> int | None:
    """A whole number, be it Python's or NumPy's; None: it is something else."""
    try:
        return operator.index(value)
    except TypeError:
        return None
