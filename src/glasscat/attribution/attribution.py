"""Everything that can be said of why a network says what it says of one picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self, cast

import numpy as np

from glasscat.attribution.nearest import Nearest, last_hidden, nearest
from glasscat.attribution.occlusion import Occlusion, occlusion
from glasscat.attribution.pixel_map import PixelMap, pixel_map
from glasscat.attribution.training_sum import TrainingSum, is_feasible, training_sum
from glasscat.attribution.words import paragraphs
from glasscat.i18n import _
from glasscat.layers import Dense

if TYPE_CHECKING:
    from collections.abc import Sequence

    from glasscat.data.dataset import Samples
    from glasscat.i18n import Text
    from glasscat.network import Network
    from glasscat.typing import Array, Integers


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """A trained network as an explanation needs it.

    Parameters
    ----------
    network : Network
    theta : (P,)
    buffers : (Q,)
        Running statistics; empty without batch normalisation.
    class_names : tuple of str
    theta_0 : (P,) or None
        Parameters before training; None where nobody knows them any more.
    """

    network: Network
    theta: Array
    buffers: Array
    class_names: tuple[str, ...]
    theta_0: Array | None = None

    def probabilities(self, X: Array) -> Array:
        """Probability of each class, (n_classes, m), for X (n_x, m)."""
        return self.network.probabilities(self.theta, X.astype(self.theta.dtype, copy=False), self.buffers)

    @property
    def is_one_layer(self) -> bool:
        """Whether the network is one dense layer and its output, so that z is a sum over pixels."""
        return len(self.network.layers) == 1 and isinstance(self.network.layers[0], Dense)

    @property
    def is_one_neuron(self) -> bool:
        """Whether it is one sigmoid unit, whose z speaks for class 1."""
        return self.is_one_layer and self.network.output.n_units == 1

    def unit(self, k: int, theta: Array | None = None) -> tuple[Array, float]:
        """Weights w (n_x,) and bias b, so that ``z = w.T x + b`` speaks for class k.

        One sigmoid unit speaks for class 1; what speaks for class 0 is -z.
        """
        views = self.network.layout.views(self.theta if theta is None else theta)
        W, b = views["W1"].astype(np.float64), views["b1"].astype(np.float64)
        if len(W) == 1:
            sign = 1.0 if k == 1 else -1.0
            return sign * W[0], sign * float(b[0, 0])
        return W[k], float(b[k, 0])


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Attribution:
    """Why a network says what it says of one picture.

    Of a network of one layer the answer is exact: `pixels` and `training` each add up to z. Of a deeper one there is no
    such sum; what there is, `occlusion` and nearest training pictures, is approximate.

    Parameters
    ----------
    picture : Samples
        The picture, alone.
    class_names : tuple of str
    k : int
        Class that is asked about: of one neuron class 1, else the predicted one, unless another was asked for.
    probabilities : (n_classes,)
    train : Samples or None
        The training pictures that `training`, `by_pixels` and `by_activations` number.
    z : float or None
        What speaks for the class, of a network of one layer.
    pixels : PixelMap or None
    training : TrainingSum or None
    occlusion : Occlusion or None
    by_pixels, by_activations : Nearest or None
        Nearest training pictures.
    truth : int or None
        Class of the picture as the data has it; None where nobody says.
    notes : tuple of Text
        What could not be said, and why; every conversion of the picture.
    """

    picture: Samples
    class_names: tuple[str, ...]
    k: int
    probabilities: Array
    train: Samples | None
    z: float | None = None
    pixels: PixelMap | None = None
    training: TrainingSum | None = None
    occlusion: Occlusion | None = None
    by_pixels: Nearest | None = None
    by_activations: Nearest | None = None
    truth: int | None = None
    notes: tuple[Text, ...] = ()

    @classmethod
    def of(
        cls,
        trained: Trained,
        picture: Samples,
        train: Samples | None,
        k: int | None = None,
        notes: Sequence[Text] = (),
    ) -> Self:
        """Explain a picture.

        Parameters
        ----------
        trained : Trained
        picture : Samples
            One picture, (1, height, width, 3).
        train : Samples or None
            What the network was trained on; without it only the pixels are explained.
        k : int, optional
            Class to explain; by default class 1 of one neuron, else the class of largest probability.
        notes : sequence of Text
            What is to be said besides.
        """
        x = picture.columns()
        probabilities = trained.probabilities(x)[:, 0].astype(np.float64)
        if k is None:
            k = 1 if trained.is_one_neuron else int(probabilities.argmax())
        asked = cls(picture, trained.class_names, k, probabilities, train, notes=tuple(notes))
        return asked._exact(trained) if trained.is_one_layer else asked._approximate(trained)

    def _exact(self, trained: Trained) -> Self:
        """Open z pixel by pixel and, where that can be done, training picture by training picture."""
        (w, b), x = trained.unit(self.k), self.picture.columns()[:, 0]
        height, width, channels = self.picture.X.shape[1:]
        X = None if self.train is None else self.train.columns()
        reason = _hindrance(trained, X)
        training = None
        if X is not None and trained.theta_0 is not None and reason is None:
            w_0, _b_0 = trained.unit(self.k, trained.theta_0)
            training = training_sum(w, w_0, b, x, X, rounding=float(np.sqrt(np.finfo(trained.theta.dtype).eps)))
        return replace(
            self,
            z=float(w @ x) + b,
            pixels=pixel_map(w, b, x, (height, width, channels), None if X is None else X.mean(axis=1)),
            training=training,
            notes=self.notes if reason is None else (*self.notes, reason),
        )

    def _approximate(self, trained: Trained) -> Self:
        """Cover parts of the picture, and look for training pictures like it."""
        x = self.picture.columns()
        height, width, channels = self.picture.X.shape[1:]
        covered = occlusion(lambda X: trained.probabilities(X)[self.k], x[:, 0], (height, width, channels))
        if self.train is None:
            note = _("The training pictures are not at hand, so which of them are nearest is not known.")
            return replace(self, occlusion=covered, notes=(*self.notes, note))
        X = self.train.columns()
        together = np.concatenate([x, X], axis=1).astype(trained.theta.dtype, copy=False)
        A = last_hidden(trained.network, trained.theta, together, trained.buffers)
        return replace(self, occlusion=covered, by_pixels=nearest(x, X), by_activations=nearest(A[:, :1], A[:, 1:]))

    @property
    def class_name(self) -> str:
        """Name of the class that is asked about."""
        return self.class_names[self.k]

    @property
    def probability(self) -> float:
        """Of that class."""
        return float(self.probabilities[self.k])

    def training_pictures(self, indices: Integers) -> Samples:
        """The training pictures of these numbers, in that order, for the parts that number them."""
        return cast("Samples", self.train).take(indices)

    @property
    def copies(self) -> Integers:
        """Numbers of the training pictures that are this very picture, number by number."""
        if self.train is None:
            return np.empty(0, np.int64)
        return np.flatnonzero((self.train.columns() == self.picture.columns()).all(axis=0))

    @property
    def is_predicted(self) -> bool:
        """Whether it is the class of largest probability; of equals, the first."""
        return self.k == int(self.probabilities.argmax())

    @property
    def is_exact(self) -> bool:
        """Whether there is a z that the pixels add up to."""
        return self.pixels is not None

    @property
    def total(self) -> float | None:
        """What the pixel map and the bias add up to: z. None for a deep network, where nothing does."""
        return None if self.pixels is None else self.pixels.total

    def __str__(self) -> str:
        """Everything that can be said, paragraph by paragraph."""
        return "\n".join(str(paragraph) for paragraph in paragraphs(self))

    def __repr__(self) -> str:
        z = "" if self.z is None else f"z={self.z:.6g}, "
        return f"Attribution({self.class_name!r}, {z}probability={self.probability:.4g})"


def _hindrance(trained: Trained, X: Array | None) -> Text | None:
    """Say why z cannot be opened training picture by training picture, if it cannot."""
    if X is None:
        return _("The training pictures are not at hand, so what each of them has added is not known.")
    if trained.theta_0 is None:
        return _("The weights before training are not known, so neither is what each training picture has added.")
    if not is_feasible(X):
        return _(
            "{m:,} training samples of {n:,} numbers are too many to tell what each of them has added.",
            m=X.shape[1],
            n=X.shape[0],
        )
    return None
