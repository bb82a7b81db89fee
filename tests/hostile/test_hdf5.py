"""HDF5 files that reach outside, claim what they have not, or unpack to more than they say."""

from __future__ import annotations

import os
import signal
import zlib

import h5py
import numpy as np
import pytest

from glasscat.data.hdf5_chunks import _inflated, _lzf
from glasscat.data.load import load
from glasscat.errors import DataError

X = np.random.default_rng(0).integers(0, 256, (6, 4, 4, 3), dtype=np.uint8)
Y = np.array([0, 1] * 3)


def written(path, fill=None, **arrays):
    with h5py.File(path, "w") as file:
        for key, value in ({"train_set_x": X, "train_set_y": Y} | arrays).items():
            if value is not None:
                file[key] = value
        if fill is not None:
            fill(file)
    return path


def refused(path):
    with pytest.raises(DataError) as caught:
        load(path)
    assert len(str(caught.value).splitlines()) <= 3
    return caught.value


def number(content, at, n=8):
    return int.from_bytes(content[at : at + n], "little")


def put(content, at, *values):
    for k, value in enumerate(values):
        content[at + 8 * k : at + 8 * k + 8] = value.to_bytes(8, "little")


@pytest.fixture
def soon():
    """Let a test fail that waits for ever at a pipe."""

    def ring(*_arguments):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(10)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("key", ["train_set_x", "train_set_y", "list_classes", "test_set_x", "test_set_y"])
@pytest.mark.parametrize("link", [h5py.ExternalLink, lambda _file, path: h5py.SoftLink(path)])
def test_no_link_is_followed_not_even_to_see_whether_it_leads_anywhere(tmp_path, soon, key, link):  # noqa: ARG001
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    path = written(tmp_path / "a.h5", **{key: link(str(pipe), "/train_set_x")})
    assert refused(path).code == ("GC-D09" if key.startswith("test") else "GC-D07")


def test_what_is_not_read_is_not_looked_at(tmp_path, soon):  # noqa: ARG001
    """Deep groups, circles, attributes and links elsewhere in the file: nobody goes there."""
    os.mkfifo(tmp_path / "pipe")

    def fill(file):
        group = file
        for _level in range(500):
            group = group.create_group("deeper")
        file["deeper/circle"] = file["/"]
        file["deeper/out"] = h5py.ExternalLink(str(tmp_path / "pipe"), "/")
        for k in range(50):
            file["train_set_x"].attrs[f"a{k}"] = np.zeros(4000)

    data = load(written(tmp_path / "a.h5", fill), holdout=0)
    assert (data.train.X == X).all()


@pytest.mark.parametrize(
    ("key", "code"), [("train_set_x", "GC-D11"), ("train_set_y", "GC-D20"), ("list_classes", "GC-D25")]
)
@pytest.mark.parametrize("kind", [h5py.ref_dtype, h5py.regionref_dtype])
def test_references_are_no_values(tmp_path, key, code, kind):
    def fill(file):
        file.create_dataset(key, (6,), kind)[0] = file.ref if kind is h5py.ref_dtype else file["x"].regionref[:2]

    assert refused(written(tmp_path / "a.h5", fill, x=X, **{key: None})).code == code


def test_a_committed_type_is_a_type(tmp_path):
    def fill(file):
        file["kind"] = np.dtype("u1")
        file.create_dataset("train_set_x", data=X, dtype=file["kind"])

    assert (load(written(tmp_path / "a.h5", fill, train_set_x=None), holdout=0).train.X == X).all()
    assert refused(written(tmp_path / "b.h5", train_set_x=np.dtype("u1"))).code == "GC-D10"


def test_no_values_at_all(tmp_path):
    assert refused(written(tmp_path / "a.h5", train_set_x=h5py.Empty("u1"))).code == "GC-D08"


def test_two_compressions_of_one_array(tmp_path):
    def fill(file):
        plan = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        plan.set_chunk(X.shape)
        plan.set_filter(h5py.h5z.FILTER_LZF, h5py.h5z.FLAG_OPTIONAL)
        plan.set_deflate(9)
        space = h5py.h5s.create_simple(X.shape)
        h5py.h5d.create(file.id, b"train_set_x", h5py.h5t.STD_U8LE, space, plan)
        file["train_set_x"][...] = X

    error = refused(written(tmp_path / "a.h5", fill, train_set_x=None))
    assert (error.code, "filter 1" in str(error)) == ("GC-D07", True)


PACKED = {
    "a deflate bomb": ("gzip", zlib.compress(bytes(10**7))),
    "an LZF bomb": ("lzf", b"\0A" + b"\xe0\xff\0" * 10**5),
    "no deflate at all": ("gzip", b"\xff" * 50),
}


@pytest.mark.parametrize("case", PACKED)
def test_a_chunk_that_is_not_what_it_claims(tmp_path, case):
    """libhdf5 would unpack all of it, and then find that it is too much."""
    compression, content = PACKED[case]

    def fill(file):
        stored = file.create_dataset("train_set_x", X.shape, "u1", chunks=X.shape, compression=compression)
        stored.id.write_direct_chunk((0, 0, 0, 0), content)

    path = written(tmp_path / "a.h5", fill, train_set_x=None)
    assert refused(path).code == "GC-D08"


def test_a_chunk_that_was_never_written(tmp_path):
    """Its numbers would be made up."""

    def fill(file):
        stored = file.create_dataset("train_set_x", X.shape, "u1", chunks=(2, 4, 4, 3), compression="gzip")
        stored[:4] = X[:4]

    assert refused(written(tmp_path / "a.h5", fill, train_set_x=None)).code == "GC-D06"


@pytest.mark.parametrize(
    "options", [{"compression": "gzip"}, {"compression": "lzf"}, {"shuffle": True}, {"fletcher32": True}]
)
@pytest.mark.parametrize("libver", ["earliest", "latest"])
def test_every_filter_of_the_list_is_read(tmp_path, options, libver):
    path = tmp_path / "a.h5"
    for chunks in ((2, 4, 4, 3), (4, 3, 4, 2)):
        with h5py.File(path, "w", libver=libver) as file:
            file.create_dataset("train_set_x", data=X, chunks=chunks, **options)
            file.create_dataset("train_set_y", data=Y, chunks=(6,), shuffle=True, fletcher32=True, compression="gzip")
        assert (load(path, holdout=0).train.X == X).all()


def test_a_filter_that_a_chunk_went_without(tmp_path):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        stored = file.create_dataset("train_set_x", X.shape, "u1", chunks=X.shape, compression="gzip")
        stored.id.write_direct_chunk((0, 0, 0, 0), X.tobytes(), filter_mask=1)
        file["train_set_y"] = Y
    assert (load(path, holdout=0).train.X == X).all()


def test_packed_to_burst(tmp_path, monkeypatch):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("train_set_x", data=np.zeros((600, 16, 16, 3), np.uint8), compression="gzip")
        file["train_set_y"] = np.arange(600) % 2
    assert len(load(path, holdout=0).train) == 600
    monkeypatch.setattr("glasscat.data.bombs.SMALL", 10**5)
    monkeypatch.setattr("glasscat.data.bombs.MOST_TIMES", 2)
    error = refused(path)
    assert (error.code, "460800 bytes" in str(error)) == ("GC-D43", True)


def test_names_that_share_one_place_of_the_file(tmp_path):
    """A thousand names of a megabyte each need no more than a megabyte, and 16 bytes a name."""
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        file["train_set_x"], file["train_set_y"] = X, Y
        file.create_dataset("list_classes", (1000,), h5py.string_dtype())[0] = "x" * 10**6
        offset, size = file["list_classes"].id.get_offset(), 16
    content = bytearray(path.read_bytes())
    content[offset : offset + 1000 * size] = content[offset : offset + size] * 1000
    path.write_bytes(content)
    assert refused(path).code == "GC-D43"


def a_heap_of_strings_that_does_not_end(content):
    """A free piece of no bytes: whoever goes on behind it comes to the same piece."""
    at = content.index(b"GCOL") + 16
    put(content, at, 0, 0)


def strings_nowhere(content):
    content[content.index(b"GCOL")] = 0


def strings_in_half_a_heap(content):
    put(content, content.index(b"GCOL") + 8, 20)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (a_heap_of_strings_that_does_not_end, "GC-D25"),
        (strings_nowhere, "GC-D06"),
        (strings_in_half_a_heap, "GC-D25"),
        (lambda _content: None, None),
    ],
)
@pytest.mark.parametrize("userblock", [0, 512])
def test_heaps_of_strings(tmp_path, change, code, userblock):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w", userblock_size=userblock) as file:
        file["train_set_x"], file["train_set_y"] = X, Y
        file["list_classes"] = np.array(["Kätzchen", "Hund"], h5py.string_dtype())
    content = bytearray(path.read_bytes())
    change(content)
    path.write_bytes(content)
    if code is None:
        assert load(path).class_names == ("Kätzchen", "Hund")
    else:
        assert refused(path).code == code


def test_names_of_any_length_in_chunks(tmp_path):
    def fill(file):
        file.create_dataset("list_classes", data=["a", "b"], dtype=h5py.string_dtype(), chunks=(1,))

    error = refused(written(tmp_path / "a.h5", fill))
    assert (error.code, "in one piece" in str(error)) == ("GC-D25", True)


def test_more_names_than_anybody_has_classes(tmp_path):
    error = refused(written(tmp_path / "a.h5", list_classes=np.arange(10_001)))
    assert (error.code, "10001" in str(error)) == ("GC-D25", True)


def test_keys_with_line_breaks_are_told_in_one_line(tmp_path):
    error = refused(written(tmp_path / "a.h5", train_set_x=None, **{"a\nb\x1b[2J": Y}))
    assert (error.code, r"a\nb\x1b[2J" in str(error)) == ("GC-D09", True)


def forged(path, change):
    """A file of the old kind, in chunks, with one thing changed in its bytes."""
    with h5py.File(path, "w") as file:
        file.create_dataset("train_set_x", data=X, chunks=(1, 4, 4, 3), compression="gzip")
        file["train_set_y"] = Y
    content = bytearray(path.read_bytes())
    change(content)
    put(content, 40, len(content))  # the end of the file, in its superblock
    path.write_bytes(content)
    return path


def nodes(content, kind):
    """Places of the B-trees of names (0) or of chunks (1), and how many children each has."""
    places = [at for at in range(len(content)) if content[at : at + 5] == b"TREE" + bytes([kind])]
    return [(at, number(content, at + 6, 2)) for at in places]


def names_that_lead_back(content):
    at, n = nodes(content, 0)[0]
    content[at + 5] = 1
    for k in range(n):
        put(content, at + 32 + 16 * k, at)


def chunks_that_lead_back(content):
    """Walked through, it ends the process: there is no bottom."""
    at, n = nodes(content, 1)[0]
    content[at + 5] = 1
    for k in range(n):
        put(content, at + 72 + 56 * k, at)


def a_heap_that_leads_back(content):
    """The first piece that is free is followed by itself."""
    heap = content.index(b"HEAP")
    put(content, heap + 16, 8)
    put(content, number(content, heap + 24) + 8, 8, 16)


def a_heap_with_pieces_beyond_its_end(content):
    put(content, content.index(b"HEAP") + 16, 10**6)


def a_header_that_continues_in_itself(content):
    root = number(content, 64)
    content[root + 16 : root + 20] = b"\x10\0\x10\0"
    put(content, root + 24, len(content), 24)
    content += b"\x10\0\x10\0\0\0\0\0" + len(content).to_bytes(8, "little") + (24).to_bytes(8, "little")


def a_header_of_many_megabytes(content):
    put(content, number(content, 64) + 8, 2**31)


def a_root_beyond_the_file(content):
    put(content, 64, 10**9)


def a_root_beyond_all_files(content):
    put(content, 64, 2**63)


def a_root_that_is_no_header(content):
    put(content, 64, 0)


@pytest.mark.parametrize(
    "change",
    [
        names_that_lead_back,
        chunks_that_lead_back,
        a_heap_that_leads_back,
        a_heap_with_pieces_beyond_its_end,
        a_header_that_continues_in_itself,
        a_header_of_many_megabytes,
        a_root_beyond_the_file,
        a_root_beyond_all_files,
        a_root_that_is_no_header,
    ],
)
def test_addresses_that_lead_nowhere_or_back(tmp_path, change):
    """libhdf5 2.0 follows some of these for ever, or until its stack is full."""
    assert refused(forged(tmp_path / "a.h5", change)).code == "GC-D06"


def test_an_index_that_counts_the_same_chunks_again_and_again(tmp_path):
    """Nine levels of an index, each of whose six entries leads to the whole level below: ten million chunks, of six."""

    def change(content):
        at, n = nodes(content, 1)[0]
        size = 24 + 64 * 56 + 48
        leaf = bytes(content[at : at + size])
        below = len(content)
        content += leaf
        for level in range(1, 10):
            node = bytearray(leaf)
            node[5] = level
            for k in range(n):
                put(node, 72 + 56 * k, below)
            below = len(content)
            content += node
        content[at : at + size] = content[below:]

    path = forged(tmp_path / "a.h5", change)
    assert (load(path, holdout=0).train.X == X).all()


def test_addresses_of_another_length(tmp_path):
    path = tmp_path / "a.h5"
    plan = h5py.h5p.create(h5py.h5p.FILE_CREATE)
    plan.set_sizes(4, 4)
    with h5py.File(h5py.h5f.create(os.fsencode(path), h5py.h5f.ACC_TRUNC, plan)) as file:
        file["train_set_x"], file["train_set_y"] = X, Y
    assert refused(path).code == "GC-D47"


@pytest.mark.parametrize(("n", "code"), [(6, None), (7, "GC-D47")])
def test_names_kept_in_the_new_way(tmp_path, n, code):
    """Up to eight names stand in the header; more are kept in a heap and a tree, which are not looked at here."""
    path = tmp_path / "a.h5"
    with h5py.File(path, "w", libver="latest") as file:
        file["train_set_x"], file["train_set_y"] = X, Y
        for k in range(n):
            file[f"more {k}"] = k
    if code is None:
        assert (load(path, holdout=0).train.X == X).all()
    else:
        assert refused(path).code == code


@pytest.mark.parametrize("options", [{"userblock_size": 512}, {"userblock_size": 2048}, {"track_order": True}])
@pytest.mark.parametrize("libver", ["earliest", "v108", "v110", "latest"])
def test_other_ways_to_build_a_file_are_read(tmp_path, libver, options):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w", libver=libver, **options) as file:
        file.create_dataset("train_set_x", data=X, chunks=(2, 4, 4, 3), compression="lzf", maxshape=(None, 4, 4, 3))
        file["train_set_y"] = Y
        file["train_set_y"].attrs["note"] = "whatever"
    assert (load(path, holdout=0).train.X == X).all()


def test_unpacked_sizes_are_counted_as_the_formats_say():
    content = np.random.default_rng(0).integers(0, 4, 5000, dtype=np.uint8).tobytes()
    assert _inflated(zlib.compress(content), 10**6) == 5000
    assert _inflated(zlib.compress(content)[:-20], 10**6) <= 5000
    assert _inflated(b"no deflate", 100) == 101
    assert _lzf(b"\0A" + b"\xe0\xff\0" + b"\x20\0" + b"\xe0", 10**6) == 1 + 264 + 3 + 9
