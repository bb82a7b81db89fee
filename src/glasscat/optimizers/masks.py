"""Which numbers of theta something applies to, said by name, by kind, or one by one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias, cast, get_args

import numpy as np

from glasscat.errors import UsageError, unknown_name
from glasscat.i18n import _
from glasscat.parameters import Kind
from glasscat.typing import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from glasscat.parameters import Layout
    from glasscat.typing import Array

Mask: TypeAlias = "NDArray[np.bool_]"
"""One boolean for each number of theta, (P,)."""

Selection: TypeAlias = "Mask | str | int | Sequence[str | int]"
"""A mask; or names of entries such as "W1", kinds such as "weight" and numbers of layers, the first one being 1,
which a network's layout makes into a mask."""

KINDS = tuple(kind for kind in get_args(Kind) if kind not in {"mean", "variance"})
"""Kinds of parameters; means and variances are kept by training, not stepped with, and no rule has a say in them."""


def mask_of(layout: Layout, selection: Selection) -> Mask:
    """Mask (P,) of the entries that have one of these names, are of one of these kinds or in one of these layers.

    Parameters
    ----------
    layout : Layout
        Of the network, ``network.layout``.
    selection : str, int or sequence of them
        Names such as ``"W1"``, kinds such as ``"weight"``, numbers of layers, the first one being 1; a mask is given
        back as it is.

    Raises
    ------
    UsageError
        GC-U53 for a mask that does not fit, or what is none of these; GC-U54, if the layout has neither an entry, a
        kind nor a layer of that name or number.
    """
    if isinstance(selection, np.ndarray):
        return _fitting(selection, layout.size)
    wanted = _wanted(layout, selection)
    mask = np.zeros(layout.size, dtype=bool)
    for entry in layout.entries:
        if entry.name in wanted or entry.kind in wanted or _layer_of(entry.name) in wanted:
            mask[layout.slices[entry.name]] = True
    return mask


def _layer_of(name: str) -> int | None:
    """Number of the layer that an entry belongs to, which is the end of its name: 2 of ``"gamma2"``."""
    number = name.removeprefix(name.rstrip("0123456789"))
    return int(number) if number else None


def _wanted(layout: Layout, selection: object) -> set[str | int]:
    """Names, kinds and numbers of layers that are selected, all of them known."""
    is_one = isinstance(selection, str) or not isinstance(selection, Iterable)
    wanted = set[str | int]()
    layers = dict.fromkeys(_layer_of(name) for name in layout.slices)
    for one in cast("Iterable[object]", [selection] if is_one else selection):
        if isinstance(one, str):
            if one not in layout.slices and one not in KINDS:
                raise unknown_name("GC-U54", _("selection of parameters"), one, [*KINDS, *layout.slices])
            wanted.add(one)
        elif isinstance(one, int | np.integer) and not isinstance(one, bool):
            if one not in layers:
                raise unknown_name("GC-U54", _("selection of layers"), str(one), map(str, layers))
            wanted.add(int(one))
        else:
            raise _misfit(layout.size, shown(selection))
    return wanted


def fitting(selection: Selection, theta: Array) -> Mask:
    """Selection as a mask that fits theta (..., P).

    Raises
    ------
    UsageError
        GC-U53, if it is not a mask yet, or not one boolean for each number.
    """
    return _fitting(selection, theta.shape[-1])


def _fitting(selection: object, n: int) -> Mask:
    """A selection as a mask of n numbers, which it must be."""
    if not isinstance(selection, np.ndarray):
        raise _misfit(n, shown(selection))
    if selection.dtype != bool or selection.shape != (n,):
        raise _misfit(n, f"{selection.dtype} {selection.shape}")
    return selection


def _misfit(n: int, found: str) -> UsageError:
    return UsageError(
        "GC-U53",
        _("mask"),
        _("one boolean for each of the {n} parameters is needed; found {found}.", n=n, found=found),
        _("make it with mask_of(network.layout, …)."),
    )
