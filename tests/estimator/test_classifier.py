"""What the estimator learns and says, against glasscat itself and against what scikit-learn means by a word."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

import glasscat as gc
from glasscat import GlasscatClassifier
from glasscat.data.dataset import Samples
from glasscat.data.splits import holdout
from glasscat.errors import DivergedError

of_few_epochs = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
"""For tests that stop long before anything is learnt."""


def test_it_learns(moons):
    X, y = moons
    model = GlasscatClassifier((16,), learning_rate_init=0.02, max_iter=300, random_state=0).fit(X, y)
    assert model.score(X, y) > 0.97
    assert_array_equal(model.classes_, ["in", "out"])
    assert set(model.predict(X)) == {"in", "out"}
    assert model.n_features_in_ == 2
    assert len(model.loss_curve_) == model.n_iter_ == 300
    assert model.loss_ < model.loss_curve_[-1] < 0.1 < model.loss_curve_[0]
    assert model.loss_ == pytest.approx(log_loss(y, model.predict_proba(X)), rel=1e-12)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_bits_are_those_of_gc_fit(blobs, n_classes):
    """One trainer: a whole-number random_state is its seed, and every setting has its counterpart."""
    X, y = blobs
    X, y = X[y != 7] if n_classes == 2 else X, y[y != 7] if n_classes == 2 else y
    network = gc.Network.dense(4, [5], n_classes, activation="tanh", batch_norm=True, dropout=0.1)
    run = gc.fit(network, (X, y), optimizer=gc.Adam(0.01), epochs=20, batch_size=20, seed=7, l2=0.5 / len(X))
    model = GlasscatClassifier(
        (5,), "tanh", learning_rate_init=0.01, max_iter=20, batch_size=20, random_state=7, alpha=0.5, batch_norm=True,
        dropout=0.1,
    ).fit(X, y)  # fmt: skip
    assert_array_equal(model.model_.theta, run.theta)
    assert_array_equal(model.model_.buffers, run.fitted.buffers)
    assert_array_equal(model.predict_proba(X), run.probabilities(X))


def test_probabilities_are_sigmoid_and_softmax_of_the_decision(moons, blobs):
    X, y = moons
    model = GlasscatClassifier((8,), max_iter=50, random_state=0).fit(X, y)
    z = model.decision_function(X)
    assert z.shape == (120,)
    assert_allclose(model.predict_proba(X)[:, 1], 1 / (1 + np.exp(-z)), rtol=1e-14)
    assert_array_equal(model.predict(X), model.classes_[(z > 0).astype(int)])
    X, y = blobs
    model = GlasscatClassifier((8,), batch_norm=True, max_iter=50, random_state=0).fit(X, y)
    powers = np.exp(model.decision_function(X))
    assert_allclose(model.predict_proba(X), powers / powers.sum(axis=1, keepdims=True), rtol=1e-12)


def test_alpha_is_scikit_learns_measure(blobs):
    """Logistic regression at its minimum: alpha = 1 / C, against scikit-learn's own solver; intercepts are free."""
    X, y = blobs
    X, y = X[y != 7] * 0.2, y[y != 7]
    ours = GlasscatClassifier((), solver="lbfgs", alpha=2.0, max_iter=500, random_state=0).fit(X, y)
    theirs = LogisticRegression(C=0.5, tol=1e-10).fit(X, y)
    assert_allclose(ours.model_.parameters["W1"], theirs.coef_, rtol=2e-4)
    assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-4)


def test_weight_two_counts_twice(moons):
    X, y = moons
    s = np.arange(120) % 3
    settings = {"hidden_layer_sizes": (4,), "max_iter": 30, "random_state": 0, "alpha": 0.3, "batch_size": "all"}
    weighted = GlasscatClassifier(**settings).fit(X, y, sample_weight=s)
    repeated = GlasscatClassifier(**settings).fit(np.repeat(X, s, axis=0), np.repeat(y, s))
    assert_allclose(weighted.predict_proba(X), repeated.predict_proba(X), rtol=1e-8)
    assert_allclose(weighted.loss_, repeated.loss_, rtol=1e-10)


def test_class_weight(moons):
    X, y = moons
    X, y = X[: 80 + 10], np.where(np.arange(90) < 80, "a", "b")  # of no use but that one class is rare
    plain = GlasscatClassifier((), max_iter=300, learning_rate_init=0.05, random_state=0).fit(X, y)
    balanced = GlasscatClassifier((), max_iter=300, learning_rate_init=0.05, random_state=0, class_weight="balanced")
    by_label = GlasscatClassifier(
        (), max_iter=300, learning_rate_init=0.05, random_state=0, class_weight={"a": 90 / 160, "b": 4.5}
    )
    assert plain.predict_proba(X)[:, 1].mean() == pytest.approx(10 / 90, abs=0.02)
    assert balanced.fit(X, y).predict_proba(X)[:, 1].mean() == pytest.approx(0.5, abs=0.05)
    assert_array_equal(by_label.fit(X, y).model_.theta, balanced.model_.theta)


def test_labels_that_are_whole_numbers_have_weights_too(blobs):
    X, y = blobs
    one = GlasscatClassifier((3,), max_iter=5, random_state=0, class_weight={1: 2.0, 3: 1}).fit(X, y)
    other = GlasscatClassifier((3,), max_iter=5, random_state=0, class_weight={np.int64(1): 2.0}).fit(X, y)
    assert_array_equal(one.model_.theta, other.model_.theta)


def test_pictures(pictures):
    X, y = pictures
    model = GlasscatClassifier((), learning_rate_init=0.01, max_iter=400, random_state=0).fit(X, y)
    assert model.score(X, y) == 1
    assert model.n_features_in_ == 90
    assert model.model_.preprocessing.shape == (6, 5, 3)
    assert_array_equal(model.predict_proba(X), model.model_.probabilities(X))
    assert_array_equal(model.predict_proba(X.reshape(40, 90)), model.predict_proba(X))  # rows of the same units
    assert_array_equal(model.predict_proba(X.astype(float)), model.predict_proba(X))


def test_bytes_in_rows_are_pixels_and_it_is_said(pictures):
    X, y = pictures
    rows = X.reshape(40, -1)
    model = GlasscatClassifier((), max_iter=20, random_state=0).fit(rows, y)
    assert "divided by 255" in str(model.notes_[0])
    scaled = GlasscatClassifier((), max_iter=20, random_state=0).fit(rows / 255, y)
    assert scaled.notes_ == ()
    assert_array_equal(model.model_.theta, scaled.model_.theta)
    assert_array_equal(model.predict_proba(rows.astype(float)), model.predict_proba(rows))


def test_truth_values_and_small_integers_are_features(blobs):
    X, y = blobs
    for given in (X > 0, (X > 0).astype(np.int8), (X > 0).tolist()):
        model = GlasscatClassifier((3,), max_iter=5, random_state=0).fit(given, y)
        other = GlasscatClassifier((3,), max_iter=5, random_state=0).fit((X > 0).astype(float), y)
        assert_array_equal(model.predict_proba(given), other.predict_proba((X > 0).astype(float)))


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_no_answer_depends_on_its_company(moons, dtype):
    X, y = moons
    model = GlasscatClassifier((33,), max_iter=3, dtype=dtype, random_state=0).fit(X, y)
    for of in (model.predict_proba, model.decision_function):
        together = of(X)
        assert together.dtype == dtype
        assert_array_equal(np.concatenate([of(X[i : i + 1]) for i in range(120)]), together)
        assert_array_equal(np.concatenate([of(X[:7]), of(X[7:50]), of(X[50:])]), together)


def test_tol_stops_when_flat_and_warns_when_not(moons):
    X, y = moons
    model = GlasscatClassifier((), tol=1e-3, learning_rate_init=0.1, max_iter=2000, random_state=0).fit(X, y)
    assert 20 < model.n_iter_ < 500
    falls = -np.diff([*model.loss_curve_, model.loss_])
    assert (falls[-10:] <= 1e-3).all()
    assert falls[-11] > 1e-3
    with pytest.warns(ConvergenceWarning, match="max_iter"):
        GlasscatClassifier((), tol=1e-9, max_iter=12, random_state=0).fit(X, y)


def test_early_stopping_goes_back_to_the_best(moons):
    X, y = moons
    settings = {"hidden_layer_sizes": (30,), "solver": "gd", "learning_rate_init": 3.0, "random_state": 3}
    model = GlasscatClassifier(early_stopping=True, validation_fraction=0.3, max_iter=400, **settings).fit(X, y)
    assert 10 < model.n_iter_ < 400
    data = gc.from_arrays(X, y)
    train, held_out = holdout(data.train, 0.3, 3)
    run = gc.fit(
        gc.Network.dense(2, [30], 2),
        replace(data, train=train),
        optimizer=gc.GradientDescent(3.0),
        epochs=400,
        held_out=held_out,
        patience=10,
        record_every=1,
        seed=3,
    )
    assert_allclose(model.model_.theta, run.theta, rtol=1e-12)


@of_few_epochs
def test_partial_fit_begins_as_fit_does(moons):
    X, y = moons
    one = GlasscatClassifier((5,), method="direct", random_state=4, max_iter=1, dropout=0.2).fit(X, y)
    other = GlasscatClassifier((5,), random_state=4, dropout=0.2).partial_fit(X, y, classes=["in", "out"])
    assert_array_equal(one.model_.theta, other.model_.theta)
    assert other.n_iter_ == len(other.loss_curve_) == 1


@of_few_epochs
def test_partial_fits_go_on(moons):
    """Steps on all samples, one after the other, are those of one training: the optimiser goes on as well."""
    X, y = moons
    settings = {"batch_size": "all", "random_state": 4, "weight_decay": 0.01, "alpha": 0.1, "batch_norm": True}
    one = GlasscatClassifier((5,), method="direct", max_iter=6, **settings).fit(X, y)
    other = GlasscatClassifier((5,), **settings)
    for _ in range(6):
        other = pickle.loads(pickle.dumps(other.partial_fit(X, y, classes=["in", "out"])))  # noqa: S301  (our own)
    assert_array_equal(one.model_.theta, other.model_.theta)
    assert_allclose(one.model_.buffers, other.model_.buffers, rtol=1e-12)
    assert other.n_iter_ == len(other.loss_curve_) == 6


def test_partial_fit_on_other_samples(moons):
    X, y = moons
    model = GlasscatClassifier((16,), learning_rate_init=0.02, batch_size=8, random_state=0)
    for _ in range(40):
        for first in range(0, 120, 30):
            model.partial_fit(X[first : first + 30], y[first : first + 30], classes=np.unique(y))
    assert model.score(X, y) > 0.95


@of_few_epochs
def test_partial_fit_goes_on_after_fit(moons):
    X, y = moons
    model = GlasscatClassifier((8,), random_state=0, max_iter=20).fit(X, y)
    before = log_loss(y, model.predict_proba(X))
    for _ in range(30):
        model.partial_fit(X, y)
    assert log_loss(y, model.predict_proba(X)) < before
    assert model.n_iter_ == 50


@of_few_epochs
def test_a_training_that_fails_leaves_no_model(moons):
    X, y = moons
    model = GlasscatClassifier((8,), random_state=0, max_iter=20).fit(X, y)
    with pytest.raises(DivergedError), np.errstate(all="ignore"):
        model.set_params(solver="gd", learning_rate_init=1e200).fit(X * 1e100, y)
    with pytest.raises(NotFittedError):
        model.predict(X)


@of_few_epochs
def test_random_state_of_every_kind(moons):
    X, y = moons

    def theta(random_state):
        return GlasscatClassifier((3,), max_iter=1, random_state=random_state).fit(X, y).model_.theta

    assert_array_equal(theta(np.int64(3)), theta(3))
    assert_array_equal(theta(np.random.RandomState(3)), theta(np.random.RandomState(3)))
    assert (theta(None) != theta(None)).any()


@of_few_epochs
@pytest.mark.parametrize(
    "settings",
    [
        {"solver": "sgd", "momentum": 0.8},
        {"solver": "momentum", "learning_rate": "cosine", "warmup": 3},
        {"solver": "adamw", "beta_1": 0.8, "beta_2": 0.99, "epsilon": 1e-7, "weight_decay": 0.1},
        {"solver": "rmsprop", "clip_norm": 1.0},
        {"solver": "adagrad", "clip_value": 0.1, "loss": "squared-error"},
        {"solver": "lbfgs", "activation": "logistic", "init": "normal"},
        {
            "solver": "gd",
            "activation": "leaky-relu",
            "hidden_layer_sizes": 7,
            "learning_rate_init": 1.0,
            "stop_cost": 0.4,
        },
        {"solver": "nesterov", "hidden_layer_sizes": np.array([3, 2]), "activation": "sigmoid"},
    ],
)
def test_every_option_trains(moons, settings):
    X, y = moons
    model = GlasscatClassifier(max_iter=30, random_state=0).set_params(**settings).fit(X, y)
    assert model.loss_ < model.loss_curve_[0]
    if "stop_cost" in settings:
        assert model.n_iter_ < 30


def test_batches_by_default():
    """At most 200 samples, and none that is tiny."""
    from glasscat.estimator.options import batch_size_of

    auto, all_, lbfgs = GlasscatClassifier(), GlasscatClassifier(batch_size="all"), GlasscatClassifier(solver="lbfgs")
    assert [batch_size_of(auto, m) for m in (2, 200, 201, 209, 1000)] == [None, None, 101, 105, 200]
    assert batch_size_of(all_, 1000) is batch_size_of(lbfgs, 1000) is None
    assert batch_size_of(GlasscatClassifier(batch_size=7), 1000) == 7


def test_model_goes_into_a_file_and_answers_the_same(pictures, tmp_path):
    from glasscat.models.file import save_model

    X, y = pictures
    model = GlasscatClassifier((4,), max_iter=30, random_state=0).fit(X, np.array(["dog", "cat"])[y])
    save_model(model.model_, tmp_path / "model.safetensors")
    again = gc.load_model(tmp_path / "model.safetensors")
    assert again.class_names == ("cat", "dog")
    assert_array_equal(again.probabilities(X), model.predict_proba(X))
    samples = Samples(X, y, ("",) * 40, 255.0)
    assert [one.class_name for one in again.predict(samples)] == model.predict(X).tolist()


def test_importing_glasscat_does_not_import_scikit_learn():
    code = "import sys, glasscat; glasscat.Network, glasscat.fit; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_scikit_learn():
    code = """
import sys
from importlib import util
found = util.find_spec
util.find_spec = lambda name, package=None: None if name == "sklearn" else found(name, package)
from glasscat import *
import glasscat
try:
    GlasscatClassifier(max_iter=3)
except glasscat.GlasscatError as error:
    print(error)
sys.exit("sklearn" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert "[GC-E01]" in done.stdout
    assert "glasscat[sklearn]" in done.stdout


def test_a_training_that_ends_worse_than_a_constant_answer_warns(moons):
    X, y = moons
    with pytest.warns(ConvergenceWarning, match=r"\[GC-N08\] It ended worse than a constant answer"):
        model = GlasscatClassifier((20,), init="normal", init_scale=5.0, max_iter=2, random_state=0).fit(X, y)
    assert "GC-N08" in [finding.code for finding in model.diagnosis_]
    assert GlasscatClassifier((20,), max_iter=60, random_state=0).fit(X, y).diagnosis_ == ()


def test_a_training_that_met_its_stop_cost_has_not_come_to_max_iter(moons):
    """No warning: warnings are errors here."""
    X, y = moons
    model = GlasscatClassifier((), stop_cost=0.5, tol=1e-9, learning_rate_init=0.1, max_iter=500, random_state=0)
    assert model.fit(X, y).n_iter_ < 500
    assert model.loss_ < 0.5


def test_frozen_parameters_stay(blobs):
    X, y = blobs
    model = GlasscatClassifier((5,), freeze=[1], max_iter=20, learning_rate_init=0.1, random_state=0)
    for fitted in (clone(model).fit(X, y), clone(model).partial_fit(X, y, [1, 3, 7]).partial_fit(X, y)):
        network = fitted.model_.network
        begins = network.layout.views(network.initial(0))
        assert_array_equal(fitted.model_.parameters["W1"], begins["W1"])
        assert (fitted.model_.parameters["W2"] != begins["W2"]).all()
