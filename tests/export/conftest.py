"""Random small networks, trained a few steps, and what runtimes say of their files."""

from __future__ import annotations

import numpy as np
import pytest

from glasscat.data.dataset import Dataset, Samples
from glasscat.models.model import Model
from glasscat.network import Network
from glasscat.optimizers import Adam
from glasscat.training.fitted import fitted_of
from glasscat.training.loop import train


def samples_like(shape, m, rng):
    """Random pictures of bytes, or random features, without classes."""
    if len(shape) == 3:
        X, scale = rng.integers(0, 256, (m, *shape), dtype=np.uint8), 255.0
    else:
        X, scale = rng.normal(size=(m, *shape)), 1.0
    return Samples(X, np.zeros(m, np.int64), ("",) * m, scale)


def model_of(shape, hidden, n_classes, *, seed=0, dtype=np.float64, **settings):
    """Model of a network that has taken twenty steps."""
    samples = samples_like(shape, 40, np.random.default_rng(seed))
    samples = Samples(samples.X, np.arange(40) % n_classes, samples.names, samples.scale)
    data = Dataset(samples, None, ("non-cat", "cat", "猫", "dog", "bird")[:n_classes], "random numbers")
    network = Network.dense(data.n_features, hidden, n_classes, **settings)
    records = train(network, data, optimizer=Adam(0.02), iterations=20, seed=seed, dtype=dtype, record_every=20)
    return Model.of(fitted_of(network, data, list(records)))


def random_model(seed):
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


def in_onnxruntime(path, X):
    """Probabilities by onnxruntime."""
    from onnxruntime import InferenceSession

    session = InferenceSession(path, providers=["CPUExecutionProvider"])
    (given,) = session.get_inputs()
    (answer,) = session.run(["probabilities"], {given.name: X})
    return answer


def in_reference(path, X):
    """Probabilities by the reference that comes with ONNX, which is NumPy, operator by operator."""
    from onnx.reference import ReferenceEvaluator

    evaluator = ReferenceEvaluator(str(path))
    (answer,) = evaluator.run(["probabilities"], {evaluator.input_names[0]: X})
    return answer


@pytest.fixture
def pictures_model():
    """Return a model of pictures of 5 × 4 and three classes."""
    return model_of((5, 4, 3), [6], 3)
