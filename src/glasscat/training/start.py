"""Where training starts: the initial parameters, drawn or given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.errors import UsageError, unknown_name
from glasscat.i18n import _
from glasscat.seeds import spawned
from glasscat.typing import shown

if TYPE_CHECKING:
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
    if _type_name(dtype) not in {"float64", "float32"}:
        raise UsageError(
            "GC-U12",
            "dtype",
            _("parameters are float64 or float32; found {found}.", found=_type_name(dtype)),
            _("choose one of the two."),
        )
    if n_runs is not None and n_runs < 1:
        raise UsageError(
            "GC-U13",
            "n_runs",
            _("at least one run is needed; found {found}.", found=n_runs),
            _("leave it out for a single run."),
        )
    _check_by_name(initial)
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


def _check_by_name(initial: object) -> None:
    """Refuse what is no mapping of names to arrays (GC-U15)."""
    if initial is not None and not isinstance(initial, Mapping):
        problem = _("arrays by name were expected; found {found}.", found=shown(initial))
        raise UsageError(
            "GC-U15", _("initial parameters"), problem, _("give for example {example}.", example='{"W1": …}')
        )


def _type_name(dtype: Any) -> str:  # noqa: ANN401  (whatever was given)
    """Name of a type of numbers, or what was given instead."""
    try:
        return np.dtype(dtype).name
    except TypeError:
        return shown(dtype)


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
