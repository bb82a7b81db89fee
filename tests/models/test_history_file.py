"""history.csv: every digit there and back, and nothing else taken for one."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glasscat.models.history_file import from_csv, to_csv
from glasscat.training.record import History

finite = st.floats(allow_nan=False, allow_infinity=False)
rows = st.lists(st.tuples(st.integers(0, 10**9), finite, st.none() | finite, finite), min_size=1).map(
    lambda rows: tuple(sorted(rows, key=lambda row: row[0]))
)


@given(rows)
def test_comes_back_to_the_last_digit(records):
    assert from_csv(to_csv(History(records))).records == records


def test_a_test_cost_that_overflowed_comes_back():
    records = ((0, 0.5, float("inf"), 0.0),)
    assert from_csv(to_csv(History(records))).records == records


def test_a_spreadsheet_reads_it():
    content = to_csv(History(((0, 0.1, None, 0.25), (100, 0.05, 0.3, 1.0)))).decode()
    assert list(csv.DictReader(io.StringIO(content))) == [
        {"iteration": "0", "cost": "0.1", "test_cost": "", "seconds": "0.25"},
        {"iteration": "100", "cost": "0.05", "test_cost": "0.3", "seconds": "1.0"},
    ]


HEAD = b"iteration,cost,test_cost,seconds\n"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        HEAD,
        b"0,1,,0\n",
        b"iteration;cost;test_cost;seconds\n0;1;;0\n",
        HEAD + b"0,1,,0,5\n",
        HEAD + b"0,1\n",
        HEAD + b"0,one,,0\n",
        HEAD + b"0.5,1,,0\n",
        HEAD + b"0,nan,,0\n",
        HEAD + b"0,1e999,,0\n",
        HEAD + b"0,1,,\n",
        HEAD + b"100,1,,0\n0,1,,0\n",
        HEAD + b'0,1,,0\n"',
        HEAD + b"0,1,,0\n\xff",
        HEAD + b"\0",
        bytes(1000),
    ],
)
def test_damage_is_noticed(content):
    with pytest.raises(ValueError):
        from_csv(content)
