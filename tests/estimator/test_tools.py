"""The tools that people build with: each takes the estimator as it is."""

from __future__ import annotations

import json
import subprocess
import sys

import joblib
import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import VotingClassifier
from sklearn.inspection import permutation_importance
from sklearn.metrics import brier_score_loss
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import glasscat as gc
from glasscat import GlasscatClassifier
from glasscat.models.file import save_model

SMALL = GlasscatClassifier((8,), learning_rate_init=0.02, max_iter=60, random_state=0)


def test_clone_keeps_every_parameter():
    model = GlasscatClassifier((3, 2), "tanh", solver="sgd", class_weight={1: 2.0}, dtype="float32")
    assert clone(model).get_params() == model.get_params()
    assert repr(clone(model)) == repr(model)


def test_pipeline_and_grid_search_in_processes(moons):
    X, y = moons
    pipeline = make_pipeline(StandardScaler(), clone(SMALL))
    search = GridSearchCV(
        pipeline, {"glasscatclassifier__hidden_layer_sizes": [(), (12,)]}, cv=3, n_jobs=2, error_score="raise"
    )
    search.fit(X * [1, 1000], y)
    assert search.best_params_ == {"glasscatclassifier__hidden_layer_sizes": (12,)}
    assert search.best_score_ > 0.85
    alone = cross_val_score(search.best_estimator_, X * [1, 1000], y, cv=3)
    assert alone.mean() == pytest.approx(search.best_score_, abs=1e-12)  # processes change nothing


def test_joblib_keeps_the_bits(moons, tmp_path):
    X, y = moons
    model = clone(SMALL).fit(X, y)
    joblib.dump(model, tmp_path / "model.joblib")
    again = joblib.load(tmp_path / "model.joblib")
    assert_array_equal(again.predict_proba(X), model.predict_proba(X))
    assert again.model_.class_names == ("in", "out")


def test_calibration(moons):
    X, y = moons
    calibrated = CalibratedClassifierCV(clone(SMALL), cv=3).fit(X, y)
    shares = calibrated.predict_proba(X)[:, 1]
    assert brier_score_loss(y == "out", shares) < 0.1


def test_permutation_importance(moons):
    X, y = moons
    X = np.column_stack([X, np.zeros(120)])
    found = permutation_importance(clone(SMALL).fit(X, y), X, y, n_repeats=3, random_state=0)
    assert found.importances_mean[2] == 0
    assert found.importances_mean[:2].min() > 0.05


def test_ensembles(blobs):
    X, y = blobs
    assert VotingClassifier([("a", clone(SMALL)), ("b", clone(SMALL))], voting="soft").fit(X, y).score(X, y) > 0.95
    assert OneVsRestClassifier(clone(SMALL)).fit(X, y).score(X, y) > 0.95


def test_command_line_python_and_estimator_say_the_same_bits(pictures, tmp_path):
    """Each by its own way: a file and a process, a loaded model and an array, the estimator and an array."""
    X, y = pictures
    model = GlasscatClassifier((7,), batch_norm=True, max_iter=30, random_state=0).fit(X, y)
    save_model(model.model_, tmp_path / "model.safetensors")
    for k in range(5):
        Image.fromarray(X[k]).save(tmp_path / f"{k}.png")
    files = [str(tmp_path / f"{k}.png") for k in range(5)]
    command = [sys.executable, "-m", "glasscat", "predict", str(tmp_path / "model.safetensors"), *files, "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    by_command = [[one["probabilities"]["0"], one["probabilities"]["1"]] for one in json.loads(done.stdout)]
    assert_array_equal(by_command, model.predict_proba(X)[:5])
    loaded = gc.load_model(tmp_path / "model.safetensors")
    assert_array_equal(loaded.probabilities(X)[:5], by_command)
    assert [list(one.probabilities.values()) for one in loaded.predict(files)] == by_command
    assert [one["class"] for one in json.loads(done.stdout)] == [str(label) for label in model.predict(X)[:5]]
