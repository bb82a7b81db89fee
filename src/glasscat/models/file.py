"""The model file: safetensors with metadata that says everything, and a checksum that covers everything.

    tensors                 W1, b1, … by name
    metadata["glasscat"]    JSON: format, version, architecture, preprocessing, class names, threshold, memory
    metadata["sha256"]      of the JSON and of every tensor: name, dtype, shape, bytes

Reading checks all of it, and nothing in the file is ever executed.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal

import msgspec
import numpy as np

from glasscat.errors import ModelError
from glasscat.evaluation.memory import TrainMemory
from glasscat.i18n import _
from glasscat.models.architecture import Architecture
from glasscat.models.model import Model
from glasscat.models.preprocessing import Preprocessing
from glasscat.models.storage import write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from glasscat.i18n import Text
    from glasscat.parameters import Layout
    from glasscat.typing import Array

VERSION = 1


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the metadata says of the tensors."""

    format: Literal["glasscat-model"]
    version: int
    architecture: Architecture
    preprocessing: Preprocessing
    class_names: tuple[str, ...]
    threshold: float
    memory: dict[str, Any]


def save_model(model: Model, path: Path) -> None:
    """Write the model file, all or nothing.

    Raises
    ------
    StorageError
        GC-S01 to GC-S03, if it cannot be written.
    """
    from safetensors.numpy import save  # noqa: PLC0415  (not needed to predict in memory)

    card = Card(
        "glasscat-model",
        VERSION,
        Architecture.of(model.network),
        model.preprocessing,
        model.class_names,
        model.threshold,
        model.memory.as_json(),
    )
    text = msgspec.json.encode(card).decode()
    # safetensors writes the memory of an array, not the array: a transposed view would come back scrambled
    tensors = {name: np.ascontiguousarray(array) for name, array in model.parameters.items()}
    write_atomically(path, save(tensors, {"glasscat": text, "sha256": _digest(text, tensors)}))


def load_model(path: Path) -> Model:
    """Read a model file, or the model of a run folder.

    Raises
    ------
    ModelError
        GC-M01 to GC-M04: no such file, not a model file, a newer version, or not what its checksum says.
    """
    path = path / "model.safetensors" if path.is_dir() else path
    text, checksum, tensors = _read(path)
    try:
        card = msgspec.json.decode(text, type=Card)
        network = card.architecture.network()
    except (msgspec.MsgspecError, ValueError) as error:
        version = _version(text)
        if version is not None and version > VERSION:
            raise _newer(path, version) from error
        raise _not_a_model(path, _("its metadata is not glasscat's: {reason}", reason=str(error))) from error
    if card.version > VERSION:
        raise _newer(path, card.version)
    if _digest(text, tensors) != checksum:
        raise ModelError(
            "GC-M04",
            str(path),
            _("its checksum does not match its content: the file was damaged or changed."),
            _("copy the file again from where it was made, or train again."),
        )
    return Model(
        network,
        _theta(path, network.layout, tensors),
        card.class_names,
        card.preprocessing,
        TrainMemory.from_json(card.memory),
        card.threshold,
    )


def _read(path: Path) -> tuple[str, str, dict[str, Array]]:
    """Card, checksum and tensors of a file, as they stand there."""
    from safetensors import SafetensorError, safe_open  # noqa: PLC0415  (not needed to train)

    if not path.is_file():
        raise ModelError(
            "GC-M01", str(path), _("there is no such model file."), _("give a run folder or a model.safetensors.")
        )
    try:
        with safe_open(path, framework="numpy") as file:
            metadata: Mapping[str, str] = file.metadata() or {}
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  (not a dict)
    except (SafetensorError, OSError, TypeError, ValueError) as error:
        raise _not_a_model(path, _("it is not a whole safetensors file: {reason}", reason=str(error))) from error
    if not {"glasscat", "sha256"} <= metadata.keys():
        raise _not_a_model(path, _("it is a safetensors file, but has no metadata of glasscat's."))
    return metadata["glasscat"], metadata["sha256"], tensors


def _theta(path: Path, layout: Layout, tensors: dict[str, Array]) -> Array:
    """Put the tensors where the layout wants them."""
    expected = {entry.name: entry.shape for entry in layout.entries}
    found = {name: tuple(array.shape) for name, array in tensors.items()}
    dtypes = {array.dtype for array in tensors.values()}
    if found != expected or len(dtypes) != 1 or not dtypes <= {np.dtype(np.float64), np.dtype(np.float32)}:
        raise _not_a_model(path, _("its tensors are not those of the network that it describes."))
    theta = np.empty(layout.size, dtypes.pop())
    for name, view in layout.views(theta).items():
        view[...] = tensors[name]
    return theta


def _digest(text: str, tensors: Mapping[str, Array]) -> str:
    """Take sha256 of the card and of every tensor."""
    digest = sha256(text.encode())
    for name in sorted(tensors):
        array = np.ascontiguousarray(tensors[name])
        digest.update(f"\n{name} {array.dtype.str} {array.shape}\n".encode())
        digest.update(array.data)
    return digest.hexdigest()


def _version(text: str) -> int | None:
    """Version that a card claims, even if the rest of it cannot be understood."""
    try:
        version = msgspec.json.decode(text)["version"]
    except (msgspec.MsgspecError, KeyError, TypeError):
        return None
    return version if isinstance(version, int) else None


def _newer(path: Path, version: int) -> ModelError:
    return ModelError(
        "GC-M03",
        str(path),
        _("it was written in format {found}; this glasscat reads up to {known}.", found=version, known=VERSION),
        _("install a newer glasscat."),
    )


def _not_a_model(path: Path, problem: Text) -> ModelError:
    return ModelError("GC-M02", str(path), problem, _("give a file that `glasscat train` has written."))
