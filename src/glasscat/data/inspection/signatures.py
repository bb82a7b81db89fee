"""Signatures: what a picture looks like in a few hundred numbers, much the same after JPEG, resizing or brightening.

A picture's signature is its low cosine frequencies, each channel by itself, as in the perceptual hash pHash
(Zauner, 2010), but kept as numbers instead of bits:

    F = C_h X C_w.T,      C[f, n] = cos(pi f (n + 1/2) / N),   f = 0 … 11
    s = sqrt(|f|) F without F[0, 0],      s := s / ‖s‖

F[0, 0] is the mean colour: leaving it out forgives brightness; the norm forgives contrast; the high frequencies left
out forgive JPEG and resizing. Amplitudes of pictures fall as 1 / |f| (Field, 1987); the weight sqrt(|f|) keeps the
lowest frequencies, a bright sky over a dark ground, from deciding alone.

Mirroring a picture changes the sign of the odd horizontal frequencies and nothing else. So one signature gives the
likeness to a picture and to its mirror image: with the even and the odd part of s apart,

    likeness = s_even · s'_even ± s_odd · s'_odd
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.mapped import pieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from glasscat.data.dataset import Samples
    from glasscat.typing import Integers

    Floats = NDArray[np.floating[Any]]

FREQUENCIES = 12
BLOCK_BYTES = 2**18
"""Pixels converted at a time: in the processor's cache all of it takes half the time."""


@dataclass(frozen=True, eq=False)
class Signatures:
    """Signatures of m pictures.

    Parameters
    ----------
    even, odd : (m, n) float32
        Even and odd horizontal frequencies; together of norm 1, or 0 for a picture without any contrast.
    colour : (m, 3) float32
        Mean colour, 0 to 1.
    contrast : (m,) float32
        Root of the mean square of the low frequencies, in the units of colour.
    """

    even: Floats
    odd: Floats
    colour: Floats
    contrast: Floats

    def __len__(self) -> int:
        return len(self.contrast)

    def likeness(self, rows: Integers | slice, columns: Integers | slice) -> tuple[Floats, NDArray[np.bool_]]:
        """Correlation of each picture of ``rows`` with each of ``columns``, or with its mirror image if that is more.

        Returns
        -------
        likeness : (rows, columns)
            1 for the same picture.
        mirrored : (rows, columns)
            Whether it is the mirror image that is alike.
        """
        straight = self.odd[rows] @ self.odd[columns].T
        return self.even[rows] @ self.even[columns].T + np.abs(straight), straight < 0

    def take(self, indices: Integers) -> Signatures:
        """Return the signatures at ``indices``."""
        return Signatures(self.even[indices], self.odd[indices], self.colour[indices], self.contrast[indices])


def signatures(samples: Samples) -> Signatures:
    """Signatures of all pictures, computed block by block: pixels stay as they are stored."""
    m, height, width, channels = samples.X.shape
    C_h, C_w = _cosines(height), _cosines(width)
    F = np.empty((m, len(C_h), len(C_w), channels), dtype=np.float32)
    step = max(1, BLOCK_BYTES // (4 * height * width * channels))
    for piece in pieces(samples.X):
        stored, found = samples.X[piece], F[piece]
        for start in range(0, len(stored), step):
            X = stored[start : start + step].astype(np.float32).reshape(-1, height, width * channels)
            found[start : start + step] = C_w @ (C_h @ X).reshape(len(X), len(C_h), width, channels)
    F /= samples.scale
    return _normalised(F)


def joined(parts: list[Signatures]) -> Signatures:
    """Signatures of several sets one after the other."""
    return Signatures(
        np.concatenate([part.even for part in parts]),
        np.concatenate([part.odd for part in parts]),
        np.concatenate([part.colour for part in parts]),
        np.concatenate([part.contrast for part in parts]),
    )


def _cosines(n: int) -> Floats:
    """C, (frequencies, n), scaled so that C X is the mean for f = 0 and keeps the mean square for all."""
    f = np.arange(min(FREQUENCIES, n))[:, None]
    C = np.where(f == 0, 1.0, np.sqrt(2.0)) * np.cos(np.pi * f * (np.arange(n) + 0.5) / n) / n
    return C.astype(np.float32)


def _normalised(F: Floats) -> Signatures:
    m, n_vertical, n_horizontal, _channels = F.shape
    colour = F[:, 0, 0, :].copy()
    F[:, 0, 0, :] = 0
    contrast = np.sqrt(np.einsum("mklc,mklc->m", F, F) / 3)
    frequency = np.hypot(np.arange(n_vertical)[:, None], np.arange(n_horizontal))
    F *= np.sqrt(frequency, dtype=np.float32, casting="same_kind")[:, :, None]
    norm = np.sqrt(np.einsum("mklc,mklc->m", F, F))
    F /= np.where(norm > 0, norm, 1)[:, None, None, None]
    even, odd = (some.reshape(m, prod(some.shape[1:])) for some in (F[:, :, 0::2], F[:, :, 1::2]))  # m may be 0
    return Signatures(even, odd, colour, contrast)
