"""The self-test of a model: it travels in the file, and is taken again wherever the arithmetic is another one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import glasscat as gc
from glasscat.data.dataset import Samples
from glasscat.errors import ModelError
from glasscat.models import self_test
from glasscat.models.answers import answers
from glasscat.models.file import load_model, save_model
from glasscat.models.model import Model
from glasscat.models.self_test import SelfTest, chosen_for_self_test


@pytest.fixture
def elsewhere(monkeypatch):
    """Return a function that moves this process to another machine, as far as models can tell."""

    def move(numpy="1.0"):
        monkeypatch.setattr(self_test, "arithmetic", lambda: {"glasscat": "0.1.0", "numpy": numpy, "blas": "none"})

    return move


@pytest.fixture
def pictures_model(make):
    return Model.of(make([4], shape=(5, 4, 3), n_classes=3))


def test_first_middle_and_last_sample_are_kept_as_they_are_stored(make):
    trained = make(shape=(5, 4, 3))
    kept = Model.of(trained).self_test
    assert kept.samples.X.dtype == np.uint8
    assert_array_equal(kept.samples.X, trained.data.train.X[[0, 5, 11]])
    assert kept.samples.scale == 255
    assert_array_equal(kept.probabilities, trained.probabilities(trained.data.train)[[0, 5, 11]])


@pytest.mark.parametrize("m", [1, 2, 3, 4])
def test_of_few_samples_each_is_kept_once(m):
    train = Samples(np.arange(float(m))[:, None], np.zeros(m, np.int64), ("",) * m)
    assert_array_equal(np.diff(chosen_for_self_test(train).X[:, 0]) > 0, np.ones(min(m, 3) - 1, bool))
    assert len(chosen_for_self_test(train)) == min(m, 3)


@pytest.mark.parametrize("dtype", [np.int64, np.float16, np.bool_])
def test_numbers_of_other_kinds_are_kept_as_float64(dtype):
    """Which holds all of them exactly, and a file has words for."""
    train = Samples(np.array([[0], [1], [1]], dtype), np.zeros(3, np.int64), ("",) * 3)
    assert chosen_for_self_test(train).X.dtype == np.float64


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_it_travels_and_passes_to_the_bit(make, tmp_path, dtype):
    model = Model.of(make([4, 3], shape=(5, 4, 3), dtype=dtype))
    save_model(model, tmp_path / "m")
    back = load_model(tmp_path / "m")
    assert_array_equal(back.self_test.samples.X, model.self_test.samples.X, strict=True)
    assert_array_equal(back.self_test.probabilities, model.self_test.probabilities, strict=True)
    outcome = back.run_self_test()
    assert (outcome.n_samples, outcome.bit_equal, outcome.passed, outcome.same_arithmetic) == (3, True, True, True)
    assert outcome.as_json() == {
        "n": 3,
        "passed": True,
        "bit_equal": True,
        "largest_difference": 0.0,
        "tolerance": 2**-26 if dtype == np.float64 else pytest.approx(2**-11.5),
        "same_arithmetic": True,
    }
    assert repr(outcome).endswith("bit for bit.")
    assert back.notes == ()


def test_a_file_stays_what_it_is_elsewhere(pictures_model, tmp_path, elsewhere):
    save_model(pictures_model, tmp_path / "m")
    elsewhere()
    save_model(load_model(tmp_path / "m"), tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == (tmp_path / "m").read_bytes()


def test_of_replaced_parameters_it_is_asked_again(pictures_model, tmp_path):
    """The probabilities in a file are those of the parameters in it."""
    save_model(replace(pictures_model, theta=pictures_model.theta * 2), tmp_path / "m")
    assert load_model(tmp_path / "m").run_self_test().bit_equal


def test_elsewhere_the_same_bits_are_noted(pictures_model, tmp_path, elsewhere):
    save_model(pictures_model, tmp_path / "m")
    elsewhere()
    model = load_model(tmp_path / "m")
    (note,) = model.notes
    assert f"NumPy {np.__version__}" in str(note)
    assert "bit for bit" in str(note)
    assert not model.run_self_test().same_arithmetic


def nudged(model, nudge):
    """A model that said something else where it was made."""
    kept = model.self_test
    return replace(model, self_test=SelfTest(kept.samples, kept.probabilities + nudge, kept.arithmetic))


def test_rounding_is_told(pictures_model):
    outcome = nudged(pictures_model, 1e-9).run_self_test()
    assert (outcome.passed, outcome.bit_equal) == (True, False)
    assert outcome.largest_difference == pytest.approx(1e-9, rel=1e-6)
    assert "the largest difference is 1e-09; up to 1.5e-08 is rounding" in str(outcome.sentence)


@pytest.mark.parametrize("nudge", [1e-7, -0.1, np.nan, np.inf])
def test_more_than_rounding_is_an_error(pictures_model, nudge):
    with pytest.raises(ModelError) as caught:
        nudged(pictures_model, nudge).run_self_test()
    assert (caught.value.code, caught.value.exit_code) == ("GC-M30", 4)
    assert f"NumPy {np.__version__}" in str(caught.value.fix)
    assert len(str(caught.value).splitlines()) <= 3


def test_elsewhere_other_answers_are_refused(pictures_model, tmp_path, elsewhere, monkeypatch):
    save_model(pictures_model, tmp_path / "m")
    monkeypatch.setattr(self_test, "answers", lambda model, samples: answers(model, samples)[:, ::-1])
    load_model(tmp_path / "m")  # the same arithmetic gives the same bits, so nothing is asked
    elsewhere()
    with pytest.raises(ModelError, match="GC-M30") as caught:
        load_model(tmp_path / "m")
    assert caught.value.where == str(tmp_path / "m")


def test_a_model_made_by_hand_has_none(pictures_model, tmp_path):
    model = replace(pictures_model, self_test=None)
    save_model(model, tmp_path / "m")
    back = load_model(tmp_path / "m")
    assert back.self_test is None
    with pytest.raises(ModelError, match="GC-M31"):
        back.run_self_test()


def test_numbers_that_overflow_are_compared_like_others(pictures_model, tmp_path):
    """Such a model is of no use, but it is a model, and nothing warns or fails."""
    huge = replace(pictures_model, theta=np.where(pictures_model.theta < 0, -1e308, 1e308))
    save_model(huge, tmp_path / "m")
    assert load_model(tmp_path / "m").run_self_test().bit_equal


def test_runs_have_it_too(make, tmp_path):
    train = make(shape=(4, 4, 3)).data.train
    run = gc.fit(gc.Network.dense(48, [], 2), (train.X, train.y), optimizer=gc.GradientDescent(0.01), iterations=2)
    run.save(tmp_path / "r", figures=False)
    assert gc.load_run(tmp_path / "r").model.run_self_test().bit_equal


@pytest.mark.parametrize(
    "change",
    [
        {"samples": lambda kept: kept.samples.take(np.array([0, 1, 2, 0]))},
        {"samples": lambda kept: kept.samples.take(np.array([], int))},
        {"samples": lambda kept: Samples(kept.samples.X[:, :4], kept.samples.y, ("",) * 3, 255.0)},
        {"samples": lambda kept: Samples(kept.samples.X * np.nan, kept.samples.y, ("",) * 3, 255.0)},
        {"samples": lambda kept: Samples(kept.samples.X, kept.samples.y, ("",) * 3, 0.0)},
        {"samples": lambda kept: Samples(kept.samples.X, kept.samples.y, ("",) * 3, np.inf)},
        {"probabilities": lambda kept: kept.probabilities[:, :2]},
        {"probabilities": lambda kept: kept.probabilities.astype(np.float32)},
    ],
)
def test_the_self_test_of_another_model_is_refused(pictures_model, change):
    changed = {name: make_it(pictures_model.self_test) for name, make_it in change.items()}
    with pytest.raises(ModelError, match="GC-M08"):
        replace(pictures_model, self_test=replace(pictures_model.self_test, **changed))
