"""What a runtime computes from an exported file is what glasscat computes: random networks, trained, in onnxruntime."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.dataset import Dataset, Samples
from glasscat.models.model import Model
from glasscat.models.onnx_file import export_onnx
from glasscat.network import Network
from glasscat.optimizers import Adam
from glasscat.training.fitted import fitted_of
from glasscat.training.loop import train
from reliability.measured import Measured, Said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

CLAIM = Said(
    "200 trained networks in onnxruntime: probabilities within 1e-6 (float32), the same class unless the margin is "
    "smaller",
    "200 个训练过的网络在 onnxruntime 中：概率相差不到 1e-6（float32），类别相同，除非两类之差比这更小",
)
TOLERANCE = 1e-6
"""Rounding to float32 is 6e-8 a number; through a few small layers it stays below this of a probability."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One network's answers on fifty samples, by glasscat and by onnxruntime.

    Parameters
    ----------
    difference : float
        Largest one of a probability.
    other_classes : int
        Samples that are given another class.
    widest : float
        Largest margin between the two best classes of those; 0 where there are none.
    """

    difference: float
    other_classes: int
    widest: float

    @property
    def holds(self) -> bool:
        """Whether all is within the tolerance, to which both sides of a margin may be off."""
        return self.difference < TOLERANCE and self.widest < 2 * TOLERANCE


def measure(seeds: Sequence[int] = range(200)) -> Measured:
    """Train and export a network for each of these seeds, and compare."""
    with TemporaryDirectory() as folder:
        found = {seed: compared(seed, Path(folder) / f"{seed}.onnx") for seed in seeds}
    bad = [seed for seed, one in found.items() if not one.holds]
    largest, others = max(one.difference for one in found.values()), sum(one.other_classes for one in found.values())
    n, good = len(found), len(found) - len(bad)
    failed = f"; seeds {bad[:3]}" if bad else ""
    figure = Said(
        f"{good} of {n}; largest difference {largest:.1e}; {others} of {50 * n:,} samples of another class{failed}",
        f"{n} 个中 {good} 个；最大相差 {largest:.1e}；{50 * n:,} 个样本中 {others} 个类别不同{failed}",
    )
    return Measured(CLAIM, figure, passed=not bad)


def compared(seed: int, path: Path) -> Comparison:
    """Compare a random model with its file, which is written to ``path``, on numbers that both are given as float32."""
    model = random_model(seed)
    samples = samples_like(model.preprocessing.shape, 50, np.random.default_rng([seed, 1]))
    export_onnx(model, path)
    X = given(samples, np.float32)
    expected = model.probabilities(Samples(X, samples.y, samples.names, samples.scale))
    found = in_onnxruntime(path, X)
    ordered = np.sort(expected, axis=1)
    other = model.classes(found) != model.classes(expected)
    margins = (ordered[:, -1] - ordered[:, -2])[other]
    return Comparison(float(np.abs(found - expected).max()), int(other.sum()), float(margins.max(initial=0)))


def samples_like(shape: tuple[int, ...], m: int, rng: np.random.Generator) -> Samples:
    """Random pictures of bytes, or random features, without classes."""
    if len(shape) == 3:
        X, scale = rng.integers(0, 256, (m, *shape), dtype=np.uint8), 255.0
    else:
        X, scale = rng.normal(size=(m, *shape)), 1.0
    return Samples(X, np.zeros(m, np.int64), ("",) * m, scale)


def given(samples: Samples, dtype: Any) -> NDArray[Any]:
    """What a runtime is given: bytes as they are, features in the file's kind of number."""
    return samples.X if samples.is_pictures else samples.X.astype(dtype)


def model_of(
    shape: tuple[int, ...],
    hidden: Sequence[int],
    n_classes: int,
    *,
    seed: int = 0,
    dtype: Any = np.float64,
    **settings: Any,
) -> Model:
    """Model of a network that has taken twenty steps; ``settings`` are those of `Network.dense`."""
    samples = samples_like(shape, 40, np.random.default_rng(seed))
    samples = Samples(samples.X, np.arange(40) % n_classes, samples.names, samples.scale)
    data = Dataset(samples, None, ("non-cat", "cat", "猫", "dog", "bird")[:n_classes], "random numbers")
    network = Network.dense(data.n_features, list(hidden), n_classes, **settings)
    records = train(network, data, optimizer=Adam(0.02), iterations=20, seed=seed, dtype=dtype, record_every=20)
    return Model.of(fitted_of(network, data, list(records)))


def random_model(seed: int) -> Model:
    """Model of anything that a network may be made of."""
    rng = np.random.default_rng(seed)
    pictures = (int(rng.integers(1, 9)), int(rng.integers(1, 9)), 3)
    return model_of(
        pictures if rng.integers(2) else (int(rng.integers(1, 30)),),
        [int(n) for n in rng.integers(1, 12, rng.integers(0, 4))],
        int(rng.choice([2, 2, 3, 5])),
        seed=seed,
        activation=str(rng.choice(["relu", "leaky-relu", "tanh", "sigmoid"])),
        loss=str(rng.choice(["cross-entropy", "squared-error"])),
        batch_norm=bool(rng.integers(2)),
        dropout=float(rng.choice([0, 0.3])),
    )


def in_onnxruntime(path: Path, X: NDArray[Any]) -> NDArray[Any]:
    """Probabilities by onnxruntime."""
    from onnxruntime import InferenceSession

    session = InferenceSession(path, providers=["CPUExecutionProvider"])
    (entry,) = session.get_inputs()
    (answer,) = session.run(["probabilities"], {entry.name: X})
    return np.asarray(answer)
