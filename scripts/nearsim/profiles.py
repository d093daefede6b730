"""The shipped designs, as data."""
from __future__ import annotations

import dataclasses
import html

from . import _nearsim
from .quantity import Quantity


@dataclasses.dataclass(frozen=True)
class Profile:
    """A shipped design: its settings by path, and the words of its source for each (`quotes`, by path)."""
    name: str
    summary: str
    settings: dict[str, Quantity]
    quotes: dict[str, str]

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><td style='text-align:left'>{html.escape(path)}</td><td>{html.escape(value)}</td>"
                       f"<td style='text-align:left'>{html.escape(self.quotes.get(path, ''))}</td></tr>"
                       for path, value in self.settings.items())
        return f"<p><b>{self.name}</b>: {html.escape(self.summary)}</p><table>{rows}</table>"


def profiles() -> dict[str, Profile]:
    """The shipped designs by name."""
    out = {}
    for raw in _nearsim.profiles():
        settings = {path: Quantity(value) for path, value, _ in raw["settings"]}
        out[raw["name"]] = Profile(raw["name"], raw["summary"], settings, dict(raw["quotes"]))
    return out
