"""Stores: resumed, merged, killed, interrupted, full, damaged, and those that are none."""
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import threading
import time

import pytest
from conftest import TEXT

import nearsim

DELAYS = {"links.default.delay": ["10ms", "200ms"]}


def test_a_store_is_resumed_and_read_by_anything(pair, tmp_path):
    path = tmp_path / "s.sqlite"
    nearsim.sweep(pair, DELAYS, 10, store=path)
    whole = nearsim.sweep(pair, DELAYS, 25, store=path)
    assert whole == nearsim.sweep(pair, DELAYS, 25)
    with sqlite3.connect(path) as store:
        assert store.execute("SELECT count(*), sum(passed) FROM runs").fetchone() == (50, int(whole.passed.sum()))
        assert store.execute("SELECT sum(json_extract(counts, '$.invite')) FROM runs").fetchone()[0] == \
            int(whole.counts["invite"].sum())


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
nearsim.sweep(nearsim.load(sys.argv[1]), {"links.default.delay": ["10ms", "200ms"]}, 20000, store=sys.argv[2], jobs=2)
"""


def test_killed_at_any_moment_it_goes_on(pair, tmp_path, in_process):
    path = tmp_path / "k.sqlite"
    kills = 0
    for _ in range(20):
        process = in_process(KILLED, TEXT, path)
        begun = time.monotonic()
        while process.poll() is None and time.monotonic() - begun < 20:  # until something new was stored
            if path.exists() and _stored(path) > kills * 4000:
                process.send_signal(signal.SIGKILL)
        process.wait()
        if process.returncode == 0:
            break
        kills += 1
    assert kills >= 2
    assert nearsim.sweep(pair, DELAYS, 20_000, store=path) == nearsim.sweep(pair, DELAYS, 20_000)


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
    begun = _processor_time(process)
    while process.poll() is None and _processor_time(process) - begun < 0.3:  # it is well into it then
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    assert "nothing of it is kept" in process.communicate(timeout=60)[0]


def test_ctrl_c_ends_the_wait_for_another_writer(pair, tmp_path, in_process):
    path = tmp_path / "w.sqlite"
    nearsim.sweep(pair, DELAYS, 10, store=path)
    other = sqlite3.connect(path, isolation_level=None, timeout=60)
    other.execute("BEGIN IMMEDIATE")
    process = in_process(INTERRUPTED.replace("try:", "print('on', flush=True)\ntry:"), TEXT, path, text=True)
    assert process.stdout.readline() == "on\n"
    with pytest.raises(subprocess.TimeoutExpired):  # it waits
        process.communicate(timeout=1)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)  # it would wait for a minute
    assert process.returncode == 7
    other.execute("ROLLBACK")
    assert _stored(path) == 20


def test_another_thread_that_writes_to_the_store_can_end_it(pair, tmp_path):
    path = tmp_path / "t.sqlite"
    nearsim.sweep(pair, DELAYS, 10, store=path)
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    ends = threading.Timer(0.3, lambda: other.execute("ROLLBACK"))
    ends.start()
    assert len(nearsim.sweep(pair, DELAYS, 20, store=path)) == 40
    ends.join()


def _processor_time(process):  # in seconds, of all its threads
    user, system = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


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
