"""Small data of every kind, good and bad, as files: noise whose brightness tells the class, so training is quick."""

from __future__ import annotations

import shutil
from io import BytesIO
from struct import pack
from zlib import compress, crc32

import h5py
import numpy as np
from PIL import Image

SIX = ("ant", "bee", "cow", "dog", "eel", "fox")


def noise(n, n_classes, *, size=12, seed=0):
    """Pictures (n, size, size, 3) uint8 and their classes in turn; brightness grows with the class."""
    random = np.random.default_rng(seed)
    y = np.arange(n) % n_classes
    base = 20 + 170 * y / max(1, n_classes - 1)
    X = base[:, None, None, None] + random.integers(0, 60, (n, size, size, 3))
    return X.astype(np.uint8), y


def write_h5(path, *, train=None, test=None, classes=SIX, **more):
    """Write the course's layout; ``more`` are further arrays by key."""
    with h5py.File(path, "w") as file:
        for role, part in (("train", train), ("test", test)):
            if part is not None:
                file[f"{role}_set_x"], file[f"{role}_set_y"] = part
        if classes is not None:
            file["list_classes"] = np.array([name.encode() for name in classes])
        for key, array in more.items():
            file[key] = array
    return path


def write_pictures(folder, X, y, classes, *, name="picture {i}.{kind}"):
    """Write a folder of class folders, JPEG and PNG in turn."""
    for i, (pixels, k) in enumerate(zip(X, y, strict=True)):
        place = folder / classes[k]
        place.mkdir(parents=True, exist_ok=True)
        Image.fromarray(pixels).save(place / name.format(i=i, kind=("jpg", "png")[i // len(classes) % 2]))
    return folder


def truncate(path, keep=0.6):
    content = path.read_bytes()
    path.write_bytes(content[: int(keep * len(content))])
    return path


def bomb(path):
    """Write a PNG of a few bytes that claims to be 30000 × 30000 pixels."""

    def chunk(kind, content):
        return pack(">I", len(content)) + kind + content + pack(">I", crc32(kind + content))

    header = chunk(b"IHDR", pack(">IIBBBBB", 30000, 30000, 8, 2, 0, 0, 0))
    body = header + chunk(b"IDAT", compress(bytes(100))) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    return path


def jpeg(pixels):
    file = BytesIO()
    Image.fromarray(pixels).save(file, "JPEG")
    return file.getvalue()


def copied(folder, target):
    shutil.copytree(folder, target)
    return target
