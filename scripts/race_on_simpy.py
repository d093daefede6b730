#!/usr/bin/env python3
"""The race of scenarios/race/dual_invite.yaml hosted by SimPy: the same two engines, with SimPy's clock and a small network in
Python where nearsim has its own.  What a sweep costs when each run is driven event by event from Python.

    PYTHONPATH=build/release/python scripts/race_on_simpy.py [SEEDS]     compares the decisions of as many seeds with nearsim's

Needs SimPy: apt install python3-simpy3, or pip install simpy.
"""
import pathlib
import sys

if sys.path[0] == str(pathlib.Path(__file__).resolve().parent):
    sys.path.pop(0)  # the package beside this file lacks its compiled part; PYTHONPATH says where the whole one is
import nearsim  # noqa: E402

try:
    import simpy
except ImportError:
    raise SystemExit("race_on_simpy: SimPy is missing: apt install python3-simpy3, or pip install simpy") from None

SCENARIO = pathlib.Path(__file__).resolve().parent.parent / "scenarios/race/dual_invite.yaml"


class Race:
    """Two phones that find each other, invite, answer and connect, as the simulated framework does: a session is there
    after an invitation, an acceptance and two checks, each of which takes the link's delay."""

    def __init__(self, scenario, seed):
        self.leg = round(scenario.links.default.delay.value * 1e9)
        self.discovery = round(scenario.discovery.default.delay.value * 1e9)
        self.end = round(scenario.run_for.value * 1e9)
        self.env = simpy.Environment()
        self.names = scenario.device_names
        self.engines = [nearsim.Engine(scenario, name, seed) for name in self.names]
        self.wake = [None, None]
        self.decisions = []

    def run(self):
        for who in (0, 1):
            self.tell(who, "started", self=who + 1)
        for who in (0, 1):
            self.later(self.discovery, who, "found", peer=2 - who, display_name=self.names[1 - who])
        self.env.run(until=self.end)
        return self.decisions

    def later(self, delay, who, event, /, **fields):
        self.env.timeout(delay).callbacks.append(lambda _: self.tell(who, event, **fields))

    def tell(self, who, event, /, **fields):
        self.perform(who, self.engines[who].handle(self.env.now, event, **fields))

    def perform(self, who, decisions):
        other = 1 - who
        for decision in decisions:
            self.decisions.append((self.env.now, self.names[who], decision.verb, decision.why))
            if decision.verb == "invite":
                self.later(self.leg, other, "invited", peer=who + 1, display_name=self.names[who])
            elif decision.verb == "decline":
                self.later(self.leg, other, "session", peer=who + 1, display_name=self.names[who], error=61)
            elif decision.verb == "accept":
                self.connect(inviter=other, acceptor=who)
        self.arm(who)

    def connect(self, inviter, acceptor):
        for legs, who, state in ((0, acceptor, "connecting"), (1, inviter, "connecting"), (3, inviter, "connected"),
                                 (4, acceptor, "connected")):
            self.later(legs * self.leg, who, "session", peer=2 - who, display_name=self.names[1 - who], state=state)

    def arm(self, who):
        """One timer for the engine's next deadline; an older one that fires finds that it is not the latest."""
        deadline = self.engines[who].next_deadline
        if deadline is None:
            self.wake[who] = None
        elif self.wake[who] != deadline:
            self.wake[who] = deadline
            self.env.timeout(deadline - self.env.now).callbacks.append(lambda _: self.advance(who, deadline))

    def advance(self, who, deadline):
        if self.wake[who] == deadline:
            self.wake[who] = None
            self.perform(who, self.engines[who].advance(self.env.now))


def sweep(seeds):
    """When Ana and Bob were both usable, in nanoseconds, for each seed."""
    scenario = nearsim.load(SCENARIO)
    return [max(at for at, _, verb, _ in Race(scenario, seed).run() if verb == "reached") for seed in seeds]


def same_as_nearsim(seed):
    """Whether both hosts' engines decided the same at the same instants; raises with both lists if not."""
    scenario = nearsim.load(SCENARIO)
    trace = nearsim.run(scenario, seed).trace.to_pandas()
    ours = trace[trace.topic == "engine"]
    whys = ours.details.str.extract(r"why=(\w+)")[0]
    expected = sorted(zip(ours["at"], ours.node, ours.verb, whys))
    found = sorted(Race(scenario, seed).run())
    if found != expected:
        raise RuntimeError(f"seed {seed}: SimPy's host\n{found}\nnearsim\n{expected}")


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for number in range(1, count + 1):
        same_as_nearsim(number)
    print(f"{count} seeds: both hosts' engines decide the same at the same nanoseconds")
