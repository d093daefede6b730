"""The architecture and the bans as tables.  scripts/check_layers.py applies them; docs/architecture.md explains them.

To change the architecture, change LAYERS and docs/architecture.md in one commit.  Every ban has a name, a pattern over code
(comments and strings do not count), the advice that is printed, and the places it does not apply to, each with its reason.
tests/house/test_check_layers.py holds a bad snippet for each ban.
"""
import dataclasses
import re


@dataclasses.dataclass(frozen=True)
class Layer:
    project: tuple = ()   # the layers it may include, beside itself; nothing is inherited
    external: tuple = ()  # beginnings of the external headers it may include, beside the C++ standard library


_MODELS = ("models/net", "models/mpc", "models/radio", "models/quic", "models/ice", "models/os")
_ENGINE_SIDE = ("sim/base", "protocol")

LAYERS = {  # folder: layer; of nested folders the longest wins
    "sim/base": Layer(),
    "protocol": Layer(("sim/base",)),
    "sim/kernel": Layer(("sim/base",), ("fmt/", "xxhash.h")),
    "models/radio": Layer(("sim/base", "sim/kernel"), ("Eigen/",)),
    "models/os": Layer(("sim/base", "sim/kernel")),
    "models/net": Layer(("sim/base", "sim/kernel", "models/radio")),
    "models/mpc": Layer(("sim/base", "sim/kernel", "models/net")),
    "models/quic": Layer(("sim/base", "sim/kernel", "models/net")),
    "models/ice": Layer(("sim/base", "sim/kernel", "models/net")),
    "sim/scenario": Layer(("sim/base", "sim/kernel", "protocol", *_MODELS), ("yaml-cpp/", "fmt/")),
    "sim/run": Layer(("sim/base", "sim/kernel", "protocol", *_MODELS, "sim/scenario"), ("fmt/", "boost/graph/")),
    "sim/sweep": Layer(("sim/base", "sim/kernel", "protocol", *_MODELS, "sim/scenario", "sim/run"),
                       ("fmt/", "nlohmann/", "sqlite3.h", "xxhash.h")),
    "sim/python": Layer(("sim/base", "sim/kernel", "protocol", "sim/scenario", "sim/run", "sim/sweep", "sim/report"),
                        ("pybind11/", "fmt/")),
    "sim/report": Layer(("sim/base", "sim/kernel", "protocol", "sim/scenario", "sim/run"), ("fmt/", "nlohmann/")),
    "sim/cli": Layer(("sim/base", "sim/kernel", "protocol", "sim/scenario", "sim/run", "sim/sweep", "sim/report"),
                     ("fmt/", "nlohmann/", "CLI/", "unistd.h", "sys/ioctl.h")),
    "protocol/adapters": Layer(_ENGINE_SIDE, ("sys/", "netinet/", "arpa/", "netdb.h", "unistd.h", "fcntl.h", "poll.h",
                                              "asio", "avahi-", "Foundation/", "MultipeerConnectivity/")),
}
# Tests may include every layer (tests/unit/<layer>: what that layer may, checked below) and the test libraries.
TEST_EXTERNALS = ("doctest/", "rapidcheck", "fmt/", "CLI/", "nlohmann/", "yaml-cpp/", "benchmark/", "unistd.h", "sys/")
LAYERS["tests"] = Layer(tuple(LAYERS), TEST_EXTERNALS)

# One file may include what its layer may not.
FILE_EXTERNALS = {
    "sim/cli/output.cpp": (("poll.h",), "a full disk is a failure, a reader that went away is not: only the pipe knows"),
    "sim/cli/again.cpp": (("spawn.h", "sys/wait.h"), "`verify` starts this program again as other processes"),
    "sim/cli/interrupt.cpp": (("signal.h",), "runs and sweeps end in order on Ctrl-C"),
    "sim/base/memory.cpp": (("sys/mman.h",), "large tables wish for large pages; what they hold does not know"),
    "sim/base/random.cpp": (("Random123/",), "Philox is a header of arithmetic; it stays behind base::Rng"),
}

# Files with a variable that is the whole process's.
PROCESS_STATE = {
    "sim/cli/interrupt.cpp": "a signal's handler knows nothing else that it could write to",
}

PURE = ("sim/base", "sim/kernel", "protocol", "models", "sim/run")  # what a trace is made by: a run is a value
PRODUCT = ("sim", "protocol", "models")
OUTSIDE = ("protocol/adapters", "tests")                            # they meet the real world, or watch us


EVERYWHERE = ("",)                                                  # also OUTSIDE


def inside(path, folders):
    return any(path == f or path.startswith(f + "/") for f in folders)


@dataclasses.dataclass(frozen=True)
class Ban:
    name: str
    patterns: tuple       # regexes, any of which is the banned thing
    advice: str
    folders: tuple = PURE
    exempt: tuple = ()    # regexes of paths, beside OUTSIDE

    @property
    def pattern(self):
        return "|".join(self.patterns)

    def applies_to(self, path):
        if self.folders is EVERYWHERE:
            return True
        return inside(path, self.folders) and not inside(path, OUTSIDE) and not any(re.match(e, path) for e in self.exempt)


def headers(*names):
    """Matches the inclusion of these headers."""
    return r"#\s*include\s*<(?:" + "|".join(map(re.escape, names)) + ")>"


_MATH = ("(?:log|log2|log10|log1p|exp|exp2|expm1|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|cbrt|hypot|erf|erfc"
         "|tgamma|lgamma)[fl]?")
_TIME = "(?:time|seconds|millis|micros|instant|deadline|timeout|interval|delay|latency|elapsed|age|rtt)"

BANS = [
    Ban("real clock",
        (r"\b(?:system|steady|high_resolution|utc|file)_clock\b", r"\bclock_gettime\b", r"\bgettimeofday\b",
         r"\b(?:std::)?time\s*\(\s*(?:nullptr|NULL|0)\s*\)", r"\b(?:localtime|gmtime|strftime)\w*\s*\("),
        "take `Instant now` as a parameter; only the scheduler moves time",
        PRODUCT, (r"sim/cli/",)),  # progress lines and the wall-clock budget are about the real world
    Ban("sleep",
        (r"\bthis_thread\b", r"\b(?:u|nano)?sleep\s*\("),
        "nothing waits here: post an event for later", PRODUCT),
    Ban("thread",
        (r"\bstd::(?:jthread|thread|async|atomic)\b", r"\bstd::(?:\w+_)?mutex\b", r"\bcondition_variable\b",
         headers("thread", "mutex", "atomic", "future", "condition_variable", "shared_mutex", "semaphore", "latch", "barrier",
                 "stop_token")),
        "a run is single-threaded; only the sweep in sim/run/sweep*.cpp and sim/sweep runs several of them at once",
        PRODUCT, (r"sim/run/sweep\w*\.[ch]pp$", r"sim/sweep/(?:sweep\.cpp|(?:errand|turn)\.hpp)$",
                  r"sim/cli/interrupt\.cpp$")),  # a signal comes in any thread
    Ban("foreign randomness",
        (r"\bs?rand\s*\(", r"\brandom_device\b", r"\bmt19937(?:_64)?\b", r"\bminstd_rand0?\b", r"\bdefault_random_engine\b",
         r"\bstd::\w+_distribution\b", r"\bstd::(?:shuffle|sample)\b", headers("random")),
        "draw from a named base::Rng stream; what the standard library draws differs between its implementations", PRODUCT),
    Ban("unordered container",
        (r"\bunordered_(?:multi)?(?:map|set)\b",),
        "its order differs between libraries and may reach a trace: use std::map, a sorted vector or a dense index"),
    Ban("order of addresses",
        (r"\bstd::(?:multi)?(?:map|set)\s*<\s*(?:const\s+)?[\w:]+(?:\s+const)?\s*\*", r"\bstd::hash\b", r"\buintptr_t\b"),
        "addresses and std::hash differ from run to run: key by an id or a name"),
    Ban("libm",  # glibc also puts ::log beside std::log, so a bare call counts; sim/base has names of its own for them
        (rf"\bstd::{_MATH}\s*\(", rf"(?<![\w:.>~])(?<!\bdouble ){_MATH}\s*\(", headers("math.h")),
        "the last bit of libm differs between systems: use sim/base/fmath.hpp", PURE, (r"sim/base/",)),
    Ban("libm in base",
        (rf"\bstd::{_MATH}\s*\(", headers("math.h")),
        "compute it in sim/base/fmath.cpp from operations that IEEE 754 fixes to the bit", ("sim/base",)),
    Ban("floating time",
        (rf"\b(?:double|float)\s+(?:\w+_)?{_TIME}(?:_(?:s|ms|us|ns|seconds))?\b", r"\bduration\s*<\s*(?:double|float)\b"),
        "time is base::Duration and base::Instant, whole nanoseconds; a double loses them after 104 days"),
    Ban("float",
        (r"\bfloat\b",),
        "use double, or better an integer with a unit from sim/base/units.hpp", PRODUCT),
    Ban("iostream",
        (r"\bstd::(?:cout|cerr|clog|iostream|ostream|[io]?stringstream|endl)\b",
         headers("iostream", "sstream", "iomanip", "ostream", "istream")),
        "slow and global: return values; text goes through fmt in the outer layers, records through kernel::Tracer", PRODUCT),
    Ban("printing",
        (r"\b(?:std::)?f?printf\s*\(", r"\b(?:std::)?f?puts\s*\(", r"\bfmt::print\b"),
        "the core returns values and writes records; printing is for sim/report and sim/cli",
        (*PURE, "sim/scenario"), (r"sim/kernel/sinks?\w*\.[ch]pp$",)),  # sinks are where records become text
    Ban("environment",
        (r"\bgetenv\s*\(", r"\bsetlocale\b", r"\bstd::locale\b", headers("locale", "clocale")),
        "a run depends on scenario and seed alone: pass a setting",
        PRODUCT, (r"sim/cli/",)),  # NO_COLOR is the terminal's business
    Ban("std::function",
        (r"\bstd::function\b",),
        "it allocates: use kernel::Callback, a template or a plain function pointer",
        ("sim/base", "sim/kernel", "protocol", "models")),
    Ban("exception in the engine",
        (r"\bthrow\b", r"\btry\s*\{", r"\bcatch\s*\("),
        "the engine runs on devices without exceptions: return a value", ("protocol",)),
    Ban("assert",
        (r"(?<!\w)assert\s*\(", headers("cassert", "assert.h")),
        "use NEARSIM_CHECK, which is on in every build", PRODUCT),
    Ban("build time",
        (r"\b__(?:DATE|TIME|TIMESTAMP)__(?!\w)",),
        "a build must not depend on when it was made", EVERYWHERE),
    Ban("using namespace",
        (r"\busing\s+namespace\s+(?![\w:]*literals\b)[\w:]+",),
        "name what you use; only namespaces of literals may be opened", PRODUCT),
    Ban("thread local",
        (r"\bthread_local\b",),
        "state belongs to the World of one run: make it a member", PRODUCT),
]

# In every text file of the tree, comments included.
TEXT_BANS = [
    Ban("absolute path",
        tuple(r"(?<![\w.~/$}\-])/" + place
              for place in (r"(?:home|Users)/[\w.\-]+", r"root(?=/)", r"work(?=[/\s`\"'.,;:)\]]|$)")),
        "paths are relative to the repository; nothing may need one machine's folders", EVERYWHERE),
]
