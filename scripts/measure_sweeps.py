#!/usr/bin/env python3
"""Writes results/sweeps.md: how fast sweeps are, from the command line and from Python, on one core and on two, beside the same
race driven by SimPy and beside a process for each run; and whether a sweep of 100,000 runs that is killed ten times gives the
table of an undisturbed one.

    PYTHONPATH=build/release/python scripts/measure_sweeps.py [--quick] [--kills-only] [--output FILE]
    ... [--rounds N] [--keep ROUNDS.json]    a few rounds at a time, on a machine that is quiet only now and then; all that
                                             the file holds, new and old, go into the page (--rounds 0: only writes it)

A round takes each way on one core and on two, one right after the other, and the next round takes them in the opposite order.
So a ratio compares two neighbours in time, and its median over the rounds does not care which minutes were slow.  What two cores
of this machine can be worth at all is measured beside it: two processes that share nothing do the work of one.

Measure on an idle machine with two cores, built as the preset release says; --kills-only leaves the speeds out, and does not
mind a busy one.  Needs SimPy (apt install python3-simpy3) and fails without.
"""
import argparse
import concurrent.futures
import importlib.util
import json
import multiprocessing
import os
import pathlib
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.pop(0)  # the package beside this file lacks its compiled part; PYTHONPATH says where the whole one is
import nearsim  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCENARIO = "scenarios/race/dual_invite.yaml"
KILLS = 10
ROUNDS = 5  # ours: under four minutes in all


def program():
    built = ROOT / "build/release/nearsim"
    if not built.exists():
        raise SystemExit("build first: cmake --build build/release")
    return str(built)


def begun_by_command(store, first, last, jobs):
    command = [program(), "sweep", SCENARIO, "-o", fresh(store), "--seeds", f"{first}..{last}", "-j", str(jobs)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def ended(*processes):
    if any([process.wait() for process in processes]):
        raise RuntimeError("a sweep failed")


def by_command(folder, runs, jobs):
    ended(begun_by_command(folder / "c.sqlite", 1, runs, jobs))


def by_processes(folder, runs, jobs):
    """As many processes as cores, each with its part of the seeds, one thread and a store of its own."""
    parts = [(1 + i * runs // jobs, (i + 1) * runs // jobs) for i in range(jobs)]
    ended(*(begun_by_command(folder / f"x{i}.sqlite", *part, 1) for i, part in enumerate(parts)))


def by_python(folder, runs, jobs):
    nearsim.sweep(nearsim.load(ROOT / SCENARIO), {}, runs, jobs=jobs, store=fresh(folder / "p.sqlite"))


def by_simpy(_, runs, jobs):
    parts = [range(1 + i, runs + 1, jobs) for i in range(jobs)]
    if jobs == 1:
        simpy_sweep(parts[0])
        return
    with concurrent.futures.ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
        list(pool.map(simpy_sweep, parts))


def simpy_sweep(seeds):
    spec = importlib.util.spec_from_file_location("race_on_simpy", ROOT / "scripts/race_on_simpy.py")
    race = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(race)
    return race.sweep(seeds)


def by_process(_, runs, jobs):
    """As one drives a simulator that is a program, ns-3's way: a process for each run."""
    def one(seed):
        command = [program(), "run", SCENARIO, "--seed", str(seed), "--format", "json"]
        subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        list(pool.map(one, range(1, runs + 1)))


def fresh(store):
    for end in ("", "-wal", "-shm"):
        pathlib.Path(f"{store}{end}").unlink(missing_ok=True)
    return store


COMMAND, PYTHON, APART = "nearsim sweep", "nearsim.sweep from Python", "two nearsim sweep, a store each"
WAYS = {COMMAND: (by_command, 300_000), PYTHON: (by_python, 300_000), APART: (by_processes, 300_000),
        "SimPy hosts the same engines": (by_simpy, 30_000), "a process for each run": (by_process, 1_500)}


def timed(way, folder, runs, jobs):
    begun = time.perf_counter()
    way(folder, runs, jobs)
    return time.perf_counter() - begun


def a_round(folder, quick, backwards):
    """{way: [runs a second on one core, on two]}, the two one right after the other."""
    out = {}
    for name, (way, runs) in (reversed(WAYS.items()) if backwards else WAYS.items()):
        count = runs // 20 if quick else runs
        seconds = {jobs: timed(way, folder, count, jobs) for jobs in ((2, 1) if backwards else (1, 2))}
        out[name] = [count / seconds[1], count / seconds[2]]
    return out


def rounds_of(folder, options):
    """All rounds: those kept from before, and new ones; kept as they end."""
    keep = options.keep
    done = json.loads(keep.read_text()) if keep and keep.exists() else []
    for _ in range(1 if options.quick else options.rounds):
        done.append(a_round(folder, options.quick, len(done) % 2 == 1))
        if keep:
            keep.write_text(json.dumps(done))
    if not done:
        raise SystemExit("there are no rounds to write about: --rounds 1 or more")
    return done


def rows(store):
    with sqlite3.connect(store) as connection:
        return connection.execute("SELECT * FROM runs ORDER BY point, seed").fetchall()


def stored(path):
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            return connection.execute("SELECT count(*) FROM runs").fetchone()[0]
    except sqlite3.OperationalError:  # killed before there was a table
        return 0


def killed(folder, quick):
    """A sweep killed ten times at random moments and resumed; its table beside an undisturbed one's."""
    runs = 20_000 if quick else 100_000
    command = [program(), "sweep", SCENARIO, "--seeds", f"1..{runs // 2}", "--axis", "links.default.delay=10ms,100ms", "-j", "2"]
    begun = time.perf_counter()
    subprocess.run([*command, "-o", folder / "calm.sqlite"], cwd=ROOT, check=True, capture_output=True)
    patience = (time.perf_counter() - begun) / (KILLS + 2)  # on average a twelfth of the work between two kills
    moments, kills, kept = random.Random(1), 0, []
    while kills < KILLS:
        process = subprocess.Popen([*command, "-o", folder / "killed.sqlite"], cwd=ROOT, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        time.sleep(moments.uniform(0.2, 1.5) * patience)
        process.send_signal(signal.SIGKILL)
        if process.wait() == 0:
            raise RuntimeError("the sweep was done before it was killed ten times; ask for more runs")
        kills += 1
        kept.append(stored(folder / "killed.sqlite"))
    subprocess.run([*command, "-o", folder / "killed.sqlite"], cwd=ROOT, check=True, capture_output=True)
    same = rows(folder / "killed.sqlite") == rows(folder / "calm.sqlite")
    return runs, kills, kept, same


def spread(values, form):
    low, middle, high = (format(value, form) for value in (min(values), statistics.median(values), max(values)))
    return middle if low == high else f"{middle} ({low} to {high})"


def table(rounds):
    lines = ["## Speed", "", "| way | runs a second, 1 core | 2 cores | 2 beside 1 | the command line is so many times faster |",
             "| --- | --- | --- | --- | --- |"]
    gains = {name: [one[name][1] / one[name][0] for one in rounds] for name in WAYS}
    for name in WAYS:
        one, two = ([each[name][core] for each in rounds] for core in (0, 1))
        beside = [statistics.median(each[COMMAND][core] / each[name][core] for each in rounds) for core in (0, 1)]
        lines.append(f"| {name} | {spread(one, ',.0f')} | {spread(two, ',.0f')} | {spread(gains[name], '.2f')} | "
                     f"{beside[0]:.2f}, {beside[1]:.2f} |")
    overheads = [100 * (statistics.median(each[COMMAND][core] / each[PYTHON][core] for each in rounds) - 1) for core in (0, 1)]
    command, python, apart = (statistics.median(gains[name]) for name in (COMMAND, PYTHON, APART))
    return lines + [
        "", "Each cell is the median of the rounds, and in brackets the least and the greatest of them. `2 beside 1` is the",
        "median of the rounds' own ratios: one core and two are measured one right after the other, each first in turn.",
        "", f"- Python's overhead: {overheads[0]:.1f} % on one core, {overheads[1]:.1f} % on two (wanted: below 10 %: "
        f"**{'yes' if max(overheads) < 10 else 'NO'}**).",
        f"- Two cores beside one: {command:.2f} times from the command line, {python:.2f} times from Python (wanted: at "
        f"least 1.9: **{'yes' if min(command, python) >= 1.9 else 'NO'}**).",
        "- One core is one thread that does everything, and stands still while the disk takes the store's log. Two are two",
        "  threads that run, and store by turns, and one beside them that waits for the disk; `-j 1` uses no second core.",
        f"- What two cores of this machine are worth: {apart:.2f} times, by two processes that share neither memory nor a store",
        "  (`two nearsim sweep`: each runs half of the seeds into a store of its own, beside one that runs all of them). What",
        "  the threads of one sweep and their one store cost is the difference.",
        "- The first three rows judge every run by all expectations and invariants, fingerprint it and store it; the command",
        "  line's includes its start, Python's its columns. SimPy's row does none of that: it hosts the two engines and notes",
        "  when they were usable. `scripts/race_on_simpy.py` compares what the engines decide under it with what they decide",
        "  under nearsim: the same, at the same nanoseconds.",
        ""]


def page(rounds, kill, options):
    runs, kills, kept, same = kill
    flags = "".join(f" --{name.replace('_', '-')}" for name in ("quick", "kills_only") if getattr(options, name))
    how_many = "one small round" if options.quick else f"{len(rounds)} rounds"
    lines = ["# Sweeps", "", f"Written by `PYTHONPATH=build/release/python scripts/measure_sweeps.py{flags}`: `{SCENARIO}`, two "
             "devices and", f"60 simulated seconds a run, {os.cpu_count()} cores{', ' + how_many if rounds else ''}.", ""]
    lines += table(rounds) if rounds else ["Speeds are not in this table yet: the machine was busy when it was written.", ""]
    lines += ["## Killed ten times", "",
              f"A sweep of {runs:,} runs, killed {kills} times at random moments and resumed by the same command. Rows in the",
              f"store after each kill: {', '.join(f'{n:,}' for n in kept)}.",
              f"The final table equals an undisturbed one's in every row and column: **{'yes' if same else 'NO'}**.", ""]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--kills-only", action="store_true")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "results/sweeps.md")
    options = parser.parse_args()
    if not options.kills_only:
        simpy_sweep(range(1, 2))  # without SimPy it fails here, and not after ten minutes
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        rounds = [] if options.kills_only else rounds_of(folder, options)
        kill = killed(folder, options.quick)
    options.output.write_text(page(rounds, kill, options))
    print(options.output.read_text())
    return 0 if kill[-1] else 3


if __name__ == "__main__":
    raise SystemExit(main())
