"""What cannot be meant is refused with a code, before anything is trained."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from glasscat import GlasscatClassifier, GlasscatError

X = np.random.default_rng(0).normal(size=(30, 4))
y = np.arange(30) % 3
PICTURES = np.random.default_rng(0).integers(0, 256, (30, 4, 5, 3), dtype=np.uint8)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"batch_size": "half"}, "GC-E02"),
        ({"beta_1": 0.9, "solver": "sgd"}, "GC-E06"),
        ({"momentum": 0.9}, "GC-E06"),
        ({"hidden_layer_sizes": (2.5,)}, "GC-E11"),
        ({"hidden_layer_sizes": "20,7"}, "GC-E11"),
        ({"tol": 1e-4, "early_stopping": True}, "GC-E12"),
        ({"tol": -1.0}, "GC-E13"),
        ({"tol": float("nan")}, "GC-E13"),
        ({"tol": 1e-4, "n_iter_no_change": 0}, "GC-E13"),
        ({"alpha": -1.0}, "GC-E14"),
        ({"alpha": "0"}, "GC-E14"),
        ({"early_stopping": True, "validation_fraction": 0.01}, "GC-E15"),
        ({"early_stopping": True, "validation_fraction": 1.0}, "GC-U22"),
        ({"batch_size": 31}, "GC-U10"),
        ({"max_iter": 0}, "GC-U94"),
        ({"dtype": "float16"}, "GC-U12"),
        ({"solver": "newton"}, "GC-U50"),
        ({"learning_rate": "invscaling"}, "GC-U51"),
        ({"class_weight": {5: 1.0}}, "GC-U64"),
        ({"class_weight": "equal"}, "GC-U64"),
        ({"activation": "identity"}, "GC-U05"),
        ({"solver": "lbfgs", "batch_norm": True}, "GC-U66"),
    ],
)
def test_settings(settings, code):
    with pytest.raises(GlasscatError) as caught:
        GlasscatClassifier(random_state=0, **settings).fit(X, y)
    assert caught.value.code == code
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("hidden", [(), (4,)])
@pytest.mark.parametrize("ask", ["predict", "predict_proba", "decision_function", "model.predict", "model"])
def test_features_beyond_float32(ask, hidden):
    """Infinite for float32, and so refused as infinity is; an answer within float32 stays an answer."""
    classifier = GlasscatClassifier(hidden, dtype="float32", solver="lbfgs", alpha=0.1, random_state=0).fit(
        X, X[:, 0] > 0
    )
    model = classifier.model_
    asked = {"model.predict": model.predict, "model": model.probabilities}.get(ask) or getattr(classifier, ask)
    far = X[:3].copy()
    far[1, 2] = -1e39
    with pytest.raises(
        GlasscatError, match=r"in float32, which ends at 3.4e\+38, .* its largest value is 1e\+39"
    ) as caught:
        asked(far)
    assert (caught.value.code, caught.value.where) == ("GC-D49", "X[1]")
    assert isinstance(caught.value, ValueError)
    far[1, 2] = 1e30
    asked(far)
    assert len(asked(far.astype(np.float32))) == 3


def test_an_overflow_on_the_way_to_a_number_is_none():
    """w·x is beyond float32, and its sigmoid is 0 or 1 all the same; the difference of two infinities is nothing."""
    classifier = GlasscatClassifier((), dtype="float32", solver="lbfgs", alpha=0.1).fit(X, X[:, 0] > 0)
    w = 10 * np.sign(classifier.model_.parameters["W1"][0])
    model = replace(classifier.model_, theta=np.append(w, 0).astype(np.float32), self_test=None)
    far = np.array([w, -w, w * [1, -1, 1, -1]]) * 3e37  # each product is 3e39
    np.testing.assert_array_equal(model.probabilities(far[:2]), [[0, 1], [1, 0]])
    with pytest.raises(GlasscatError, match="its largest value is 3e") as caught:
        model.probabilities(far)
    assert (caught.value.code, caught.value.where) == ("GC-D49", "X[2]")


def test_what_stands_in_where_scikit_learn_is_missing():
    from glasscat.estimator.missing import GlasscatClassifier as Missing

    with pytest.raises(GlasscatError) as caught:
        Missing((20, 7), max_iter=3)
    assert (caught.value.code, caught.value.exit_code) == ("GC-E01", 2)


@pytest.mark.parametrize("shape", [(30, 4, 5, 1), (30, 4, 5, 4), (30, 0, 5, 3), (0, 4, 5, 3)])
def test_pictures_of_other_channels(shape):
    with pytest.raises(GlasscatError) as caught:
        GlasscatClassifier().fit(np.zeros(shape, np.uint8), y[: shape[0]])
    assert caught.value.code == "GC-E03"


def test_pictures_turned_round():
    model = GlasscatClassifier((), max_iter=2, random_state=0).fit(PICTURES, y)
    with pytest.raises(GlasscatError) as caught:
        model.predict(PICTURES.transpose(0, 2, 1, 3))
    assert caught.value.code == "GC-E04"


def test_pictures_in_another_range():
    model = GlasscatClassifier((), max_iter=2, random_state=0).fit(PICTURES / 255, y)
    for other in (PICTURES, PICTURES / 255 - 0.5):
        with pytest.raises(GlasscatError) as caught:
            model.predict(other)
        assert caught.value.code == "GC-E05"


def test_fractions_where_bytes_were_fitted():
    """As 0-255 they would all be black; the loaded model, which takes them for 0-1, would say something else."""
    for fitted in (PICTURES, PICTURES.reshape(30, -1)):
        model = GlasscatClassifier((), max_iter=2, random_state=0).fit(fitted, y)
        with pytest.raises(GlasscatError) as caught:
            model.predict(fitted / 255)
        assert caught.value.code == "GC-E05"
        assert model.predict((fitted > 250) * 1.0).shape == (30,)  # very dark, but whole numbers


def test_rows_outside_the_range_of_bytes():
    model = GlasscatClassifier((), max_iter=2, random_state=0).fit(PICTURES.reshape(30, -1), y)
    with pytest.raises(GlasscatError) as caught:
        model.predict(PICTURES.reshape(30, -1) * 2.0)
    assert caught.value.code == "GC-E05"


@pytest.mark.parametrize(
    "settings",
    [
        {"solver": "lbfgs"},
        {"early_stopping": True},
        {"learning_rate": "cosine"},
        {"warmup": 3},
        {"class_weight": "balanced"},
    ],
)
def test_what_partial_fit_cannot_know(settings):
    with pytest.raises(GlasscatError) as caught:
        GlasscatClassifier(**settings).partial_fit(X, y, classes=[0, 1, 2])
    assert caught.value.code == "GC-E07"


def test_classes_of_partial_fit():
    for classes in (None, [1], []):
        with pytest.raises(GlasscatError) as caught:
            GlasscatClassifier().partial_fit(X, y, classes=classes)
        assert caught.value.code == "GC-E08"
    model = GlasscatClassifier(random_state=0)
    with pytest.raises(GlasscatError) as caught:
        model.partial_fit(X, y, classes=[0, 1])
    assert caught.value.code == "GC-E08"
    model = GlasscatClassifier(random_state=0).partial_fit(X, y, classes=[2, 1, 0])
    with pytest.raises(GlasscatError) as caught:
        model.partial_fit(X, y, classes=[0, 1, 2, 3])
    assert caught.value.code == "GC-E08"
    model.partial_fit(X[:5], np.zeros(5, int), classes=[0, 1, 2])


@pytest.mark.parametrize("weights", [None, np.arange(30) % 3 == 1])
def test_one_class(weights):
    labels = np.ones(30) if weights is None else y
    with pytest.raises(GlasscatError) as caught:
        GlasscatClassifier().fit(X, labels, sample_weight=weights)
    assert caught.value.code == "GC-E09"


def test_weights_that_overflow():
    with pytest.raises(GlasscatError) as caught, np.errstate(over="ignore"):
        GlasscatClassifier().fit(X, y, sample_weight=np.full(30, 1e308))
    assert caught.value.code == "GC-E10"


@pytest.mark.parametrize("weights", [np.full(30, -1.0), np.zeros(30), np.ones(29)])
def test_weights_that_scikit_learn_refuses(weights):
    with pytest.raises(ValueError, match="weight"):
        GlasscatClassifier().fit(X, y, sample_weight=weights)
