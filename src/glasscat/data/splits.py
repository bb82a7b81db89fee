"""Setting samples aside: a share of every class, the same for the same seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.data.dataset import Samples


def holdout(samples: Samples, share: float, seed: int) -> tuple[Samples, Samples]:
    """Set a share of every class aside, drawn at random (a stratified split).

    Of a class with n samples round(share · n) are held out, halves upwards, but never the last one.

    Parameters
    ----------
    samples : Samples
    share : float
        From 0 up to, not including, 1.
    seed : int
        0 or more.

    Returns
    -------
    train, held_out : Samples
        Each in the order that the samples had.

    Raises
    ------
    UsageError
        GC-U22 for a share, GC-U23 for an invalid seed.
    """
    check_share(share)
    check_seed(seed)
    random = np.random.default_rng(np.random.SeedSequence(seed))
    aside = np.zeros(len(samples), dtype=bool)
    for k in np.unique(samples.y):
        members = np.flatnonzero(samples.y == k)
        n_aside = min(int(np.floor(share * len(members) + 0.5)), len(members) - 1)
        aside[random.permutation(members)[:n_aside]] = True
    return samples.take(np.flatnonzero(~aside)), samples.take(np.flatnonzero(aside))


def check_share(share: float) -> None:
    """Raise GC-U22 where ``share`` is not at least 0 and below 1."""
    if not 0 <= share < 1:
        problem = _("the share of samples held out must be at least 0 and below 1; found {share}.", share=share)
        raise UsageError("GC-U22", _("holdout"), problem, _("give for example 0.2."))


def check_seed(seed: object) -> None:
    """Raise GC-U23 where ``seed`` is not a whole number of at least 0."""
    if not isinstance(seed, (int, np.integer)) or seed < 0:
        problem = _("the seed must be a whole number of at least 0; found {seed}.", seed=repr(seed))
        raise UsageError("GC-U23", _("seed"), problem, _("give for example 0."))
