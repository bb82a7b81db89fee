"""Picture files: every kind that is read, what is said about it, and what is refused."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from glasscat.data.dataset import Samples
from glasscat.data.fitting import resized_samples
from glasscat.data.pictures import picture_files, read_picture
from glasscat.errors import DataError, UsageError

RED, BLUE = (255, 0, 0), (0, 0, 255)


def two_halves(width=8, height=8):
    """Left half red, right half blue."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(BLUE, (width // 2, 0, width, height))
    return image


def said(picture):
    return [str(conversion) for conversion in picture.conversions]


def saved(path, image, **options):
    image.save(path, **options)
    return path


@pytest.mark.parametrize("suffix", ["png", "bmp", "gif", "webp"])
def test_lossless_formats_are_read_exactly(tmp_path, suffix):
    options = {"lossless": True} if suffix == "webp" else {}
    path = saved(tmp_path / f"a.{suffix}", two_halves(), **options)
    picture = read_picture(path, 8)
    assert picture.pixels.dtype == np.uint8
    assert (picture.pixels == np.asarray(two_halves())).all()
    assert said(picture) == (["palette colours made RGB"] if suffix == "gif" else [])


def test_jpeg_is_told_by_content_not_by_name(tmp_path):
    path = saved(tmp_path / "a.png", Image.new("RGB", (64, 64), (10, 200, 30)), format="JPEG", quality=95)
    picture = read_picture(path, 64)
    assert np.abs(picture.pixels.astype(int) - [10, 200, 30]).max() <= 3  # JPEG rounds its coefficients
    assert said(picture) == []


def test_a_large_jpeg_is_averaged_not_sampled(tmp_path):
    stripes = np.zeros((1024, 1024, 3), np.uint8)
    stripes[:, ::2] = 255  # every other column white: the true mean is 127.5
    picture = read_picture(saved(tmp_path / "a.jpg", Image.fromarray(stripes), quality=95), 32)
    assert np.abs(picture.pixels.astype(int) - 127).max() <= 4


# EXIF orientation k, and where the picture's red half must be once it is upright (EXIF 2.32, tag 0x0112).
UPRIGHT = {1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom", 8: "bottom"}


@pytest.mark.parametrize("orientation", UPRIGHT)
def test_exif_orientation(tmp_path, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = read_picture(saved(tmp_path / "a.png", two_halves(), exif=exif), 8)
    half = {
        "left": picture.pixels[:, :4],
        "right": picture.pixels[:, 4:],
        "top": picture.pixels[:4],
        "bottom": picture.pixels[4:],
    }[UPRIGHT[orientation]]
    assert (half == RED).all()
    assert said(picture) == ([] if orientation == 1 else ["turned upright as its EXIF data says"])


def test_sixteen_bits_of_grey(tmp_path):
    values = np.array([[0, 257 * 100, 257 * 200, 65535]] * 4, np.uint16)
    picture = read_picture(saved(tmp_path / "a.png", Image.fromarray(values)), 4)
    assert picture.pixels[0, :, 0].tolist() == [0, 100, 200, 255]
    assert said(picture) == ["16 bits a colour reduced to 8", "grey made RGB"]


def sixteen_bit_rgb_png(path):
    """Write a 2 × 2 PNG with 16 bits a colour: Pillow reads those, but cannot write them."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    row = b"\x00" + struct.pack(">6H", 65535, 0, 0, 0, 65535, 0)
    header = struct.pack(">IIBBBBB", 2, 2, 16, 2, 0, 0, 0)
    content = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(row * 2)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + content)
    return path


def test_sixteen_bits_of_colour(tmp_path):
    picture = read_picture(sixteen_bit_rgb_png(tmp_path / "a.png"), 2)
    assert picture.pixels[0].tolist() == [[255, 0, 0], [0, 255, 0]]
    assert said(picture) == ["16 bits a colour reduced to 8"]


@pytest.mark.parametrize(
    ("image", "options", "rgb", "words"),
    [
        (("L", 77), {}, (77, 77, 77), ["grey made RGB"]),
        (("1", 1), {}, (255, 255, 255), ["black and white made RGB"]),
        (("P", 0), {}, (0, 0, 0), ["palette colours made RGB"]),
        (("RGBA", (1, 2, 3, 255)), {}, (1, 2, 3), []),
        (("RGBA", (0, 0, 0, 0)), {}, (255, 255, 255), ["transparent parts laid over white"]),
        (("RGBA", (0, 0, 0, 51)), {}, (204, 204, 204), ["transparent parts laid over white"]),  # 255 · (1 - 51/255)
        (("LA", (9, 0)), {}, (255, 255, 255), ["grey made RGB", "transparent parts laid over white"]),
        (("RGB", (5, 6, 7)), {"transparency": (5, 6, 7)}, (255, 255, 255), ["transparent parts laid over white"]),
    ],
)
def test_modes_of_png(tmp_path, image, options, rgb, words):
    picture = read_picture(saved(tmp_path / "a.png", Image.new(image[0], (16, 16), image[1]), **options), 16)
    assert (picture.pixels == rgb).all()
    assert said(picture) == words


def test_print_colours(tmp_path):
    picture = read_picture(saved(tmp_path / "a.jpg", Image.new("CMYK", (16, 16), (0, 255, 255, 0)), quality=95), 16)
    assert np.abs(picture.pixels.astype(int) - RED).max() <= 4
    assert said(picture) == ["print colours (CMYK) made RGB"]


def test_the_first_frame_of_an_animation(tmp_path):
    frames = [Image.new("RGB", (8, 8), RED), Image.new("RGB", (8, 8), BLUE)]
    for name in ("a.gif", "a.webp", "b.png"):
        path = saved(tmp_path / name, frames[0], save_all=True, append_images=frames[1:])
        picture = read_picture(path, 8)
        assert np.abs(picture.pixels.astype(int) - RED).max() <= 4  # WebP rounds
        assert "only the first frame taken" in said(picture)


def test_crop_pad_and_stretch(tmp_path):
    path = saved(tmp_path / "a.png", two_halves(16, 8))
    crop = read_picture(path, 8, "crop")
    assert (crop.pixels[:, :4] == RED).all()
    assert (crop.pixels[:, 4:] == BLUE).all()
    assert said(crop) == ["cut to the middle and resized to 8 × 8"]
    pad = read_picture(path, 8, "pad")
    assert (pad.pixels[:2] == 0).all()
    assert (pad.pixels[-2:] == 0).all()
    assert (pad.pixels[2:6, 0] == RED).all()
    assert said(pad) == ["resized to 8 × 8 with black borders"]
    stretch = read_picture(path, 8, "stretch")
    assert (stretch.pixels[:, 0] == RED).all()
    assert (stretch.pixels[:, -1] == BLUE).all()
    assert said(stretch) == ["stretched to 8 × 8"]
    whole = read_picture(path, (4, 8))
    assert whole.pixels.shape == (4, 8, 3)
    assert said(whole) == ["resized to 8 × 4"]


def test_the_middle_is_cut_from_tall_pictures_too(tmp_path):
    image = Image.new("RGB", (8, 24), BLUE)
    image.paste(RED, (0, 8, 8, 16))
    assert (read_picture(saved(tmp_path / "a.png", image), 8).pixels == RED).all()


# What is refused


def code_of(path):
    with pytest.raises(DataError) as caught:
        read_picture(path, 8)
    assert path.name in str(caught.value)
    return caught.value


def test_refused_files(tmp_path):
    assert code_of(tmp_path / "nowhere.jpg").code == "GC-D01"
    (tmp_path / "folder.jpg").mkdir()
    assert code_of(tmp_path / "folder.jpg").code == "GC-D02"
    cases = {
        b"<html>": "GC-D03",
        b"version https://git-lfs.github.com/spec/v1\n": "GC-D04",
        b"": "GC-D40",
        b"hello": "GC-D40",
        b"<svg>": "GC-D40",
    }
    for content, code in cases.items():
        path = tmp_path / "a.jpg"
        path.write_bytes(content)
        assert code_of(path).code == code


def test_formats_beyond_the_five_are_not_decoded(tmp_path):
    path = saved(tmp_path / "a.png", two_halves(), format="TIFF")
    error = code_of(path)
    assert error.code == "GC-D40"
    assert "a TIFF picture" in str(error)
    path = saved(tmp_path / "b.png", two_halves(), format="PPM")
    assert code_of(path).code == "GC-D40"


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"mif1", b"avif"])
def test_the_pictures_of_phones_are_named_and_what_to_do_with_them(tmp_path, brand):
    path = tmp_path / "IMG_0001.HEIC"
    path.write_bytes(b"\x00\x00\x00\x18ftyp" + brand + bytes(600))
    with pytest.raises(DataError, match="HEIC or AVIF") as caught:
        read_picture(path, 8)
    assert caught.value.code == "GC-D48"
    assert "JPEG" in str(caught.value.fix)


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "bmp"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.9])
def test_truncated_pictures(tmp_path, suffix, share):
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    path = saved(tmp_path / f"a.{suffix}", Image.fromarray(noise))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(share * len(whole))])
    assert code_of(path).code == "GC-D41"


def bomb(path, side):
    """Write a PNG that claims side × side pixels and has none of them."""
    sixteen_bit_rgb_png(path)
    content = bytearray(path.read_bytes())
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    content[16:29] = header
    content[29:33] = struct.pack(">I", zlib.crc32(b"IHDR" + header))
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("side", [10_001, 60_000])
def test_decompression_bombs(tmp_path, side):
    error = code_of(bomb(tmp_path / "a.png", side))
    assert error.code == "GC-D42"
    assert "100 million" in str(error)


def test_bad_arguments(tmp_path):
    path = saved(tmp_path / "a.png", two_halves())
    for size in (0, -1, 2.5, True, (8,), (8, 0), 10**6, "64"):
        with pytest.raises(UsageError) as caught:
            read_picture(path, size)
        assert caught.value.code == "GC-U20"
    with pytest.raises(UsageError) as caught:
        read_picture(path, 8, "zoom")
    assert caught.value.code == "GC-U21"


def test_picture_files_of_a_folder(tmp_path):
    for name in ("b.JPG", "a.png", ".hidden.png", "c.txt", "d.WebP"):
        (tmp_path / name).touch()
    (tmp_path / "e.png").mkdir()
    assert [path.name for path in picture_files(tmp_path)] == ["a.png", "b.JPG", "d.WebP"]


# Pictures that are stored in arrays


def test_stored_fractions_are_resized_within_their_range():
    X = np.zeros((2, 8, 8, 3))
    X[:, :, 4:] = 1.0
    samples, note = resized_samples(Samples(X, np.array([0, 1]), ("a", "b")), (4, 4), "crop")
    assert samples.X.dtype == np.float64
    assert samples.X.min() >= 0  # Lanczos alone would undershoot beside the edge
    assert samples.X.max() <= 1
    assert samples.X[0, 0, 0, 0] == pytest.approx(0, abs=0.1)
    assert "2 stored pictures: resized to 4 × 4." in str(note)
    assert resized_samples(samples, (4, 4), "crop") == (samples, None)
