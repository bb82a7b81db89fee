"""A checkpoint: a snapshot of a training in a file, from which it goes on to the same bits.

    tensors                 theta, buffers, optimizer.v, recorder.watch.theta, … by name
    metadata["glasscat"]    JSON: sha256, format, version, iteration, steps, method, and which training it is of

The file is sealed as a model file is. Nothing in it is ever executed.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from glasscat.models.seal import BLANK, is_intact, seal
from glasscat.models.storage import write_atomically
from glasscat.models.strict_json import decode, encode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from glasscat.training.snapshot import Arrays, Snapshot

VERSION: Final = 1
KEPT = 2
"""Checkpoints of a training that are kept: the newest one, and one to fall back on."""
LARGEST_HEADER = 2**20
"""Bytes; a checkpoint has a few dozen tensors."""


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the metadata says. The checksum comes first: see `glasscat.models.seal`."""

    sha256: str
    format: Literal["glasscat-checkpoint"]
    version: Literal[1]
    iteration: int
    steps: int
    method: Literal["direct", "span"]
    training: str

    @property
    def is_end(self) -> bool:
        """Whether the training took all of its steps by then."""
        return self.iteration == self.steps


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """A checkpoint that was read, and found to be whole.

    Parameters
    ----------
    card : Card
    arrays : dict of name to array
        For `glasscat.training.descent.Descent.restore`.
    """

    card: Card
    arrays: Arrays


def training_mark(document: Mapping[str, Any]) -> str:
    """sha256 of what a training is of: its recipe, but for its length, and the fingerprint of its data."""
    recipe = {name: word for name, word in document["recipe"].items() if name not in {"iterations", "epochs"}}
    return sha256(encode([recipe, document["source"]["fingerprint"]])).hexdigest()


def save_checkpoint(folder: Path, snapshot: Snapshot, training: str) -> Path:
    """Write a checkpoint, all or nothing, and remove all but the last two.

    Parameters
    ----------
    folder : Path
    snapshot : Snapshot
    training : str
        From `training_mark`.

    Raises
    ------
    StorageError
        GC-S01 to GC-S03; the checkpoints that were there are untouched then.
    """
    from safetensors.numpy import save  # noqa: PLC0415  (not needed without checkpoints)

    iteration, steps = snapshot.iteration, snapshot.steps
    card = Card(BLANK, "glasscat-checkpoint", VERSION, iteration, steps, snapshot.method, training)
    content = save(snapshot.arrays, {"glasscat": encode(msgspec.to_builtins(card)).decode()})
    path = folder / f"{snapshot.iteration:012}.safetensors"
    write_atomically(path, seal(content))
    with suppress(OSError):  # one too many does no harm
        for old in checkpoints(folder)[KEPT:]:
            old.unlink()
    return path


def checkpoints(folder: Path) -> list[Path]:
    """Files of the checkpoints in a folder, the newest first."""
    return sorted((path for path in folder.glob("*.safetensors") if path.stem.isdecimal()), reverse=True)


def load_checkpoint(path: Path) -> Checkpoint:
    """Read a checkpoint.

    Raises
    ------
    ValueError
        If it is not one, or not a whole one; the message says why.
    OSError
        If it cannot be read.
    """
    from safetensors import SafetensorError  # noqa: PLC0415
    from safetensors.numpy import load  # noqa: PLC0415

    content = path.read_bytes()
    n = int.from_bytes(content[:8], "little")
    if not 8 <= n <= min(LARGEST_HEADER, len(content) - 8):
        raise ValueError("it is not a safetensors file, or only the beginning of one")
    if not is_intact(content):
        raise ValueError("its checksum does not match its content")
    try:
        card = msgspec.convert(decode(decode(content[8 : 8 + n])["__metadata__"]["glasscat"]), Card)
        arrays = load(content)
    except (KeyError, TypeError, SafetensorError) as error:
        raise ValueError(str(error)) from error
    return Checkpoint(card, arrays)
