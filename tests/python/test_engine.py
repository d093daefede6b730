"""The engine and the scheduler alone: taught, and held to their contracts by random events."""
import pytest
from conftest import TEXT
from hypothesis import given
from hypothesis import strategies as st

import nearsim
from nearsim import Engine, Scheduler

PAIR = nearsim.load(TEXT)
MS = 10**6


def test_an_engine_is_fed_and_decides():
    ana = Engine(PAIR, "Ana")
    assert [d.verb for d in ana.handle(0, "started")] == ["browse", "advertise"]
    invite, = [d for d in ana.handle(100 * MS, "found", peer=2, display_name="Bob") if d.verb == "invite"]
    assert invite.fields["peer"] == 2 and invite.why == "found" and str(invite) == "invite 2 -- discovery: found"
    assert ana.next_deadline is None or ana.next_deadline > 100 * MS


def test_two_engines_and_a_scheduler_are_a_simulation():
    """A host of ten lines: who is invited accepts, and both are told."""
    engines, scheduler, verbs = {1: Engine(PAIR, "Ana"), 2: Engine(PAIR, "Bob")}, Scheduler(), []
    names = {1: "Ana", 2: "Bob"}

    def tell(who, event, **fields):
        for decision in engines[who].handle(scheduler.now, event, **fields):
            perform(who, decision)

    def perform(who, decision):
        verbs.append((names[who], decision.verb))
        other = 3 - who
        if decision.verb == "invite":
            scheduler.at(scheduler.now + 20 * MS, lambda: tell(other, "invited", peer=who, display_name=names[who]))
        if decision.verb == "accept":
            for a, b in ((who, other), (other, who)):
                scheduler.at(scheduler.now + 20 * MS,
                             lambda a=a, b=b: tell(a, "session", peer=b, display_name=names[b], state="connected"))

    for who in engines:
        tell(who, "started", self=who)
    for who in engines:
        scheduler.at(100 * MS, lambda who=who: tell(who, "found", peer=3 - who, display_name=names[3 - who]))
    scheduler.run_until(10**9)
    assert ("Ana", "invite") in verbs and ("Bob", "accept") in verbs and ("Bob", "invite") not in verbs


def test_what_is_no_event_is_refused():
    ana = Engine(PAIR, "Ana")
    with pytest.raises(ValueError, match="there is no event 'fuond'"):
        ana.handle(0, "fuond")
    with pytest.raises(KeyError, match="needs 'peer'"):
        ana.handle(0, "found")
    with pytest.raises(TypeError, match="wrong type"):
        ana.handle(0, "found", peer="Bob")
    with pytest.raises(ValueError, match="is no state"):
        ana.handle(0, "session", peer=2, state="maybe")
    ana.handle(5, "started")
    with pytest.raises(ValueError, match="time goes back"):
        ana.advance(4)
    with pytest.raises(KeyError, match="no device 'Carol'"):
        Engine(PAIR, "Carol")


EVENTS = st.one_of(
    st.tuples(st.sampled_from(["found", "lost", "invited"]), st.fixed_dictionaries({"peer": st.integers(2, 4)})),
    st.tuples(st.just("session"), st.fixed_dictionaries(
        {"peer": st.integers(2, 4), "session": st.integers(1, 3),
         "state": st.sampled_from(["not_connected", "connecting", "connected"])})),
    st.tuples(st.just("received"), st.fixed_dictionaries({"peer": st.integers(2, 4), "bytes": st.binary(max_size=40)})),
    st.tuples(st.sampled_from(["stopped", "started"]), st.just({})))


@given(st.lists(st.tuples(st.integers(0, 5000), EVENTS), max_size=40), st.sampled_from(sorted(nearsim.profiles())))
def test_an_engine_is_a_value_whatever_it_is_told(steps, profile):
    scenario = nearsim.load(TEXT.replace("profile: meshred", f"profile: {profile}"))
    one, now = Engine(scenario, "Ana"), 0
    one.handle(0, "started")
    for wait, (event, fields) in steps:
        now += wait * MS
        two = one.copy()
        assert one == two
        assert one.advance(now) == two.advance(now)
        assert one.next_deadline is None or one.next_deadline > now  # acted on everything that was due
        assert one.handle(now, event, **fields) == two.handle(now, event, **fields)
        assert one == two and repr(one) == repr(two)


@given(st.lists(st.integers(0, 20), max_size=60))
def test_a_scheduler_runs_by_time_then_by_order(times):
    scheduler, seen = Scheduler(), []
    for number, at in enumerate(times):
        scheduler.at(at, lambda number=number, at=at: seen.append((at, number)))
    scheduler.run_until(30)
    assert seen == sorted((at, number) for number, at in enumerate(times)) and scheduler.now == 30


def test_a_scheduler_keeps_its_contract():
    scheduler, seen = Scheduler(), []
    timer = scheduler.at(5, lambda: seen.append("never"))
    assert scheduler.cancel(timer) and not scheduler.cancel(timer)

    def fail():
        raise RuntimeError("mine")

    scheduler.at(7, fail)
    scheduler.at(8, lambda: seen.append("after"))
    with pytest.raises(RuntimeError, match="mine"):
        scheduler.run_until(10)
    scheduler.run_until(10)
    assert seen == ["after"]
    with pytest.raises(ValueError, match="past"):
        scheduler.at(9, fail)

    def again():
        scheduler.at(scheduler.now, again)

    scheduler.at(11, again)
    with pytest.raises(nearsim.ZenoError):
        scheduler.run_until(12)
