"""A model: what it answers, and what cannot be one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from glasscat.errors import DataError, ModelError
from glasscat.evaluation.memory import TrainMemory
from glasscat.i18n import use_language
from glasscat.models.model import Model
from glasscat.models.preprocessing import Preprocessing


@pytest.fixture
def model(small):
    return Model.of(small)


def with_theta(model, *numbers):
    return replace(model, theta=np.array(numbers, float))


def test_probabilities_are_the_sigmoid_of_w_x_plus_b(model, draw):
    """By hand: A = 1 / (1 + exp(-(w.x + b))), one row a sample, non-cat first."""
    samples = draw()
    A = 1 / (1 + np.exp(-(samples.X @ [2, -1] + 0.5)))
    np.testing.assert_allclose(
        with_theta(model, 2, -1, 0.5).probabilities(samples), np.stack([1 - A, A], axis=1), atol=1e-15
    )


def test_pictures_are_divided_by_255(make, draw):
    model = Model.of(make(shape=(2, 2, 3)))
    pictures = draw(shape=(2, 2, 3))
    z = pictures.X.reshape(12, 12) / 255 @ model.parameters["W1"].T + model.parameters["b1"]
    np.testing.assert_allclose(model.probabilities(pictures)[:, 1], 1 / (1 + np.exp(-z[:, 0])), rtol=1e-13)


def test_class_one_is_answered_above_the_threshold_not_at_it(model):
    probabilities = np.array([[0.5, 0.5], [0.4, 0.6], [0.2, 0.8]])
    assert model.classes(probabilities).tolist() == [0, 1, 1]
    assert replace(model, threshold=0.6).classes(probabilities).tolist() == [0, 0, 1]


def test_score_counts_right_answers(model, draw):
    """z = -1 everywhere: every answer is class 0, and every other sample is of class 0."""
    score = with_theta(model, 0, 0, -1).score(draw(m=7))
    assert (score.correct, score.total) == (4, 7)


@pytest.mark.parametrize("shape", [(3,), (2, 2, 3), (1, 2, 3)])
def test_samples_of_another_shape_are_refused(model, draw, shape):
    with pytest.raises(ModelError) as caught:
        model.probabilities(draw(shape=shape))
    assert caught.value.code == "GC-M05"
    assert "(2,)" in str(caught.value)
    assert str(shape) in str(caught.value)


def test_as_many_numbers_in_another_shape_are_refused(make, draw):
    """A picture of 2 × 4 has as many numbers as one of 4 × 2, in other places."""
    with pytest.raises(ModelError, match="GC-M05"):
        Model.of(make(shape=(2, 4, 3))).probabilities(draw(shape=(4, 2, 3)))


@pytest.mark.parametrize(
    "change",
    [
        {"class_names": ("cat",)},
        {"class_names": ("a", "b", "c")},
        {"class_names": ("a", "a")},
        {"theta": np.zeros(4)},
        {"theta": np.zeros((1, 3))},
        {"theta": np.array([0, np.nan, 0])},
        {"preprocessing": Preprocessing((3,))},
        {"memory": TrainMemory((1, 2, 3))},
        {"threshold": -0.1},
        {"threshold": 1.1},
        {"threshold": float("nan")},
    ],
)
def test_parts_that_do_not_fit_are_refused(model, change):
    with pytest.raises(ModelError) as caught:
        replace(model, **change)
    assert caught.value.code == "GC-M08"


@pytest.mark.parametrize("shape", [(), (1, 2), (4, 4, 1), (4, 4, 4), (1, 2, 3, 3)])
def test_shapes_that_no_sample_has_are_refused(shape):
    with pytest.raises(ValueError, match="n_features"):
        Preprocessing(shape)


def test_preprocessing_knows_pictures():
    assert Preprocessing((4, 5, 3)).is_pictures
    assert Preprocessing((4, 5, 3)).size == (4, 5)
    assert Preprocessing((60,)).size is None
    assert Preprocessing((4, 5, 3)).n_features == 60
    assert not Preprocessing((60,)).is_pictures


def test_shows_itself_in_one_line(model):
    assert repr(model) == "Model(sizes=(2, 1), class_names=('non-cat', 'cat'), shape=(2,))"


def test_a_sample_without_an_answer_is_named_in_the_readers_language(model, draw):
    """Of NaN nothing follows; samples that a program has put together itself were not looked at before."""
    samples = draw(m=4)
    X = samples.X.copy()
    X[2] = np.nan
    with pytest.raises(DataError) as caught:
        model.probabilities(replace(samples, X=X, names=("test 0", "test 1", "test 2", "test 3")))
    assert caught.value.code == "GC-D49"
    with use_language("zh"):
        assert str(caught.value.where) == "测试 2"
