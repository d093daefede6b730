#!/usr/bin/env python3
"""Writes results/sweeps.md: how fast sweeps are, from the command line and from Python, on one core and on two, beside a
process for each run; and whether a sweep of 100,000 runs that is killed ten times gives the table of an undisturbed one.

    PYTHONPATH=build/release/python scripts/measure_sweeps.py [--quick] [--kills-only] [--output FILE]

Every figure is the median of five (--quick: one small) interleaved rounds.  Measure on an idle machine; --kills-only leaves
the speeds out, and does not mind a busy one.
"""
import argparse
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
    store = folder / "c.sqlite"
    store.unlink(missing_ok=True)
    subprocess.run([program(), "sweep", SCENARIO, "-o", store, "--seeds", f"1..{runs}", "-j", str(jobs)], cwd=ROOT, check=True,
                   capture_output=True)


def by_python(folder, runs, jobs):
    store = folder / "p.sqlite"
    store.unlink(missing_ok=True)
    nearsim.sweep(nearsim.load(ROOT / SCENARIO), {}, runs, jobs=jobs, store=store)


def by_process(_, runs, jobs):
    """As one drives a simulator that is a program: one process for each run."""
    assert jobs == 1
    for seed in range(1, runs + 1):
        subprocess.run([program(), "run", SCENARIO, "--seed", str(seed), "--format", "json"], cwd=ROOT, check=False,
                       capture_output=True)


def rates(folder, quick):
    """{name: runs a second}, the rounds interleaved so that a slow minute hits all alike."""
    runs = 5_000 if quick else 100_000
    ways = {"command line, 1 core": (by_command, runs, 1), "command line, 2 cores": (by_command, runs, 2),
            "Python, 1 core": (by_python, runs, 1), "Python, 2 cores": (by_python, runs, 2),
            "a process for each run, 1 core": (by_process, 50 if quick else 1000, 1)}
    seen = {name: [] for name in ways}
    for _ in range(1 if quick else 5):
        for name, (way, count, jobs) in ways.items():
            begun = time.perf_counter()
            way(folder, count, jobs)
            seen[name].append(count / (time.perf_counter() - begun))
    return {name: statistics.median(figures) for name, figures in seen.items()}


def rows(store):
    with sqlite3.connect(store) as connection:
        return connection.execute("SELECT * FROM runs ORDER BY point, seed").fetchall()


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
        if (folder / "killed.sqlite").exists():
            kept.append(len(rows(folder / "killed.sqlite")))
    subprocess.run([*command, "-o", folder / "killed.sqlite"], cwd=ROOT, check=True, capture_output=True)
    same = rows(folder / "killed.sqlite") == rows(folder / "calm.sqlite")
    return runs, kills, kept, same


def table(figures):
    one, two = figures["command line, 1 core"], figures["command line, 2 cores"]
    python_one, python_two = figures["Python, 1 core"], figures["Python, 2 cores"]
    lines = ["## Speed", "", "| way | runs a second | beside the command line on as many cores |", "| --- | --- | --- |"]
    for name, rate in figures.items():
        lines.append(f"| {name} | {rate:,.0f} | {rate / (two if '2 cores' in name else one):.3f} |")
    return lines + ["", f"Two cores beside one: {two / one:.2f} times from the command line, {python_two / python_one:.2f} times "
                    f"from Python. Python's overhead: {100 * (one / python_one - 1):.1f} % on one core, "
                    f"{100 * (two / python_two - 1):.1f} % on two.", ""]


def page(figures, kill, options):
    runs, kills, kept, same = kill
    flags = "".join(f" --{name.replace('_', '-')}" for name in ("quick", "kills_only") if getattr(options, name))
    lines = ["# Sweeps", "", f"Written by `PYTHONPATH=build/release/python scripts/measure_sweeps.py{flags}`: `{SCENARIO}`, two "
             "devices and", "60 simulated seconds a run, into a store.", ""]
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
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        kill = killed(folder, options.quick)
        figures = {} if options.kills_only else rates(folder, options.quick)
    options.output.write_text(page(figures, kill, options))
    print(options.output.read_text())
    return 0 if kill[-1] else 3


if __name__ == "__main__":
    raise SystemExit(main())
