"""Data larger than its floats would allow, or than memory: kept as it is stored, in its file, and taken in pieces."""

import json
import os
import sys
import tracemalloc

import h5py
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from reliability import big_data

import glasscat as gc
from glasscat.data import mapped
from glasscat.data.inspection import inspect
from glasscat.errors import DataError
from glasscat.network import Network
from glasscat.optimizers import GradientDescent
from glasscat.training import free_memory, problem, span
from glasscat.training.loop import train

PICTURE = (16, 16, 3)


def pictures(m, seed=0):
    rng = np.random.default_rng(seed)
    y = np.arange(m) % 2
    return (rng.integers(0, 200, (m, *PICTURE)) + 50 * y[:, None, None, None]).astype(np.uint8), y


def course_file(path, X, y, role="train", **more):
    with h5py.File(path, "a") as file:
        file.create_dataset(f"{role}_set_x", data=X, **more)
        file.create_dataset(f"{role}_set_y", data=y)
        if "list_classes" not in file:
            file["list_classes"] = np.array([b"dark", b"light"])
    return path


@pytest.fixture
def small_pieces(monkeypatch):
    """What is large, and what a piece is, made small enough for a test."""
    monkeypatch.setattr(mapped, "LARGE", 10_000)
    monkeypatch.setattr(mapped, "PIECE_NUMBERS", 5_000)


WAYS = {
    "contiguous": (".h5", {}),
    "chunked": (".h5", {"chunks": (7, *PICTURE)}),
    "compressed": (".h5", {"compression": "gzip"}),
    "plain npz": (".npz", {}),
    "compressed npz": (".npz", {"compressed": True}),
}


def written(folder, X, y, kind, more):
    path = folder / f"data{kind}"
    if kind == ".h5":
        return course_file(path, X, y, **more)
    save = np.savez_compressed if more else np.savez
    save(path, X=X, y=y, class_names=np.array(["dark", "light"]))
    return path


def loaded_as_usual(path, **more):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mapped, "LARGE", 2**60)
        return gc.load(path, **more)


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize(("kind", "more"), WAYS.values(), ids=WAYS)
class TestLarge:
    def test_the_same_data(self, tmp_path, kind, more):
        path = written(tmp_path, *pictures(101), kind, more)
        usual, large = loaded_as_usual(path), gc.load(path)
        assert not mapped.is_mapped(usual.train.X)
        assert mapped.is_mapped(large.train.X)
        assert large.fingerprint == usual.fingerprint
        assert inspect(large) == inspect(usual)
        for one, other in ((large.train, usual.train), (large.test, usual.test)):
            assert_array_equal(one.X, other.X)
            assert one.names == other.names

    def test_the_same_training_model_and_verdict(self, tmp_path, kind, more):
        path = written(tmp_path, *pictures(101), kind, more)
        plan = {"optimizer": GradientDescent(0.005), "epochs": 20, "batch_size": 16}
        runs = []
        for data in (loaded_as_usual(path), gc.load(path)):
            network = Network.dense(data.n_features, [], 2)
            runs.append(gc.fit(network, data, **plan))
            runs[-1].save(tmp_path / f"run{len(runs)}", figures=False)
        usual, large = runs
        assert_array_equal(large.theta, usual.theta)
        assert_allclose(large.history.all_costs, usual.history.all_costs, rtol=1e-12)
        documents = [json.loads((tmp_path / f"run{k}" / "run.json").read_text()) for k in (1, 2)]
        for key in ("train", "findings"):
            assert documents[0][key] == documents[1][key]
        assert documents[0]["test"]["correct"] == documents[1]["test"]["correct"]
        models = [gc.load_model(tmp_path / f"run{k}").memory for k in (1, 2)]
        assert models[0].digests == models[1].digests

    def test_a_temporary_file_is_told_of(self, tmp_path, kind, more):
        data = gc.load(written(tmp_path, *pictures(101), kind, more), holdout=0)
        told = any("temporary file" in str(note) for note in data.notes)
        assert told == (bool(more) and kind == ".h5")
        held = gc.load(tmp_path / f"data{kind}")
        assert any("temporary file" in str(note) for note in held.notes)


@pytest.mark.usefixtures("small_pieces")
class TestConversions:
    @pytest.mark.parametrize(
        "change",
        [
            lambda X: X.astype(np.int32),
            lambda X: X / 255,
            lambda X: X.astype(">f8"),
            lambda X: X.astype(np.float16),
            lambda X: X[..., :1],
            lambda X: X[..., 0],
            lambda X: np.concatenate([X, X[..., :1]], axis=-1),
            lambda X: X.reshape(len(X), -1).astype(np.int16),
            lambda X: X.reshape(len(X), -1).astype(np.float32),
            lambda X: X.reshape(len(X), -1),
        ],
    )
    def test_as_in_memory(self, tmp_path, change):
        X, y = pictures(61)
        np.save(tmp_path / "X.npy", change(X))
        X = np.load(tmp_path / "X.npy")
        usual = gc.from_arrays(X, y)
        large = gc.from_arrays(np.load(tmp_path / "X.npy", mmap_mode="r"), y)
        assert mapped.is_mapped(large.train.X)
        assert large.train.X.dtype == usual.train.X.dtype
        assert_array_equal(large.train.X, usual.train.X)
        assert large.train.scale == usual.train.scale
        assert large.notes == usual.notes

    @pytest.mark.parametrize(("value", "code"), [(np.nan, "GC-D15"), (np.inf, "GC-D15"), (300.0, "GC-D16")])
    def test_a_bad_value_in_a_late_piece_is_named(self, tmp_path, value, code):
        X, y = pictures(61)
        X = X.astype(float)
        X[57, 3, 2, 1] = value
        np.save(tmp_path / "X.npy", X)
        with pytest.raises(DataError, match="sample 57") as caught:
            gc.from_arrays(np.load(tmp_path / "X.npy", mmap_mode="r"), y)
        assert caught.value.code == code

    def test_given_arrays_are_not_copied(self, tmp_path):
        X, y = pictures(61)
        np.save(tmp_path / "X.npy", X)
        given = np.load(tmp_path / "X.npy", mmap_mode="r")
        assert np.shares_memory(gc.from_arrays(given, y).train.X, given)
        assert np.shares_memory(gc.from_arrays(X, y).train.X, X)


class TestMapping:
    def test_what_was_written_into_a_private_mapping_is_kept(self, tmp_path):
        """Its pages are nowhere else: giving them back would undo the writing."""
        np.save(tmp_path / "X.npy", np.zeros((4, 5000)))
        X = np.load(tmp_path / "X.npy", mmap_mode="c")
        X[:] = 1
        mapped.let_go(X[1:])
        assert mapped.mapping_of(X) is None
        assert X.all()

    def test_what_is_let_go_of_is_read_again(self, tmp_path):
        np.save(tmp_path / "X.npy", np.ones((4, 5000)))
        X = np.asarray(np.load(tmp_path / "X.npy", mmap_mode="r"))[1:]
        assert X.all()
        mapped.let_go(X)
        assert X.all()
        assert (mapped.mapping_of(X) is not None) == sys.platform.startswith("linux")
        assert mapped.mapping_of(np.ones(3)) is None

    def test_no_room_for_a_temporary_file(self, monkeypatch):
        def full(*_all):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(mapped, "TemporaryFile", full)
        with pytest.raises(DataError, match="No space left") as caught:
            mapped.cached((2, 3), np.dtype(np.uint8), [np.zeros((2, 3), np.uint8)])
        assert caught.value.code == "GC-D62"
        assert len(str(caught.value).splitlines()) <= 3


class TestWhatCannotBeDone:
    def test_all_samples_at_every_step(self, monkeypatch):
        monkeypatch.setattr(problem, "free_memory", lambda: 10_000)
        X, y = pictures(20)
        network, optimizer = Network.dense(768, [], 2), GradientDescent(0.01)
        for features, more in ((X, {}), (X.astype(np.float32), {"batch_size": 5, "method": "span"})):
            with pytest.raises(DataError, match="batch-size") as caught:
                train(network, (features, y), optimizer=optimizer, iterations=1, **more)
            assert caught.value.code == "GC-D61"
        for method in ("direct", "span"):  # which multiplies bytes as they are stored
            assert list(train(network, (X, y), optimizer=optimizer, iterations=1, batch_size=5, method=method))

    def test_memory_that_runs_out_says_so(self, monkeypatch):
        def no_memory(_rows):
            raise MemoryError

        monkeypatch.setattr(problem.Rows, "ready", no_memory)
        with pytest.raises(DataError, match="less memory") as caught:
            train(Network.dense(768, [], 2), pictures(20), optimizer=GradientDescent(0.01), iterations=1)
        assert caught.value.code == "GC-D61"

    @pytest.mark.parametrize(("limit", "free"), [("max\n", 2048), ("1024\n", 1024), (None, 2048)])
    def test_what_is_free_is_what_the_system_and_the_container_leave(self, monkeypatch, tmp_path, limit, free):
        told, of_container = tmp_path / "meminfo", tmp_path / "memory.max"
        told.write_text("MemTotal:       16 kB\nMemFree:         1 kB\nMemAvailable:    2 kB\n")
        if limit is not None:
            of_container.write_text(limit)
        monkeypatch.setattr(free_memory, "TOLD_BY_LINUX", told)
        monkeypatch.setattr(free_memory, "LIMIT_OF_A_CONTAINER", of_container)
        assert free_memory.free_memory() == free

    def test_a_machine_that_does_not_tell_its_memory(self, monkeypatch, tmp_path):
        monkeypatch.setattr(free_memory, "TOLD_BY_LINUX", tmp_path / "not there")
        assert free_memory.free_memory() > 2**28
        monkeypatch.delattr(os, "sysconf")
        assert free_memory.free_memory() is None

    def test_pairs_that_are_too_many_are_a_note(self, monkeypatch):
        X, y = pictures(40)
        data = gc.from_arrays(X, y, test=pictures(10, 1))
        run = gc.fit(Network.dense(768, [], 2), data, optimizer=GradientDescent(0.01), iterations=3)
        names = {one.name for one in gc.evaluate(run, data.test).baselines}
        monkeypatch.setattr("glasscat.evaluation.nearest.MOST_PRODUCTS", 1000)
        verdict = gc.evaluate(run, data.test)
        assert names - {one.name for one in verdict.baselines} == {"nearest-neighbour"}
        assert any("too many pairs" in str(note) for note in verdict.notes)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="peak memory is read from /proc")
class TestTheWholeProgram:
    """The peak counts pages of the file as well. `make reliability PROMISES=big_data` trains on 4 GB."""

    def test_training_takes_less_memory_than_its_file(self, tmp_path):
        """400 MB, of which the floats are 1.6 GB."""
        assert big_data.trained(tmp_path, 400 * 10**6, n_test=100) < 400 * 10**6
        assert (tmp_path / "run" / "model.safetensors").stat().st_size < 10**7

    @pytest.mark.parametrize(("peak", "passed"), [(10**9 - 1, True), (10**9, False)])
    def test_a_peak_that_is_too_high_breaks_the_promise(self, monkeypatch, peak, passed):
        monkeypatch.setattr(big_data, "trained", lambda *_given: peak)
        assert big_data.measure().passed is passed

    def test_a_training_that_fails_breaks_it_too(self, monkeypatch):
        monkeypatch.setattr(big_data, "OPTIONS", ("--batch-size", "0"))
        measured = big_data.measure(10**6, 200)
        assert measured.passed is False
        assert "GC-U19" in measured.figure.en


class TestProductsOfManySamples:
    """In the span, where somebody insists on it."""

    @pytest.mark.parametrize(("stored", "beside"), [(np.uint8, 0.3), (np.float64, 0.2)])
    def test_they_are_not_there_twice(self, monkeypatch, stored, beside):
        """Beside them there are two hundred rows of them, and of bytes also their floats and what is added up."""
        m = 1448
        monkeypatch.setattr(span, "PRODUCTS", 100 * m)
        X = np.random.default_rng(0).integers(0, 256, (m, 16)).astype(stored)
        rows = problem.Rows(X, np.zeros((1, m)))
        tracemalloc.start()
        try:
            span._products((rows,), rows)
            _now, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert peak < (1 + beside) * 8 * m * m

    @pytest.mark.parametrize("stored", [np.uint8, np.float64])
    def test_so_many_at_a_time_give_the_same(self, monkeypatch, stored):
        X, y = pictures(23)
        more = {"optimizer": GradientDescent(0.01), "iterations": 5, "method": "span"}
        network = Network.dense(768, [], 2)
        whole = list(train(network, (X.astype(stored), y), **more))
        monkeypatch.setattr(span, "PRODUCTS", 100)
        parts = list(train(network, (X.astype(stored), y), **more))
        # the same up to the order in which BLAS adds up
        assert_allclose(parts[-1].theta, whole[-1].theta, rtol=1e-12)
