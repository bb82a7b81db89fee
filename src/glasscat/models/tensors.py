"""The tensors of a model file, by name: parameters and statistics, the memory of the training set, the self-test.

W1, b1, …                                           of the network's layouts
memory.coefficients, .intercepts, .digests          of `TrainMemory`, where it has them
self_test.samples, .probabilities                   of `SelfTest`, where there is one
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from glasscat.data.dataset import Samples
from glasscat.errors import ModelError
from glasscat.evaluation.known_samples import DIGEST_BYTES
from glasscat.evaluation.memory import TrainMemory
from glasscat.i18n import _
from glasscat.models.self_test import SelfTest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from glasscat.models.header import Header, SelfTestHeader
    from glasscat.models.model import Model
    from glasscat.parameters import Layout
    from glasscat.typing import Array

Tensors: TypeAlias = "Mapping[str, NDArray[Any]]"

_NUMBERS = (np.dtype(np.float64), np.dtype(np.float32))
_EXTRA = {f"memory.{name}" for name in ("coefficients", "intercepts", "digests")}
_EXTRA |= {f"self_test.{name}" for name in ("samples", "probabilities")}
_STORED = (np.dtype(np.uint8), *_NUMBERS)


def tensors_of(model: Model) -> dict[str, NDArray[Any]]:
    """Every array of a model by its name in the file."""
    memory, kept = model.memory, model.self_test
    digests = None if memory.digests is None else np.frombuffer(memory.digests, np.uint8).reshape(-1, DIGEST_BYTES)
    extra: dict[str, NDArray[Any] | None] = {
        "memory.coefficients": memory.coefficients,
        "memory.intercepts": memory.intercepts,
        "memory.digests": digests,
        "self_test.samples": None if kept is None else kept.samples.X,
        "self_test.probabilities": None if kept is None else kept.probabilities,
    }
    arrays: dict[str, NDArray[Any]] = {**model.parameters, **model.network.buffer_layout.views(model.buffers)}
    arrays |= {name: array for name, array in extra.items() if array is not None}
    # safetensors writes the memory of an array, not the array: a transposed view would come back scrambled
    return {name: np.ascontiguousarray(array) for name, array in arrays.items()}


def vectors_of(layouts: Sequence[Layout], tensors: Tensors) -> list[Array]:
    """Put the tensors where the layouts want them, once their sizes are seen to be those that these ask memory for.

    Raises
    ------
    ModelError
        GC-M02, if they are not, or not all float64 or all float32.
    """
    expected = {entry.name: entry.shape for layout in layouts for entry in layout.entries}
    dtypes = {array.dtype for array in tensors.values()}
    if {name: array.shape for name, array in tensors.items()} != expected or len(dtypes) != 1:
        raise _other_tensors()
    dtype = dtypes.pop()
    if dtype not in _NUMBERS:
        raise _other_tensors()
    vectors = [np.empty(layout.size, dtype) for layout in layouts]
    for layout, vector in zip(layouts, vectors, strict=True):
        for name, view in layout.views(vector).items():
            view[...] = tensors[name]
    return vectors


def memory_of(header: Header, tensors: Tensors) -> TrainMemory:
    """Memory of the training set; GC-V08 or GC-M02 where it is none."""
    digests = tensors.get("digests")
    if digests is not None and (digests.dtype != np.uint8 or digests.shape[1:] != (DIGEST_BYTES,)):
        raise _other_tensors()
    if {array.dtype for name, array in tensors.items() if name != "digests"} - {np.dtype(np.float64)}:
        raise _other_tensors()
    return TrainMemory.checked(
        header.class_counts,
        tensors.get("coefficients"),
        tensors.get("intercepts"),
        None if digests is None else digests.tobytes(),
    )


def self_test_of(header: SelfTestHeader | None, tensors: Tensors) -> SelfTest | None:
    """Self-test, if the header speaks of one; GC-M02 where the tensors are none."""
    if header is None and not tensors:
        return None
    X, probabilities = tensors.get("samples"), tensors.get("probabilities")
    if header is None or X is None or probabilities is None or X.dtype not in _STORED or X.ndim == 0:
        raise _other_tensors()
    samples = Samples(X, np.zeros(len(X), np.int64), ("",) * len(X), header.scale)
    return SelfTest(samples, probabilities, header.arithmetic)


def parts_of(tensors: Tensors) -> dict[str, Tensors]:
    """Tensors by the part of the model that they belong to: ``""``, the network, ``"memory"`` and ``"self_test"``.

    Raises
    ------
    ModelError
        GC-M02 for a tensor that belongs to none of them.
    """
    parts: dict[str, dict[str, NDArray[Any]]] = {"": {}, "memory": {}, "self_test": {}}
    for name, array in tensors.items():
        part, _dot, rest = name.rpartition(".")
        if part not in parts or (part and name not in _EXTRA):
            raise _other_tensors()
        parts[part][rest] = array
    return {**parts}


def _other_tensors() -> ModelError:
    return ModelError(
        "GC-M02",
        "",
        _("its tensors are not those of the network that it describes."),
        _("give a file that `glasscat train` has written."),
    )
