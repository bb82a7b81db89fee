"""A model: everything that is needed to classify, and to judge how well."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

import numpy as np

from glasscat.data.shortlist import shortlist
from glasscat.errors import ModelError
from glasscat.evaluation.known_samples import digests_of
from glasscat.evaluation.memory import TrainMemory
from glasscat.evaluation.probabilities import decide
from glasscat.evaluation.score import Score
from glasscat.i18n import _
from glasscat.models.answers import answers, check_answers
from glasscat.models.given import samples_of
from glasscat.models.prediction import predict
from glasscat.models.preprocessing import Preprocessing
from glasscat.models.self_test import SelfTest, chosen_for_self_test, run_self_test

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import ArrayLike

    from glasscat.data.dataset import Samples
    from glasscat.data.reading import Fit
    from glasscat.i18n import Text
    from glasscat.models.onnx_file import OnnxFile
    from glasscat.models.prediction import Prediction
    from glasscat.models.self_test import SelfTestOutcome
    from glasscat.network import Network
    from glasscat.training.fitted import Fitted
    from glasscat.typing import Array, Integers


@dataclass(frozen=True, slots=True, eq=False, repr=False)
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
    buffers : (Q,)
        Running statistics; empty without batch normalisation.
    self_test : SelfTest or None
        Three of its training samples, and what it has said of them.
    notes : tuple of Text
        What was seen when it was loaded.

    Raises
    ------
    ModelError
        GC-M08, if these do not fit together.
    """

    network: Network
    theta: Array
    class_names: tuple[str, ...]
    preprocessing: Preprocessing
    memory: TrainMemory
    threshold: float = 0.5
    buffers: Array = field(default_factory=lambda: np.empty(0))
    self_test: SelfTest | None = None
    notes: tuple[Text, ...] = ()

    def __post_init__(self) -> None:
        flaw = _flaw(self)
        if flaw is not None:
            raise ModelError("GC-M08", _("model"), flaw, _("make it from a training, or load it from its file."))

    @classmethod
    def of(cls, fitted: Fitted, fit: Fit | None = None) -> Self:
        """Keep of a training what its predictions need; ``fit`` is that of the data, unless another one is given."""
        train = fitted.data.train
        model = cls(
            fitted.network,
            fitted.theta,
            fitted.class_names,
            Preprocessing.of(train, fit or fitted.data.fit),
            TrainMemory.of(train, len(fitted.class_names), digests_of(train)),
            buffers=fitted.buffers,
        )
        return replace(model, self_test=SelfTest.of(model, chosen_for_self_test(train)))

    @property
    def parameters(self) -> dict[str, Array]:
        """Parameters by name, views into theta."""
        return self.network.layout.views(self.theta)

    def probabilities(self, samples: Samples | ArrayLike) -> Array:
        """Probability of each class for each sample, (m, n_classes), samples first.

        Each sample has a matrix product of its own, so that its answer is the same, bit for bit, whichever others are
        asked for with it. That takes about twice as long as one product for all, and longer where the weights are more
        than the processor keeps at hand (`docs/estimator.md`).

        Parameters
        ----------
        samples : Samples, or array (m, height, width, 3) or (m, n_features)
            Pixels uint8 0-255; fractions are taken for 0-1 where none is above 1, else for 0-255.

        Raises
        ------
        ModelError
            GC-M05, if the samples have another shape than those it was trained on.
        UsageError
            GC-U70, GC-U71, GC-U73 for what is neither samples nor an array of them.
        DataError
            GC-D11 to GC-D16 for an array that holds no samples, GC-D49 for a sample beyond the numbers of the model.
        """
        samples = samples_of(samples, self.preprocessing.shape)
        expected, found = self.preprocessing.shape, samples.X.shape[1:]
        if found != expected:
            raise ModelError(
                "GC-M05",
                _("data"),
                _(
                    "the model was trained on samples of shape {expected}; found {found}.",
                    expected=expected,
                    found=found,
                ),
                _("give pictures as files or folders, which are resized, or train on data of this shape."),
            )
        probabilities = answers(self, samples)
        check_answers(samples, probabilities)
        return probabilities

    def predict(self, pictures: str | Path | Sequence[str | Path] | Samples | ArrayLike) -> list[Prediction]:
        """Classify pictures of one's own, each by itself: no answer depends on which others are asked for.

        Parameters
        ----------
        pictures : path, list of paths, Samples, or array (m, height, width, 3) or (m, n_features)
            Picture files, or folders of them, are brought to the model's size. In an array pixels are uint8 0-255;
            fractions of a sample are taken for 0-1 where none is above 1, else for 0-255.

        Returns
        -------
        list of Prediction
            One a picture, in their order.

        Raises
        ------
        DataError
            GC-D01 to GC-D04 and GC-D40 to GC-D42 for a picture that cannot be read, GC-D60 for none at all, GC-D11 to
            GC-D16 for an array that holds no samples, GC-D49 for a sample beyond the numbers of the model.
        ModelError
            GC-M05 for samples of another shape, GC-M07 for picture files where the model takes rows of features.
        UsageError
            GC-U70, GC-U71, GC-U73 for something else.
        """
        return predict(self, pictures)

    def classes(self, probabilities: Array) -> Integers:
        """Predicted class of each sample, (m,), from probabilities (m, n_classes)."""
        return decide(probabilities, self.threshold)

    def export(self, path: str | Path, *, dtype: str = "float32", overwrite: bool = False) -> OnnxFile:
        """Write an ONNX file, for programs that have no glasscat; see `glasscat.export_onnx`."""
        from glasscat.models.onnx_file import export_onnx  # noqa: PLC0415  (which needs this module)

        return export_onnx(self, path, dtype=dtype, overwrite=overwrite)

    def run_self_test(self) -> SelfTestOutcome:
        """Ask the model again what it was asked where it was made, and compare.

        Returns
        -------
        SelfTestOutcome
            Whether the probabilities have the same bits, or the largest difference, beside what is rounding.

        Raises
        ------
        ModelError
            GC-M30, if a difference is more than rounding; GC-M31, if the model has no self-test.
        """
        return run_self_test(self)

    def score(self, samples: Samples) -> Score:
        """Count the right answers; what the count is worth, `glasscat.evaluate` says.

        Raises
        ------
        ModelError
            GC-M05, as `probabilities`.
        """
        right = self.classes(self.probabilities(samples)) == samples.y
        return Score(int(right.sum()), len(samples))

    def __repr__(self) -> str:
        names = shortlist([repr(name) for name in self.class_names], 6)
        return f"Model(sizes={self.network.sizes}, class_names=({names}), shape={self.preprocessing.shape})"

    def _repr_html_(self) -> str:
        from glasscat.models.card import model_card  # noqa: PLC0415  (only notebooks ask for it)

        return model_card(self)


def _flaw(model: Model) -> Text | None:
    """Say what does not fit together in a model, if anything."""
    network, names = model.network, model.class_names
    flaws = (
        (len(names) != network.output.n_classes, _("the network's output is not for {n} classes.", n=len(names))),
        (len(set(names)) != len(names), _("two of its classes have one name.")),
        (model.preprocessing.n_features != network.n_features, _("its samples are not what the network takes.")),
        (model.theta.shape != (network.layout.size,), _("its parameters are not those of the network.")),
        (not np.isfinite(model.theta).all(), _("its parameters are not all finite numbers.")),
        (model.buffers.shape != (network.buffer_layout.size,), _("its statistics are not those of the network.")),
        (not np.isfinite(model.buffers).all(), _("its statistics are not all finite numbers.")),
        (model.memory.n_classes != len(names), _("it remembers a training set of other classes.")),
        (not 0 <= model.threshold <= 1, _("its threshold must be from 0 to 1; found {t}.", t=model.threshold)),
        (model.self_test is not None and not model.self_test.fits(model), _("its self-test is that of another model.")),
    )
    return next((text for found, text in flaws if found), None)
