"""Small trained models, and files forged from theirs."""

from __future__ import annotations

import json

import msgspec
import numpy as np
import pytest
from safetensors.numpy import load, save

from glasscat.data.dataset import Dataset, Samples
from glasscat.models.architecture import Architecture
from glasscat.models.file import save_model
from glasscat.models.model import Model
from glasscat.models.seal import BLANK, seal
from glasscat.models.strict_json import encode
from glasscat.network import Network
from glasscat.optimizers import GradientDescent
from glasscat.training.fitted import fitted_of
from glasscat.training.loop import train

NAMES = ("non-cat", "cat", "猫", "dog")


def samples(n_classes=2, m=12, shape=(2,), seed=0):
    """Random features, or random pictures where the shape is one of pictures, every class among them."""
    rng = np.random.default_rng(seed)
    y = np.arange(m) % n_classes
    X = rng.normal(size=(m, *shape)) if len(shape) == 1 else rng.integers(0, 256, (m, *shape), dtype=np.uint8)
    return Samples(X, y, tuple(f"sample {i}" for i in range(m)), 1.0 if len(shape) == 1 else 255.0)


def as_version_1(model):
    """Bytes of the file that was written before there were self-tests."""
    header = {
        "sha256": BLANK,
        "format": "glasscat-model",
        "version": 1,
        "architecture": msgspec.to_builtins(Architecture.of(model.network)),
        "preprocessing": msgspec.to_builtins(model.preprocessing),
        "class_names": model.class_names,
        "threshold": model.threshold,
        "memory": model.memory.as_json(),
    }
    tensors = model.parameters | model.network.buffer_layout.views(model.buffers)
    tensors = {name: np.ascontiguousarray(array) for name, array in tensors.items()}
    return seal(save(tensors, {"glasscat": encode(header).decode()}))


def fitted(hidden=(), n_classes=2, shape=(2,), dtype=np.float64, iterations=3, **settings):
    """Return a training of a few steps, whether it has learnt anything or not."""
    data = Dataset(
        samples(n_classes, shape=shape), samples(n_classes, shape=shape, seed=1), NAMES[:n_classes], "random numbers"
    )
    network = Network.dense(data.n_features, list(hidden), n_classes, **settings)
    stream = train(network, data, optimizer=GradientDescent(1e-3), iterations=iterations, dtype=dtype, seed=5)
    return fitted_of(network, data, list(stream))


@pytest.fixture
def small():
    """Return a training of one neuron on two features."""
    return fitted()


@pytest.fixture
def make():
    """Return the function that makes trainings."""
    return fitted


@pytest.fixture
def draw():
    """Return the function that draws samples."""
    return samples


@pytest.fixture
def model_file(small, tmp_path):
    """Return the smallest model file: two weights and a bias."""
    path = tmp_path / "model.safetensors"
    save_model(Model.of(small), path)
    return path


@pytest.fixture
def forge(model_file):
    """Return a function that changes what the model file says and seals it again, as somebody with bad intent would."""

    def forge(change=None, tensors=None, text=None, extra=None):
        content = model_file.read_bytes()
        n = int.from_bytes(content[:8], "little")
        document = json.loads(json.loads(content[8 : 8 + n])["__metadata__"]["glasscat"])
        document["sha256"] = BLANK
        if change is not None:
            change(document)
        if text is None:
            text = json.dumps(document, separators=(",", ":"))
        elif callable(text):
            text = text(json.dumps(document, separators=(",", ":")))
        kept = load(content)
        if tensors is not None:  # of the network; those with a dot in their names are what is remembered beside it
            kept = {name: array for name, array in kept.items() if "." in name} | tensors
        tensors = {name: array for name, array in (kept | (extra or {})).items() if array is not None}
        model_file.write_bytes(seal(save(tensors, {"glasscat": text})))
        return model_file

    return forge
