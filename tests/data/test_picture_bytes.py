"""Pictures as bytes: small, and what they were."""

from io import BytesIO

import numpy as np
from PIL import Image

from glasscat.data.picture_bytes import indexed_png, webp


def read(content):
    return Image.open(BytesIO(content))


def test_webp_keeps_a_small_picture_at_its_size_and_nearly_its_colours():
    picture = np.zeros((20, 30, 3), np.uint8)
    picture[:10] = 200, 100, 50
    image = read(webp(picture, 96))
    assert (image.format, image.size) == ("WEBP", (30, 20))
    # away from the edge, quality 85 is off by a few levels of 255
    assert np.abs(np.asarray(image).astype(int)[2:8] - picture[2:8]).max() <= 8


def test_webp_makes_a_large_picture_smaller_in_its_proportions():
    assert read(webp(np.full((400, 200, 3), 90, np.uint8), 96)).size == (48, 96)


def test_indexed_png_keeps_every_pixel():
    random = np.random.default_rng(0)
    indices, palette = random.integers(0, 256, (9, 7), np.uint8), random.integers(0, 256, (256, 3), np.uint8)
    image = read(indexed_png(indices, palette))
    assert (image.format, image.mode) == ("PNG", "P")
    assert np.array_equal(np.asarray(image.convert("RGB")), palette[indices])


def test_same_picture_gives_the_same_bytes():
    picture = np.random.default_rng(0).integers(0, 256, (40, 40, 3), np.uint8)
    assert webp(picture, 32) == webp(picture, 32)
