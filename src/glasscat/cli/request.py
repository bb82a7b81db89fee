"""The request for a training: every setting as it was typed, and the network and optimiser that it asks for."""

from __future__ import annotations

from dataclasses import dataclass, fields
from math import ceil
from typing import TYPE_CHECKING, Any, Self, cast

from glasscat.errors import UsageError, unknown_name
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glasscat.data.dataset import Dataset
    from glasscat.data.reading import Fit
    from glasscat.i18n import Text
    from glasscat.layers.dense import Init
    from glasscat.layers.output import Loss
    from glasscat.layers.stack import Activation
    from glasscat.network import Network
    from glasscat.optimizers import LBFGS, Optimizer


_RULES: dict[str, Text | str] = {
    "gd": _("gradient descent"),
    "momentum": _("momentum"),
    "nesterov": "Nesterov",
    "adagrad": "AdaGrad",
    "rmsprop": "RMSProp",
    "adam": "Adam",
    "adamw": "AdamW",
    "lbfgs": "L-BFGS",
}
"""Update rules as people call them."""


@dataclass(frozen=True, slots=True)
class Request:
    """Settings of `glasscat train`; run.json keeps them all as its plan."""

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
    batch_norm: bool
    dropout: float
    optimizer: str
    learning_rate: float | None
    momentum: float | None
    beta2: float | None
    epsilon: float | None
    clip_value: float | None
    clip_norm: float | None
    freeze: str | None
    schedule: str
    warmup: int
    iterations: int | None
    epochs: int | None
    batch_size: str
    stop_cost: float | None
    patience: int | None
    l2: float
    weight_decay: float | None
    class_weight: str | None
    seed: int
    dtype: str
    method: str
    print_every: int
    checkpoint_every: int | None = None

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Self:
        """Pick the settings out of all the options of the verb."""
        return cls(**{field.name: settings[field.name] for field in fields(cls)})

    def network(self, data: Dataset) -> Network:
        """Network for this data; GC-U17 for layers that are not whole numbers."""
        return self._network(data.n_features, data.n_classes)

    def _network(self, n_features: int, n_classes: int) -> Network:
        from glasscat.network import Network

        return Network.dense(
            n_features,
            self.hidden,
            n_classes,
            activation=cast("Activation", self.activation),
            init=cast("Init | None", self.init),
            init_scale=self.init_scale,
            loss=cast("Loss", self.loss),
            batch_norm=self.batch_norm,
            dropout=self.dropout,
        )

    def training(self, m: int) -> dict[str, Any]:
        """Arguments of `glasscat.training.loop.train` for m training samples."""
        batch_size = self._batch_size()
        return {
            "optimizer": self._optimizer(m, batch_size),
            "iterations": self._iterations(),
            "epochs": self.epochs,
            "batch_size": batch_size,
            "stop_cost": self.stop_cost,
            "patience": self.patience,
            "l2": self.l2,
            "class_weight": self.class_weight,
            "seed": self.seed,
            "dtype": self._dtype(),
            "method": self.method,
            "record_every": self.print_every,
        }

    @property
    def rule(self) -> Text:
        """Update rule and learning rate in words."""
        from glasscat.optimizers import OPTIMIZERS

        name = _RULES.get(self.optimizer, self.optimizer)
        rate = self.learning_rate or OPTIMIZERS[self.optimizer].learning_rate
        return _("{name}", name=name) if rate is None else _("{name} at rate {rate:g}", name=name, rate=rate)

    def check(self) -> None:
        """Refuse what is invalid before anything is read: the sizes of the data do not matter to that."""
        from glasscat.cli.rehearsal import rehearse

        self._network(1, 2)
        if not self.hidden and (self.batch_norm or self.dropout):
            problem = _("it goes with hidden layers; there are none.")
            where = "--batch-norm" if self.batch_norm else "--dropout"
            raise UsageError("GC-U78", where, problem, _("give --layers, or leave it out."))
        self._dtype()
        self._batch_size()
        rehearse(self)

    def _iterations(self) -> int | None:
        return 2000 if self.iterations is None and self.epochs is None else self.iterations

    def _optimizer(self, m: int, batch_size: int | None) -> Optimizer[Any] | LBFGS:
        from glasscat.optimizers import optimizer_by_name

        per_epoch = 1 if batch_size is None else ceil(m / batch_size)
        steps = self._iterations() or (self.epochs or 0) * per_epoch
        if steps < 1:
            steps = self.warmup + 1  # a run of no length is refused by the training: no rule, no warm-up is to blame
        return optimizer_by_name(
            self.optimizer,
            steps,
            learning_rate=self.learning_rate,
            schedule=self.schedule,
            warmup=self.warmup,
            momentum=self.momentum,
            beta2=self.beta2,
            epsilon=self.epsilon,
            weight_decay=self.weight_decay,
            clip_value=self.clip_value,
            clip_norm=self.clip_norm,
            freeze=self._frozen(),
        )

    def _frozen(self) -> list[str | int]:
        """What is frozen, layers by number and parameters by name; GC-U54 where the option names neither."""
        if self.freeze is None:
            return []
        names = [part.strip() for part in self.freeze.split(",")]
        if not all(names):
            raise UsageError(
                "GC-U54",
                "--freeze",
                _("layers by number or parameters by name were expected; found {found!r}.", found=self.freeze),
                _("write it as in --freeze 1 or --freeze W1,b1, or leave it out."),
            )
        return [int(name) if name.isdecimal() else name for name in names]

    @property
    def hidden(self) -> list[int]:
        """Units of each hidden layer; GC-U17 where they are not whole numbers."""
        return hidden_layers(self.layers)

    def _batch_size(self) -> int | None:
        if self.batch_size == "all":
            return None
        if not self.batch_size.isdecimal() or int(self.batch_size) < 1:
            raise UsageError(
                "GC-U19",
                "--batch-size",
                _("it must be a whole number of at least 1, or all; found {found!r}.", found=self.batch_size),
                _("give for example 64."),
            )
        return int(self.batch_size)

    def _dtype(self) -> Any:  # noqa: ANN401  (a NumPy type, which is imported only now)
        import numpy as np

        known = {"float64": np.float64, "float32": np.float32}
        if self.dtype not in known:
            raise unknown_name("GC-U12", _("dtype"), self.dtype, known)
        return known[self.dtype]


def hidden_layers(layers: str) -> list[int]:
    """Units of each hidden layer from what ``--layers`` says; GC-U17 where they are not whole numbers."""
    try:
        return [int(n) for n in layers.split(",")] if layers.strip() else []
    except ValueError as error:
        raise UsageError(
            "GC-U17",
            "--layers",
            _("it must be whole numbers with commas between them; found {found!r}.", found=layers),
            _("write it as in --layers 20,7,5."),
        ) from error
