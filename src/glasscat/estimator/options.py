"""The network and the optimiser that an estimator's parameters ask for."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from sklearn.utils import check_random_state

from glasscat.errors import UsageError, unknown_name
from glasscat.i18n import _
from glasscat.network import Network
from glasscat.optimizers import optimizer_by_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from glasscat.data.dataset import Dataset
    from glasscat.estimator.classifier import GlasscatClassifier
    from glasscat.optimizers import LBFGS, Optimizer

MOST_IN_BATCH = 200
"""Samples in a batch, at most, with ``batch_size="auto"``; scikit-learn's networks have the same."""

_ACTIVATIONS = {"logistic": "sigmoid"}
_SOLVERS = {"sgd": "nesterov"}
"""scikit-learn's names where glasscat has another one."""


def network_of(asked: GlasscatClassifier, data: Dataset) -> Network:
    """Network that fits the data; the errors are those of `Network.dense`, and GC-E11."""
    return Network.dense(
        data.n_features,
        _hidden(asked.hidden_layer_sizes),
        data.n_classes,
        activation=cast("Any", _ACTIVATIONS.get(asked.activation, asked.activation)),
        init=cast("Any", asked.init),
        init_scale=asked.init_scale,
        loss=cast("Any", asked.loss),
        batch_norm=asked.batch_norm,
        dropout=asked.dropout,
    )


def _hidden(sizes: Any) -> list[int]:  # noqa: ANN401  (it is checked here)
    """Units of each hidden layer; a single number is a single layer."""
    layers = [sizes] if isinstance(sizes, int | np.integer) else sizes
    if isinstance(layers, tuple | list | np.ndarray) and all(isinstance(n, int | np.integer) for n in layers):
        return [int(n) for n in layers]
    problem = _("it must be whole numbers, one a hidden layer; found {found}.", found=repr(sizes))
    raise UsageError("GC-E11", "hidden_layer_sizes", problem, _("give for example (100,), or () for none."))


def batch_size_of(asked: GlasscatClassifier, m: int) -> int | None:
    """Samples a step, None for all m; batches chosen by "auto" are as equal as can be, so that none is tiny.

    Raises
    ------
    UsageError
        GC-E02 for another word; whether a number can be meant, training says.
    """
    if isinstance(asked.batch_size, str):
        if asked.batch_size not in {"auto", "all"}:
            raise unknown_name("GC-E02", "batch_size", asked.batch_size, ["auto", "all"])
        if asked.batch_size == "all" or asked.solver == "lbfgs" or m <= MOST_IN_BATCH:
            return None
        return ceil(m / ceil(m / MOST_IN_BATCH))
    return asked.batch_size


def optimizer_of(asked: GlasscatClassifier, steps: int) -> Optimizer[Any] | LBFGS:
    """Optimiser for a training of so many steps.

    Raises
    ------
    UsageError
        GC-E06 for a momentum or beta_1 that the solver does not have; those of `optimizer_by_name`.
    """
    name = _SOLVERS.get(asked.solver, asked.solver)
    is_adam = name in {"adam", "adamw"}
    unused, value = ("momentum", asked.momentum) if is_adam else ("beta_1", asked.beta_1)
    if value is not None:
        problem = _("the solver {name} has no such setting; found {value:g}.", name=asked.solver, value=value)
        raise UsageError("GC-E06", unused, problem, _("leave it at None: momentum is for sgd, beta_1 for adam."))
    return optimizer_by_name(
        name,
        max(1, steps),
        learning_rate=asked.learning_rate_init,
        schedule=asked.learning_rate,
        warmup=asked.warmup,
        momentum=asked.beta_1 if is_adam else asked.momentum,
        beta2=asked.beta_2,
        epsilon=asked.epsilon,
        weight_decay=asked.weight_decay,
        clip_value=asked.clip_value,
        clip_norm=asked.clip_norm,
        freeze=asked.freeze,
    )


def dtype_of(asked: GlasscatClassifier) -> type[np.floating]:
    """Kind of the parameters; GC-U12 for another."""
    known: dict[str, type[np.floating]] = {"float64": np.float64, "float32": np.float32}
    if asked.dtype not in known:
        raise unknown_name("GC-U12", _("dtype"), str(asked.dtype), known)
    return known[asked.dtype]


def class_weight_of(asked: GlasscatClassifier, classes: NDArray[Any]) -> str | Mapping[str, float] | None:
    """Weights by class name; GC-U64 for a label that is none of the classes."""
    given = asked.class_weight
    if given is None or isinstance(given, str):
        return given
    labels = classes.tolist()
    for label in given:
        if label not in labels:
            raise unknown_name("GC-U64", _("class weight"), str(label), [str(one) for one in labels])
    return {str(label): given[label] for label in labels if label in given}


def seed_of(asked: GlasscatClassifier) -> int:
    """Seed of glasscat: a whole number is that seed itself, None a new one each time."""
    if asked.random_state is None:
        return int(np.random.SeedSequence().generate_state(1)[0])
    if isinstance(asked.random_state, int | np.integer):
        return int(asked.random_state)
    return int(check_random_state(asked.random_state).randint(2**31 - 1))
