"""The Python door: fit a network, look at the run, judge it, keep it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.arrays import from_arrays
from glasscat.data.dataset import Dataset
from glasscat.data.inspection import inspect
from glasscat.evaluation.verdict import judge
from glasscat.models.document import provenance, training_document
from glasscat.models.model import Model
from glasscat.models.run_folder import new_run_folder, write_run
from glasscat.training.fitted import collect
from glasscat.training.loop import train

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.figure import Figure
    from numpy.typing import ArrayLike

    from glasscat.data.dataset import Samples
    from glasscat.evaluation.verdict import Verdict
    from glasscat.network import Network
    from glasscat.optimizers import Optimizer
    from glasscat.training.fitted import Fitted
    from glasscat.training.record import History
    from glasscat.typing import Array


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """A finished training.

    Parameters
    ----------
    fitted : Fitted
        Network, data, parameters and history.
    plan : dict
        Settings that it was trained with.
    """

    fitted: Fitted
    plan: dict[str, Any] = field(default_factory=dict)

    @property
    def network(self) -> Network:
        """The network that was trained."""
        return self.fitted.network

    @property
    def data(self) -> Dataset:
        """What it was trained on."""
        return self.fitted.data

    @property
    def theta(self) -> Array:
        """All parameters, (P,)."""
        return self.fitted.theta

    @property
    def parameters(self) -> dict[str, Array]:
        """Parameters by name, views into theta: W1, b1, …"""
        return self.fitted.parameters

    @property
    def history(self) -> History:
        """Costs as they were recorded."""
        return self.fitted.history

    @property
    def model(self) -> Model:
        """What is needed to classify, without the data."""
        return Model.of(self.fitted)

    def probabilities(self, samples: Samples) -> Array:
        """Probability of each class for each sample, (m, n_classes), samples first."""
        return self.fitted.probabilities(samples)

    def plot(self) -> Figure:
        """Learning curve, as a matplotlib figure, which a notebook shows by itself."""
        from glasscat.reports.figures.learning_curve import learning_curve  # noqa: PLC0415  (matplotlib takes 0.3 s)

        return learning_curve(self.history.costs, self.history.test_costs)

    def save(self, folder: str | Path, *, overwrite: bool = False) -> Path:
        """Write the run folder: run.json, history.csv, model.safetensors.

        Raises
        ------
        StorageError
            GC-S01 to GC-S04, if the folder exists or cannot be written.
        """
        path = Path(folder)
        verdict = None if self.data.test is None else evaluate(self, self.data.test)
        score = evaluate(self, self.data.train).score
        document = {
            **training_document(self.fitted, inspect(self.data), score, verdict),
            **provenance(self.data, self.plan),
        }
        with new_run_folder(path, overwrite=overwrite) as draft:
            write_run(draft, document, self.history, self.model)
        return path


def fit(
    network: Network,
    data: Dataset | tuple[ArrayLike, ArrayLike],
    *,
    optimizer: Optimizer[Any],
    iterations: int | None = None,
    epochs: int | None = None,
    batch_size: int | None = None,
    stop_cost: float | None = None,
    seed: int = 0,
    initial: Mapping[str, ArrayLike] | None = None,
    dtype: type[np.floating] = np.float64,
    record_every: int = 100,
) -> Run:
    """Train a network to the end.

    Parameters
    ----------
    network, data, optimizer, iterations, epochs, batch_size, stop_cost, seed, initial, dtype, record_every
        As in `train`, which does the same step by step.

    Returns
    -------
    Run

    Raises
    ------
    UsageError
        If an argument cannot be meant.
    DivergedError
        GC-T01 if the cost left the finite numbers, GC-T02 if it ended above where it began.
    """
    if not isinstance(data, Dataset):
        data = from_arrays(*data)
    stream = train(
        network,
        data,
        optimizer=optimizer,
        iterations=iterations,
        epochs=epochs,
        batch_size=batch_size,
        stop_cost=stop_cost,
        seed=seed,
        initial=initial,
        dtype=dtype,
        record_every=record_every,
    )
    plan = {
        "network": list(network.sizes),
        "optimizer": repr(optimizer),
        "iterations": iterations,
        "epochs": epochs,
        "batch_size": batch_size,
        "stop_cost": stop_cost,
        "seed": seed,
        "initial": sorted(initial or ()),
        "dtype": np.dtype(dtype).name,
    }
    return Run(collect(network, data, stream), plan)


def evaluate(model: Run | Model, samples: Samples, *, train: Samples | None = None) -> Verdict:
    """Judge a run, or a loaded model, on samples.

    Parameters
    ----------
    model : Run or Model
    samples : Samples
        Such as ``data.test``.
    train : Samples, optional
        Training set of the model, for the baselines that answer from it; a run knows its own.

    Returns
    -------
    Verdict
    """
    if isinstance(model, Run):
        data = Dataset(model.data.train, samples, model.data.class_names, model.data.source)
        findings = () if samples is data.train else inspect(data)
        return judge(
            model.probabilities(samples), samples, data.class_names, train=data.train, findings=findings
        )
    return judge(
        model.probabilities(samples),
        samples,
        model.class_names,
        train=train,
        memory=model.memory,
        threshold=model.threshold,
    )
