"""One epoch of [784, 128, 64, 10]: 60,000 samples in batches of 128, float32."""

from __future__ import annotations

from typing import TYPE_CHECKING

import jax
import jax_epoch
import numpy as np
import pytorch
import torch
from epoch_data import BATCH, RATE, SIZES, M, network, order_of_samples, samples
from products import products_of_a_step
from report import OURS, Report, beside_products, faster, in_numpy, same, within
from sklearn.neural_network import MLPClassifier
from stopwatch import medians

import glasscat as gc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from report import Row

NAME = "One epoch of [784, 128, 64, 10], 60,000 samples, batches of 128, float32"
JOB = "one epoch `[784, 128, 64, 10]`, 60,000 × 784, batches of 128, float32"
STEPS = -(-M // BATCH)
MORE = 4
FURTHER = "glasscat, each further epoch of the same training"
FLOOR = "its floor: the matrix products alone"
LOADER, INDEXED = "PyTorch, DataLoader", "PyTorch, batches by index"
JAX, SKLEARN = "JAX, jit and scan, compiled before", "scikit-learn MLPClassifier.partial_fit"


class Epoch:
    """The same epoch in each library: same samples, same initial weights, and where it can be chosen the same order."""

    def __init__(self) -> None:
        stored, self.y = samples()
        self.data, self.network, self.ends = gc.from_arrays(stored, self.y), network(), {}
        self.X = stored.astype(np.float32) / np.float32(255)
        self.order = order_of_samples(seed=1)
        self.initial = self.network.layout.views(self.network.initial(1, dtype=np.float32))
        self.in_torch = torch.from_numpy(self.X), torch.from_numpy(self.y)
        self.torch_order = torch.from_numpy(self.order)
        self.in_jax = jax.device_put(self.X), jax.device_put(self.y), jax.device_put(self.order)
        self.whole, self.short = (products_of_a_step(SIZES, m, np.float32) for m in (BATCH, M % BATCH))

    def glasscat(self, epochs: int = 1) -> None:
        run = gc.fit(
            self.network, self.data, optimizer=gc.GradientDescent(RATE), epochs=epochs, batch_size=BATCH, seed=1,
            dtype=np.float32,
        )  # fmt: skip
        self.ends["glasscat" if epochs == 1 else f"{epochs} epochs of glasscat"] = run.theta

    def floor(self) -> None:
        for _step in range(STEPS - 1):
            self.whole()
        self.short()

    def pytorch_loader(self) -> None:
        model = pytorch.model_of(SIZES, self.initial, torch.float32)
        pytorch.epoch(model, pytorch.loaded(*self.in_torch, BATCH), RATE)

    def pytorch_indexed(self) -> None:
        model = pytorch.model_of(SIZES, self.initial, torch.float32)
        batches = pytorch.indexed(*self.in_torch, BATCH, self.torch_order)
        self.ends["PyTorch"] = pytorch.epoch(model, batches, RATE)

    def jax(self) -> None:
        weights = [(self.initial[f"W{k}"].T, self.initial[f"b{k}"][:, 0]) for k in range(1, len(SIZES))]
        params = jax.block_until_ready(jax_epoch.epoch(weights, *self.in_jax, rate=RATE, size=BATCH))
        self.ends["JAX"] = np.concatenate([np.ravel(part) for W, b in params for part in (np.asarray(W).T, b)])

    def sklearn(self, *, shuffle: bool = True) -> None:
        rows = slice(None) if shuffle else self.order
        classifier = MLPClassifier(
            SIZES[1:-1], solver="sgd", alpha=0.0, batch_size=BATCH, learning_rate_init=RATE, momentum=0.0,
            nesterovs_momentum=False, shuffle=shuffle, random_state=0, max_iter=1,
        )  # fmt: skip
        X, y = self.X[rows], self.y[rows]
        if not shuffle:  # one sample makes the arrays, which then get the same start as everybody's
            classifier.set_params(batch_size=1).partial_fit(X[:1], y[:1], classes=np.arange(SIZES[-1]))
            classifier.set_params(batch_size=BATCH)
            classifier.coefs_ = [self.initial[f"W{k}"].T.copy() for k in range(1, len(SIZES))]
            classifier.intercepts_ = [self.initial[f"b{k}"][:, 0].copy() for k in range(1, len(SIZES))]
        classifier.partial_fit(X, y, classes=np.arange(SIZES[-1]))
        pairs = zip(classifier.coefs_, classifier.intercepts_, strict=True)
        self.ends["scikit-learn"] = np.concatenate([np.ravel(part) for W, b in pairs for part in (W.T, b)])


def timed(job: Epoch, times: int) -> dict[str, float]:
    """Median seconds of each way, in turn."""
    seconds = medians(
        {
            OURS: job.glasscat,
            FURTHER: lambda: job.glasscat(1 + MORE),
            FLOOR: job.floor,
            LOADER: job.pytorch_loader,
            INDEXED: job.pytorch_indexed,
            JAX: job.jax,
            SKLEARN: job.sklearn,
        },
        times,
    )
    seconds[FURTHER] = (seconds[FURTHER] - seconds[OURS]) / MORE
    return seconds


def measure() -> Report:
    """Check that all end with the same parameters, then time them in turn."""
    job = Epoch()
    for way in (job.glasscat, job.pytorch_indexed, job.jax):
        way()
    job.sklearn(shuffle=False)
    # float32 keeps 7 digits; where a Z is 0 but for rounding, ReLU lets the sample through in one library only
    alike = same(NAME, job.ends.pop("glasscat"), job.ends, 1e-3)
    seconds = timed(job, 5)
    ours, further = seconds[OURS], seconds[FURTHER]
    end = (
        f"; {ours - further:.2f} s come once in a training of any length: the cost of the whole training set at its "
        "end, which the others leave out"
    )
    rows = [*against(JOB, ours, seconds, end), *against(f"{JOB}; each further epoch", further, seconds, "")]
    return Report(
        seconds, rows, ["Data: made-up pictures of 28 × 28, stored as uint8; the others hold them as float32.", alike]
    )


def against(job: str, ours: float, seconds: Mapping[str, float], end: str) -> list[Row]:
    """Rows of one epoch of glasscat beside those of the others."""
    floor = seconds[FLOOR]
    beside = beside_products(ours, floor, STEPS) + end
    rows = [
        faster(
            job, f"{name}{how}", asked, ours=ours, theirs=theirs, obstacle=f"{in_numpy(theirs, floor, name)}; {beside}"
        )
        for name, how, asked, theirs in (
            ("PyTorch", " (the faster of two ways)", 2.2, min(seconds[LOADER], seconds[INDEXED])),
            ("JAX", " (jit, scan, after compilation)", 1.4, seconds[JAX]),
            ("scikit-learn", " MLPClassifier", 6, seconds[SKLEARN]),
        )
    ]
    return [*rows, within(job, "its floor (matrix products)", 1.9, ours=ours, floor=floor, obstacle=beside)]
