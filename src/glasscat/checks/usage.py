"""What a gradient check can be asked, and what it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from glasscat.data.dataset import Samples
from glasscat.errors import UsageError, unknown_name
from glasscat.i18n import _, listing
from glasscat.layers import BatchNorm
from glasscat.network import Network

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from glasscat.i18n import Text
    from glasscat.typing import Array


class Trained(Protocol):
    """Whatever has a network and its parameters: a run, stored or not, or a model."""

    @property
    def network(self) -> Network:
        """The network."""
        ...

    @property
    def theta(self) -> Array:
        """Its parameters, (P,)."""
        ...


def checked_methods(methods: Sequence[str], known: Sequence[str], epsilon: float) -> None:
    """Refuse unknown methods (GC-K05), none at all (GC-K05), and a step that cannot work (GC-K06)."""
    if isinstance(methods, str) or not methods:
        problem = _("give a list of methods; found {found!r}.", found=methods)
        raise UsageError("GC-K05", _("methods"), problem, _("choose from {known}.", known=listing(known)))
    for method in methods:
        if method not in known:
            raise unknown_name("GC-K05", _("methods"), method, known)
    if not 1e-8 <= epsilon <= 1e-2:
        raise UsageError(
            "GC-K06",
            "epsilon",
            _("a nudge must be from 1e-8 to 0.01; found {found:g}.", found=epsilon),
            _("take 1e-4: smaller ones drown in rounding, larger ones see the bend of the cost."),
        )


def checked_samples(
    network: Network, X: ArrayLike, Y: ArrayLike, s: ArrayLike | None
) -> tuple[Array, Array, Array | None]:
    """X, Y and s in float64, of the shapes that the network takes; GC-K01 to GC-K03, GC-K07."""
    X, Y = _finite("X", X), _finite("Y", Y)
    if X.ndim != 2 or X.shape[0] != network.n_features or not X.shape[1]:
        raise UsageError(
            "GC-K01",
            "X",
            _("it must be ({n}, m), one sample a column; found {found}.", n=network.n_features, found=X.shape),
            _("X.reshape(m, -1).T makes columns of samples that are stored first."),
        )
    m = X.shape[1]
    expected = (network.output.n_units, m)
    if Y.shape != expected:
        raise UsageError(
            "GC-K02",
            "Y",
            _("it must be {expected}, one target a column; found {found}.", expected=expected, found=Y.shape),
            _("network.targets(y) makes it of classes y."),
        )
    if m == 1 and any(isinstance(layer, BatchNorm) for layer in network.layers):
        problem = _("batch normalisation needs at least 2 samples; found 1.")
        raise UsageError("GC-K07", "X", problem, _("give more samples."))
    if s is None:
        return X, Y, None
    s = _finite("s", s)
    if s.shape != (m,):
        raise UsageError(
            "GC-K02",
            "s",
            _("it must be {expected}, a weight a sample; found {found}.", expected=(m,), found=s.shape),
            _("give one weight for each sample."),
        )
    return X, Y, s


def checked_theta(
    network: Network, theta: Array | None, rng: np.random.Generator, seed: int
) -> tuple[Array, list[Text]]:
    """Float64 parameters to check at, drawn where none are given, and notes of what was done; GC-K04."""
    size = network.layout.size
    if theta is None:
        return network.initial(seed) + 0.1 * rng.standard_normal(size), []
    found = _finite("theta", theta)
    if found.shape != (size,):
        raise UsageError(
            "GC-K04",
            "theta",
            _("it must have {n} numbers; found shape {found}.", n=size, found=found.shape),
            _("give the theta of this network."),
        )
    if np.asarray(theta).dtype == np.float64:
        return found, []
    return found, [_("The parameters were taken as float64: differences of float32 numbers are too coarse.")]


def network_of(given: object, theta: Array | None) -> tuple[Network, Array | None]:
    """Return the network, and the parameters that belong to it."""
    if isinstance(given, Network):
        return given, theta
    network = getattr(given, "network", None)
    if not isinstance(network, Network):
        problem = _("a network, a run or a model was expected; found {kind}.", kind=type(given).__name__)
        raise UsageError("GC-G31", "network", problem, _("make one with gc.Network.dense or gc.fit."))
    return network, getattr(given, "theta", None) if theta is None else theta


def samples_of(network: Network, X: ArrayLike | Samples, Y: ArrayLike | None) -> tuple[ArrayLike, ArrayLike]:
    """Samples and targets in columns."""
    if isinstance(X, Samples):
        if Y is not None:
            problem = _("these samples know their classes; targets were given, too.")
            raise UsageError("GC-G32", "Y", problem, _("leave the targets out."))
        n, found = network.output.n_classes, int(X.y.max(initial=0))
        if found >= n:
            problem = _(
                "the network tells {n} classes apart, from 0; found a sample of class {found}.", n=n, found=found
            )
            raise UsageError("GC-G33", "X", problem, _("give samples of the data that the network is for."))
        return X.columns(), network.targets(X.y)
    if Y is None:
        problem = _("the targets are missing.")
        raise UsageError("GC-G32", "Y", problem, _("give network.targets(y), y being the class of each sample."))
    return X, Y


def _finite(name: str, given: ArrayLike) -> Array:
    try:
        array = np.array(given, dtype=np.float64)
    except (TypeError, ValueError):
        array = np.array(np.nan)
    if not np.isfinite(array).all():
        raise UsageError(
            "GC-K03",
            name,
            _("it must be an array of finite numbers; found something else."),
            _("look for NaN, infinity and text in it."),
        )
    return array
