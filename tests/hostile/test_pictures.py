"""Pictures that would take gigabytes or minutes, and what is hidden beside their pixels."""

from __future__ import annotations

import io
import resource
import struct
import sys
import zlib

import numpy as np
import pytest
from PIL import Image

from glasscat.data.pictures import read_picture
from glasscat.errors import DataError

NOISE = Image.fromarray(np.random.default_rng(0).integers(0, 256, (24, 24, 3), dtype=np.uint8))


def saved(kind, **options):
    with io.BytesIO() as buffer:
        NOISE.save(buffer, kind, **options)
        return buffer.getvalue()


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width=2, height=2, *more, pixels=b"\0\0\0\0\0\0\0" * 2):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [chunk(b"IHDR", header), *more, chunk(b"IDAT", zlib.compress(pixels)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def refused(path, content):
    path.write_bytes(content)
    with pytest.raises(DataError) as caught:
        read_picture(path, 8)
    assert len(str(caught.value).splitlines()) <= 3
    return caught.value


def test_more_memory_than_decoding_may_take(tmp_path):
    """48 million pixels are under the cap on pixels; the PNG of them is not decoded all the same."""
    error = refused(tmp_path / "a.png", png(6900, 6900))
    assert (error.code, "428 MB" in str(error)) == ("GC-D45", True)


@pytest.mark.parametrize(("kind", "expected"), [("WEBP", 13), ("PNG", 7), ("BMP", 7), ("GIF", 7), ("JPEG", 0)])
def test_what_decoding_costs_by_format(tmp_path, monkeypatch, kind, expected):
    """900 × 900 pixels; a JPEG is decoded at an eighth of its sides."""
    monkeypatch.setattr("glasscat.data.picture_cost.MOST_MEGABYTES", -1)
    with io.BytesIO() as buffer:
        Image.new("RGB", (900, 900)).save(buffer, kind)
        error = refused(tmp_path / "a", buffer.getvalue())
    assert (error.code, f" {expected} MB" in str(error)) == ("GC-D45", True)


def test_a_large_jpeg_is_decoded_small(tmp_path):
    """A photograph of 64 million pixels, as telephones make them: an eighth of its size is decoded."""
    path = tmp_path / "a.jpg"
    Image.new("RGB", (8000, 8000), (10, 200, 30)).save(path, quality=10)
    assert np.abs(read_picture(path, 8).pixels.astype(int) - [10, 200, 30]).max() < 10


def test_a_progressive_jpeg_keeps_its_coefficients(tmp_path):
    """Whatever the size that it is decoded at, those of all pixels are held in memory."""
    content = bytearray(saved("JPEG", progressive=True))
    at = content.index(b"\xff\xc2") + 5
    content[at : at + 4] = struct.pack(">HH", 9000, 9000)
    assert refused(tmp_path / "a.jpg", bytes(content)).code == "GC-D45"


def test_more_scans_than_anybody_writes(tmp_path):
    """Each scan passes over all pixels, and may be some bytes long."""
    content = saved("JPEG", progressive=True)
    last = content[content.rindex(b"\xff\xda") : -2]
    assert refused(tmp_path / "a.jpg", content[:-2] + last * 200 + b"\xff\xd9").code == "GC-D46"
    (tmp_path / "a.jpg").write_bytes(content)
    read_picture(tmp_path / "a.jpg", 8)


def tiff_of(entries, count, size):
    """EXIF data whose entries all have the same bytes: each is as large as the whole."""
    tags = (tag for tag in range(1, entries + 2) if tag != 0x0112)
    head = b"II*\0" + struct.pack("<IH", 8, entries)
    return (head + b"".join(struct.pack("<HHII", tag, 7, count, 8) for tag in tags) + bytes(4)).ljust(size, b"\0")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in kB there")
@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_exif_that_says_the_same_a_thousand_times(tmp_path, kind):
    exif = tiff_of(3000, 900_000, 10**6) if kind != "JPEG" else tiff_of(3000, 60_000, 60_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (tmp_path / "a").write_bytes(saved(kind, exif=b"Exif\0\0" + exif))
    read_picture(tmp_path / "a", 8)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # 3000 times would be 2.7 GB


@pytest.mark.parametrize(
    ("kind", "before"), [(b"zTXt", b"a\0\0"), (b"iTXt", b"a\0\1\0\0\0"), (b"iCCP", b"a\0\0"), (b"eXIf", b"")]
)
def test_text_and_colours_that_unpack_to_megabytes(tmp_path, kind, before):
    """Beyond a megabyte of text Pillow gives up; what is not needed it leaves packed."""
    bomb = chunk(kind, before + zlib.compress(bytes(10**8)))
    path = tmp_path / "a.png"
    path.write_bytes(png(2, 2, *[bomb] * 5))
    found = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        assert read_picture(path, 2).pixels.shape == (2, 2, 3)
    except DataError as error:
        assert error.code == "GC-D41"  # noqa: PT017  (either is right, by the version of Pillow)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - found < 200_000


def test_pixels_that_unpack_to_more_than_there_are(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(png(2, 2, pixels=bytes(10**7)))
    assert read_picture(path, 2).pixels.shape == (2, 2, 3)


@pytest.mark.parametrize("mode", ["L", "P", "1", "RGBA", "LA", "I;16"])
def test_bands_of_a_picture_give_what_the_whole_gives(tmp_path, monkeypatch, mode):
    """Converted some rows at a time: the last band is not whole, and only one of them is transparent."""
    image = NOISE.convert(mode)
    if mode.endswith("A"):
        alpha = Image.new("L", image.size, 255)
        alpha.putpixel((3, 20), 7)
        image.putalpha(alpha)
    image.save(tmp_path / "a.png")
    whole = read_picture(tmp_path / "a.png", 24)
    monkeypatch.setattr("glasscat.data.pictures._BAND", 7)
    banded = read_picture(tmp_path / "a.png", 24)
    np.testing.assert_array_equal(banded.pixels, whole.pixels)
    assert [str(one) for one in banded.conversions] == [str(one) for one in whole.conversions]
