"""The model file: safetensors, with metadata that says everything and a checksum that covers every byte.

    tensors                 W1, b1, … by name
    metadata["glasscat"]    JSON: sha256, format, version, architecture, preprocessing, class names, threshold, memory

The metadata is one text, because safetensors writes several in an order that changes from run to run, and one run shall
give one file. Reading checks all of it, from the outside in, and nothing in the file is ever executed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec
import numpy as np

from glasscat.errors import GlasscatError, ModelError
from glasscat.evaluation.memory import TrainMemory
from glasscat.i18n import _
from glasscat.models.architecture import Architecture
from glasscat.models.model import Model
from glasscat.models.newer import refuse_newer
from glasscat.models.preprocessing import Preprocessing  # noqa: TC001  (msgspec reads the annotations)
from glasscat.models.seal import BLANK, is_intact, seal
from glasscat.models.storage import write_atomically
from glasscat.models.strict_json import decode, encode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from glasscat.i18n import Text
    from glasscat.parameters import Layout
    from glasscat.typing import Array

VERSION: Final = 1
LARGEST_HEADER = 16 * 2**20
"""Bytes; the header of a model of 10,000 classes takes about one million. Other files begin with absurd numbers."""


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the metadata says. The checksum comes first: see `glasscat.models.seal`."""

    sha256: str
    format: Literal["glasscat-model"]
    version: Literal[1]
    architecture: Architecture
    preprocessing: Preprocessing
    class_names: tuple[str, ...]
    threshold: float
    memory: dict[str, Any]


def save_model(model: Model, path: str | Path) -> None:
    """Write the model file, all or nothing; the same model always gives the same bytes.

    Raises
    ------
    ModelError
        GC-M09, for a layer that the file has no word for.
    StorageError
        GC-S01 to GC-S03, if it cannot be written.
    """
    write_atomically(Path(path), content_of(model))


def content_of(model: Model) -> bytes:
    """Every byte of the file of a model; GC-M09 for a layer that it has no word for."""
    from safetensors.numpy import save  # noqa: PLC0415  (not needed to predict in memory)

    card = Card(
        BLANK,
        "glasscat-model",
        VERSION,
        Architecture.of(model.network),
        model.preprocessing,
        model.class_names,
        model.threshold,
        model.memory.as_json(),
    )
    # safetensors writes the memory of an array, not the array: a transposed view would come back scrambled
    arrays = model.parameters | model.network.buffer_layout.views(model.buffers)
    tensors = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    return seal(save(tensors, {"glasscat": encode(msgspec.to_builtins(card)).decode()}))


def load_model(path: str | Path) -> Model:
    """Read a model file, or the model of a run folder.

    Raises
    ------
    ModelError
        GC-M01: no such file. GC-M02: not a model file. GC-M03: of a newer format. GC-M04: damaged. GC-M10: it cannot be
        read.
    """
    path = Path(path)
    try:
        path = path / "model.safetensors" if path.is_dir() else path
        content, document = _read(path)
    except OSError as error:
        raise ModelError(
            "GC-M10",
            str(path),
            _("it cannot be read ({reason}).", reason=error.strerror or str(error)),
            _("check its name, who may read it, and the disk."),
        ) from error
    if not is_intact(content):
        raise ModelError(
            "GC-M04",
            str(path),
            _("its checksum does not match its content: the file was damaged or changed."),
            _("copy the file again from where it was made, or train again."),
        )
    return _model(path, document, content)


def _read(path: Path) -> tuple[bytes, Any]:
    """Content of the file and the JSON of its metadata, which is looked at before anything large is read."""
    if not path.is_file():
        raise ModelError(
            "GC-M01", str(path), _("there is no such model file."), _("give a run folder or a model.safetensors.")
        )
    with path.open("rb") as file:
        head = _head(path, file)
        document = _metadata(path, head[8:])
        return head + file.read(), document


def _head(path: Path, file: BinaryIO) -> bytes:
    """Length and header of a safetensors file, as they stand there: 8 bytes, little-endian, then JSON."""
    start = file.read(8)
    n = int.from_bytes(start, "little")
    header = file.read(n) if n <= LARGEST_HEADER else b""
    if len(start) < 8 or len(header) < n:
        raise _not_a_model(path, _("it is not a safetensors file, or only the beginning of one."))
    return start + header


def _metadata(path: Path, header: bytes) -> Any:  # noqa: ANN401  (only its version is checked yet)
    """Read the JSON inside the JSON of the header."""
    try:
        document = decode(decode(header)["__metadata__"]["glasscat"])
    except (KeyError, TypeError):
        raise _not_a_model(path, _("it is a safetensors file, but has no metadata of glasscat's.")) from None
    except ValueError as error:
        raise _not_a_model(path, _("its header is not what it should be ({reason}).", reason=str(error))) from error
    refuse_newer(path, document, VERSION)
    return document


def _model(path: Path, document: Any, content: bytes) -> Model:  # noqa: ANN401  (it is checked here)
    """Model of a whole file; that it is whole does not mean that it makes sense."""
    from safetensors import SafetensorError  # noqa: PLC0415  (not needed to train)
    from safetensors.numpy import load  # noqa: PLC0415

    try:
        card = msgspec.convert(document, Card)
        network = card.architecture.network()
        theta, buffers = _vectors((network.layout, network.buffer_layout), load(content))
        return Model(
            network,
            theta,
            card.class_names,
            card.preprocessing,
            TrainMemory.from_json(card.memory),
            card.threshold,
            buffers,
        )
    except GlasscatError as error:
        raise _not_a_model(path, error.problem) from error
    except (SafetensorError, KeyError, ValueError) as error:
        raise _not_a_model(path, _("its content is not what it should be ({reason}).", reason=str(error))) from error


def _vectors(layouts: Sequence[Layout], tensors: dict[str, Array]) -> list[Array]:
    """Put the tensors where the layouts want them, once their sizes are seen to be those that these ask memory for."""
    expected = {entry.name: entry.shape for layout in layouts for entry in layout.entries}
    found = {name: array.shape for name, array in tensors.items()}
    dtypes = {array.dtype for array in tensors.values()}
    if found != expected or len(dtypes) != 1 or not dtypes <= {np.dtype(np.float64), np.dtype(np.float32)}:
        raise ModelError(
            "GC-M02",
            "",
            _("its tensors are not those of the network that it describes."),
            _("give a file that `glasscat train` has written."),
        )
    dtype = dtypes.pop()
    vectors = [np.empty(layout.size, dtype) for layout in layouts]
    for layout, vector in zip(layouts, vectors, strict=True):
        for name, view in layout.views(vector).items():
            view[...] = tensors[name]
    return vectors


def _not_a_model(path: Path, problem: Text) -> ModelError:
    return ModelError("GC-M02", str(path), problem, _("give a file that `glasscat train` has written."))
