"""The course's pictures as its own code holds them: X (12288, m) in [0, 1], Y (1, m)."""

import os
from itertools import pairwise
from pathlib import Path

import h5py
import numpy as np
import pytest

import glasscat as gc


@pytest.fixture(scope="session")
def course_files():
    folder = os.environ.get("GLASSCAT_COURSE_DATA")
    if not folder:
        pytest.skip("GLASSCAT_COURSE_DATA is not set: the course's pictures are not at hand")
    return Path(folder) / "train_catvnoncat.h5", Path(folder) / "test_catvnoncat.h5"


@pytest.fixture(scope="session")
def course_arrays(course_files):
    """Return X, Y, X_test, Y_test, read by h5py alone."""
    arrays = []
    for path, part in zip(course_files, ("train", "test"), strict=True):
        with h5py.File(path) as file:
            pictures, y = file[f"{part}_set_x"][:], file[f"{part}_set_y"][:]
        arrays += [pictures.reshape(len(pictures), -1).T / 255, y[None]]
    return arrays


@pytest.fixture(scope="session")
def course_data(course_files):
    """Return the same through the public door."""
    return gc.load(course_files[0], test=course_files[1])


@pytest.fixture(scope="session")
def given_weights():
    """Return the initial weights of [12288, 20, 7, 5, 1]: numpy.random.seed(1), randn / sqrt(n_prev), biases zero."""
    random = np.random.RandomState(1)
    sizes = (12288, 20, 7, 5, 1)
    initial = {}
    for number, (n_prev, n) in enumerate(pairwise(sizes), start=1):
        initial[f"W{number}"] = random.randn(n, n_prev) / np.sqrt(n_prev)
        initial[f"b{number}"] = np.zeros((n, 1))
    return initial
