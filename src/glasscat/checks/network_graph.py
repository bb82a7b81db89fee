"""A whole network with its loss as a graph that can be looked at, nudged and drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.checks.chain_rule import cost_node
from glasscat.checks.usage import checked_samples, checked_theta, network_of, samples_of
from glasscat.data.splits import check_seed
from glasscat.graph import Graph
from glasscat.i18n import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from glasscat.checks.usage import Trained
    from glasscat.data.dataset import Samples
    from glasscat.network import Network
    from glasscat.typing import Array


def network_graph(
    network: Network | Trained,
    X: ArrayLike | Samples,
    Y: ArrayLike | None = None,
    theta: Array | None = None,
    *,
    s: ArrayLike | None = None,
    seed: int = 0,
) -> Graph:
    """Write a network and its cost out as a graph: every W, b, Z and A forward, every derivative backward.

    The cost is the one that training lowers, without penalties: batch normalisation takes the mean and variance of
    these samples, and dropout switches units off. Everything is computed in float64.

    Parameters
    ----------
    network : Network, or a run or model
        Of a run or a model the trained parameters are taken.
    X : (n_features, m), or Samples
        Samples in columns; or samples as data sets hold them, which know their classes: ``data.train.take([0, 1])``.
    Y : (n_units, m), optional
        From ``network.targets(y)``; of Samples it is known.
    theta : (P,), optional
        Parameters; those of the run or model, else the initial ones plus 0.1 times standard normal numbers.
    s : (m,), optional
        Weights of the samples.
    seed : int
        Of theta and the dropout masks, where they are drawn.

    Returns
    -------
    Graph
        X and Y are constants in it; ``derivatives["W1"]`` is dW1. Print it, or draw it with ``.svg()``.

    Raises
    ------
    UsageError
        GC-G31: no network; GC-G32: targets that are missing or given twice; GC-G33: a class that the network does not
        have; GC-K01 to GC-K04, GC-K07: samples, targets, weights or parameters that do not fit; GC-K08: a layer that is
        not glasscat's own; GC-U23: a seed below 0.
    DataError
        GC-G21, GC-G22: a number or a derivative that leaves float64.

    Examples
    --------
    >>> import numpy as np
    >>> from glasscat.network import Network
    >>> net = Network.dense(2, [3], 2, activation="tanh")
    >>> g = network_graph(net, np.array([[0.5, -1.0], [2.0, 1.0]]), net.targets(np.array([0, 1])))
    >>> g.derivatives["W1"].shape
    (3, 2)
    """
    check_seed(seed)
    net, theta = network_of(network, theta)
    X, Y = samples_of(net, X, Y)
    X, Y, s = checked_samples(net, X, Y, s)
    at_theta, at_masks = (np.random.default_rng(child) for child in np.random.SeedSequence(seed).spawn(2))
    at, _notes = checked_theta(net, theta, at_theta, seed)
    work = net.work(at, X.shape[1])
    net.draw_masks(work, [at_masks])
    title = _("Network {sizes}", sizes="-".join(map(str, net.sizes)))
    return Graph.of(cost_node(net, at, X, Y, work, s), title)
