"""Small good files of every kind that glasscat reads, to be spoilt: a few of each, so that much of a format occurs."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import h5py
import msgspec
import numpy as np
from PIL import Image
from safetensors.numpy import save

import glasscat as gc
from glasscat.models.architecture import Architecture
from glasscat.models.file import content_of
from glasscat.models.seal import BLANK, seal
from glasscat.models.strict_json import encode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PICTURES = np.random.default_rng(0).integers(0, 256, (6, 5, 4, 3), dtype=np.uint8)
LABELS = np.array([0, 1, 0, 1, 0, 1])
NAMES = np.array([b"non-cat", b"cat"])
PIPE = "outside"
"""Name of a pipe beside the files: whoever opens it, in Python or in C, waits for ever, and that is noticed."""


def seeds(folder: Path) -> dict[str, list[bytes]]:
    """Good files by suffix, the same at each call; three of HDF5 are not so good: they point at ``folder / PIPE``."""
    return {
        "h5": list(_hdf5(folder)),
        "npz": list(_npz()),
        "safetensors": list(_models()),
        "png": list(_png()),
        "jpg": list(_jpeg()),
        "webp": list(_webp()),
        "bmp": [_saved("BMP", mode) for mode in ("RGB", "L", "1", "P", "RGBA")],
        "gif": list(_gif()),
    }


def _hdf5(folder: Path) -> Iterator[bytes]:
    outside = str(folder / PIPE)
    text = h5py.string_dtype()
    x = {"data": PICTURES}
    packed = {"data": PICTURES, "chunks": (2, 5, 4, 3), "compression": "gzip", "shuffle": True, "fletcher32": True}
    yield _hdf5_file(x, list_classes=NAMES)
    yield _hdf5_file(packed, list_classes=NAMES)
    yield _hdf5_file({"data": PICTURES, "chunks": (3, 5, 4, 3), "compression": "lzf"}, list_classes=NAMES)
    yield _hdf5_file(packed, "latest", list_classes=np.array(["Hund", "Kätzchen"], text))
    yield _hdf5_file({"data": PICTURES / 255, "maxshape": (None, 5, 4, 3)}, "latest", list_classes=NAMES)
    yield _hdf5_file(x, list_classes=np.array(["Hund", "Kätzchen"], text), test_set_x=PICTURES, test_set_y=LABELS)
    yield _hdf5_file({"shape": PICTURES.shape, "dtype": "u1", "external": [(outside, 0, PICTURES.nbytes)]})
    yield _hdf5_file(x, list_classes=h5py.ExternalLink(outside, "/x"))
    yield _hdf5_file(x, extra=h5py.SoftLink("/train_set_x"), test_set_x=h5py.ExternalLink(outside, "/x"))


def _hdf5_file(train_set_x: dict, libver: str = "earliest", **others: object) -> bytes:
    with BytesIO() as buffer, h5py.File(buffer, "w", libver=libver) as file:
        file.create_dataset("train_set_x", **train_set_x)
        file["train_set_y"] = LABELS
        for name, value in others.items():
            file[name] = value
        file.flush()
        file.close()
        return buffer.getvalue()


def _npz() -> Iterator[bytes]:
    for write in (np.savez, np.savez_compressed):
        for arrays in (
            {"X": PICTURES, "y": LABELS, "class_names": ["dog", "cat"]},
            {"X": np.random.default_rng(3).normal(size=(6, 4)).astype(">f4"), "y": np.array(["a", "b"] * 3)},
            {"X": np.asfortranarray(PICTURES[..., 0]), "y": LABELS.astype(float), "more": np.array(1)},
        ):
            with BytesIO() as buffer:
                write(buffer, **arrays)
                yield buffer.getvalue()


def _models() -> Iterator[bytes]:
    for hidden, shape, options in (
        ((), (5, 4, 3), {}),
        ((3, 2), (5, 4, 3), {"activation": "leaky-relu", "batch_norm": True}),
        ((3,), (4,), {"activation": "tanh", "dropout": 0.25}),
    ):
        rng = np.random.default_rng(1)
        data = gc.from_arrays(rng.integers(0, 256, (12, *shape), dtype=np.uint8), np.arange(12) % 3)
        network = gc.Network.dense(data.n_features, list(hidden), 3, **options)
        dtype = np.float32 if hidden else np.float64
        model = gc.fit(network, data, optimizer=gc.GradientDescent(0.1), iterations=2, dtype=dtype).model
        yield content_of(model)
    yield _of_version_1(model)


def _of_version_1(model: gc.Model) -> bytes:
    """The file that glasscat wrote before models had a self-test; it is still read."""
    header = {
        "sha256": BLANK,
        "format": "glasscat-model",
        "version": 1,
        "architecture": msgspec.to_builtins(Architecture.of(model.network)),
        "preprocessing": msgspec.to_builtins(model.preprocessing),
        "class_names": model.class_names,
        "threshold": 0.5,
        "memory": {"class_counts": [4, 4, 4], "coefficients": None, "intercepts": None, "digests": None},
    }
    tensors = {name: np.ascontiguousarray(array) for name, array in model.parameters.items()}
    return seal(save(tensors, {"glasscat": encode(header).decode()}))


def _image(mode: str) -> Image.Image:
    image = Image.fromarray(np.random.default_rng(2).integers(0, 256, (19, 23, 3), dtype=np.uint8))
    return image.convert(mode)


def _saved(kind: str, mode: str = "RGB", **options: object) -> bytes:
    with BytesIO() as buffer:
        _image(mode).save(buffer, kind, **options)
        return buffer.getvalue()


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x011A] = 6, "a cat", 72.0
    return exif


def _png() -> Iterator[bytes]:
    for mode in ("RGB", "L", "1", "P", "LA", "RGBA", "I;16"):
        yield _saved("PNG", mode)
    yield _saved("PNG", exif=_exif(), icc_profile=bytes(300), transparency=(1, 2, 3))
    yield _saved("PNG", save_all=True, append_images=[_image("RGB").rotate(90)])


def _jpeg() -> Iterator[bytes]:
    for mode in ("RGB", "L", "CMYK"):
        yield _saved("JPEG", mode)
    yield _saved("JPEG", progressive=True, exif=_exif(), icc_profile=bytes(300), comment=b"cat")
    yield _saved("JPEG", quality=95, subsampling=0, restart_marker_blocks=1)
    yield _saved("MPO", save_all=True, append_images=[_image("RGB")])


def _webp() -> Iterator[bytes]:
    yield _saved("WEBP")
    yield _saved("WEBP", lossless=True)
    yield _saved("WEBP", "RGBA", exif=_exif(), icc_profile=bytes(300), xmp=b"<x/>")
    yield _saved("WEBP", save_all=True, append_images=[_image("RGB").rotate(90)])


def _gif() -> Iterator[bytes]:
    for mode in ("P", "L", "1"):
        yield _saved("GIF", mode)
    yield _saved("GIF", save_all=True, append_images=[_image("RGB").rotate(90)], transparency=3, comment=b"cat")
