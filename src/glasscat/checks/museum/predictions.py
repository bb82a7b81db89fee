"""Mistakes that are made when a network is used: what belongs into training is left on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.checks.museum.exhibit import Exhibit
from glasscat.checks.museum.scores import judge_repeatable
from glasscat.i18n import _
from glasscat.network import Network

if TYPE_CHECKING:
    from collections.abc import Callable

    from glasscat.checks.museum.exhibit import Evidence
    from glasscat.typing import Array, Integers

P = 0.5
EPSILON = 1e-5


def hidden_in_use(A: Array, rng: np.random.Generator) -> Array:  # noqa: ARG001  (the same signature)
    """Hidden activations: in use nothing is switched off."""
    return A


def hidden_with_dropout(A: Array, rng: np.random.Generator) -> Array:
    """Hidden activations as training has them."""
    return A * (rng.random(A.shape) >= P) / (1 - P)


def normalised(Z: Array, running_mean: Array, running_variance: Array) -> Array:
    """Batch normalisation in use: with what training has kept."""
    mu = running_mean
    variance = running_variance
    return (Z - mu) / np.sqrt(variance + EPSILON)


def normalised_by_batch(Z: Array, running_mean: Array, running_variance: Array) -> Array:  # noqa: ARG001
    """Batch normalisation with whatever samples are asked about together."""
    mu = np.mean(Z, axis=1, keepdims=True)
    variance = np.var(Z, axis=1, keepdims=True)
    return (Z - mu) / np.sqrt(variance + EPSILON)


def _samples(m: int, rng: np.random.Generator) -> tuple[Array, Integers]:
    """Points inside and outside a circle."""
    X = rng.standard_normal((2, m))
    return X, (np.sum(X**2, axis=0) > 1.4).astype(np.int64)


def _trained(network: Network, rng: np.random.Generator) -> tuple[dict[str, Array], dict[str, Array]]:
    """Parameters and running statistics after 300 steps of gradient descent."""
    X, y = _samples(200, rng)
    Y, theta = network.targets(y), network.initial(0)
    work, buffers = network.work(theta, len(y)), network.initial_buffers(theta)
    for _k in range(300):
        network.draw_masks(work, [rng])
        theta -= 0.5 * network.loss_and_grad(theta, X, Y, work)[1]
        network.update_buffers(buffers, work)
    return network.layout.views(theta), network.buffer_layout.views(buffers)


def _answers(p: dict[str, Array], A: Array) -> Integers:
    """Classes from the hidden activations: sigmoid(Z) > 0.5 where Z > 0."""
    return (p["W2"] @ A + p["b2"] > 0).ravel().astype(np.int64)


def _examine_hidden(hidden: Callable[[Array, np.random.Generator], Array]) -> Evidence:
    """Ask about the same samples twice."""
    rng = np.random.default_rng(8)
    p, _running = _trained(Network.dense(2, [16], 2, activation="tanh", dropout=P), rng)
    X, y = _samples(100, rng)
    A = np.tanh(p["W1"] @ X + p["b1"])
    first, second = (_answers(p, hidden(A, rng)) for _time in range(2))
    return judge_repeatable(y, first, second, (_("asked for the first time"), _("asked for the second time")))


def _examine_normalised(normalised: Callable[[Array, Array, Array], Array]) -> Evidence:
    """Ask about the same samples all together, and one by one."""
    rng = np.random.default_rng(9)
    p, running = _trained(Network.dense(2, [16], 2, activation="tanh", batch_norm=True), rng)
    X, y = _samples(100, rng)

    def answers(X: Array) -> Integers:
        Z_hat = normalised(p["W1"] @ X + p["b1"], running["running_mean1"], running["running_variance1"])
        return _answers(p, np.tanh(p["gamma1"] * Z_hat + p["beta1"]))

    one_by_one = np.concatenate([answers(X[:, k : k + 1]) for k in range(len(y))])
    return judge_repeatable(y, answers(X), one_by_one, (_("all samples together"), _("one sample at a time")))


DROPOUT_LEFT_ON = Exhibit(
    name="dropout-left-on",
    title=_("dropout left on when predicting"),
    story=_(
        "Half of the hidden units are switched off at random, as in training, while the network is used. "
        "The score is lower than it could be, and the same picture gets one answer now and another one later."
    ),
    check="verdict",
    right=hidden_in_use,
    wrong=hidden_with_dropout,
    examine=_examine_hidden,
)
BATCH_STATISTICS = Exhibit(
    name="batch-statistics",
    title=_("statistics of the batch used when predicting"),
    story=_(
        "Batch normalisation takes mean and variance of the samples at hand instead of those kept from training. "
        "The test set as a whole looks fine; a single picture minus its own mean is zero, and all get one answer."
    ),
    check="verdict",
    right=normalised,
    wrong=normalised_by_batch,
    examine=_examine_normalised,
)
EXHIBITS = (DROPOUT_LEFT_ON, BATCH_STATISTICS)
