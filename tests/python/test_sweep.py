"""Sweeps: grids, constraints, stopping, stores, and that nothing but the request decides what comes out."""
import concurrent.futures
import re

import nbclient
import nbformat
import numpy as np
import pytest
from conftest import TEXT
from hypothesis import given, settings
from hypothesis import strategies as st

import nearsim

DELAYS = {"links.default.delay": ["10ms", "200ms"]}


def test_rows_are_the_runs(pair):
    sweep = nearsim.sweep(pair, DELAYS, 20)
    assert len(sweep) == 40 and list(np.unique(sweep.seed)) == list(range(1, 21))
    for row in (0, 19, 20, 39):
        scenario = pair.with_(sweep.points[sweep.point[row]])
        run = nearsim.run(scenario, int(sweep.seed[row]))
        assert sweep.fingerprint[row].decode() == run.fingerprint
        assert sweep.passed[row] == run.passed and sweep.events[row] == run.events
        assert sweep.counts["invite"][row] == run.counts["invite"]
        assert sweep.seconds("within 5s, usable: all")[row] == pytest.approx(run.expectations[0].figure / 1e9)
    assert set(sweep.parameter("links.default.delay")) == {0.01, 0.2}


def test_threads_and_executors_give_the_same(pair):
    expected = nearsim.sweep(pair, DELAYS, 300, jobs=1)
    assert nearsim.sweep(pair, DELAYS, 300, jobs=3) == expected
    with concurrent.futures.ThreadPoolExecutor(2) as executor:
        assert nearsim.sweep(pair, DELAYS, 300, executor=executor) == expected


def test_where_as_text_and_as_a_function(pair):
    assert len(nearsim.sweep(pair, DELAYS, 2, where="links.default.delay < links.default.jitter").points) == 1
    kept = nearsim.sweep(pair, DELAYS, 2, where=lambda p: nearsim.Quantity(p["links.default.delay"]).value > 0.1)
    assert kept.points == [{"links.default.delay": "200ms"}]
    with pytest.raises(nearsim.ScenarioError, match="contradict"):
        nearsim.sweep(pair, DELAYS, 2, where="links.default.delay > 5s")
    with pytest.raises(ValueError, match="contradict"):
        nearsim.sweep(pair, DELAYS, 2, where=lambda p: False)


def test_until_stops_where_it_is_sure_and_nowhere_else(pair):
    sweep = nearsim.sweep(pair, DELAYS, 2000, until="ci95<4%")
    share = sweep.shares()[0]
    assert share.runs < 2000 and (share.high - share.low) / 2 < 0.04
    with concurrent.futures.ThreadPoolExecutor(2) as executor:
        assert nearsim.sweep(pair, DELAYS, 2000, until="ci95<4%", executor=executor) == sweep
    assert nearsim.sweep(pair, DELAYS, 40, until="ci95<0.1%").shares()[0].runs == 40


@pytest.mark.parametrize("arguments, error, message", [
    (dict(axes={"links.default.dely": ["1s"]}), nearsim.ScenarioError, "did you mean 'links.default.delay'"),
    (dict(axes={"run_for": [5]}), nearsim.ScenarioError, "has no unit"), (dict(axes={"run_for": "5s"}), TypeError, "a list"),
    (dict(axes={"run_for": []}), ValueError, "no values"), (dict(axes=DELAYS, points=[{}]), TypeError, "not both"),
    (dict(seeds=range(1, 9, 2)), ValueError, "step 1"), (dict(seeds=0), ValueError, "step 1"),
    (dict(seeds=2.5), ValueError, "not 2.5"), (dict(seeds=[1, 2]), ValueError, "not \\[1, 2\\]"),
    (dict(axes=["run_for"]), TypeError, "mapping"), (dict(axes={"run_for": 5}), TypeError, "a list"),
    (dict(axes={3: ["5s"]}), TypeError, "path is text"), (dict(axes={"run_for": ["9s", "9s"]}), ValueError, "'9s' twice"),
    (dict(axes={"run_for": ["9s", "9000ms"]}), ValueError, "which are one value"),
    (dict(axes={"run_for": [float("nan")]}), nearsim.ScenarioError, "no duration|not a duration"),
    (dict(axes={"run_for": [None]}), TypeError, "no setting's value"), (dict(points=[]), ValueError, "at least one"),
    (dict(points={}), TypeError, "list of mappings"),
    (dict(points=[{"run_for": "9s"}, {"shuffle_ties": True}]), ValueError, "the same paths"), (dict(where=3), TypeError, "not 3"),
    (dict(jobs=0), ValueError, "from 1 to 1024"), (dict(jobs=2.0), ValueError, "from 1"),
    (dict(jobs=10**6), ValueError, "from 1"),
    (dict(executor="dask"), TypeError, "distributed.Client"), (dict(store=""), nearsim.StoreError, "is no file"),
    (dict(store=":memory:"), nearsim.StoreError, "is no file"), (dict(store="/"), nearsim.StoreError, "is a folder"),
    (dict(seeds=range(2**64, 2**64 + 1)), ValueError, "2\\*\\*63"), (dict(until="ci95<2"), ValueError, "no rule"),
    (dict(where="run_for"), nearsim.ScenarioError, "no comparison")])
def test_wrong_requests_are_refused(pair, arguments, error, message):
    with pytest.raises(error, match=message):
        nearsim.sweep(pair, **arguments)


def test_every_error_has_one_base():
    for error in (nearsim.ScenarioError, nearsim.CannotJudge, nearsim.StoreError, nearsim.ExecutorError, nearsim.ZenoError):
        assert issubclass(error, nearsim.NearsimError)


def test_numbers_of_numpy_are_numbers(pair):
    assert nearsim.sweep(pair, seeds=np.int64(3), jobs=np.int32(1)) == nearsim.sweep(pair, seeds=3)
    assert nearsim.run(pair, np.uint64(3)).fingerprint == nearsim.run(pair, 3).fingerprint


def test_a_wrong_name_is_an_error_with_a_suggestion(pair):
    sweep = nearsim.sweep(pair, DELAYS, 3)
    for look in (sweep.shares, sweep.seconds):
        with pytest.raises(KeyError, match="did you mean 'within 5s, usable: all'"):
            look("within 5s usable")
    with pytest.raises(KeyError, match="there are 'links.default.delay'"):
        sweep.parameter("links.default.dely")
    with pytest.raises(TypeError, match="nearsim.load"):
        nearsim.sweep("race.yaml", DELAYS, 3)


WITHOUT_THREADS = """
import os, resource, sys, threading, nearsim
pair = nearsim.load(sys.argv[1])
if os.getuid() == 0:
    os.setuid(65534)   # root has as many as it likes
resource.setrlimit(resource.RLIMIT_NPROC, (1, 1))
try:
    threading.Thread(target=print).start()
except RuntimeError:
    print(len(nearsim.sweep(pair, seeds=500, jobs=8)))
"""


def test_where_there_are_no_more_threads_those_there_are_do_it(in_process):
    assert in_process(WITHOUT_THREADS, TEXT, text=True).communicate(timeout=60)[0] == "500\n"


def test_tables(pair):
    sweep = nearsim.sweep(pair, {**DELAYS, "links.default.loss": ["0%", "10%"]}, 6)
    frame = sweep.to_pandas()
    assert len(frame) == 24 and list(frame.columns[:3]) == ["links.default.delay", "links.default.loss", "seed"]
    cube = sweep.to_xarray()
    assert dict(cube.sizes) == {"links.default.delay": 2, "links.default.loss": 2, "seed": 6}
    by_frame = frame[(frame["links.default.delay"] == 0.2) & (frame["links.default.loss"] == 0.1)]["events"]
    by_cube = cube["events"].sel({"links.default.delay": 0.2, "links.default.loss": 0.1})
    assert list(by_frame) == list(by_cube.values)
    assert "<table>" in sweep._repr_html_()
    with pytest.raises(ValueError, match="no whole grid"):
        nearsim.sweep(pair, points=[{"run_for": "9s"}, {"run_for": "9s", "links.default.delay": "1ms"}][:1] * 2,
                      seeds=2).to_xarray()


@settings(max_examples=15)
@given(st.integers(0, 2**40), st.integers(1, 40), st.integers(1, 4))
def test_any_seeds_and_threads(first, count, jobs):
    pair = nearsim.load(TEXT)
    sweep = nearsim.sweep(pair, seeds=range(first, first + count), jobs=jobs)
    assert list(sweep.seed) == list(range(first, first + count))
    assert sweep.fingerprint[-1].decode() == nearsim.run(pair, first + count - 1).fingerprint


def test_progress_is_shown_where_it_is_asked_for(pair, capfd):
    nearsim.sweep(pair, DELAYS, 20_000, progress=True)
    assert re.search(r"/40000 .*[\d.]+ runs/s", capfd.readouterr().err)  # tqdm's line: so many of so many, time left, rate
    nearsim.sweep(pair, DELAYS, 20)
    assert capfd.readouterr().err == ""


NOTEBOOK = """
import nearsim, nearsim.progress
nearsim.progress.PATIENCE = {patience}
nearsim.sweep(nearsim.load({text!r}), seeds=40_000, jobs=1)
"""


@pytest.mark.parametrize("patience, environment, is_shown", [(0, "", True), (60, "", False), (0, "never", False)])
def test_a_notebook_shows_progress_of_what_takes_long(monkeypatch, patience, environment, is_shown):
    monkeypatch.setenv("NEARSIM_PROGRESS", environment)
    monkeypatch.setenv("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    cell = nbformat.v4.new_code_cell(NOTEBOOK.format(patience=patience, text=TEXT))
    nbclient.NotebookClient(nbformat.v4.new_notebook(cells=[cell]), timeout=60, kernel_name="python3").execute()
    text = "".join(str(output.get("text", "")) + str(output.get("data", "")) for output in cell.outputs)
    assert bool(re.search(r"/40000 |runs/s", text)) == is_shown, text


def test_a_scenario_brings_its_own_sweep(pair):
    own = nearsim.load(TEXT + "sweep:\n  axes: {links.default.delay: [10ms, 200ms], run_for: [9s, 20s]}\n"
                              "  where: [links.default.delay < links.default.jitter]\n  seeds: 4..6\n")
    assert own.axes == {"links.default.delay": ["10ms", "200ms"], "run_for": ["9s", "20s"]}
    sweep = nearsim.sweep(own)
    assert sweep.points == [{"links.default.delay": "10ms", "run_for": r} for r in ("9s", "20s")] and sweep.axes == list(own.axes)
    assert sorted(set(sweep.seed)) == [4, 5, 6]
    assert nearsim.sweep(own, DELAYS, 3, where=[]) == nearsim.sweep(pair, DELAYS, 3)
    assert nearsim.load(own.to_yaml()) == own and pair.axes == {} and pair.sweep_seeds == pair.seeds
    with pytest.raises(nearsim.ScenarioError, match="did you mean 'run_for'") as raised:
        nearsim.load(TEXT + "sweep:\n  axes: {run_fr: [9s]}\n")
    assert (raised.value.line, raised.value.column) == (13, 10)


def test_boundary_finds_where_it_flips(pair):
    scenario = nearsim.load(pair.to_yaml().replace("jitter: 100ms", "jitter: 0ms"))
    found = nearsim.boundary(scenario, "links.default.delay", "1ms", "3s", holds="within 5s, usable: all", seeds=10)
    assert not found.rises and found.low.value < found.high.value and found.high.value - found.low.value < 0.002
    assert nearsim.sweep(scenario, {"links.default.delay": [found.low]}, 3).held["within 5s, usable: all"].all()
    assert not nearsim.sweep(scenario, {"links.default.delay": [found.high]}, 3).held["within 5s, usable: all"].any()
    assert re.fullmatch(r"between [\d.]+m?s and [\d.]+m?s", str(found))  # and not in nanoseconds
    with pytest.raises(ValueError, match="no boundary"):
        nearsim.boundary(scenario, "links.default.delay", "1ms", "2ms", seeds=10)
    with pytest.raises(ValueError, match="ask for more seeds"):
        nearsim.boundary(scenario, "links.default.delay", "1ms", "3s", seeds=2)
