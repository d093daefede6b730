"""Sweeps on Dask distributed and on process pools; workers that are killed in the middle."""
import asyncio
import concurrent.futures
import gc
import multiprocessing
import multiprocessing.queues
import os
import signal
import sqlite3
import struct
import threading
import time

import distributed
import pytest

import nearsim
from nearsim.dask import DaskExecutor

DELAYS = {"links.default.delay": ["10ms", "200ms"]}
SEEDS = 4000


def wait_for_rows(path, count):
    for _ in range(3000):
        if path.exists():
            try:
                with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as store:
                    if store.execute("SELECT count(*) FROM runs").fetchone()[0] >= count:
                        return
            except sqlite3.OperationalError:
                pass
        time.sleep(0.01)
    raise AssertionError("nothing was stored")


@pytest.fixture
def cluster():
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        with distributed.Client(cluster) as client:
            yield client


def test_a_worker_killed_in_mid_sweep_costs_nothing(pair, tmp_path, cluster):
    path = tmp_path / "d.sqlite"
    victim = min(cluster.run(os.getpid).values())

    def kill():
        wait_for_rows(path, 300)
        os.kill(victim, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    swept = nearsim.sweep(pair, DELAYS, SEEDS, store=path, executor=cluster)
    killer.join()
    assert swept == nearsim.sweep(pair, DELAYS, SEEDS)
    with sqlite3.connect(path) as store:  # nothing lost, nothing double
        assert store.execute("SELECT count(*), count(DISTINCT point * 1000000 + seed) FROM runs").fetchone() == \
            (2 * SEEDS, 2 * SEEDS)


def test_dasks_own_executor_does_too(pair, cluster):
    assert nearsim.sweep(pair, DELAYS, 600, executor=cluster.get_executor()) == nearsim.sweep(pair, DELAYS, 600)


def test_a_result_that_went_down_with_its_worker_is_asked_for_again(pair):
    class Lost:  # a client whose first answers are lost
        asked = 0

        def submit(self, task, *arguments, pure, retries):
            self.asked += 1
            future = concurrent.futures.Future()
            future.key = self.asked
            if self.asked % 3 == 1:
                future.set_exception(asyncio.CancelledError("gone"))
            else:
                future.set_result(task(*arguments))
            return future

        def cancel(self, futures, force):
            pass

    client = Lost()
    executor = DaskExecutor(client, 3)
    assert nearsim.sweep(pair, DELAYS, 900, executor=executor) == nearsim.sweep(pair, DELAYS, 900)
    assert client.asked > 8
    executor.shutdown()


def test_a_pool_that_dies_loses_only_what_was_in_flight(pair, tmp_path):
    path = tmp_path / "p.sqlite"
    context = multiprocessing.get_context("forkserver")
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as pool:
        victim = pool.submit(os.getpid).result()

        def kill():
            wait_for_rows(path, 300)
            os.kill(victim, signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        with pytest.raises(nearsim.ExecutorError, match="goes on from there"):
            nearsim.sweep(pair, DELAYS, 20 * SEEDS, store=path, executor=pool)
        killer.join()
    with sqlite3.connect(path) as store:
        kept = store.execute("SELECT count(*) FROM runs").fetchone()[0]
    assert 300 <= kept < 40 * SEEDS
    assert nearsim.sweep(pair, DELAYS, SEEDS, store=path) == nearsim.sweep(pair, DELAYS, SEEDS)


def half_an_answer():
    """Takes the lock of the pipe, says that a thousand bytes follow, and is killed."""
    queue = next(thing for thing in gc.get_objects() if isinstance(thing, multiprocessing.queues.SimpleQueue))
    queue._wlock.acquire()
    os.write(queue._writer.fileno(), struct.pack("!i", 1000))
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_pool_whose_worker_died_in_the_middle_of_an_answer_is_ended(pair, tmp_path):
    path = tmp_path / "h.sqlite"
    context = multiprocessing.get_context("forkserver")
    with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as pool:
        lost = pool.submit(half_an_answer)
        while all(worker.exitcode is None for worker in pool._processes.values()):
            time.sleep(0.01)
        with pytest.raises(nearsim.ExecutorError, match="goes on from there"):
            nearsim.sweep(pair, DELAYS, SEEDS, store=path, executor=pool)
        assert lost.exception() is not None
    assert nearsim.sweep(pair, DELAYS, 300, store=path) == nearsim.sweep(pair, DELAYS, 300)


def test_a_worker_of_another_build_is_refused(pair, monkeypatch):
    from nearsim import executors
    with pytest.raises(RuntimeError, match="this worker has build"):
        executors.work("another", pair.to_yaml(), [1])
