#!/usr/bin/env python3
"""Writes results/sweeps.md: how fast sweeps are, from the command line and from Python, on one core and on two, beside the same
race driven by SimPy and beside a process for each run; and whether a sweep of 100,000 runs that is killed ten times gives the
table of an undisturbed one.

    PYTHONPATH=build/release/python scripts/measure_sweeps.py [--quick] [--kills-only] [--output FILE]

Every figure is the median of five (--quick: one small) interleaved rounds.  Measure on an idle machine with two cores, built
as the preset release says; --kills-only leaves the speeds out, and does not mind a busy one.  Needs SimPy (apt install
python3-simpy3) and fails without.
"""
import argparse
import concurrent.futures
import importlib.util
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


def program():
    built = ROOT / "build/release/nearsim"
    if not built.exists():
        raise SystemExit("build first: cmake --build build/release")
    return str(built)


def by_command(folder, runs, jobs):
    command = [program(), "sweep", SCENARIO, "-o", fresh(folder / "c.sqlite"), "--seeds", f"1..{runs}", "-j", str(jobs)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


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


WAYS = {"nearsim sweep": (by_command, 200_000), "nearsim.sweep from Python": (by_python, 200_000),
        "SimPy hosts the same engines": (by_simpy, 20_000), "a process for each run": (by_process, 1_000)}


def rates(folder, quick):
    """{(way, cores): runs a second}, the rounds interleaved so that a slow minute hits all alike."""
    seen = {}
    for _ in range(1 if quick else 5):
        for name, (way, runs) in WAYS.items():
            for jobs in (1, 2):
                count = runs // 20 if quick else runs
                begun = time.perf_counter()
                way(folder, count, jobs)
                seen.setdefault((name, jobs), []).append(count / (time.perf_counter() - begun))
    return {key: statistics.median(figures) for key, figures in seen.items()}


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


def table(figures):
    command, python = ([figures[name, jobs] for jobs in (1, 2)] for name in list(WAYS)[:2])
    lines = ["## Speed", "", "| way | runs a second, 1 core | 2 cores | 2 beside 1 | the command line is so many times faster |",
             "| --- | --- | --- | --- | --- |"]
    for name in WAYS:
        one, two = figures[name, 1], figures[name, 2]
        lines.append(f"| {name} | {one:,.0f} | {two:,.0f} | {two / one:.2f} | {command[0] / one:.2f}, {command[1] / two:.2f} |")
    overheads = [100 * (c / p - 1) for c, p in zip(command, python)]
    gains = [pair[1] / pair[0] for pair in (command, python)]
    return lines + [
        "", f"- Python's overhead: {overheads[0]:.1f} % on one core, {overheads[1]:.1f} % on two (wanted: below 10 %: "
        f"**{'yes' if max(overheads) < 10 else 'NO'}**).",
        f"- Two cores beside one: {gains[0]:.2f} times from the command line, {gains[1]:.2f} times from Python (wanted: at "
        f"least 1.9: **{'yes' if min(gains) >= 1.9 else 'NO'}**).",
        "- Both `nearsim` rows judge every run by all expectations and invariants, fingerprint it and store it; the command",
        "  line's includes its start, Python's its columns. SimPy's row does none of that: it hosts the two engines and notes",
        "  when they were usable. `scripts/race_on_simpy.py` compares what the engines decide under it with what they decide",
        "  under nearsim: the same, at the same nanoseconds.",
        ""]


def page(figures, kill, options):
    runs, kills, kept, same = kill
    flags = "".join(f" --{name.replace('_', '-')}" for name in ("quick", "kills_only") if getattr(options, name))
    rounds = "one small round" if options.quick else "medians of five interleaved rounds"
    lines = ["# Sweeps", "", f"Written by `PYTHONPATH=build/release/python scripts/measure_sweeps.py{flags}`: `{SCENARIO}`, two "
             "devices and", f"60 simulated seconds a run, {os.cpu_count()} cores, {rounds}.", ""]
    lines += table(figures) if figures else ["Speeds are not in this table yet: the machine was busy when it was written.", ""]
    lines += ["## Killed ten times", "",
              f"A sweep of {runs:,} runs, killed {kills} times at random moments and resumed by the same command. Rows in the",
              f"store after each kill: {', '.join(f'{n:,}' for n in kept)}.",
              f"The final table equals an undisturbed one's in every row and column: **{'yes' if same else 'NO'}**.", ""]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--kills-only", action="store_true")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "results/sweeps.md")
    options = parser.parse_args()
    if not options.kills_only:
        simpy_sweep(range(1, 2))  # without SimPy it fails here, and not after ten minutes
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        kill = killed(folder, options.quick)
        figures = {} if options.kills_only else rates(folder, options.quick)
    options.output.write_text(page(figures, kill, options))
    print(options.output.read_text())
    return 0 if kill[-1] else 3


if __name__ == "__main__":
    raise SystemExit(main())
