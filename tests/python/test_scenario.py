"""Reading, looking at and changing scenarios."""
import datetime
import inspect
import pickle

import numpy as np
import pytest
from conftest import TEXT
from hypothesis import given
from hypothesis import strategies as st

import nearsim
from nearsim import Quantity


def test_settings_are_attributes(pair):
    assert pair.run_for == "20s" and pair.run_for.value == 20.0 and pair.run_for.unit == "s"
    assert pair.links.default.delay == "20ms"
    assert pair.devices.Ana.profile.gates.election.key == pair.devices["Ana"].profile.gates.election.key
    assert pair.devices.Ana.profile.stages[0] is not None
    assert pair.device_names == ["Ana", "Bob"] and pair.seeds == range(1, 4)
    assert "election" in dir(pair.devices.Ana.profile.gates)
    assert pair.describe("links.default.delay") == "one-way delay"


def test_everything_public_is_documented():
    things = {name: getattr(nearsim, name) for name in nearsim.__all__ if callable(getattr(nearsim, name))}
    for name, thing in list(things.items()):
        for part, value in vars(thing).items() if inspect.isclass(thing) else ():
            if not part.startswith("_") and (callable(value) or isinstance(value, property)):
                things[f"{name}.{part}"] = value
    assert not [name for name, thing in things.items() if not inspect.getdoc(thing)]


def test_every_path_is_an_attribute(pair):
    for path in pair.paths:
        node = pair
        for step in path.replace("[", ".[").split("."):
            node = node[int(step[1:-1])] if step.startswith("[") else node[step]
        assert isinstance(node, Quantity), path


def test_an_unknown_attribute_is_an_error_with_a_suggestion(pair):
    with pytest.raises(AttributeError, match="did you mean 'default'"):
        pair.links.defualt
    with pytest.raises(KeyError, match="Carol"):
        pair.devices["Carol"]


def test_a_scenario_stays_what_it_is(pair):
    with pytest.raises(AttributeError, match=r"with_\(\{'run_for': '9s'\}\)"):
        pair.run_for = "9s"
    with pytest.raises(AttributeError, match=r"with_\(\{'links.default.delay': '9s'\}\)"):
        pair.links.default.delay = "9s"


def test_what_is_no_scenario_file_is_said(tmp_path):
    with pytest.raises(IsADirectoryError, match="is a folder"):
        nearsim.load(tmp_path)
    for name in ("", "none.yaml"):
        with pytest.raises(FileNotFoundError, match=f"'{name}'"):
            nearsim.load(name)


def test_with_makes_another_one(pair):
    other = pair.with_({"links.default.delay": datetime.timedelta(milliseconds=150)}, run_for="30s",
                       links__default__loss="5%")
    assert (other.links.default.delay, other.run_for, other.links.default.loss) == ("150ms", "30s", "5%")
    assert pair.run_for == "20s" and pair != other and hash(pair) != hash(other)
    assert pair.with_({"devices.*.start": "1s"}).devices.Bob.start == "1s"
    assert pair.with_(shuffle_ties=np.bool_(True)).shuffle_ties.value is True
    assert pair.with_({}) == pair


@pytest.mark.parametrize("change, message", [
    ({"links.default.dely": "1s"}, "did you mean 'links.default.delay'"), ({"run_for": 5}, "has no unit"),
    ({"run_for": 5.5}, "has no unit"), ({"run_for": "5%"}, "run_for=5%"), ({"devices.Ana.platform": "amiga"}, "amiga")])
def test_a_wrong_change_says_why(pair, change, message):
    with pytest.raises(nearsim.ScenarioError, match=message):
        pair.with_(change)


def test_errors_have_places():
    with pytest.raises(nearsim.ScenarioError) as caught:
        nearsim.load(TEXT.replace("run_for: 20s", "run_for: 20").replace("profile: meshred}\nexpect", "profile: x}\nexpect"))
    assert [(d.line, d.column) for d in caught.value.diagnostics] == [(3, 10), (8, 26)] or \
        [d.line for d in caught.value.diagnostics] == [3, 8]
    assert (caught.value.file, caught.value.line) == ("<text>", 3)
    with pytest.raises(nearsim.CannotJudge):
        nearsim.load(TEXT.replace("nearsim: 1", "nearsim: 99"))
    with pytest.raises(FileNotFoundError):
        nearsim.load("nowhere.yaml")


def test_yaml_and_pickle_give_an_equal_scenario_back(pair):
    assert nearsim.load(pair.to_yaml()) == pair
    assert pickle.loads(pickle.dumps(pair)) == pair


def test_profiles_have_settings_and_sources():
    profiles = nearsim.profiles()
    assert {"meshred", "fixv2"} <= set(profiles)
    assert profiles["fixv2"].quotes and profiles["fixv2"].settings
    assert "<table>" in profiles["fixv2"]._repr_html_()


@given(st.integers(1, 10**12))
def test_a_duration_survives_both_languages(nanoseconds):
    pair = nearsim.load(TEXT).with_({"links.default.delay": f"{nanoseconds}ns"}) if nanoseconds <= 86_400 * 10**9 else None
    if pair is not None:
        assert pair.links.default.delay.value == pytest.approx(nanoseconds / 1e9, rel=1e-12)
        assert nearsim.load(pair.to_yaml()).links.default.delay == pair.links.default.delay
