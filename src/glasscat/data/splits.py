"""Setting samples aside: a share of every class, the same for the same seed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from glasscat.errors import UsageError
from glasscat.i18n import _

if TYPE_CHECKING:
    from glasscat.data.dataset import Samples

NUMBERED = re.compile(r"(?:train|test|sample) (?P<number>\d+)(?: \((?P<more>.*)\))?")
"""Name of a sample that is called by its number, with what else is known of it in brackets; no file is called so."""

ARRAYS = {".h5": "train_set_x", ".hdf5": "train_set_x", ".npz": "X"}
"""Array of a file that samples to be set aside come from."""


def set_aside(samples: Samples, share: float, seed: int, *, source: str, called: str) -> tuple[Samples, Samples]:
    """Set a share of every class aside as `holdout` does, and number both parts anew.

    Afterwards "train 9" and "test 3" are the numbers that the samples have in their parts, so that a name that was
    read somewhere finds its sample again. The place in the source follows in brackets: ``"test 3 (train_set_x[11])"``.

    Parameters
    ----------
    samples, share, seed
        As for `holdout`.
    source : str
        Where the samples came from.
    called : str
        What the samples that are set aside are called, such as ``"test"``.

    Raises
    ------
    UsageError
        As `holdout`.
    """
    train, aside = holdout(samples, share, seed)
    place = ARRAYS.get(Path(source).suffix.lower(), "X" if source == "arrays" else Path(source).name)
    return _numbered(train, "train", place), _numbered(aside, called, place)


def _numbered(samples: Samples, called: str, source: str) -> Samples:
    """Call samples by their number in this part; those that have a file name keep it."""
    names = (_renamed(name, f"{called} {i}", source) for i, name in enumerate(samples.names))
    return replace(samples, names=tuple(names))


def _renamed(name: str, new: str, source: str) -> str:
    found = NUMBERED.fullmatch(name)
    if found is None:
        return name
    more = found["more"] or ""
    if more.startswith(f"{source}["):  # it was set aside before, and tells its place already
        return f"{new} ({more})"
    return f"{new} ({source}[{found['number']}]{more and ', '}{more})"


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
