"""Sweeps: grids, constraints, stopping, stores, and that nothing but the request decides what comes out."""
import concurrent.futures
import re
import shutil
import signal
import sqlite3
import time

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
    (dict(jobs=0), ValueError, "from 1 to 1024"), (dict(jobs=2.0), ValueError, "from 1"), (dict(jobs=10**6), ValueError, "from 1"),
    (dict(executor="dask"), TypeError, "distributed.Client"), (dict(store=""), nearsim.StoreError, "is no file"),
    (dict(store=":memory:"), nearsim.StoreError, "is no file"), (dict(store="/"), nearsim.StoreError, "is a folder"),
    (dict(seeds=range(2**64, 2**64 + 1)), ValueError, "2\\*\\*63"), (dict(until="ci95<2"), ValueError, "no rule"),
    (dict(where="run_for"), nearsim.ScenarioError, "no comparison")])
def test_wrong_requests_are_refused(pair, arguments, error, message):
    with pytest.raises(error, match=message):
        nearsim.sweep(pair, **arguments)


def test_a_store_is_resumed_and_read_by_anything(pair, tmp_path):
    path = tmp_path / "s.sqlite"
    nearsim.sweep(pair, DELAYS, 10, store=path)
    whole = nearsim.sweep(pair, DELAYS, 25, store=path)
    assert whole == nearsim.sweep(pair, DELAYS, 25)
    with sqlite3.connect(path) as store:
        assert store.execute("SELECT count(*), sum(passed) FROM runs").fetchone() == (50, int(whole.passed.sum()))
        assert store.execute("SELECT sum(json_extract(counts, '$.invite')) FROM runs").fetchone()[0] == \
            int(whole.counts["invite"].sum())


def test_every_error_has_one_base():
    for error in (nearsim.ScenarioError, nearsim.CannotJudge, nearsim.StoreError, nearsim.ExecutorError, nearsim.ZenoError):
        assert issubclass(error, nearsim.NearsimError)


def test_stores_that_are_none(pair, tmp_path):
    text = tmp_path / "t.sqlite"
    text.write_text(TEXT * 30)
    with pytest.raises(nearsim.StoreError, match="no SQLite file"):
        nearsim.sweep(pair, store=text)
    other = tmp_path / "o.sqlite"
    nearsim.sweep(pair, store=other)
    with sqlite3.connect(other) as store:
        store.execute("UPDATE meta SET value = 'abc' WHERE key = 'build'")
    with pytest.raises(nearsim.StoreError, match="written by build abc"):
        nearsim.sweep(pair, store=other)
    with pytest.raises(nearsim.StoreError, match="cannot be opened: there is no folder '.*no'"):
        nearsim.sweep(pair, store=tmp_path / "no" / "folder.sqlite")


def test_a_damaged_store_is_said_and_left_as_it_is(pair, tmp_path):
    path, row = tmp_path / "s.sqlite", tmp_path / "r.sqlite"
    for store in (path, row):
        nearsim.sweep(pair, DELAYS, 400, store=store)
        with sqlite3.connect(store) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = path.read_bytes()
    path.write_bytes(whole[:8192] + b"\x55" * (len(whole) - 16384) + whole[-8192:])
    broken = path.read_bytes()
    with pytest.raises(nearsim.StoreError, match="s.sqlite: the file is damaged .*recover"):
        nearsim.sweep(pair, DELAYS, 400, store=path)
    assert path.read_bytes() == broken
    with sqlite3.connect(row) as connection:
        connection.execute("UPDATE runs SET counts = '{\"invite\": 1' WHERE seed = 7")
    with pytest.raises(nearsim.StoreError, match="r.sqlite: the row of seed 7 is damaged"):
        nearsim.sweep(pair, DELAYS, 400, store=row)


def test_stores_merge_and_contradictions_are_refused(pair, tmp_path):
    a, b = tmp_path / "a.sqlite", tmp_path / "b.sqlite"
    nearsim.sweep(pair, DELAYS, range(1, 8), store=a)
    nearsim.sweep(pair, DELAYS, range(5, 11), store=b)
    assert nearsim.merge(a, b) == 6
    assert nearsim.sweep(pair, DELAYS, 10, store=a) == nearsim.sweep(pair, DELAYS, 10)
    with sqlite3.connect(b) as store:
        store.execute("UPDATE runs SET fingerprint = 'f' WHERE seed = 7")
    with pytest.raises(nearsim.StoreError, match="disagree"):
        nearsim.merge(a, b)
    with pytest.raises(nearsim.StoreError, match="is the store itself"):
        nearsim.merge(a, a)
    with pytest.raises(nearsim.StoreError, match="no such store"):
        nearsim.merge(tmp_path / "new.sqlite", tmp_path / "none.sqlite")
    with pytest.raises(TypeError, match="needs the stores"):
        nearsim.merge(tmp_path / "new.sqlite")
    assert sorted(path.name for path in tmp_path.glob("n*")) == []  # and none was made


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


FULL = """
import resource, signal, sys, nearsim
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))   # as a full disk would: the file grows no more
try:
    nearsim.sweep(nearsim.load(sys.argv[1]), seeds=20_000, store=sys.argv[2])
except nearsim.StoreError as error:
    print(error)
"""


def test_a_store_that_cannot_grow_keeps_what_it_has(pair, tmp_path, in_process):
    path = tmp_path / "f.sqlite"
    assert str(path) in in_process(FULL, TEXT, path, text=True).communicate(timeout=60)[0]
    kept = _stored(path)
    assert 0 < kept < 20_000
    assert nearsim.sweep(pair, seeds=2_000, store=path) == nearsim.sweep(pair, seeds=2_000)


KILLED = """
import sys, nearsim
nearsim.sweep(nearsim.load(sys.argv[1]), {"links.default.delay": ["10ms", "200ms"]}, 4000, store=sys.argv[2], jobs=2)
"""


def test_killed_at_any_moment_it_goes_on(pair, tmp_path, in_process):
    path = tmp_path / "k.sqlite"
    kills = 0
    for _ in range(20):
        process = in_process(KILLED, TEXT, path)
        begun = time.monotonic()
        while process.poll() is None and time.monotonic() - begun < 20:  # until something new was stored
            if path.exists() and _stored(path) > kills * 1500:
                process.send_signal(signal.SIGKILL)
        process.wait()
        if process.returncode == 0:
            break
        kills += 1
    assert kills >= 2
    assert nearsim.sweep(pair, DELAYS, 4000, store=path) == nearsim.sweep(pair, DELAYS, 4000)


INTERRUPTED = """
import sys, nearsim
try:
    nearsim.sweep(nearsim.load(sys.argv[1]), {"links.default.delay": ["10ms", "200ms"]}, 400000, store=sys.argv[2], jobs=2)
except KeyboardInterrupt as interrupt:
    print(interrupt)
    sys.exit(7)
"""


def test_ctrl_c_loses_nothing_and_says_how_to_go_on(pair, tmp_path, in_process):
    path = tmp_path / "i.sqlite"
    process = in_process(INTERRUPTED, TEXT, path, text=True)
    while process.poll() is None and not (path.exists() and _stored(path)):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    kept = _stored(path)
    assert process.returncode == 7 and kept > 0
    assert out == f"{kept:,} runs are in {path}; nothing is lost, and the same call goes on from there\n"
    assert len(nearsim.sweep(pair, DELAYS, 500, store=path)) == 1000


def test_ctrl_c_without_a_store_says_that_nothing_is_kept(in_process):
    process = in_process(INTERRUPTED.replace("store=sys.argv[2], ", "").replace("try:", "print('on', flush=True)\ntry:"), TEXT,
                         text=True)
    assert process.stdout.readline() == "on\n"
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    assert "nothing of it is kept" in process.communicate(timeout=60)[0]


def _stored(path):
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as store:
            return store.execute("SELECT count(*) FROM runs").fetchone()[0]
    except sqlite3.OperationalError:  # not made yet
        return 0


def test_a_copy_taken_while_it_ran_is_a_store(pair, tmp_path):
    path = tmp_path / "s.sqlite"
    nearsim.sweep(pair, DELAYS, 10, store=path)
    shutil.copy(path, tmp_path / "c.sqlite")
    assert nearsim.sweep(pair, DELAYS, 10, store=tmp_path / "c.sqlite") == nearsim.sweep(pair, DELAYS, 10)


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
