"""history.csv: the costs of a run with all their digits, for spreadsheets and for reading back."""

from __future__ import annotations

import csv
import io
from itertools import pairwise
from math import isfinite

from glasscat.training.record import History

COLUMNS = ["iteration", "cost", "test_cost", "seconds"]


def to_csv(history: History) -> bytes:
    """One row a record; the cell of the test cost is empty where there is no test set."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for iteration, cost, test_cost, seconds in history.records:
        writer.writerow([iteration, repr(cost), "" if test_cost is None else repr(test_cost), repr(seconds)])
    return text.getvalue().encode()


def from_csv(content: bytes) -> History:
    """Read what `to_csv` wrote.

    Raises
    ------
    ValueError
        If it is something else; the message says what was expected.
    """
    try:
        header, *rows = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True)) or [[]]
    except csv.Error as error:
        raise ValueError(str(error)) from error
    if header != COLUMNS or not rows:
        raise ValueError(f"the columns {', '.join(COLUMNS)} and a row below them were expected")
    records = tuple(_record(row) for row in rows)
    # the last record goes back where patience has restored an earlier state
    if any(later[0] < earlier[0] for earlier, later in pairwise(records[:-1])) or records[-1][0] < records[0][0]:
        raise ValueError("the iterations are not in their order")
    return History(records)


def _record(row: list[str]) -> tuple[int, float, float | None, float]:
    if len(row) != len(COLUMNS):
        raise ValueError(f"{len(COLUMNS)} cells a row were expected; found {len(row)}")
    iteration, cost, test_cost, seconds = row
    record = int(iteration), float(cost), float(test_cost) if test_cost else None, float(seconds)
    if not isfinite(record[1]):
        raise ValueError(f"the cost at iteration {iteration} is not a finite number")
    return record
