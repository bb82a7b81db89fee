"""Known samples: training samples that a model meets again, recognised by digests, without the samples themselves."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.data.findings import Finding
from glasscat.data.inspection.blank import blank_pictures
from glasscat.data.inspection.examples import first_few
from glasscat.data.mapped import pieces
from glasscat.i18n import _n

if TYPE_CHECKING:
    from collections.abc import Iterator

    from glasscat.data.dataset import Samples

DIGEST_BYTES = 16
"""As inspection has it: two different samples share a digest with a chance of 1e-30 or less."""

BLOCK_NUMBERS = 2**15
"""Numbers converted at a time: in the processor's cache that takes a third of the time."""

MOST_SAMPLES = 2**17
"""Of more samples no digests are kept: these are 4 MiB in the header of a model file."""


def digests_of(train: Samples) -> bytes | None:
    """Digests of training samples, 16 bytes each, in order; None for more than `MOST_SAMPLES`.

    It is the network's input that is digested, ``X / scale``: a picture stored 0-255 and the same one stored 0-1 are
    one sample. Pixels are taken in single precision, in which dividing bytes by 255 gives the same bits whatever type
    divides them; features in double precision.
    """
    return b"".join(_digests(train)) if len(train) <= MOST_SAMPLES else None


def find_known(digests: bytes, test: Samples) -> Finding | None:
    """GC-I10: test samples that were trained on, in items like those of inspection; None where there are none.

    Blank pictures are left out, as in inspection: one is like another. Names and classes of the training samples are
    not known, so those keys are None.
    """
    first: dict[bytes, int] = {}
    for i, digest in enumerate(_cut(digests)):
        first.setdefault(digest, i)
    blank = blank_pictures(test)
    items: list[dict[str, Any]] = [
        {
            "train": first[digest],
            "test": i,
            "train_name": None,
            "test_name": test.names[i],
            "exact": True,
            "same_class": None,
        }
        for i, digest in enumerate(_digests(test))
        if digest in first and not blank[i]
    ]
    if not items:
        return None
    text = _n(
        "{n} of {total} test samples was trained on, as the model remembers ({examples}): "
        "it tests memory, not learning.",
        "{n} of {total} test samples were trained on, as the model remembers ({examples}): "
        "they test memory, not learning.",
        len(items),
        total=len(test),
        examples=first_few([item["test_name"] for item in items]),
    )
    return Finding("GC-I10", "warning", text, tuple(items))


def _digests(samples: Samples) -> Iterator[bytes]:
    dtype = np.float32 if samples.is_pictures else np.float64
    rows = max(1, BLOCK_NUMBERS // samples.n_features)
    for piece in pieces(samples.X):
        X = samples.X[piece]
        for first in range(0, len(X), rows):
            block = X[first : first + rows].astype(np.float64) / samples.scale
            for sample in np.ascontiguousarray(block, dtype) + 0:  # -0.0 is 0.0
                yield blake2b(sample.data, digest_size=DIGEST_BYTES).digest()


def _cut(digests: bytes) -> Iterator[bytes]:
    return (digests[i : i + DIGEST_BYTES] for i in range(0, len(digests), DIGEST_BYTES))
