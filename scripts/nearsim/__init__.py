"""nearsim: real peer-to-peer protocol engines against a virtual clock and simulated phones.

    import nearsim
    scenario = nearsim.load("scenarios/race/dual_invite.yaml")
    nearsim.run(scenario, seed=1)                       # a Run: in a notebook, a table and message lanes
    nearsim.sweep(scenario, {"links.default.delay": ["10ms", "100ms", "1s"]}, seeds=1000)   # a Sweep, as columns

The same scenario and seed give the same fingerprint on every machine, from Python and from the command line.
"""
from . import _nearsim
from .designs import latin_hypercube, sobol
from .engine import Decision, Engine, Scheduler
from .errors import CannotJudge, ExecutorError, NearsimError, ScenarioError, StoreError, ZenoError
from .profiles import Profile, profiles
from .quantity import Quantity
from .results import ENDINGS, Share, Sweep
from .runs import Run, Trace, Verdict, Violation, run
from .scenario import Scenario, load
from .search import Boundary, boundary
from .statistics import bootstrap, rule_of_three, wilson
from .sweeps import merge, sweep

__version__ = _nearsim.version
build = _nearsim.build        # which engine, models and judges: part of the key of every stored result
language = _nearsim.language  # version of the scenario language

__all__ = [
    "ENDINGS", "Boundary", "CannotJudge", "Decision", "Engine", "ExecutorError", "NearsimError", "Profile", "Quantity",
    "Run", "ScenarioError", "Scenario", "Scheduler", "Share", "StoreError", "Sweep", "Trace", "Verdict", "Violation",
    "ZenoError", "bootstrap", "boundary", "build", "language", "latin_hypercube", "load", "merge", "profiles",
    "rule_of_three", "run", "sobol", "sweep", "wilson",
]
