"""The scenario that most tests turn."""
import os
import subprocess
import sys

import hypothesis
import pytest

import nearsim

TEXT = """# Question: do two phones meet?
nearsim: 1
run_for: 20s
seeds: 1..3
links: {default: {delay: 20ms, jitter: 100ms}}
devices:
  - {name: Ana, profile: meshred}
  - {name: Bob, profile: meshred}
expect:
  - {within: 5s, usable: all}
  - {at_most: 1, invite: {}}
"""
# The same cases in every run of the suite, so that a red run can be run again.
hypothesis.settings.register_profile("suite", derandomize=True, deadline=None, max_examples=60)
hypothesis.settings.load_profile("suite")


@pytest.fixture
def pair():
    return nearsim.load(TEXT)


@pytest.fixture
def in_process():
    """Runs Python code in a process of its own; returns it running."""
    running = []

    def start(code, *arguments, text=False):
        process = subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)], env=os.environ.copy(), text=text,
                                   stdout=subprocess.PIPE if text else None)
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()
