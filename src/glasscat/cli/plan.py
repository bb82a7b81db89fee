"""The plan of a training: every setting as it was asked for, and the network and optimiser that it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from glasscat.errors import UsageError, unknown_name
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.data.dataset import Dataset
    from glasscat.data.reading import Fit
    from glasscat.layers.dense import Init
    from glasscat.layers.output import Loss
    from glasscat.network import Activation, Network
    from glasscat.optimizers import GradientDescent


@dataclass(frozen=True, slots=True)
class Plan:
    """Settings of `glasscat train`; run.json keeps them all."""

    data: str
    test: str | None
    holdout: float
    size: int | None
    fit: Fit
    skip_broken: bool
    layers: str
    activation: str
    init: str | None
    init_scale: float
    loss: str
    optimizer: str
    learning_rate: float
    iterations: int | None
    epochs: int | None
    batch_size: str
    stop_cost: float | None
    seed: int
    dtype: str
    method: str
    print_every: int

    def network(self, data: Dataset) -> Network:
        """Network for this data; GC-U17 for layers that are not whole numbers."""
        from glasscat.network import Network

        return Network.dense(
            data.n_features,
            self._hidden(),
            data.n_classes,
            activation=cast("Activation", self.activation),
            init=cast("Init | None", self.init),
            init_scale=self.init_scale,
            loss=cast("Loss", self.loss),
        )

    def training(self) -> dict[str, Any]:
        """Arguments of `glasscat.training.loop.train`."""
        steps = 2000 if self.iterations is None and self.epochs is None else self.iterations
        return {
            "optimizer": self._optimizer(),
            "iterations": steps,
            "epochs": self.epochs,
            "batch_size": self._batch_size(),
            "stop_cost": self.stop_cost,
            "seed": self.seed,
            "dtype": self._dtype(),
            "method": self.method,
            "record_every": self.print_every,
        }

    def _hidden(self) -> list[int]:
        try:
            return [int(n) for n in self.layers.split(",")] if self.layers.strip() else []
        except ValueError as error:
            raise UsageError(
                "GC-U17",
                "--layers",
                _("it must be whole numbers with commas between them; found {found!r}.", found=self.layers),
                _("write it as in --layers 20,7,5."),
            ) from error

    def _optimizer(self) -> GradientDescent:
        from glasscat.optimizers import GradientDescent

        if self.optimizer != "gd":
            raise unknown_name("GC-U18", _("optimizer"), self.optimizer, ["gd"])
        return GradientDescent(self.learning_rate)

    def _batch_size(self) -> int | None:
        if self.batch_size == "all":
            return None
        if not self.batch_size.lstrip("-").isdecimal():
            raise UsageError(
                "GC-U19",
                "--batch-size",
                _("it must be a whole number, or all; found {found!r}.", found=self.batch_size),
            )
        return int(self.batch_size)

    def _dtype(self) -> Any:  # noqa: ANN401  (a NumPy type, which is imported only now)
        import numpy as np

        known = {"float64": np.float64, "float32": np.float32}
        if self.dtype not in known:
            raise unknown_name("GC-U12", _("dtype"), self.dtype, known)
        return known[self.dtype]
