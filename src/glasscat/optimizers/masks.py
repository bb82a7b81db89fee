"""Which numbers of theta something applies to, said by name, by kind, or one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, get_args

import numpy as np

from glasscat.errors import UsageError, unknown_name
from glasscat.i18n import _
from glasscat.parameters import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from glasscat.parameters import Layout
    from glasscat.typing import Array

Mask: TypeAlias = "NDArray[np.bool_]"
"""One boolean for each number of theta, (P,)."""

Selection: TypeAlias = "Mask | str | Sequence[str]"
"""A mask, or names of entries such as "W1" and kinds such as "weight", which a network's layout makes into one."""

KINDS = tuple(kind for kind in get_args(Kind) if kind not in {"mean", "variance"})
"""Kinds of parameters; means and variances are kept by training, not stepped with, and no rule has a say in them."""


def mask_of(layout: Layout, selection: Selection) -> Mask:
    """Mask (P,) of the entries that have one of these names, or are of one of these kinds.

    Parameters
    ----------
    layout : Layout
        Of the network, ``network.layout``.
    selection : str or sequence of str
        Names such as ``"W1"``, kinds such as ``"weight"``; a mask is given back as it is.

    Raises
    ------
    UsageError
        GC-U54, if the layout has neither an entry nor a kind of that name.
    """
    if isinstance(selection, np.ndarray):
        return selection
    wanted = (selection,) if isinstance(selection, str) else selection
    for name in wanted:
        if name not in layout.slices and name not in KINDS:
            raise unknown_name("GC-U54", _("selection of parameters"), name, [*KINDS, *layout.slices])
    mask = np.zeros(layout.size, dtype=bool)
    for entry in layout.entries:
        if entry.name in wanted or entry.kind in wanted:
            mask[layout.slices[entry.name]] = True
    return mask


def fitting(selection: Selection, theta: Array) -> Mask:
    """Selection as a mask that fits theta (..., P).

    Raises
    ------
    UsageError
        GC-U53, if it is not a mask yet, or not one boolean for each number.
    """
    if isinstance(selection, np.ndarray):
        if selection.dtype == bool and selection.shape == theta.shape[-1:]:
            return selection
        found = f"{selection.dtype} {selection.shape}"
    else:
        found = repr(selection)
    raise UsageError(
        "GC-U53",
        _("mask"),
        _("one boolean for each of the {n} parameters is needed; found {found}.", n=theta.shape[-1], found=found),
        _("make it with mask_of(network.layout, …)."),
    )
