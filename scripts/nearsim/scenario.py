"""Scenarios: read, looked at by attribute, changed into others."""
from __future__ import annotations

import difflib
import os
import pathlib
from typing import Any, Iterator, Mapping

from . import _nearsim
from .errors import raise_for
from .quantity import Quantity, text_of


class Node:
    """A group of settings, e.g. `scenario.devices.Ana.profile.gates`; attributes and [keys] lead further down."""

    def __init__(self, settings: Mapping[str, tuple[str, str]], prefix: str) -> None:
        self._settings = settings
        self._prefix = prefix

    def _child(self, step: str) -> Quantity | Node:
        path = self._prefix + step
        if path in self._settings:
            return Quantity(self._settings[path][0])
        if any(known.startswith((path + ".", path + "[")) for known in self._settings):
            return Node(self._settings, path)
        near = difflib.get_close_matches(step.lstrip("."), self._steps(), 1)
        hint = f"; did you mean '{near[0]}'?" if near else f"; there are {', '.join(sorted(self._steps()))}"
        raise AttributeError(f"there is no setting '{path.lstrip('.')}'{hint}")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._child("." + name if self._prefix else name)

    def __getitem__(self, key: str | int) -> Any:
        try:
            return self._child(f"[{key}]" if isinstance(key, int) else "." + key if self._prefix else key)
        except AttributeError as error:
            raise KeyError(str(error)) from None

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith("_"):
            path = (self._prefix + "." if self._prefix else "") + name
            raise AttributeError("a scenario is a value and stays what it is; another one is made by "
                                 f"with_({{{path!r}: {value!r}}})")
        super().__setattr__(name, value)

    def _steps(self) -> set[str]:
        found = set()
        for path in self._settings:
            if path.startswith(self._prefix) and path != self._prefix:
                rest = path[len(self._prefix):]
                if not self._prefix or rest[0] in ".[":
                    found.add(rest.lstrip(".").split(".")[0].split("[")[0] if rest[0] != "[" else rest.split("]")[0] + "]")
        return found

    def __dir__(self) -> list[str]:
        return sorted(self._steps())

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._steps()))

    def __repr__(self) -> str:
        lines = [f"{path}: {value}" for path, (value, _) in self._settings.items()
                 if path.startswith(self._prefix + ".") or path.startswith(self._prefix + "[")]
        return "\n".join(lines)


class Scenario(Node):
    """A scenario as a value; `with_` makes another one.  Made by `nearsim.load`.

    Settings are attributes: `s.run_for`, `s.links.default.delay`, `s.devices.Ana.profile.gates.election.key`,
    `s.devices["Ana"].profile.stages[0]`.  A setting is a `Quantity`.
    """

    def __init__(self, value: _nearsim.Scenario) -> None:
        self._value = value
        super().__init__({path: (text, doc) for path, text, doc in value.settings()}, "")

    @property
    def question(self) -> str:
        """What its first line asks."""
        return self._value.question

    @property
    def file(self) -> str:
        """Where it was read from."""
        return self._value.file

    @property
    def seeds(self) -> range:
        """The seeds it runs when none are given."""
        first, last = self._value.seeds
        return range(first, last + 1)

    @property
    def axes(self) -> dict[str, list[str]]:
        """Of its key `sweep:` the settings that are turned, with their values; empty without one."""
        return dict(self._value.sweep[0]) if self._value.sweep else {}

    @property
    def where(self) -> list[str]:
        """Of its key `sweep:` the constraints on points."""
        return self._value.sweep[1] if self._value.sweep else []

    @property
    def sweep_seeds(self) -> range:
        """The seeds of a sweep: those of its key `sweep:`, else its own."""
        span = self._value.sweep[2] if self._value.sweep else None
        return self.seeds if span is None else range(span[0], span[1] + 1)

    @property
    def device_names(self) -> list[str]:
        """In the order of the scenario."""
        return self._value.devices

    @property
    def paths(self) -> list[str]:
        """Every path that `with_` and the axes of a sweep can change."""
        return list(self._settings)

    def describe(self, path: str) -> str:
        """What the setting at this path means."""
        if path not in self._settings:
            self.with_({path: "0"})  # says what is wrong with it
        return self._settings[path][1]

    def with_(self, changes: Mapping[str, Any] | None = None, **more: Any) -> Scenario:
        """Another scenario, with some settings changed.

        Parameters: a mapping from paths to values, and keywords, in which two underscores stand for a dot
        (`links__default__delay="20ms"`).  Values are text with a unit, booleans, whole numbers or timedeltas; a path may
        name `devices.*` for all devices.  Raises `ScenarioError` with a suggestion for an unknown path or a wrong value.
        """
        asked = [(path, text_of(value)) for path, value in (changes or {}).items()]
        asked += [(path.replace("__", "."), text_of(value)) for path, value in more.items()]
        value, diagnostics = self._value.changed(asked)
        raise_for(diagnostics)
        assert value is not None
        return Scenario(value)

    def to_yaml(self) -> str:
        """As a scenario file with every default spelled out; `load` of it gives an equal scenario back."""
        return self._value.dump()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value.hash)

    def __reduce__(self) -> tuple[Any, ...]:  # to other processes it goes as text
        return _restored, (self.to_yaml(), self.file)

    def __repr__(self) -> str:
        return f"<Scenario {self.file!r}: {self.question} {', '.join(self.device_names)}; {self.run_for}>"


def _restored(text: str, file: str) -> Scenario:
    value, diagnostics = _nearsim.load_text(text, file)
    raise_for(diagnostics)
    assert value is not None
    return Scenario(value)


def load(path_or_text: str | os.PathLike[str]) -> Scenario:
    """Reads a scenario from a file, or from text (whatever has more than one line).

    Raises `ScenarioError` with everything that is wrong, each with file, line and column; `CannotJudge` if only this
    version is too old for it; `FileNotFoundError` or `IsADirectoryError` if there is no such file.
    """
    if isinstance(path_or_text, str) and "\n" in path_or_text:
        value, diagnostics = _nearsim.load_text(path_or_text, "<text>")
    else:
        path = pathlib.Path(path_or_text)
        if path.is_dir() and os.fspath(path_or_text) != "":
            raise IsADirectoryError(f"'{path}' is a folder: name one of its scenario files")
        if not path.is_file():
            raise FileNotFoundError(f"there is no scenario file '{os.fspath(path_or_text)}'")
        value, diagnostics = _nearsim.load_file(str(path))
    raise_for(diagnostics)
    assert value is not None
    return Scenario(value)
