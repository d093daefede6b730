"""Intervals, designs, random numbers and the Arrow stream against independent computations."""
import ctypes
import importlib.util
import sys

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

import nearsim


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_scipys(case):
    successes, runs = case
    interval = scipy.stats.binomtest(successes, runs).proportion_ci(0.95, "wilson")
    assert nearsim.wilson(successes, runs) == pytest.approx((interval.low, interval.high), abs=1e-9)


def test_rule_of_three():
    assert nearsim.rule_of_three(1000) == pytest.approx(0.003, rel=0.01)
    assert (1 - nearsim.rule_of_three(50)) ** 50 == pytest.approx(0.05, rel=0.1)
    assert nearsim.rule_of_three(0) == 1.0
    for confidence in (0.0, 1.0, 1.5):
        with pytest.raises(ValueError, match="between 0 and 1"):
            nearsim.rule_of_three(10, confidence)
    with pytest.raises(TypeError, match="integer"):
        nearsim.wilson(1.5, 3)


def test_bootstrap_of_a_mean_is_the_textbooks():
    values = np.random.Generator(np.random.Philox(1)).normal(3, 2, 400)
    low, high = nearsim.bootstrap(values, np.mean)
    half = 1.96 * values.std() / 20
    assert (low, high) == pytest.approx((values.mean() - half, values.mean() + half), abs=0.03)
    assert nearsim.bootstrap([*values, float("nan")], np.mean) == (low, high)
    with pytest.raises(ValueError):
        nearsim.bootstrap([float("nan")])
    for wrong in (dict(values=[[1, 2]]), dict(values=[1], samples=0), dict(values=[1], confidence=1.0)):
        with pytest.raises(ValueError, match="one row of values"):
            nearsim.bootstrap(**wrong)


def test_a_design_that_is_none_is_refused():
    wrong = ({}, 4), ({"run_for": ("1s", "2s")}, 0), ({"run_for": ("2s", "1s")}, 4), ({"run_for": ("1s", "2kg")}, 4)
    for ranges, count in wrong:
        for design in (nearsim.latin_hypercube, nearsim.sobol):
            with pytest.raises(ValueError, match="is no range|at least one"):
                design(ranges, count)


def test_designs_fill_their_ranges():
    ranges = {"links.default.delay": ("10ms", "1s"), "links.default.loss": ("0%", "30%")}
    points = nearsim.latin_hypercube(ranges, 20)
    delays = sorted(nearsim.Quantity(point["links.default.delay"]).value for point in points)
    assert [int((d - 0.01) / 0.99 * 20) for d in delays] == list(range(20))  # one in each twentieth
    assert nearsim.latin_hypercube(ranges, 20) == points != nearsim.latin_hypercube(ranges, 20, seed=2)
    assert nearsim.sobol(ranges, 8) == nearsim.sobol(ranges, 16)[:8]
    for wrong in (("1s", "10ms"), ("1s", "5%"), ("1", "2s"), ("none", "2s")):
        with pytest.raises(ValueError, match="no range"):
            nearsim.latin_hypercube({"x": wrong}, 4)


def test_a_design_can_be_swept(pair):
    swept = nearsim.sweep(pair, points=nearsim.sobol({"links.default.delay": ("10ms", "1s")}, 4), seeds=3)
    assert len(swept) == 12 and len(set(swept.parameter("links.default.delay"))) == 4


class Schema(ctypes.Structure):
    pass


class ArrowArray(ctypes.Structure):
    pass


class Stream(ctypes.Structure):
    pass


P = ctypes.POINTER
Schema._fields_ = [("format", ctypes.c_char_p), ("name", ctypes.c_char_p), ("metadata", ctypes.c_char_p),
                   ("flags", ctypes.c_int64), ("n_children", ctypes.c_int64), ("children", P(P(Schema))),
                   ("dictionary", P(Schema)), ("release", ctypes.CFUNCTYPE(None, P(Schema))), ("private", ctypes.c_void_p)]
ArrowArray._fields_ = [("length", ctypes.c_int64), ("null_count", ctypes.c_int64), ("offset", ctypes.c_int64),
                       ("n_buffers", ctypes.c_int64), ("n_children", ctypes.c_int64), ("buffers", P(ctypes.c_void_p)),
                       ("children", P(P(ArrowArray))), ("dictionary", P(ArrowArray)),
                       ("release", ctypes.CFUNCTYPE(None, P(ArrowArray))), ("private", ctypes.c_void_p)]
Stream._fields_ = [("get_schema", ctypes.CFUNCTYPE(ctypes.c_int, P(Stream), P(Schema))),
                   ("get_next", ctypes.CFUNCTYPE(ctypes.c_int, P(Stream), P(ArrowArray))),
                   ("get_last_error", ctypes.c_void_p), ("release", ctypes.CFUNCTYPE(None, P(Stream))),
                   ("private", ctypes.c_void_p)]


def test_polars_and_pyarrow_read_the_same_or_say_what_is_missing(pair):
    sweep = nearsim.sweep(pair, {"links.default.delay": ["10ms", "200ms"]}, 5)
    if importlib.util.find_spec("polars") is None:  # Debian 12 has neither; scripts/test_wheel gets both from PyPI
        with pytest.raises(ImportError, match=r"to_polars\(\) needs polars, .*: pip install polars"):
            sweep.to_polars()
    else:
        assert sweep.to_polars()["seed"].to_list() == list(sweep.seed)
    if importlib.util.find_spec("pyarrow") is not None:
        import pyarrow
        assert pyarrow.table(sweep)["fingerprint"].to_pylist() == [f.decode() for f in sweep.fingerprint]


@pytest.mark.parametrize("module, call", [
    ("pandas", lambda sweep: sweep.to_pandas()), ("xarray", lambda sweep: sweep.to_xarray()),
    ("scipy.stats.qmc", lambda sweep: nearsim.sobol({"run_for": ("1s", "2s")}, 4)),
    ("tqdm.auto", lambda sweep: nearsim.sweep(sweep.scenario, seeds=2, progress=True))])
def test_what_is_not_installed_is_named(pair, monkeypatch, module, call):
    sweep = nearsim.sweep(pair, seeds=2)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ImportError, match=f"needs {module.split('.')[0]}, .*pip install"):
        call(sweep)


def test_an_arrow_consumer_reads_the_columns_in_place(pair):
    sweep = nearsim.sweep(pair, {"links.default.delay": ["10ms", "200ms"]}, 5)
    columns = sweep.columns()
    capsule = sweep.__arrow_c_stream__()
    pointer = ctypes.pythonapi.PyCapsule_GetPointer
    pointer.restype, pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    stream = ctypes.cast(pointer(capsule, b"arrow_array_stream"), P(Stream))
    schema, array, end = Schema(), ArrowArray(), ArrowArray()
    assert stream.contents.get_schema(stream, schema) == 0 and stream.contents.get_next(stream, array) == 0
    assert stream.contents.get_next(stream, end) == 0 and not end.release
    names = [schema.children[i].contents.name.decode() for i in range(schema.n_children)]
    assert schema.format == b"+s" and names == list(columns) and array.length == 10 and array.n_children == len(names)
    stream.contents.release(stream)
    del capsule  # what was read lives on
    formats = {b"l": np.int64, b"L": np.uint64, b"g": np.float64, b"c": np.int8, b"C": np.uint8}
    for i, (name, values) in enumerate(columns.items()):
        child, form = array.children[i].contents, schema.children[i].contents.format
        if form == b"u":
            offsets = np.ctypeslib.as_array(ctypes.cast(child.buffers[1], P(ctypes.c_int32)), (11,))
            read = [ctypes.string_at(child.buffers[2] + int(a), int(b - a)) for a, b in zip(offsets, offsets[1:])]
            assert read == list(values), name
        elif form == b"b":
            bits = np.ctypeslib.as_array(ctypes.cast(child.buffers[1], P(ctypes.c_uint8)), (2,))
            assert list(np.unpackbits(bits, bitorder="little")[:10]) == list(values), name
        else:
            kind = np.ctypeslib.as_ctypes_type(formats[form])
            read = np.ctypeslib.as_array(ctypes.cast(child.buffers[1], P(kind)), (10,))
            np.testing.assert_array_equal(read, values, name)
            if name in ("seed", "events"):
                assert child.buffers[1] == values.ctypes.data  # in place
    array.release(array)
    schema.release(schema)
    assert not array.release and not schema.release
