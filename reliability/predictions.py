"""One model, one answer: the same bits by command line, Python and estimator, whichever pictures are asked together."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

import glasscat as gc
from glasscat.models.file import save_model
from reliability.measured import Measured, Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from glasscat.models.model import Model

CLAIM = Said(
    "predictions of command line, Python and estimator are bit-equal, and independent of which other pictures are in "
    "the batch",
    "命令行、Python 和 scikit-learn 估计器的预测逐位相同，并且与同一批中有哪些别的图片无关",
)
NAMES = np.array(["cat", "dog", "bird", "fish"])
SIDES = (5, 16, 64)


def measure(n_models: int = 24, n_pictures: int = 40, n_batches: int = 50) -> Measured:
    """Train random estimators on noise, and ask each in every way about new pictures.

    Parameters
    ----------
    n_models : int
    n_pictures : int
        That each is asked about.
    n_batches : int
        Draws of some of them, in any order and of any number, besides all together and each alone.
    """
    differing = [f"model {seed}, {way}" for seed in range(n_models) for way in _differing(seed, n_pictures, n_batches)]
    total, n = n_models * n_pictures, len(differing)
    first = "; ".join(["", *differing[:3]])
    figure = Said(
        f"{total:,} pictures of {n_models} models, alone and in {n_batches} batches a model: {n} differ{first}",
        f"{n_models} 个模型的 {total:,} 张图片，单独以及每个模型 {n_batches} 个批次：{n} 处不同{first}",
    )
    return Measured(CLAIM, figure, passed=not differing)


def _differing(seed: int, n_pictures: int, n_batches: int) -> Iterator[str]:
    """Names of the ways that give other bits than the estimator does of all pictures together."""
    rng = np.random.default_rng(seed)
    side, n_classes = SIDES[seed % len(SIDES)], 2 + seed % 3
    estimator = _trained(rng, side, n_classes)
    pictures = rng.integers(0, 256, (n_pictures, side, side, 3), dtype=np.uint8)
    expected = estimator.predict_proba(pictures)
    with TemporaryDirectory() as folder:
        answers = _other_doors(estimator.model_, pictures, Path(folder))
        yield from (door for door, found in answers.items() if not np.array_equal(found, expected))
    for batch in _batches(rng, n_pictures, n_batches):
        if not np.array_equal(estimator.predict_proba(pictures[batch]), expected[batch]):
            yield f"pictures {batch.tolist()}"


def _trained(rng: np.random.Generator, side: int, n_classes: int) -> gc.GlasscatClassifier:
    y = np.arange(24) % n_classes
    X = rng.integers(0, 256, (24, side, side, 3), dtype=np.uint8)
    estimator = gc.GlasscatClassifier(
        [int(n) for n in rng.integers(1, 24, rng.integers(0, 3))],
        str(rng.choice(["relu", "leaky-relu", "tanh", "logistic"])),
        batch_norm=bool(rng.integers(2)),
        dtype=str(rng.choice(["float64", "float32"])),
        random_state=0,
    )
    return estimator.partial_fit(X, NAMES[:n_classes][y], classes=NAMES[:n_classes])


def _other_doors(model: Model, pictures: NDArray[np.uint8], folder: Path) -> dict[str, NDArray[Any]]:
    """Probabilities of the pictures by every other door, in the order of the classes."""
    from PIL import Image

    kept = folder / "model.safetensors"
    save_model(model, kept)
    files = [folder / f"{k:04}.png" for k in range(len(pictures))]
    for file, picture in zip(files, pictures, strict=True):
        Image.fromarray(picture).save(file)
    loaded = gc.load_model(kept)
    command = [sys.executable, "-m", "glasscat", "predict", str(kept), *map(str, files), "--json"]
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return {
        "Python, an array": loaded.probabilities(pictures),
        "Python, one by one": _rows([one.probabilities for one in loaded.predict(pictures)], model),
        "Python, files": _rows([one.probabilities for one in loaded.predict(files)], model),
        "command line": _rows([one["probabilities"] for one in told], model),
    }


def _rows(answers: list[dict[str, float]], model: Model) -> NDArray[Any]:
    return np.array([[answer[name] for name in model.class_names] for answer in answers])


def _batches(rng: np.random.Generator, n: int, number: int) -> Iterator[NDArray[np.int64]]:
    """Each alone, all in reverse, and random draws, in which a picture may come twice."""
    yield from np.arange(n)[:, None]
    yield np.arange(n)[::-1]
    for _draw in range(number):
        yield rng.integers(0, n, rng.integers(1, n + 1))
