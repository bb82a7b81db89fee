"""The model file: safetensors, with a header that says everything and a checksum that covers every byte.

    header                  see `glasscat.models.header`
    tensors                 see `glasscat.models.tensors`

Reading checks all of it, from the outside in, and nothing in the file is ever executed.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from glasscat.data.nearby import nearby
from glasscat.errors import GlasscatError, ModelError
from glasscat.evaluation.memory import TrainMemory
from glasscat.i18n import _
from glasscat.models.architecture import Architecture
from glasscat.models.header import (
    VERSION,
    Header,
    HeaderOfVersion1,
    SelfTestHeader,
    check_size,
    header_of,
    not_a_model,
    read_head,
    read_metadata,
)
from glasscat.models.model import Model
from glasscat.models.seal import BLANK, is_intact, seal
from glasscat.models.self_test import self_test_to_keep
from glasscat.models.storage import write_atomically
from glasscat.models.strict_json import encode
from glasscat.models.tensors import memory_of, parts_of, self_test_of, tensors_of, vectors_of

if TYPE_CHECKING:
    from glasscat.models.header import AnyHeader
    from glasscat.models.tensors import Tensors


def save_model(model: Model, path: str | Path) -> None:
    """Write the model file, all or nothing; the same model always gives the same bytes on the same machine.

    Raises
    ------
    ModelError
        GC-M09, for a layer that the file has no word for; GC-M32, for more names of classes than it has room for.
    StorageError
        GC-S01 to GC-S03, if it cannot be written.
    """
    write_atomically(Path(path), content_of(model))


def content_of(model: Model) -> bytes:
    """Every byte of the file of a model; the errors are those of `save_model`."""
    from safetensors.numpy import save  # noqa: PLC0415  (not needed to predict in memory)

    kept = self_test_to_keep(model)
    model = replace(model, self_test=kept)
    header = Header(
        BLANK,
        "glasscat-model",
        VERSION,
        Architecture.of(model.network),
        model.preprocessing,
        model.class_names,
        model.threshold,
        model.memory.class_counts,
        None if kept is None else SelfTestHeader(kept.samples.scale, kept.arithmetic),
    )
    content = save(tensors_of(model), {"glasscat": encode(msgspec.to_builtins(header)).decode()})
    check_size(content)
    return seal(content)


def load_model(path: str | Path) -> Model:
    """Read a model file, or the model of a run folder; with other arithmetic than where it was made, test it.

    Raises
    ------
    ModelError
        GC-M01: no such file. GC-M02: not a model file. GC-M03: of a newer format. GC-M04: damaged. GC-M10: it cannot be
        read. GC-M30: it gives other probabilities here than where it was made.
    """
    path = Path(path)
    try:
        path = path / "model.safetensors" if path.is_dir() else path
        content, document = _opened(path)
    except OSError as error:
        raise ModelError(
            "GC-M10",
            str(path),
            _("it cannot be read ({reason}).", reason=error.strerror or str(error)),
            _("check its name, who may read it, and the disk."),
        ) from error
    return _tested(path, _whole(path, content, document))


def model_in(content: bytes, where: Path) -> Model:
    """Model in the content of a file, untested; the errors are those of `load_model`."""
    return _whole(where, content, read_metadata(where, read_head(where, BytesIO(content))))


def _opened(path: Path) -> tuple[bytes, Any]:
    """Content of the file and the JSON of its metadata, which is looked at before anything large is read."""
    if not path.is_file():
        fix = nearby(path, _("give a run folder or a model.safetensors."))
        raise ModelError("GC-M01", str(path), _("there is no such model file."), fix)
    with path.open("rb") as file:
        head = read_head(path, file)
        document = read_metadata(path, head)
        return head + file.read(), document


def _whole(path: Path, content: bytes, document: Any) -> Model:  # noqa: ANN401  (it is checked here)
    """Model of a whole file; that it is whole does not mean that it makes sense."""
    from safetensors import SafetensorError  # noqa: PLC0415  (not needed to train)
    from safetensors.numpy import load  # noqa: PLC0415

    if not is_intact(content):
        raise ModelError(
            "GC-M04",
            str(path),
            _("its checksum does not match its content: the file was damaged or changed."),
            _("copy the file again from where it was made, or train again."),
        )
    try:
        return _model(header_of(document), load(content))
    except GlasscatError as error:
        raise not_a_model(path, error.problem) from error
    except (SafetensorError, KeyError, ValueError) as error:
        raise not_a_model(path, _("its content is not what it should be ({reason}).", reason=str(error))) from error


def _model(header: AnyHeader, tensors: Tensors) -> Model:
    """Put a model together from what was read, which need not fit together."""
    network = header.architecture.network()
    if isinstance(header, HeaderOfVersion1):
        parts = {"": tensors}
        memory, kept = TrainMemory.from_json(header.memory), None
    else:
        parts = parts_of(tensors)
        memory = memory_of(header, parts["memory"])
        kept = self_test_of(header.self_test, parts["self_test"])
    theta, buffers = vectors_of((network.layout, network.buffer_layout), parts[""])
    names, preprocessing, threshold = header.class_names, header.preprocessing, header.threshold
    return Model(network, theta, names, preprocessing, memory, threshold, buffers, kept)


def _tested(path: Path, model: Model) -> Model:
    """The model, with a note of its self-test, if it was made with other arithmetic than that of this process."""
    if model.self_test is None or model.self_test.is_from_here:
        return model
    try:
        outcome = model.run_self_test()
    except ModelError as error:
        raise ModelError(error.code, str(path), error.problem, error.fix) from error
    there = model.self_test.made_with
    note = _("The model was made with other arithmetic ({there}). {outcome}", there=there, outcome=outcome.sentence)
    return replace(model, notes=(note,))
