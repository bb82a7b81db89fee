"""A model: everything that is needed to classify, and to judge how well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from glasscat.errors import ModelError
from glasscat.evaluation.memory import TrainMemory
from glasscat.i18n import _
from glasscat.models.preprocessing import Preprocessing

if TYPE_CHECKING:
    from glasscat.data.dataset import Samples
    from glasscat.network import Network
    from glasscat.training.fitted import Fitted
    from glasscat.typing import Array


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A trained network with what it must know of its data.

    Parameters
    ----------
    network : Network
    theta : (P,)
    class_names : tuple of str
    preprocessing : Preprocessing
        How a picture becomes a column of X.
    memory : TrainMemory
        What a verdict needs to know of the training set.
    threshold : float
        With two classes, class 1 is predicted where its probability is above this.
    """

    network: Network
    theta: Array
    class_names: tuple[str, ...]
    preprocessing: Preprocessing
    memory: TrainMemory
    threshold: float = 0.5

    @classmethod
    def of(cls, fitted: Fitted, fit: str = "crop") -> Self:
        """Keep of a training what its predictions need; ``fit`` is how pictures were brought to their size."""
        train = fitted.data.train
        return cls(
            fitted.network,
            fitted.theta,
            fitted.class_names,
            Preprocessing.of(train, fit),
            TrainMemory.of(train, len(fitted.class_names)),
        )

    @property
    def parameters(self) -> dict[str, Array]:
        """Parameters by name, views into theta."""
        return self.network.layout.views(self.theta)

    def probabilities(self, samples: Samples) -> Array:
        """Probability of each class for each sample, (m, n_classes), samples first.

        Raises
        ------
        ModelError
            GC-M05, if the samples have another shape than those it was trained on.
        """
        expected, found = self.preprocessing.shape, samples.X.shape[1:]
        if found != expected:
            raise ModelError(
                "GC-M05",
                _("data"),
                _("the model was trained on samples of shape {expected}; found {found}.", expected=expected, found=found),
                _("give pictures as files or folders, which are resized, or train on data of this shape."),
            )
        return self.network.probabilities(self.theta, samples.columns(self.theta.dtype)).T

    def classes(self, probabilities: Array) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Predicted class of each sample, (m,), from probabilities (m, n_classes)."""
        if len(self.class_names) == 2:
            return (probabilities[:, 1] > self.threshold).astype(np.int64)
        return np.argmax(probabilities, axis=1)
