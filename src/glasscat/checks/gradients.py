"""Gradient checking: the hand-written backward pass beside other ways to the same numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from glasscat.checks.chain_rule import gradient_by_graph
from glasscat.checks.comparison import Comparison, compare
from glasscat.checks.probes import MOST_IN_FULL, choose_probes
from glasscat.checks.report import GradientReport
from glasscat.checks.rows import Rows
from glasscat.checks.slopes import complex_step, differences
from glasscat.checks.usage import checked_methods, checked_samples, checked_theta, network_of, samples_of
from glasscat.data.splits import check_seed
from glasscat.errors import GlasscatError, UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from glasscat.checks.probes import Probes
    from glasscat.checks.usage import Trained
    from glasscat.data.dataset import Samples
    from glasscat.network import Network
    from glasscat.typing import Array

Method = Literal["differences", "complex-step", "graph"]
METHODS: tuple[Method, ...] = ("differences", "complex-step", "graph")
ROUNDING = 64 * float(np.finfo(np.float64).eps)
"""What the roundings of a whole pass do to a number, relative to the largest that it was computed with."""
MEMORY = 64 * 2**20
"""Bytes that the nudged copies of a network may take at once."""


def check_gradients(
    network: Network | Trained,
    X: ArrayLike | Samples,
    Y: ArrayLike | None = None,
    theta: Array | None = None,
    *,
    s: Array | None = None,
    methods: Sequence[str] = METHODS,
    epsilon: float = 1e-4,
    seed: int = 0,
) -> GradientReport:
    """Compare a network's backward pass with other ways to the gradient.

    The relative error of each W and b is the course's, ``||g - g'|| / (||g|| + ||g'||)``. A network of up to 2,000
    parameters is checked in all of them; of a larger one, in each entry 20 parameters and 4 random directions.

    Parameters
    ----------
    network : Network, or a run or model
        Of a run or a model the trained parameters are taken.
    X : (n_features, m), or Samples
        Samples in columns; or samples as data sets hold them, which know their classes: ``data.train.take([0, 1])``.
    Y : (n_units, m), optional
        From ``network.targets(y)``; of Samples it is known.
    theta : (P,), optional
        Where to check; by default that of the run or model, or else the initial parameters plus 0.1 times standard
        normal numbers, because at zeros and ones, where biases and gains begin, mistakes can hide.
    s : (m,), optional
        Weights of the samples.
    methods : sequence of "differences", "complex-step" and "graph"
    epsilon : float
        Length of a nudge for the differences, the course's 1e-4; from 1e-8 to 0.01.
    seed : int
        Of theta, the dropout masks (the same ones for every way), and what is looked at in a large network.

    Returns
    -------
    GradientReport
        Printable; ``passed`` is the verdict.

    Raises
    ------
    UsageError
        GC-G31 to GC-G33: no network, or targets that are missing, given twice or of another class; GC-K01 to GC-K07:
        samples, targets, weights, parameters, methods or a step that cannot be used; GC-K09: the
        cost is not finite there; GC-U23: a seed below 0.
    """
    checked_methods(methods, METHODS, epsilon)
    check_seed(seed)
    net, theta = network_of(network, theta)
    X, Y = samples_of(net, X, Y)
    X, Y, s = checked_samples(net, X, Y, s)
    at_theta, at_masks, at_probes = (np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(3))
    theta, notes = checked_theta(net, theta, at_theta, seed)
    work = net.work(theta, X.shape[1])
    net.draw_masks(work, [at_masks])
    J, grad = net.loss_and_grad(theta, X, Y, work, s)
    if not np.isfinite(J):
        problem = _("the cost is not finite there; found {J}.", J=float(J))
        raise UsageError("GC-K09", "theta", problem, _("check at smaller parameters, or with inputs from 0 to 1."))
    probes = choose_probes(net.layout, grad, at_probes)
    rows = Rows(net, X, Y, work, s)
    comparisons: list[Comparison] = []
    for method in (each for each in METHODS if each in methods):
        try:
            comparisons += _comparisons(method, rows, theta, grad, float(J), probes, epsilon)
        except GlasscatError as error:
            if len(methods) == 1:
                raise
            notes.append(_("{method} was left out: {reason}", method=method, reason=error.problem))
    return GradientReport(
        network=net,
        m=X.shape[1],
        seed=seed,
        epsilon=epsilon,
        cost=float(J),
        in_full=net.layout.size <= MOST_IN_FULL,
        comparisons=tuple(comparisons),
        kinks=rows.kinks(),
        notes=tuple(notes),
    )


def _comparisons(  # noqa: PLR0917  (what there is to compare)
    method: str, rows: Rows, theta: Array, grad: Array, J: float, probes: Probes, epsilon: float
) -> list[Comparison]:
    """Slopes by one method beside those of the backward pass."""
    at_once = rows.rows_within(MEMORY)
    backward = probes.slopes(grad)
    crossed = np.zeros(len(probes), dtype=bool)
    rounding = rows.last_digits(theta, probes) + ROUNDING * float(np.linalg.norm(grad))
    if method == "differences":
        slopes, crossed = differences(rows.costs, theta, probes, epsilon=epsilon, rows=at_once)
        rounding = rounding + ROUNDING * (1 + abs(J)) / epsilon
    elif method == "complex-step":
        slopes, crossed = complex_step(rows.costs, theta, probes, rows=at_once)
    else:
        slopes = probes.slopes(gradient_by_graph(rows.network, theta, rows.X, rows.Y, rows.work, rows.s))
    return compare(rows.network.layout, probes, backward, slopes, crossed, method, rounding)
