"""Ways to spoil a file: blindly, and knowing the format, so that checksums hold and the parsers go deep."""

from __future__ import annotations

import json
import re
import struct
import warnings
import zlib
from copy import deepcopy
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import numpy as np

from glasscat.models.seal import BLANK, seal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.random import Generator

_EDGES = (0, 1, 2, 3, 7, 8, 9, 16, 127, 128, 255, 256, 9999, 32767, 32768, 65535, 2**24, 2**31 - 1, 2**31, 2**32 - 1)
_EDGES_64 = (*_EDGES, 2**32, 2**40, 2**62, 2**63 - 1, 2**63, 2**64 - 2, 2**64 - 1)


def mutated(number: int, seed: int, good: Mapping[str, Sequence[bytes]]) -> tuple[str, bytes]:
    """File ``number`` of the series of ``seed``: suffix and content. The same numbers always give the same file.

    Parameters
    ----------
    good : mapping of suffix to files
        What to spoil, of `hostile_seeds.seeds`; suffixes take turns, as often as `_TURNS` says.
    """
    rng = np.random.default_rng([seed, number])
    suffix = _TURNS[number % len(_TURNS)]
    files = good[suffix]
    content = files[rng.integers(len(files))]
    if suffix in _KNOWING and rng.random() < 0.5:
        content = _KNOWING[suffix](content, rng)
        if rng.random() < 0.7:
            return suffix, content
    for _again in range(rng.choice([1, 1, 2, 4])):
        content = _BLIND[rng.integers(len(_BLIND))](content, rng, files)
    if suffix == "png" and rng.random() < 0.5:
        content = _with_sums(content)
    if suffix == "safetensors" and rng.random() < 0.5:
        content = _sealed(content)
    return suffix, content


# Blindly: each of these takes any file


def _flip_bits(content: bytes, rng: Generator, _files: Sequence[bytes]) -> bytes:
    spoilt = bytearray(content)
    for _again in range(rng.choice([1, 2, 8, 32])):
        if spoilt:
            spoilt[_place(spoilt, rng)] ^= 1 << rng.integers(8)
    return bytes(spoilt)


def _overwrite(content: bytes, rng: Generator, _files: Sequence[bytes]) -> bytes:
    at, n = _place(content, rng), int(rng.choice([1, 2, 4, 16, 64]))
    run = rng.bytes(n) if rng.random() < 0.4 else bytes([rng.choice([0, 255, 1, 127, 128])]) * n
    return content[:at] + run[: len(content) - at] + content[at + n :]


def _write_edge(content: bytes, rng: Generator, _files: Sequence[bytes]) -> bytes:
    """A number at the edge of its kind: where sizes and offsets stand, these hurt most."""
    n = int(rng.choice([1, 2, 4, 8]))
    at = _place(content, rng) // n * n if rng.random() < 0.7 else _place(content, rng)
    edges = _EDGES_64 if n == 8 else _EDGES
    number = int(edges[rng.integers(len(edges))]) % 2 ** (8 * n)
    order = "little" if rng.random() < 0.6 else "big"
    return (content[:at] + number.to_bytes(n, order) + content[at + n :])[: max(len(content), at + n)]


def _truncate(content: bytes, rng: Generator, _files: Sequence[bytes]) -> bytes:
    return content[: rng.integers(len(content) + 1)]


def _insert(content: bytes, rng: Generator, _files: Sequence[bytes]) -> bytes:
    at, n = _place(content, rng), int(rng.choice([1, 4, 8, 100]))
    return content[:at] + (rng.bytes(n) if rng.random() < 0.5 else content[:n]) + content[at:]


def _delete(content: bytes, rng: Generator, _files: Sequence[bytes]) -> bytes:
    at = _place(content, rng)
    return content[:at] + content[at + int(rng.choice([1, 4, 8, 100])) :]


def _repeat(content: bytes, rng: Generator, _files: Sequence[bytes]) -> bytes:
    at, n = _place(content, rng), int(rng.choice([8, 64, 512]))
    return content[: at + n] + content[at : at + n] * int(rng.choice([1, 3, 50])) + content[at + n :]


def _splice(content: bytes, rng: Generator, files: Sequence[bytes]) -> bytes:
    """Beginning of one good file, end of another."""
    other = files[rng.integers(len(files))]
    return content[: _place(content, rng)] + other[_place(other, rng) :]


def _transplant(content: bytes, rng: Generator, files: Sequence[bytes]) -> bytes:
    """A piece of another good file in the place of one's own."""
    other = files[rng.integers(len(files))]
    at, n = _place(content, rng), int(rng.choice([8, 32, 256]))
    start = _place(other, rng)
    return content[:at] + other[start : start + n] + content[at + n :]


_BLIND = (_flip_bits, _overwrite, _write_edge, _write_edge, _truncate, _insert, _delete, _repeat, _splice, _transplant)


def _place(content: bytes | bytearray, rng: Generator) -> int:
    """A byte of the file: half of the time among the first 120, where headers are."""
    reach = max(1, len(content))
    return int(rng.integers(min(120, reach) if rng.random() < 0.5 else reach))


# Knowing the format: what is changed is a field, and what depends on it is put right


def _png(content: bytes, rng: Generator) -> bytes:
    chunks = _chunks(content)
    k = int(rng.integers(len(chunks)))
    kind, data = chunks[k]
    match rng.integers(5):
        case 0:  # what the header claims
            header = bytearray(chunks[0][1])
            struct.pack_into(
                ">I", header, 4 * int(rng.integers(2)), int(rng.choice([0, 1, 50, 5000, 10001, 2**31 - 1]))
            )
            chunks[0] = (b"IHDR", bytes(header))
        case 1:  # depth, colours, compression, filter, interlacing
            header = bytearray(chunks[0][1])
            header[int(rng.integers(8, 13))] = int(rng.choice([0, 1, 2, 3, 4, 6, 8, 16]))
            chunks[0] = (b"IHDR", bytes(header))
        case 2:  # text that unpacks to megabytes
            text = zlib.compress(bytes(int(rng.choice([10**5, 2 * 10**6, 10**7]))))
            name = [(b"zTXt", b"a\0\0"), (b"iTXt", b"a\0\1\0\0\0"), (b"iCCP", b"a\0\0")][rng.integers(3)]
            chunks[1:1] = [(name[0], name[1] + text)] * int(rng.choice([1, 20]))
        case 3:  # pixels: more, fewer, others
            rows = zlib.compress(rng.bytes(int(rng.choice([0, 10, 3000, 10**6]))))
            chunks = [(name, rows if name == b"IDAT" else data) for name, data in chunks]
        case _:
            chunks[k] = (kind, _flip_bits(data, rng, ()))
    return _png_of(chunks)


def _chunks(content: bytes) -> list[tuple[bytes, bytes]]:
    chunks, at = [], 8
    while at + 8 <= len(content):
        n = int.from_bytes(content[at : at + 4], "big")
        chunks.append((content[at + 4 : at + 8], content[at + 8 : at + 8 + n]))
        at += 12 + n
    return chunks


def _png_of(chunks: Sequence[tuple[bytes, bytes]]) -> bytes:
    parts = (struct.pack(">I", len(data)) + kind + data + _sum(kind + data) for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _sum(data: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(data))


def _with_sums(content: bytes) -> bytes:
    """A spoilt PNG whose checksums hold again."""
    return _png_of([(kind, data) for kind, data in _chunks(content)][:500])


_STRUCTURES = (b"TREE", b"HEAP", b"SNOD", b"OHDR", b"GCOL", b"FAHD", b"FADB", b"EAHD", b"EAIB", b"\x89HDF")


def _hdf5(content: bytes, rng: Generator) -> bytes:
    """Let addresses lead elsewhere, or back: into a field of one structure goes the address of another."""
    places = [at for mark in _STRUCTURES for at in _all(content, mark)]
    spoilt = bytearray(content)
    for _again in range(int(rng.choice([1, 2, 4]))):
        at = int(rng.choice(places)) + 8 * int(rng.integers(16)) + int(rng.choice([0, 0, 0, 4]))
        to = (
            int(rng.choice([*places, 0, len(content), 800]))
            if rng.random() < 0.8
            else _EDGES[rng.integers(len(_EDGES))]
        )
        if at + 8 <= len(spoilt):
            spoilt[at : at + 8] = int(to).to_bytes(8, "little")
    if rng.random() < 0.3:
        at = int(rng.choice(places)) + 5  # the level of a tree
        spoilt[at : at + 1] = bytes([int(rng.integers(4))])
    return bytes(spoilt)


def _all(content: bytes, mark: bytes) -> Iterator[int]:
    at = content.find(mark)
    while at >= 0:
        yield at
        at = content.find(mark, at + 1)


def _jpeg(content: bytes, rng: Generator) -> bytes:
    """Change a field of one segment before the pixels."""
    starts, at = [], 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        starts.append(at)
        if content[at + 1] == 0xDA:
            break
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    spoilt = bytearray(content)
    start = int(rng.choice(starts))
    size = int.from_bytes(content[start + 2 : start + 4], "big")
    if 0xC0 <= content[start + 1] <= 0xC2 and rng.random() < 0.6:
        sides = rng.choice([0, 1, 500, 4000, 10000, 65535], 2)
        struct.pack_into(">HH", spoilt, start + 5, *(int(side) for side in sides))
    else:
        for _again in range(int(rng.choice([1, 2, 6]))):
            spoilt[start + 4 + int(rng.integers(max(1, size - 2)))] = int(rng.choice([0, 1, 2, 17, 127, 128, 255]))
    return bytes(spoilt)


def _npz(content: bytes, rng: Generator) -> bytes:
    """Change what a member holds, or how many there are, and write the zip anew."""
    with ZipFile(BytesIO(content)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    k = int(rng.integers(len(members)))
    name, data = members[k]
    claims = (
        b"(6,)",
        b"(10000000000,)",
        b"(-6,)",
        b"()",
        b"(6, 0)",
        b"(6, 5, 4, 99999999)",
        b"(True,)",
        b"((((6,),),),)",
    )
    kinds = (b"|O", b"<f8", b"|S0", b"<U9999999", b"<m8[s]", b"|V8", b"<c16", b"<f2", b">i8", b"|b1", b"(2,)<f8")
    match rng.integers(6):
        case 0:
            data = re.sub(rb"\([\d, ]*\)", claims[rng.integers(len(claims))], data, count=1)
        case 1:
            data = re.sub(rb"'[<>|=]\w+'", b"'" + kinds[rng.integers(len(kinds))] + b"'", data, count=1)
        case 2:
            data = data[: int(rng.integers(len(data)))] + rng.bytes(int(rng.choice([0, 100])))
        case 3:
            name = str(rng.choice(["X.npy", "y.npy", "../X.npy", "/X.npy", "X", "class_names.npy", "X\0.npy"]))
        case 4:
            data = data + bytes(int(rng.choice([10**6, 3 * 10**7])))
        case _:
            data = _BLIND[rng.integers(len(_BLIND))](data, rng, [data])
    members[k : k + int(rng.integers(2))] = [(name, data)]
    with BytesIO() as buffer, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a name that is there twice, as is meant
        method = ZIP_DEFLATED if rng.random() < 0.5 else ZIP_STORED
        with ZipFile(buffer, "w") as archive:
            for member, held in members:
                archive.writestr(ZipInfo(member), held, method)  # without the time of day
        return buffer.getvalue()


def _model(content: bytes, rng: Generator) -> bytes:
    """Change a value deep in the header or the metadata, and seal the file anew."""
    n = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + n])
    card = json.loads(header["__metadata__"]["glasscat"])
    document = card if rng.random() < 0.7 else header
    for _again in range(int(rng.integers(1, 4))):
        _change_within(document, rng)
    if isinstance(header.get("__metadata__"), dict):
        header["__metadata__"]["glasscat"] = json.dumps({"sha256": BLANK} | card, separators=(",", ":"))
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return _sealed(len(text).to_bytes(8, "little") + text + content[8 + n :])


def _sealed(content: bytes) -> bytes:
    try:
        return seal(content)
    except ValueError:  # there is no place for the checksum any more
        return content


_VALUES = (
    None,
    True,
    0,
    -1,
    1,
    2,
    10**9,
    10**18,
    2**64,
    -0.0,
    1e308,
    "",
    "x",
    "relu",
    "F64",
    "猫",
    [],
    {},
    [0, 8],
    [[[1]]],
)


def _change_within(document: object, rng: Generator) -> None:
    """Walk down the lists and objects of a document by chance, and change one value on the way."""
    while isinstance(document, dict | list) and document:
        keys = list(document) if isinstance(document, dict) else range(len(document))
        key = keys[int(rng.integers(len(keys)))]
        value = document[key]
        if isinstance(value, dict | list) and value and rng.random() < 0.8:
            document = value
        elif rng.random() < 0.1:
            del document[key]
            return
        else:
            document[key] = deepcopy(_VALUES[rng.integers(len(_VALUES))])
            return


_KNOWING = {"h5": _hdf5, "png": _png, "jpg": _jpeg, "npz": _npz, "safetensors": _model}

_TURNS = (
    *("h5", "png", "npz", "jpg", "safetensors", "webp", "h5", "gif"),
    *("npz", "bmp", "safetensors", "png", "h5", "jpg", "webp", "gif"),
)
"""Kinds of file, in the order in which they take turns."""
