"""The ONNX file of a model, for programs that have no glasscat."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.errors import ModelError, StorageError, UsageError, unknown_name
from glasscat.i18n import _
from glasscat.models.file import content_of
from glasscat.models.model import Model
from glasscat.models.onnx_graph import OPERATORS, graph_of
from glasscat.models.storage import write_atomically
from glasscat.models.strict_json import encode

if TYPE_CHECKING:
    from glasscat.i18n import Text

FORMAT = 8
"""Version of the file format that came with these operators."""
MOST_BYTES = 2**31 - 2**20
"""Of numbers; ONNX is protobuf, whose messages are below 2 GiB."""


@dataclass(frozen=True, slots=True)
class OnnxFile:
    """What was written.

    Parameters
    ----------
    path : Path
    size : int
        Bytes.
    input, output : tuple of str, str, tuple
        Name, type and shape; ``"n"`` is any number of samples.
    metadata : dict of str
        What the file says of itself.
    notes : tuple of Text
        What was rounded.
    """

    path: Path
    size: int
    input: tuple[str, str, tuple[int | str, ...]]
    output: tuple[str, str, tuple[int | str, ...]]
    metadata: dict[str, str]
    notes: tuple[Text, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        tensors = {
            key: dict(zip(("name", "type", "shape"), tensor, strict=True))
            for key, tensor in (("input", self.input), ("output", self.output))
        }
        notes = [str(note) for note in self.notes]
        return {"onnx": str(self.path), "bytes": self.size, **tensors, "metadata": self.metadata, "notes": notes}


def export_onnx(model: Any, path: str | Path, *, dtype: str = "float32", overwrite: bool = False) -> OnnxFile:  # noqa: ANN401  (runs and estimators are of rooms above)
    """Write a model as one ONNX file, its preprocessing inside.

    Parameters
    ----------
    model : Model, Run, StoredRun, or fitted GlasscatClassifier
    path : str or Path
        Ends in ``.onnx``.
    dtype : "float32" or "float64"
        Of the numbers in it. float32 is what runtimes are fast at; float64 gives glasscat's own probabilities to the
        last few bits.
    overwrite : bool
        Replace the file that is there.

    Returns
    -------
    OnnxFile
        Its input is ``pictures``, uint8 (n, height, width, 3), or ``features``, floats (n, n_features), as the model
        was trained; its output ``probabilities``, (n, n_classes).

    Raises
    ------
    UsageError
        GC-O01 without the package onnx; GC-O02 for a name that does not end in .onnx; GC-U12 for another dtype; GC-U72
        for what is not a model.
    StorageError
        GC-O03 if the file is there already; GC-S01 to GC-S03 if it cannot be written.
    ModelError
        GC-O04, GC-O05 for numbers that float32, or an ONNX file, cannot hold; GC-M09 for layers of one's own.
    """
    path = Path(path)
    _check(path, overwrite=overwrite)
    kind = _dtype(dtype)
    exported = _model(model)
    notes = _check_numbers(exported, kind)
    metadata = _metadata(exported)
    content = _content(exported, kind, metadata)
    write_atomically(path, content)
    shape = exported.preprocessing.shape
    is_pictures = exported.preprocessing.is_pictures
    given = ("pictures", "uint8") if is_pictures else ("features", kind.name)
    answer = ("probabilities", kind.name, ("n", len(exported.class_names)))
    return OnnxFile(path, len(content), (*given, ("n", *shape)), answer, metadata, notes)


def _check(path: Path, *, overwrite: bool) -> None:
    """Refuse what is known to fail before anything is computed."""
    if find_spec("onnx") is None:
        problem = _("ONNX files are written by the package onnx, which is not installed.")
        raise UsageError("GC-O01", "ONNX", problem, _('run: pip install "glasscat[onnx]".'))
    if path.suffix.lower() != ".onnx":
        problem = _("the file's name must end in .onnx.")
        raise UsageError(
            "GC-O02", str(path), problem, _("give for example {name}.", name=f"{path.stem or 'model'}.onnx")
        )
    if path.exists() and not overwrite:
        problem = _("it is there already, and is not replaced unasked.")
        raise StorageError("GC-O03", str(path), problem, _("choose another name, or add --overwrite."))


def _dtype(name: str) -> np.dtype[np.floating]:
    known: dict[str, np.dtype[np.floating]] = {"float32": np.dtype(np.float32), "float64": np.dtype(np.float64)}
    if name not in known:
        raise unknown_name("GC-U12", _("dtype"), str(name), known)
    return known[name]


def _model(given: object) -> Model:
    """Model itself, or that of a run or an estimator."""
    for found in (given, getattr(given, "model", None), getattr(given, "model_", None)):
        if isinstance(found, Model):
            return found
    problem = _("a run or a model was expected; found {kind}.", kind=type(given).__name__)
    raise UsageError("GC-U72", _("model"), problem, _("give what gc.fit, gc.load_run or gc.load_model gives."))


def _check_numbers(model: Model, dtype: np.dtype[np.floating]) -> tuple[Text, ...]:
    """Say what is rounded; refuse more numbers than a file holds."""
    numbers = np.concatenate([model.theta, model.buffers])
    if numbers.size * dtype.itemsize > MOST_BYTES:
        problem = _("an ONNX file holds less than 2 GiB; this model has {n:,} numbers.", n=numbers.size)
        raise ModelError("GC-O05", _("model"), problem, _("use float32, or smaller layers or pictures."))
    if numbers.dtype.itemsize <= dtype.itemsize:
        return ()
    note = _("the model's numbers are rounded from float64 to float32, each by at most one part in 17 million.")
    return (note,)


def _metadata(model: Model) -> dict[str, str]:
    """What the file says of itself; the sha256 is that of ``model.safetensors``."""
    return {
        "class_names": encode(list(model.class_names)).decode(),
        "threshold": repr(float(model.threshold)),
        "glasscat_version": version("glasscat"),
        "model_sha256": sha256(content_of(model)).hexdigest(),
    }


def _content(model: Model, dtype: np.dtype[np.floating], metadata: dict[str, str]) -> bytes:
    """Every byte of the file, checked by ONNX's own checker; the same model gives the same bytes."""
    from onnx import checker, helper  # noqa: PLC0415  (an extra)

    document = helper.make_model(
        graph_of(model, dtype),
        producer_name="glasscat",
        producer_version=metadata["glasscat_version"],
        ir_version=FORMAT,
        opset_imports=[helper.make_opsetid("", OPERATORS)],
    )
    helper.set_model_props(document, metadata)
    checker.check_model(document, full_check=True)
    content: bytes = document.SerializeToString(deterministic=True)
    return content
