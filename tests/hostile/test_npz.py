"""npz files that lie about sizes, hold something twice, or want to be evaluated."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest

from glasscat.data.load import load
from glasscat.errors import DataError

X = np.random.default_rng(0).integers(0, 256, (6, 4, 4, 3), dtype=np.uint8)
Y = np.array([0, 1] * 3)


def member(array):
    with io.BytesIO() as buffer:
        np.save(buffer, array)
        return buffer.getvalue()


def with_header(text, data=b""):
    text = text.encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + data


GOOD = {"X.npy": member(X), "y.npy": member(Y)}


def written(path, members, method=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def with_x(path, content):
    return written(path, ({**GOOD, "X.npy": content}).items())


def refused(path):
    with pytest.raises(DataError) as caught:
        load(path)
    assert len(str(caught.value).splitlines()) <= 3
    return caught.value


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("twice", ["X.npy", "y.npy", "class_names.npy"])
def test_an_array_that_is_there_twice(tmp_path, twice):
    content = GOOD.get(twice, member(np.array(["a", "b"])))
    error = refused(written(tmp_path / "a.npz", [*GOOD.items(), (twice, content), (twice, content)]))
    assert (error.code, twice.removesuffix(".npy") in str(error)) == ("GC-D44", True)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_to_pack(tmp_path, method):
    """An LZMA header can ask for gigabytes; numpy.savez packs with deflate, or not at all."""
    assert refused(written(tmp_path / "a.npz", GOOD.items(), method)).code == "GC-D28"


def test_an_encrypted_member(tmp_path):
    path = written(tmp_path / "a.npz", GOOD.items())
    content = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(signature) + flags] |= 1
    path.write_bytes(content)
    assert refused(path).code == "GC-D28"


@pytest.mark.parametrize("prefix", ["../", "/", "folder/", "C:\\", ""])
def test_names_that_are_paths_are_names(tmp_path, prefix):
    """Nothing is ever unpacked under the name that a member has."""
    before = sorted(tmp_path.iterdir())
    path = written(tmp_path / "a.npz", [(f"{prefix}X.npy", GOOD["X.npy"]), ("y.npy", GOOD["y.npy"])])
    if prefix:
        assert refused(path).code == "GC-D30"
    else:
        load(path)
    assert sorted(tmp_path.iterdir()) == [*before, path]


def test_many_names_in_one_line(tmp_path):
    error = refused(written(tmp_path / "a.npz", [(f"{k}\n.npy", b"") for k in range(1000)]))
    assert (error.code, "… and 988 more" in str(error)) == ("GC-D30", True)
    assert len(str(error)) < 500


@pytest.mark.parametrize(
    "shape",
    ["(6, 4, 4, 4)", "(6, 4, 4, 2)", "(1000000, 1000000, 1000000)", "(6, 4, 4, 3, 0)", "(-6, -48)", "()", "(True,)"],
)
def test_a_claim_that_the_member_does_not_hold(tmp_path, shape):
    path = with_x(tmp_path / "a.npz", member(X).replace(b"(6, 4, 4, 3)", shape.encode().ljust(12)))
    tracemalloc.start()
    assert refused(path).code == "GC-D28"
    assert tracemalloc.get_traced_memory()[1] < 2**20
    tracemalloc.stop()


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "{'descr': '|u1', 'fortran_order': False, 'shape': (6,) + (4,) * 10**9}",
        "{'descr': '|u1', 'fortran_order': False}",
        "{'descr': '|u1', 'fortran_order': False, 'fortran_order': True}",
        "{'descr': '|V8', 'fortran_order': False, 'shape': (6,)}",
        "{'descr': [('x', '<f8')], 'fortran_order': False, 'shape': (6,)}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': " + "(" * 9000,
        "{'descr': '<f8', 'fortran_order': False, 'shape': (" + "1," * 100 + ")}",
        "{'descr': '<f3', 'fortran_order': False, 'shape': ()}",
        "{'descr': '<f8', 'fortran_order': False, 'shape': (" + "9" * 5000 + ",)}",
        " " * 20_000,
        "",
    ],
)
def test_headers_are_not_evaluated(tmp_path, text):
    """Whatever is no header of numbers is damage; none of this is handed to Python."""
    assert refused(with_x(tmp_path / "a.npz", with_header(text))).code == "GC-D28"
    assert refused(with_x(tmp_path / "b.npz", with_header(text, bytes(48)))).code in ("GC-D28", "GC-D12")


@pytest.mark.parametrize(
    "text", ["{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", "{'descr': [('x', '|O')], 'shape': (1,)}"]
)
def test_objects_are_refused_unread(tmp_path, text):
    assert refused(with_x(tmp_path / "a.npz", with_header(text, b"cposix\nsystem\n(S'true'\ntR."))).code == "GC-D29"


@pytest.mark.parametrize(
    "text",
    [
        "{'descr': '|u1', 'fortran_order': False, 'shape': (6, 4, 4, 3)}",
        "{'shape': (6,4,4,3,), 'fortran_order': False, 'descr': '<u1', }",
        "{ 'fortran_order':False,'descr':'|u1','shape':( 6, 4, 4, 3 ) }   ",
    ],
)
def test_headers_of_other_programs_are_read(tmp_path, text):
    """The entries may stand in any order, and spaces anywhere (the format's own description)."""
    data = load(with_x(tmp_path / "a.npz", with_header(text, X.tobytes())), holdout=0)
    assert (data.train.X == X).all()


@pytest.mark.parametrize("version", [(1, 0), (2, 0), (3, 0)])
@pytest.mark.parametrize("array", [X, np.asfortranarray(X), X / 255, (X / 255).astype(">f4"), X.astype("<i2")])
def test_what_numpy_writes_is_read(tmp_path, version, array):
    with io.BytesIO() as buffer:
        np.lib.format.write_array(buffer, array, version)
        path = with_x(tmp_path / "a.npz", buffer.getvalue())
    with np.load(path, allow_pickle=False) as file:
        expected = file["X"]
    found = load(path, holdout=0).train.X
    assert found.flags.writeable
    np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("names", [["a", "猫"], [b"a", b"b"], np.array([], str)])
def test_names_of_any_length(tmp_path, names):
    path = written(tmp_path / "a.npz", [*GOOD.items(), ("class_names.npy", member(names))])
    if len(names):
        assert len(load(path).class_names) == 2
    else:
        assert refused(path).code == "GC-D23"


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("key", ["y.npy", "class_names.npy"])
def test_strings_that_are_no_text(tmp_path, order, key):
    """Beyond the last code point of Unicode Python has no characters."""
    words = np.array(["a", "b"] * 3, f"{order}U1")
    content = bytearray(member(words))
    content[-4:] = (0x110000).to_bytes(4, "little" if order == "<" else "big")
    path = written(tmp_path / "a.npz", ({**GOOD, key: bytes(content)}).items())
    assert refused(path).code == "GC-D28"


def test_packed_to_burst(tmp_path, monkeypatch):
    path = tmp_path / "a.npz"
    np.savez_compressed(path, X=np.zeros((1000, 20, 20, 3), np.uint8), y=np.arange(1000) % 2)
    assert len(load(path, holdout=0).train) == 1000
    monkeypatch.setattr("glasscat.data.bombs.SMALL", 10**6)
    error = refused(path)
    assert (error.code, "1200128 bytes" in str(error)) == ("GC-D43", True)


def test_more_samples_than_bytes(tmp_path, monkeypatch):
    """Each sample has a name, so that a million of them take memory whatever their size."""
    path = tmp_path / "a.npz"
    np.savez_compressed(path, X=np.zeros((20_000, 1), np.uint8), y=np.arange(20_000) % 2)
    load(path)
    monkeypatch.setattr("glasscat.data.bombs.FEW", 10_000)
    assert refused(path).code == "GC-D43"


def test_a_wrong_checksum_is_noticed(tmp_path):
    path = written(tmp_path / "a.npz", GOOD.items())
    content = bytearray(path.read_bytes())
    content[content.index(X.tobytes()) + 5] ^= 1
    path.write_bytes(content)
    assert refused(path).code == "GC-D28"


def test_a_member_that_ends_too_early(tmp_path):
    """Header and zip claim a sample more than is packed."""
    seven = member(np.concatenate([X, X[:1]]))
    path = tmp_path / "a.npz"
    written(path, [("X.npy", seven[:-48]), ("y.npy", member(np.arange(7) % 2))], zipfile.ZIP_DEFLATED)
    sizes = (struct.pack("<I", n) for n in (len(seven) - 48, len(seven)))
    path.write_bytes(path.read_bytes().replace(*sizes))
    error = refused(path)
    assert (error.code, "shorter" in str(error)) == ("GC-D28", True)
