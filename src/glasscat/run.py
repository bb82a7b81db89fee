"""The Python door: fit a network, look at the run, judge it, keep it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.arrays import from_arrays
from glasscat.data.dataset import Dataset
from glasscat.data.inspection import inspect
from glasscat.evaluation.probabilities import class_counts
from glasscat.evaluation.verdict import judge
from glasscat.models.document import provenance, spelt_out, training_document
from glasscat.models.model import Model
from glasscat.models.run_folder import StoredRun, new_run_folder, write_run
from glasscat.training.diagnosis import diagnose
from glasscat.training.fitted import collect
from glasscat.training.loop import train

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.figure import Figure
    from numpy.typing import ArrayLike

    from glasscat.data.dataset import Samples
    from glasscat.data.findings import Finding
    from glasscat.evaluation.verdict import Verdict
    from glasscat.network import Network
    from glasscat.optimizers import LBFGS, Optimizer
    from glasscat.training.fitted import Fitted
    from glasscat.training.record import History
    from glasscat.typing import Array


@dataclass(frozen=True, eq=False, repr=False)
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
        """Parameters by name, views into theta."""
        return self.fitted.parameters

    @property
    def history(self) -> History:
        """Costs as they were recorded."""
        return self.fitted.history

    @cached_property
    def model(self) -> Model:
        """What is needed to classify, without the data."""
        return Model.of(self.fitted)

    @property
    def diagnosis(self) -> tuple[Finding, ...]:
        """What the course of the training shows: vanishing gradients, dead units, over-fitting and the like."""
        return diagnose(self.fitted)

    def probabilities(self, samples: Samples) -> Array:
        """Probability of each class for each sample, (m, n_classes), samples first.

        Raises
        ------
        ModelError
            GC-M05, if the samples have another shape than those it was trained on.
        """
        return self.model.probabilities(samples)

    def plot(self) -> Figure:
        """Learning curve, as a matplotlib figure, which a notebook shows by itself."""
        from glasscat.reports.figures.curve import learning_curve  # noqa: PLC0415  (matplotlib takes 0.3 s)

        return learning_curve(self.history.costs, self.history.test_costs)

    def save(self, folder: str | Path, *, overwrite: bool = False) -> Path:
        """Write the run folder: run.json, history.csv, model.safetensors.

        Parameters
        ----------
        folder : str or Path
            Its parents are made if need be.
        overwrite : bool
            Replace the run that is there.

        Returns
        -------
        Path
            The folder.

        Raises
        ------
        ModelError
            GC-M09, if the network has a layer that cannot be kept.
        StorageError
            GC-S01 to GC-S04, if the folder exists or cannot be written.
        """
        path = Path(folder)
        with new_run_folder(path, overwrite=overwrite) as draft:
            verdict = None if self.data.test is None else evaluate(self, self.data.test)
            findings = inspect(self.data) if verdict is None else verdict.findings
            document = {
                **training_document(self.fitted, findings, self.model.score(self.data.train), verdict),
                "seconds": {"train": self.history.seconds},
                **provenance(self.data, {"architecture": spelt_out(self.network), **self.plan}),
            }
            write_run(draft, document, self.history, self.model)
        return path

    def __repr__(self) -> str:
        return (
            f"Run({self.data.source!r}, sizes={self.network.sizes}, iterations={self.history.iterations}, "
            f"final_cost={self.history.final_cost:.6g})"
        )


def fit(
    network: Network,
    data: Dataset | tuple[ArrayLike, ArrayLike],
    *,
    optimizer: Optimizer[Any] | LBFGS,
    iterations: int | None = None,
    epochs: int | None = None,
    batch_size: int | None = None,
    stop_cost: float | None = None,
    seed: int = 0,
    initial: Mapping[str, ArrayLike] | None = None,
    dtype: type[np.floating] = np.float64,
    l2: float = 0.0,
    class_weight: str | Mapping[str, float] | None = None,
    sample_weight: ArrayLike | None = None,
    held_out: Samples | None = None,
    patience: int | None = None,
    record_every: int = 100,
    method: str = "auto",
) -> Run:
    """Train a network to the end.

    Parameters
    ----------
    network, data, optimizer, iterations, epochs, batch_size, stop_cost, seed, initial, dtype
    l2, class_weight, sample_weight, held_out, patience, record_every, method
        As in `train`, which does the same step by step.

    Returns
    -------
    Run

    Raises
    ------
    UsageError
        GC-U09 to GC-U16 and others of `train`, if an argument cannot be meant.
    DataError
        GC-D11 to GC-D26, if arrays were given that cannot be trained on.
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
        l2=l2,
        class_weight=class_weight,
        sample_weight=sample_weight,
        held_out=held_out,
        patience=patience,
        record_every=record_every,
        method=method,
    )
    plan = {
        "optimizer": repr(optimizer),
        "iterations": iterations,
        "epochs": epochs,
        "batch_size": batch_size,
        "stop_cost": stop_cost,
        "seed": seed,
        "initial": {name: _fingerprint(array) for name, array in (initial or {}).items()},
        "dtype": np.dtype(dtype).name,
        "l2": l2,
        "class_weight": class_weight if isinstance(class_weight, str | None) else dict(class_weight),
        "sample_weight": None if sample_weight is None else _fingerprint(sample_weight),
        "held_out": None if held_out is None else _fingerprint(held_out.X),
        "patience": patience,
        "record_every": record_every,
        "method": method,
    }
    return Run(collect(network, data, stream), plan)


def evaluate(model: Run | StoredRun | Model, samples: Samples, *, train: Samples | None = None) -> Verdict:
    """Judge a run, or a loaded one, or a model, on samples.

    Parameters
    ----------
    model : Run, StoredRun or Model
    samples : Samples
        Such as ``data.test``. Samples that the model was trained on are found out, where the training set is known.
    train : Samples, optional
        Training set of the model, for the baselines that answer from it; a run that was not loaded knows its own.

    Returns
    -------
    Verdict

    Raises
    ------
    ModelError
        GC-M05, if the samples have another shape than those the model was trained on.
    DataError
        GC-V05, GC-V06: no samples, or a label that is not a class.
    """
    if isinstance(model, Run):
        train = model.data.train if train is None else train
    judged = model if isinstance(model, Model) else model.model
    class_counts(samples.y, len(judged.class_names), "samples")  # inspection takes labels for granted
    probabilities = judged.probabilities(samples)
    return judge(
        probabilities,
        samples,
        judged.class_names,
        train=train,
        memory=judged.memory,
        threshold=judged.threshold,
        findings=() if train is None else inspect(Dataset(train, samples, judged.class_names, "samples")),
    )


def _fingerprint(array: ArrayLike) -> str:
    """sha256 of the numbers of an array, as float64."""
    return sha256(np.ascontiguousarray(array, np.float64).data).hexdigest()
