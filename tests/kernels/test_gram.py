"""The Gram matrix: exact for bytes, whatever adds them up; a matrix product for floats."""

from __future__ import annotations

import numpy as np
import pytest

from glasscat.kernels.gram import EXACT, MIDDLE, gram


def test_products_of_bytes_are_exact():
    """Whole numbers in NumPy's int64, which rounds nothing, are the same; more than one block of them."""
    rng = np.random.default_rng(0)
    rows, others = (rng.integers(0, 256, (m, 3 * EXACT + 7), dtype=np.uint8) for m in (5, 4))
    assert np.array_equal(gram(rows, others), rows.astype(np.int64) @ others.T.astype(np.int64))
    assert np.array_equal(gram(rows, rows), rows.astype(np.int64) @ rows.T.astype(np.int64))


def test_the_largest_block_is_still_whole():
    """Black is furthest from the middle: its square, as often as a block adds it up, is 2^24; once more is too much."""
    assert MIDDLE**2 * EXACT <= 2**24 < MIDDLE**2 * (EXACT + 1)
    for value in (0, 1, 254, 255):
        one = np.full((1, EXACT), value, np.uint8)
        assert gram(one, one)[0, 0] == value**2 * EXACT


def test_blocks_are_added_without_rounding():
    white = np.full((2, 10 * EXACT + 1), 255, np.uint8)
    assert gram(white, white).tolist() == [[255**2 * (10 * EXACT + 1)] * 2] * 2


def test_a_float32_sum_would_have_rounded():
    """The reason for blocks: an odd number above 2^24 is none of float32's."""
    white = np.full((1, 10 * EXACT + 1), 255, np.uint8)
    assert (white.astype(np.float32) @ white.T.astype(np.float32))[0, 0] != gram(white, white)[0, 0]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_floats_keep_their_type(dtype):
    rows = np.random.default_rng(1).standard_normal((3, 6)).astype(dtype)
    K = gram(rows, rows[:2])
    assert K.dtype == dtype
    np.testing.assert_allclose(K, rows.astype(float) @ rows[:2].T.astype(float), rtol=1e-5)
