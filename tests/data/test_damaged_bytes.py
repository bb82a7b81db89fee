"""Any byte may be wrong: what comes out is data, or an error with a code, and never anything else."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from glasscat.data.load import load
from glasscat.data.pictures import Picture, read_picture
from glasscat.errors import DataError

RNG = np.random.default_rng(0)
NOISE = RNG.integers(0, 256, (24, 24, 3), dtype=np.uint8)


def encoded(suffix):
    buffer = io.BytesIO()
    if suffix == "npz":
        np.savez_compressed(buffer, X=NOISE[None].repeat(4, 0), y=[0, 1, 0, 1])
    else:
        Image.fromarray(NOISE).save(buffer, "JPEG" if suffix == "jpg" else suffix)
    return buffer.getvalue()


GOOD = {suffix: encoded(suffix) for suffix in ("jpg", "png", "webp", "bmp", "gif", "npz")}

damage = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=4)


@pytest.mark.parametrize("suffix", GOOD)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=damage, head_only=st.booleans())
def test_damaged_files(tmp_path, suffix, damage, head_only):
    content = bytearray(GOOD[suffix])
    reach = min(120, len(content)) if head_only else len(content)
    for place, byte in damage:
        content[int(place * reach)] = byte
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(content)
    code = "GC-D"
    try:
        result = load(path) if suffix == "npz" else read_picture(path, 8)
    except DataError as error:
        code = error.code
    else:
        assert suffix == "npz" or isinstance(result, Picture)
    assert code.startswith("GC-D")
