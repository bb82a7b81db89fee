"""Mistakes in how samples are brought before a model: labels that part from them, and test samples that leak."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat import logistic
from glasscat.checks.museum.exhibit import Evidence, Exhibit
from glasscat.checks.museum.scores import judge_honest, judge_repeatable, judge_skill, out_of
from glasscat.data.arrays import from_arrays
from glasscat.data.inspection import inspect
from glasscat.i18n import _, _n

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.typing import Array, Integers


def shuffled(X: Array, y: Integers, rng: np.random.Generator) -> tuple[Array, Integers]:
    """Samples, one a column, and their classes, in a random order."""
    order = rng.permutation(len(y))
    return X[:, order], y[order]


def shuffled_apart(X: Array, y: Integers, rng: np.random.Generator) -> tuple[Array, Integers]:
    """Samples in a random order, classes in the old one."""
    order = rng.permutation(len(y))
    return X[:, order], y


def parts(m: int, n_test: int, rng: np.random.Generator) -> tuple[Integers, Integers]:
    """Indices of the training and of the test samples."""
    order = rng.permutation(m)
    return order[n_test:], order[:n_test]


def overlapping_parts(m: int, n_test: int, rng: np.random.Generator) -> tuple[Integers, Integers]:
    """The test samples are training samples, too."""
    order = rng.permutation(m)
    return order, order[:n_test]


def largest(X_train: Array, X_test: Array) -> Array:  # noqa: ARG001  (the same signature)
    """What every feature is divided by, learnt from the training samples."""
    X = X_train
    return np.max(np.abs(X), axis=1, keepdims=True)


def largest_of_all(X_train: Array, X_test: Array) -> Array:
    """The same of all samples."""
    X = np.hstack([X_train, X_test])
    return np.max(np.abs(X), axis=1, keepdims=True)


def chosen(X: Array, y: Integers, train: Integers) -> Integers:
    """The ten features that go best with the class, judged by the training samples."""
    X, y = X[:, train], y[train]
    agreement = np.abs(X @ (y - np.mean(y)))
    return np.argsort(agreement)[-10:]


def chosen_by_all(X: Array, y: Integers, train: Integers) -> Integers:  # noqa: ARG001  (the same signature)
    """The ten features that go best with the class, judged by all samples."""
    agreement = np.abs(X @ (y - np.mean(y)))
    return np.argsort(agreement)[-10:]


def _neuron(X: Array, y: Integers, n_iterations: int = 300) -> Callable[[Array], Integers]:
    """Train one neuron, and give its answers for other samples."""
    params, _grads, _costs = logistic.optimize(*logistic.initialize(len(X)), X, y.reshape(1, -1), n_iterations, 0.1)
    return lambda X: logistic.predict(params["w"], params["b"], X).ravel().astype(np.int64)


def _clouds(m: int, n_features: int, distance: float, rng: np.random.Generator) -> tuple[Array, Integers]:
    """Two overlapping clouds of samples, one a column."""
    y = rng.permutation(np.arange(m) % 2)
    return rng.standard_normal((n_features, m)) + distance * (2 * y - 1), y


def _examine_shuffled(shuffled: Callable[..., tuple[Array, Integers]]) -> Evidence:
    """More features than samples: whatever the labels are, they can be learnt by heart."""
    rng = np.random.default_rng(10)
    X, y = shuffled(*_clouds(100, 200, 0.2, rng), rng)
    X_test, y_test = _clouds(60, 200, 0.2, rng)
    answers = _neuron(X, y)
    return judge_skill(y, answers(X), y_test, answers(X_test))


def _examine_parts(parts: Callable[..., tuple[Integers, Integers]]) -> Evidence:
    """Answer with the class of the nearest training sample, and let inspection look at the two sets."""
    rng = np.random.default_rng(11)
    X, y = _clouds(160, 5, 0.4, rng)
    train, test = parts(160, 60, rng)
    X_fresh, y_fresh = _clouds(60, 5, 0.4, rng)

    def right(X: Array, truth: Integers) -> str:
        distances = np.sum((X.T[:, None] - X_train.T[None]) ** 2, axis=2)
        return out_of(int(np.sum(y[train][np.argmin(distances, axis=1)] == truth)), len(truth))

    X_train = X[:, train]
    data = from_arrays(X_train.T, y[train], test=(X[:, test].T, y[test]))
    copies = [item for finding in inspect(data) for item in finding.items if _is_copy(item)]
    return Evidence(
        numbers=(
            (_("right answers on the test set"), right(X[:, test], y[test])),
            (_("right answers on fresh samples"), right(X_fresh, y_fresh)),
            (_("test samples that are training samples"), len(copies)),
        ),
        alarm=bool(copies),
        sentence=_n(
            "{n} test sample is a training sample, too.", "{n} test samples are training samples, too.", len(copies)
        ),
    )


def _is_copy(item: object) -> bool:
    return isinstance(item, dict) and {"train", "test", "exact"} <= item.keys()


def _examine_largest(largest: Callable[[Array, Array], Array]) -> Evidence:
    """Judge the same 60 samples twice: alone, and together with one whose numbers are a thousand times larger."""
    rng = np.random.default_rng(12)
    (X, y), (X_test, y_test) = _clouds(40, 4, 1, rng), _clouds(60, 4, 1, rng)
    X, X_test = X + 2, X_test + 2
    with_odd_one = np.hstack([X_test, 1000 * X_test[:, :1]])

    def answers(X_test: Array) -> Integers:
        by = largest(X, X_test)
        return _neuron(X / by, y)(X_test / by)[: len(y_test)]

    ways = (_("without one odd test sample"), _("with it, on the others"))
    return judge_repeatable(y_test, answers(X_test), answers(with_odd_one), ways)


def _examine_chosen(chosen: Callable[[Array, Integers, Integers], Integers]) -> Evidence:
    """Two thousand features that have nothing to do with the class, of 80 samples; 1,000 fresh ones."""
    rng = np.random.default_rng(13)
    (X, y), (X_fresh, y_fresh) = _clouds(80, 2000, 0, rng), _clouds(1000, 2000, 0, rng)
    train, test = parts(80, 40, rng)
    best = chosen(X, y, train)
    answers = _neuron(X[best][:, train], y[train])
    return judge_honest(y[test], answers(X[best][:, test]), y_fresh, answers(X_fresh[best]))


SHUFFLED_APART = Exhibit(
    name="shuffled-apart",
    title=_("pictures shuffled, labels not"),
    story=_(
        "The samples are put into a random order and their labels stay where they were. "
        "The cost still falls, for the network learns the wrong labels by heart; on new samples it can only guess."
    ),
    check="verdict",
    right=shuffled,
    wrong=shuffled_apart,
    examine=_examine_shuffled,
)
TEST_IN_TRAIN = Exhibit(
    name="test-in-train",
    title=_("test pictures in the training set"),
    story=_(
        "The test samples were taken from the training set without being taken out of it. "
        "What has learnt its training set by heart gets a perfect score, which says nothing about new samples."
    ),
    check="verdict",
    right=parts,
    wrong=overlapping_parts,
    examine=_examine_parts,
)
SCALED_ON_ALL = Exhibit(
    name="scaled-on-all",
    title=_("scaling fitted on training and test samples"),
    story=_(
        "The number that each feature is divided by is taken from all samples, so that the test set has a say in "
        "training. One odd test sample is enough: it squeezes all others together, and their answers change."
    ),
    check="verdict",
    right=largest,
    wrong=largest_of_all,
    examine=_examine_largest,
)
CHOSEN_ON_ALL = Exhibit(
    name="chosen-on-all",
    title=_("features chosen with the help of the test set"),
    story=_(
        "Of many features those are kept that go best with the class, on all samples, and only then the samples are "
        "split. Even among features of pure chance some go well with the test set, and the score is far too good."
    ),
    check="verdict",
    right=chosen,
    wrong=chosen_by_all,
    examine=_examine_chosen,
)
EXHIBITS = (SHUFFLED_APART, TEST_IN_TRAIN, SCALED_ON_ALL, CHOSEN_ON_ALL)
