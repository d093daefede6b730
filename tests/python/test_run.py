"""Single runs, and that Python and the command line see the same ones."""
import pathlib
import subprocess
import sys
import threading
import xml.etree.ElementTree

import pytest

import nearsim

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(nearsim.__file__).parents[2] / "nearsim"


def test_a_run_is_a_value(pair):
    first, again, other = nearsim.run(pair, 1), nearsim.run(pair, 1), nearsim.run(pair, 2)
    assert first.fingerprint == again.fingerprint != other.fingerprint
    assert first.passed and first.ending == "finished" and first.ended == 20.0
    assert first.counts["invite"] == 1
    usable, invites = first.expectations
    assert usable.held and usable.met and 0.1 < usable.figure / 1e9 < 5 and invites.figure == 1


def test_the_command_line_has_the_same_fingerprints():
    files = sorted((ROOT / "scenarios/race").glob("*.yaml"))[:5]
    printed = subprocess.run([PROGRAM, "fingerprints", "--seed", "3", *files], text=True, capture_output=True, check=True)
    for line in printed.stdout.splitlines():
        file, seed, fingerprint = line.rsplit(" ", 2)
        assert nearsim.run(nearsim.load(file), int(seed)).fingerprint == fingerprint, file


def test_a_failure_names_what_broke(pair):
    run = nearsim.run(nearsim.load(pair.to_yaml().replace("within: 5s", "within: 1ms")), 1)
    assert not run.passed and run.expectations[0].violations[0].at == 0.001
    assert run.violations[0].devices == ("Ana", "Bob")
    assert "missed within 1ms" in repr(run)


def test_the_trace_is_columns(pair):
    trace = nearsim.run(pair, 1).trace
    assert len(trace) == nearsim.run(pair, 1).records and (trace.at[1:] >= trace.at[:-1]).all()
    frame = trace.to_pandas()
    invites = frame[(frame.topic == "engine") & (frame.verb == "invite")]
    assert list(invites.node) == ["Ana"] and list(invites.peer) == ["Bob"] and "why=found" in invites.details.iloc[0]


def test_a_notebook_sees_a_table_and_lanes(pair):
    page = nearsim.run(pair, 1)._repr_html_()
    assert "do two phones meet?" in page
    svg = xml.etree.ElementTree.fromstring(page[page.index("<svg"):page.index("</svg>") + 6])
    assert _read(svg)[:2] == ["Ana", "Bob"] and any("invite" in text for text in _read(svg))


def _read(svg, where=lambda element: True):
    """Its texts, without the rims below them."""
    return [element.text for element in svg.iter("{http://www.w3.org/2000/svg}text")
            if element.get("fill") != "#fff" and where(element)]


def test_lanes_are_as_wide_as_their_words(pair):
    long = nearsim.load("# Question: do three?\nnearsim: 1\nrun_for: 9s\nexpect: [{within: 8s, connected: all}]\n"
                        "devices: [{name: a_rather_long_name, count: 3, profile: recommended}]\n")
    for scenario in (pair, long):
        svg = xml.etree.ElementTree.fromstring(nearsim.run(scenario, 1).svg())
        width = float(svg.get("width"))
        assert _read(svg, lambda e: e.get("text-anchor") == "start")
        assert not _read(svg, lambda e: e.get("text-anchor") == "start" and float(e.get("x")) + 7.3 * len(e.text) > width)


def test_names_are_escaped(pair):
    text = pair.to_yaml().replace("do two phones meet?", "<script>alert(1)</script>?")
    assert "<script>" not in nearsim.run(nearsim.load(text), 1)._repr_html_()


def test_a_budget_ends_a_run(pair):
    run = nearsim.run(pair, 1, budget=5)
    assert run.ending == "budget" and not run.passed


def test_seeds_are_checked(pair):
    for seed in (-1, 2**64):
        with pytest.raises(ValueError, match="a seed is"):
            nearsim.run(pair, seed)


def test_other_threads_go_on_meanwhile(pair):
    long = nearsim.load(pair.to_yaml().replace("run_for: 20s", "run_for: 24h"))
    counted, done = [0], threading.Event()

    def count():
        while not done.is_set():
            counted[0] += 1

    before = sys.getswitchinterval()
    sys.setswitchinterval(0.5)  # nobody gives up the interpreter unasked
    try:
        thread = threading.Thread(target=count)
        thread.start()
        for _ in range(200):
            nearsim.run(long, 1)
        during = counted[0]
    finally:
        done.set()
        sys.setswitchinterval(before)
    thread.join()
    assert during > 0
