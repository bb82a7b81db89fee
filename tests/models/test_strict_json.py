"""JSON that every program can read, of documents that hold anything."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glasscat.models.strict_json import decode, encode

integers = st.integers(-(2**63), 2**63 - 1)  # what every reader of JSON takes for whole
values = st.recursive(
    st.none() | st.booleans() | integers | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@given(values, st.sampled_from([None, 2]))
def test_comes_back_equal(document, indent):
    assert decode(encode(document, indent=indent)) == document


@given(values)
def test_another_reader_agrees(document):
    assert msgspec.json.decode(encode(document)) == document


def test_numbers_that_json_lacks_become_null():
    document = {"a": float("nan"), "b": [float("inf"), -float("inf")], "c": np.float64("nan"), "d": (1.5,)}
    assert msgspec.json.decode(encode(document)) == {"a": None, "b": [None, None], "c": None, "d": [1.5]}


def test_numbers_of_numpy_and_paths_are_written():
    document = {"n": np.int64(3), "x": np.float32(0.5), "a": np.array([[1, 2]]), "p": Path("a") / "b", 4: np.True_}
    assert decode(encode(document)) == {"n": 3, "x": 0.5, "a": [[1, 2]], "p": str(Path("a/b")), "4": True}


def test_names_that_are_no_utf8_come_back():
    """A file name in another encoding holds lone surrogates on its way through Python."""
    name = b"caf\xe9 \\".decode(errors="surrogateescape")
    encode(name).decode()
    assert decode(encode(name)) == name


def test_other_alphabets_stay_readable():
    assert "猫".encode() in encode({"class": "猫"})


def test_what_is_not_a_document_is_refused():
    with pytest.raises(TypeError):
        encode(object())


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"a":1}',
        '[{"b":{"a":1,"a":2}}]',
        "NaN",
        "[Infinity]",
        "-Infinity",
        "1e999",
        "",
        "{",
        "[1] 2",
        "[" * 10**5,
    ],
)
def test_other_than_strict_json_is_refused(text):
    with pytest.raises(ValueError):
        decode(text)


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(ValueError):
        decode(b'"\xff"')
