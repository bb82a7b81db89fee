"""Model files whose header is no plain JSON."""

from __future__ import annotations

import pytest

from glasscat.errors import ModelError
from glasscat.models.file import load_model
from glasscat.models.strict_json import decode


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-32-be", "utf-8-sig"])
def test_a_header_is_utf_8_and_nothing_else(tmp_path, encoding):
    """Python's json would try others, and import what it needs for them."""
    header = '{"__metadata__":{"glasscat":"{}"}}'.encode(encoding)
    path = tmp_path / "model.safetensors"
    path.write_bytes(len(header).to_bytes(8, "little") + header)
    with pytest.raises(ModelError) as caught:
        load_model(path)
    assert caught.value.code == "GC-M02"
    with pytest.raises(ValueError, match=r"UTF-8|utf-8|Expecting"):
        decode(header)
