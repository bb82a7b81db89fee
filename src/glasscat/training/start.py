"""Where training starts: the initial parameters, drawn or given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import UsageError, unknown_name
from glasscat.i18n import _
from glasscat.seeds import spawned

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike

    from glasscat.network import Network
    from glasscat.typing import Array


def start(
    network: Network,
    seeds: np.random.SeedSequence,
    n_runs: int | None,
    initial: Mapping[str, ArrayLike] | None,
    dtype: type[np.floating],
) -> Array:
    """Initial parameters theta, (P,) or (n_runs, P), with the entries that ``initial`` names put in place.

    Raises
    ------
    UsageError
        GC-U12 for a dtype that is neither float64 nor float32, GC-U13 for fewer than one run, GC-U14 for a name that
        the network does not have, GC-U15 for an array of another shape or with a number that is not finite.
    """
    if np.dtype(dtype) not in (np.float64, np.float32):
        raise UsageError(
            "GC-U12",
            "dtype",
            _("parameters are float64 or float32; found {found}.", found=np.dtype(dtype).name),
            _("choose one of the two."),
        )
    if n_runs is not None and n_runs < 1:
        raise UsageError(
            "GC-U13",
            "n_runs",
            _("at least one run is needed; found {found}.", found=n_runs),
            _("leave it out for a single run."),
        )
    theta = network.initial(seeds, n_runs=n_runs, dtype=dtype)
    views = network.layout.views(theta)
    for name, given in (initial or {}).items():
        if name not in views:
            raise unknown_name("GC-U14", _("initial parameters"), name, views)
        array = _numbers(name, given)
        expected = tuple(views[name].shape)
        if array.shape not in {expected, expected[theta.ndim - 1 :]} or not np.isfinite(array).all():
            raise UsageError(
                "GC-U15",
                _("initial {name}", name=name),
                _(
                    "it must be finite numbers of shape {expected}; found shape {found}.",
                    expected=expected,
                    found=array.shape,
                ),
                _("give finite numbers of that shape."),
            )
        views[name][...] = array
    return theta


def seeds_of(seeds: np.random.SeedSequence, n_runs: int | None) -> list[np.random.SeedSequence]:
    """Seeds of each run, or that of the lone run itself."""
    return [seeds] if n_runs is None else spawned(seeds, n_runs)


def _numbers(name: str, given: ArrayLike) -> Array:
    """Given values as real numbers; GC-U15 for strings, complex numbers and lists of unequal length."""
    try:
        return np.asarray(given).astype(float, casting="same_kind")
    except (TypeError, ValueError) as error:
        raise UsageError(
            "GC-U15",
            _("initial {name}", name=name),
            _("it must be an array of real numbers."),
            _("give numbers, in rows of equal length."),
        ) from error
