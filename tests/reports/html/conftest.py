"""Runs to report on, each trained once: three classes with hostile names, two classes, no test set, features."""

from __future__ import annotations

import h5py
import numpy as np
import pytest

from glasscat.cli.main import main
from glasscat.i18n import use_language

HOSTILE = ("<script>alert(1)</script>", "fox & <b>friends</b>", "\"quoted\" 'too'")


def pictures(n, n_classes, *, size=10, seed=0, step=60):
    """Pictures (n, size, size, 3) uint8 whose brightness grows with the class, and may overlap with its neighbours'."""
    random = np.random.default_rng(seed)
    y = np.arange(n) % n_classes
    noise = random.integers(0, 40, (n, size, size, 3)) + random.integers(0, 60, (n, 1, 1, 1))
    X = 40 + step * y[:, None, None, None] + noise
    return X.clip(0, 255).astype(np.uint8), y


def write(path, train, test=None, names=HOSTILE):
    with h5py.File(path, "w") as file:
        for role, part in (("train", train), ("test", test)):
            if part is not None:
                file[f"{role}_set_x"], file[f"{role}_set_y"] = part
        file["list_classes"] = np.array([name.encode() for name in names])
    return path


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """Return a function that trains once on the data that is named, and gives the run folder."""
    folder = tmp_path_factory.mktemp("reported")
    train, test = pictures(60, 3), pictures(45, 3, seed=1)
    test[0][4] = train[0][4]  # one picture in both
    write(folder / "three.h5", train, test)
    write(folder / "two.h5", pictures(40, 2), pictures(20, 2, seed=1), ("dark", "bright"))
    write(folder / "easy.h5", pictures(40, 2, step=150), pictures(20, 2, seed=1, step=150), ("dark", "bright"))
    write(folder / "alone.h5", pictures(40, 2), None, ("dark", "bright"))
    random = np.random.default_rng(2)
    np.savez(folder / "rows.npz", X=random.normal(size=(40, 5)), y=np.arange(40) % 2, class_names=np.array(["a", "b"]))

    def run(data, name, *options):
        if not (folder / name).exists():
            with use_language("en"):
                arguments = ["train", str(folder / data), "--out", str(folder / name), *map(str, options), "--json"]
                assert main(arguments) == 0
        return folder / name

    return run


@pytest.fixture(scope="session")
def three(made):
    """Return a run on three classes, with a hidden layer."""
    return made(
        "three.h5", "three", "--layers", 4, "--activation", "tanh", "--iterations", 600, "--learning-rate", 0.05
    )


@pytest.fixture(scope="session")
def two(made):
    """Return a run of one neuron."""
    return made("two.h5", "two", "--iterations", 300)


@pytest.fixture(scope="session")
def kept_headline(tmp_path_factory):
    return tmp_path_factory.mktemp("headline") / "run"


@pytest.fixture
def headline(course, kept_headline):
    """Return the course's run of one neuron, trained once."""
    if not kept_headline.exists():
        assert main(["train", str(course / "train_catvnoncat.h5"), "--out", str(kept_headline), "--json"]) == 0
    return kept_headline
