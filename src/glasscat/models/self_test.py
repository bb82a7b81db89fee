"""The self-test of a model: three samples that it was trained on, with the probabilities that it gave them.

A checksum says that a file is whole, not that this machine computes with it what that machine did: another NumPy, BLAS
or processor adds up in another order. So these samples travel with the model, and the model is asked about them again
wherever the arithmetic is another one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from glasscat.data.dataset import Samples
from glasscat.errors import ModelError
from glasscat.i18n import _, _n
from glasscat.models.answers import answers
from glasscat.models.numerics import arithmetic

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from glasscat.i18n import Text
    from glasscat.models.model import Model
    from glasscat.typing import Array

N_SAMPLES = 3


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SelfTest:
    """Samples, and what a model has said of them.

    Parameters
    ----------
    samples : Samples
        As they are stored: uint8 0-255 where the training pictures were; of class 0, all of them, and without names.
    probabilities : (n, n_classes)
    arithmetic : dict
        What they were computed with; see `glasscat.models.numerics.arithmetic`.
    """

    samples: Samples
    probabilities: Array
    arithmetic: dict[str, Any]

    @classmethod
    def of(cls, model: Model, samples: Samples) -> Self:
        """Ask the model now."""
        return cls(samples, _asked(model, samples), arithmetic())

    def fits(self, model: Model) -> bool:
        """Whether it could be a self-test of this model: samples that it takes, and probabilities of its classes."""
        X, n = self.samples.X, len(self.samples)
        return (
            1 <= n <= N_SAMPLES
            and X.shape == (n, *model.preprocessing.shape)
            and self.probabilities.shape == (n, len(model.class_names))
            and self.probabilities.dtype == model.theta.dtype
            and bool(np.isfinite(X).all() and 0 < self.samples.scale < np.inf)
        )

    @property
    def is_from_here(self) -> bool:
        """Whether the probabilities were computed with the arithmetic of this process."""
        return self.arithmetic == arithmetic()

    @property
    def made_with(self) -> str:
        """Versions and processor that the probabilities were computed with, for people to read."""
        told = {"glasscat": "glasscat ", "numpy": "NumPy ", "blas": "", "machine": ""}
        return ", ".join(f"{before}{self.arithmetic[name]}" for name, before in told.items() if name in self.arithmetic)


@dataclass(frozen=True, slots=True, repr=False)
class SelfTestOutcome:
    """What a model says of its self-test now, beside what it has said.

    Parameters
    ----------
    n_samples : int
    largest_difference : float
        Of a probability then and now; 0 where all have the same bits.
    tolerance : float
        Half the digits of the model's numbers, the square root of their epsilon: another order of sums costs a few of
        the last digits, a mistake costs all of them.
    same_arithmetic : bool
        Whether it was computed under the same arithmetic both times, and so must have the same bits.
    """

    n_samples: int
    largest_difference: float
    tolerance: float
    same_arithmetic: bool

    @property
    def bit_equal(self) -> bool:
        """Whether every probability is the same, bit for bit."""
        return self.largest_difference == 0

    @property
    def passed(self) -> bool:
        """Whether no probability is further from what it was than the tolerance."""
        return self.largest_difference <= self.tolerance

    @property
    def sentence(self) -> Text:
        """The outcome in words."""
        if self.bit_equal:
            return _n(
                "The sample of the self-test has the same probabilities as where the model was made, bit for bit.",
                "The {n} samples of the self-test have the same probabilities as where the model was made, "
                "bit for bit.",
                self.n_samples,
            )
        return _n(
            "The sample of the self-test has other probabilities than where the model was made: "
            "the largest difference is {found}; up to {tolerance} is rounding.",
            "The {n} samples of the self-test have other probabilities than where the model was made: "
            "the largest difference is {found}; up to {tolerance} is rounding.",
            self.n_samples,
            found=f"{self.largest_difference:.2g}",
            tolerance=f"{self.tolerance:.2g}",
        )

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "n": self.n_samples,
            "passed": self.passed,
            "bit_equal": self.bit_equal,
            "largest_difference": self.largest_difference,
            "tolerance": self.tolerance,
            "same_arithmetic": self.same_arithmetic,
        }

    def __repr__(self) -> str:
        return str(self.sentence)


def chosen_for_self_test(train: Samples) -> Samples:
    """First, middle and last of the training samples, as they are stored; all of them where there are fewer."""
    places = sorted(set(np.linspace(0, len(train) - 1, N_SAMPLES).astype(int).tolist()))
    X: NDArray[Any] = np.array(train.X[places])
    if X.dtype not in {np.dtype(kind) for kind in (np.uint8, np.float32, np.float64)}:
        X = X.astype(np.float64)
    return Samples(X, np.zeros(len(places), np.int64), ("",) * len(places), train.scale)


def self_test_to_keep(model: Model) -> SelfTest | None:
    """Self-test for the file of a model: its own, or what it says now where its parameters have been replaced since."""
    kept = model.self_test
    return kept if kept is None or _outcome(model, kept).passed else SelfTest.of(model, kept.samples)


def run_self_test(model: Model) -> SelfTestOutcome:
    """Ask a model again what it has been asked; see `Model.run_self_test`."""
    kept = model.self_test
    if kept is None:
        problem = _("it has no self-test: it was made by hand, or kept by an early glasscat.")
        raise ModelError("GC-M31", _("model"), problem, _("train it again, and save it."))
    outcome = _outcome(model, kept)
    if not outcome.passed:
        fix = _("compute with it as where it was made ({then}), or train it here.", then=kept.made_with)
        raise ModelError("GC-M30", _("model"), outcome.sentence, fix)
    return outcome


def _outcome(model: Model, kept: SelfTest) -> SelfTestOutcome:
    then, now = kept.probabilities, _asked(model, kept.samples)
    tolerance = float(np.sqrt(np.finfo(now.dtype).eps))
    return SelfTestOutcome(len(then), _difference(then, now), tolerance, kept.is_from_here)


def _asked(model: Model, samples: Samples) -> Array:
    # a model may have numbers so large that they overflow; what it says then is what is compared
    with np.errstate(all="ignore"):
        return answers(model, samples)


def _difference(then: Array, now: Array) -> float:
    """Largest difference of two arrays; infinity where one has a number and the other has none."""
    if np.array_equal(then, now, equal_nan=True):
        return 0.0
    largest = np.abs(then.astype(np.float64) - now).max()
    return float(largest) if np.isfinite(largest) else float("inf")
