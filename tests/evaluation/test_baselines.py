"""Baselines: nearest neighbour and mean colour against scikit-learn, the comparison against a binomial test."""

import json
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.neighbors import KNeighborsClassifier

from glasscat.data.dataset import Samples
from glasscat.errors import DataError, ModelError
from glasscat.evaluation import nearest
from glasscat.evaluation.baselines import Rival, compare, find_rivals
from glasscat.evaluation.memory import TrainMemory, mean_colours
from glasscat.evaluation.nearest import nearest_neighbour
from glasscat.i18n import _


def samples(X, y, scale=1.0):
    return Samples(np.asarray(X), np.asarray(y), tuple(map(str, range(len(y)))), scale)


def pictures(m, seed, n_classes=2, size=4, dtype=np.uint8):
    """Noise whose red grows with the class."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, n_classes, m)
    y[:n_classes] = range(n_classes)
    X = rng.integers(0, 200, (m, size, size, 3))
    X[..., 0] += 10 * y[:, None, None]
    return samples(X.astype(dtype), y, 255.0)


@pytest.mark.parametrize("block", [1, 500, 2**22])
def test_nearest_neighbour_is_that_of_scikit_learn(monkeypatch, block):
    monkeypatch.setattr(nearest, "BLOCK_NUMBERS", block)
    train, test = pictures(60, 1, 3), pictures(25, 2, 3)
    oracle = KNeighborsClassifier(1, algorithm="brute").fit(train.X.reshape(60, -1).astype(float), train.y)
    assert (nearest_neighbour(train, test) == oracle.predict(test.X.reshape(25, -1).astype(float))).all()


@pytest.mark.parametrize("block", [1, 2**22])
def test_of_equally_near_neighbours_the_first_answers(monkeypatch, block):
    monkeypatch.setattr(nearest, "BLOCK_NUMBERS", block)
    train = samples(np.array([[9], [4], [6], [4]], np.uint8), [0, 1, 2, 0])
    assert nearest_neighbour(train, samples(np.array([[5], [4]], np.uint8), [0, 0])).tolist() == [1, 1]


def test_large_bytes_do_not_overflow():
    train = samples(np.array([[0] * 400, [255] * 400], np.uint8), [0, 1])
    assert nearest_neighbour(train, samples(np.array([[254] * 400], np.uint8), [0])).tolist() == [1]


@pytest.mark.parametrize("exponent", [-600, 600])
def test_features_far_from_1_have_the_same_neighbours(exponent):
    """Their squares are 0, or beyond float64; a power of two rounds nothing."""
    rng = np.random.default_rng(0)
    train, test = (Samples(rng.normal(size=(m, 3)), rng.integers(0, 5, m), tuple("x" * m)) for m in (40, 30))
    far = [Samples(np.ldexp(part.X, exponent), part.y, part.names) for part in (train, test)]
    np.testing.assert_array_equal(nearest_neighbour(*far), nearest_neighbour(train, test))


@pytest.mark.parametrize("stored", ["bytes", "floats"])
def test_memory_stays_bounded_where_samples_are_many_and_small(monkeypatch, stored):
    """Blocks of samples of one number each: of their distances there must not be the square."""
    monkeypatch.setattr(nearest, "BLOCK_NUMBERS", 10_000)
    rng = np.random.default_rng(0)
    X = rng.integers(0, 256, (3000, 1)).astype(np.uint8 if stored == "bytes" else np.float64)
    part = samples(X, rng.integers(0, 3, 3000))
    nearest_neighbour(part, part)  # whatever is made once
    tracemalloc.start()
    nearest_neighbour(part, part)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # 100 rows of distances, 80 kB, some of them at once; all 3000 rows would be 72 MB
    assert peak < 1_000_000


def test_progress_counts_the_training_samples(monkeypatch):
    monkeypatch.setattr(nearest, "BLOCK_NUMBERS", 25 * 48)
    seen = []
    nearest_neighbour(pictures(60, 1, 3), pictures(25, 2, 3), lambda done, total: seen.append((done, total)))
    assert seen == [(25, 60), (50, 60), (60, 60)]


@pytest.mark.parametrize("size", [5, 20])
def test_bytes_multiplied_in_float32_lose_nothing(size):
    """Nearest of neighbours whose distances differ by 1 in a million: Python's whole numbers know which it is."""
    rng = np.random.default_rng(size)
    one = rng.integers(0, 2, (1, size, size, 3)) * 255
    X = np.abs(one - (rng.random((40, size, size, 3)) < 0.9) * 200)
    near = np.repeat(X[:1], 40, 0)
    near[np.arange(40), 0, rng.integers(0, size, 40), rng.integers(0, 3, 40)] += 1
    train, test = samples(near.astype(np.uint8), np.arange(40), 255.0), samples(one.astype(np.uint8), [0], 255.0)
    squares = ((near.astype(int) - one.astype(int)) ** 2).reshape(40, -1).sum(axis=1)
    assert nearest_neighbour(train, test).tolist() == [int(np.argmin(squares))]


def test_pictures_of_another_scale_are_the_same_pictures():
    train, test = pictures(40, 3), pictures(20, 4)
    unit = samples(test.X / 255.0, test.y)
    assert (nearest_neighbour(train, unit) == nearest_neighbour(train, test)).all()


def test_samples_of_another_size_are_refused():
    with pytest.raises(DataError) as caught:
        nearest_neighbour(pictures(5, 0, size=4), pictures(5, 0, size=5))
    assert caught.value.code == "GC-V07"


@given(st.integers(0, 2**32 - 1), st.integers(2, 4))
def test_mean_colour_is_linear_discriminant_analysis(seed, n_classes):
    train, test = pictures(60, seed, n_classes), pictures(30, seed + 1, n_classes)
    memory = TrainMemory.of(train, n_classes)
    oracle = LinearDiscriminantAnalysis(solver="lsqr").fit(mean_colours(train), train.y)
    ours = mean_colours(test) @ memory.coefficients.T + memory.intercepts
    # Compared after what all classes share is taken off. The ridge is a millionth, on scores of tens of units.
    log_shares = ours - np.logaddexp.reduce(ours, axis=1, keepdims=True)
    np.testing.assert_allclose(log_shares, oracle.predict_log_proba(mean_colours(test)), atol=2e-4)


def test_mean_colours_are_means_from_0_to_1():
    picture = np.zeros((1, 2, 2, 3), np.uint8)
    picture[0, 0, 0] = (255, 102, 0)
    assert mean_colours(samples(picture, [0], 255.0)) == pytest.approx(np.array([[0.25, 0.1, 0]]))


@pytest.mark.parametrize("level", [None, 90])
def test_grey_pictures_and_pictures_all_alike_have_a_discriminant(level):
    rng = np.random.default_rng(0)
    grey = rng.integers(0, 255, (30, 1, 1, 1)) if level is None else np.full((30, 1, 1, 1), level)
    X = np.broadcast_to(grey, (30, 2, 2, 3)).astype(np.uint8)
    train = samples(X, (np.arange(30) < 20) if level else (X[:, 0, 0, 0] > 127), 255.0)
    train = samples(train.X, train.y.astype(np.int64), 255.0)
    answers = TrainMemory.of(train, 2).answer_by_colour(train)
    # Alike: nothing but the shares speaks. Grey levels that do tell the classes apart: nearly all are found.
    assert (answers == 1).all() if level else (answers == train.y).mean() > 0.9


def test_a_class_without_training_samples_is_never_answered():
    memory = TrainMemory.of(pictures(30, 5, 2), 3)
    assert memory.class_counts[2] == 0
    assert 2 not in memory.answer_by_colour(pictures(30, 6, 2))
    again = TrainMemory.from_json(json.loads(json.dumps(memory.as_json(), allow_nan=False)))
    assert np.array_equal(again.intercepts, memory.intercepts)


@pytest.mark.parametrize("train", [pictures(30, 7, 3), samples(np.eye(4), [0, 1, 2, 2])])
def test_memory_survives_json(train):
    memory = TrainMemory.of(train, 3)
    again = TrainMemory.from_json(json.loads(json.dumps(memory.as_json(), allow_nan=False)))
    assert again.class_counts == memory.class_counts
    assert again.n_classes == 3
    answers, same = memory.answer_by_colour(pictures(20, 8, 3)), again.answer_by_colour(pictures(20, 8, 3))
    assert np.array_equal(answers, same) if train.is_pictures else answers is same is None


@pytest.mark.parametrize(
    "change",
    [
        {"class_counts": [1]},
        {"class_counts": [3, -1]},
        {"class_counts": [0, 0]},
        {"class_counts": None},
        {"class_counts": ["many", 2]},
        {"coefficients": [[1, 2], [3, 4]]},
        {"coefficients": [[1, 2, 3], [4, 5, float("nan")]]},
        {"coefficients": "all of them"},
        {"intercepts": [1, 2, 3]},
        {"intercepts": [1, float("nan")]},
        {"intercepts": None},
    ],
)
def test_what_is_no_memory_is_refused(change):
    document = TrainMemory.of(pictures(30, 9), 2).as_json() | change
    with pytest.raises(ModelError) as caught:
        TrainMemory.from_json(document)
    assert caught.value.code == "GC-V08"


def test_a_memory_without_its_keys_is_refused():
    with pytest.raises(ModelError):
        TrainMemory.from_json({})


def test_a_comparison_counts_only_what_is_kept():
    y = np.array([0, 1, 1, 0, 1, 1, 1])
    rival = Rival("rival", _("rival"), np.array([0, 0, 0, 0, 0, 0, 1]))
    kept = np.array([True] * 6 + [False])
    baseline = compare(rival, np.array([True] * 6), y, kept)
    assert (baseline.correct, baseline.score.total) == (2, 6)
    assert baseline.accuracy == pytest.approx(100 / 3)
    assert baseline.p_value == pytest.approx(stats.binomtest(4, 4).pvalue)


def test_rivals_depend_on_what_is_known():
    train, test = pictures(30, 1), pictures(10, 2)
    memory = TrainMemory.of(train, 2)
    names = ("a", "b")

    def found(test, train, memory):
        return [rival.name for rival in find_rivals(test, names, train, memory)]

    assert found(test, train, memory) == ["train-majority", "test-majority", "nearest-neighbour", "mean-colour"]
    assert found(test, None, memory) == ["train-majority", "test-majority", "mean-colour"]
    assert found(test, None, None) == ["test-majority"]
    features = samples(np.eye(4), [0, 1, 1, 1])
    assert found(features, features, TrainMemory.of(features, 2)) == [
        "train-majority",
        "test-majority",
        "nearest-neighbour",
    ]


def test_majorities_answer_the_most_frequent_class_and_the_first_of_equals():
    test = samples(np.zeros((4, 2)), [1, 1, 0, 0])
    first, second = find_rivals(test, ("a", "b"), None, TrainMemory((3, 9)))
    assert first.answers.tolist() == [1] * 4
    assert second.answers.tolist() == [0] * 4
