"""The header of a model file: what is said of its tensors, checked word for word before anything large is read.

    length      8 bytes, little-endian, at most 1 MiB
    JSON        of safetensors: name, type, shape and place of every tensor, each name once
    metadata    metadata["glasscat"], JSON in that JSON: what `Header` says

The metadata is one text, because safetensors writes several in an order that changes from run to run, and one run shall
give one file.
"""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (msgspec reads the annotations)
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import msgspec

from glasscat.errors import ModelError
from glasscat.i18n import _
from glasscat.models.architecture import Architecture  # noqa: TC001
from glasscat.models.newer import refuse_newer
from glasscat.models.preprocessing import Preprocessing  # noqa: TC001
from glasscat.models.strict_json import decode

if TYPE_CHECKING:
    from typing import BinaryIO

    from glasscat.i18n import Text

VERSION: Final = 2
LARGEST: Final = 2**20
"""Bytes of a header: class names and layers are all that grows in it. Other files begin with absurd numbers."""


class SelfTestHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the tensors of a self-test do not say: see `glasscat.models.self_test`."""

    scale: float
    arithmetic: dict[str, Any]


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the metadata says. The checksum comes first: see `glasscat.models.seal`."""

    sha256: str
    format: Literal["glasscat-model"]
    version: Literal[2]
    architecture: Architecture
    preprocessing: Preprocessing
    class_names: tuple[str, ...]
    threshold: float
    class_counts: tuple[int, ...]
    self_test: SelfTestHeader | None


class HeaderOfVersion1(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What it said before there were self-tests, when the memory of the training set was JSON, digests and all."""

    sha256: str
    format: Literal["glasscat-model"]
    version: Literal[1]
    architecture: Architecture
    preprocessing: Preprocessing
    class_names: tuple[str, ...]
    threshold: float
    memory: dict[str, Any]


AnyHeader: TypeAlias = Header | HeaderOfVersion1


def read_head(path: Path, file: BinaryIO) -> bytes:
    """Length and header of a safetensors file, as they stand there; GC-M02 where they are no such thing."""
    start = file.read(8)
    n = int.from_bytes(start, "little")
    header = file.read(n) if n <= LARGEST else b""
    if len(start) < 8 or len(header) < n:
        raise not_a_model(path, _("it is not a safetensors file, or only the beginning of one."))
    return start + header


def read_metadata(path: Path, head: bytes) -> Any:  # noqa: ANN401  (only its version is checked yet)
    """Read the JSON inside the JSON of what `read_head` gave.

    Raises
    ------
    ModelError
        GC-M02 where it is not there, or not JSON with every key once; GC-M03 where it is of a newer format.
    """
    try:
        document = decode(decode(head[8:])["__metadata__"]["glasscat"])
    except (KeyError, TypeError):
        raise not_a_model(path, _("it is a safetensors file, but has no metadata of glasscat's.")) from None
    except ValueError as error:
        raise not_a_model(path, _("its header is not what it should be ({reason}).", reason=str(error))) from error
    refuse_newer(path, document, VERSION)
    return document


def header_of(document: Any) -> AnyHeader:  # noqa: ANN401  (it is checked here)
    """Header that the metadata spells; ValueError where it spells none."""
    old = isinstance(document, dict) and document.get("version") == 1
    return msgspec.convert(document, HeaderOfVersion1) if old else msgspec.convert(document, Header)


def check_size(content: bytes) -> None:
    """Raise GC-M32 if the header of a file that is about to be written is larger than one may be."""
    n = int.from_bytes(content[:8], "little")
    if n > LARGEST:
        problem = _(
            "the names of its classes and its layers take {n:,} bytes in its file, which has room for {largest:,}.",
            n=n,
            largest=LARGEST,
        )
        raise ModelError("GC-M32", _("model"), problem, _("give its classes shorter names."))


def not_a_model(path: Path, problem: Text) -> ModelError:
    """Error GC-M02."""
    return ModelError("GC-M02", str(path), problem, _("give a file that `glasscat train` has written."))
