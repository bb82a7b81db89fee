"""A finished training: look at it, ask it, keep it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasscat.data.inspection import inspect
from glasscat.evaluation.probabilities import class_counts
from glasscat.models.document import provenance, spelt_out, training_document
from glasscat.models.judged import Judged, judged
from glasscat.models.model import Model
from glasscat.models.partial_run import new_whole_run
from glasscat.models.recipe import Recipe
from glasscat.models.run_folder import write_run
from glasscat.training.diagnosis import diagnose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.figure import Figure
    from numpy.typing import ArrayLike

    from glasscat.data.dataset import Dataset, Samples
    from glasscat.data.findings import Finding
    from glasscat.errors import DivergedError
    from glasscat.evaluation.verdict import Verdict
    from glasscat.models.prediction import Prediction
    from glasscat.network import Network
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
    arguments : dict
        Keyword arguments of `glasscat.train` that gave it; its recipe is made of them.
    failure : DivergedError, optional
        Why it is no success, if it is one of many that were trained together; `fit` raises it instead.
    """

    fitted: Fitted
    plan: dict[str, Any]
    arguments: dict[str, Any]
    failure: DivergedError | None = None

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
    def verdict(self) -> Verdict | None:
        """Verdict on its own test set, as `glasscat.evaluate` gives it; None without one. It is made once."""
        return None if self.data.test is None else self._judged.verdict

    @cached_property
    def _judged(self) -> Judged:
        if self.data.test is not None:
            class_counts(self.data.test.y, self.data.n_classes, "test")  # inspection takes labels for granted
        return judged(self.model, self.data, inspect(self.data))

    @property
    def diagnosis(self) -> tuple[Finding, ...]:
        """What the course of the training shows: vanishing gradients, dead units, over-fitting and the like."""
        return diagnose(self.fitted)

    def probabilities(self, samples: Samples | ArrayLike) -> Array:
        """Probability of each class for each sample, (m, n_classes), samples first; see `Model.probabilities`."""
        return self.model.probabilities(samples)

    def predict(self, pictures: str | Path | Sequence[str | Path] | Samples | ArrayLike) -> list[Prediction]:
        """Classify pictures of one's own; see `Model.predict`."""
        return self.model.predict(pictures)

    def plot(self) -> Figure:
        """Learning curve, as a matplotlib figure, which a notebook shows by itself."""
        from glasscat.reports.figures.curve import learning_curve  # noqa: PLC0415  (matplotlib takes 0.3 s)

        return learning_curve(self.history.costs, self.history.test_costs)

    def save(self, folder: str | Path, *, overwrite: bool = False, figures: bool = True) -> Path:
        """Write the run folder: run.json, history.csv, model.safetensors, figures.

        Parameters
        ----------
        folder : str or Path
            Its parents are made if need be.
        overwrite : bool
            Replace the run that is there, and one there that is not finished.
        figures : bool
            Draw the figures, too, which takes a second or two.

        Returns
        -------
        Path
            The folder.

        Raises
        ------
        ModelError
            GC-M09, if the network has a layer that cannot be kept.
        StorageError
            GC-S01 to GC-S04, if the folder exists or cannot be written; GC-S30, GC-S31 for an unfinished run there. A
            disk that is full by the time of the figures costs figures, not the run.
        LockedError
            GC-L01, if another process trains the unfinished run.
        """
        path = Path(folder)
        with new_whole_run(path, overwrite=overwrite) as draft:
            self.write(draft, {})
        if figures:
            self.draw(path)
        return path

    def write(self, draft: Path, more: Mapping[str, Any]) -> None:
        """Write everything but the figures into a folder that is there; ``more`` goes into run.json."""
        worth = self._judged
        document = {
            **training_document(self.fitted, worth.findings, worth.train, worth.verdict),
            "seconds": {"train": self.history.seconds},
            **provenance(self.data, {"architecture": spelt_out(self.network), **self.plan}),
            "recipe": Recipe.of(self.fitted, self.arguments).as_json(),
            **more,
        }
        write_run(draft, document, self.history, self.model)

    def draw(self, folder: Path) -> None:
        """Draw the figures into a run folder."""
        from glasscat.reports.figures import write_figures  # noqa: PLC0415  (matplotlib takes 0.3 s)
        from glasscat.reports.run_figures import run_figures  # noqa: PLC0415

        worth = self._judged
        figures = run_figures(self.fitted, worth.findings, worth.verdict, worth.probabilities)
        write_figures(folder / "figures", figures)

    def __repr__(self) -> str:
        return (
            f"Run({self.data.source!r}, sizes={self.network.sizes}, iterations={self.history.iterations}, "
            f"final_cost={self.history.final_cost:.6g})"
        )

    def _repr_html_(self) -> str:
        from glasscat.run.card import run_card  # noqa: PLC0415  (only notebooks ask for it)

        return run_card(self)
