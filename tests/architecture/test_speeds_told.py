"""Speeds that the documents tell are those that `make bench` has measured, in two digits."""

import re

import pytest

from .source import REPOSITORY

NEURON = "One neuron, 209 × 12288, 2000 iterations, float64"
DEEP = "[12288, 20, 7, 5, 1], 209 samples, 2500 iterations, float64"
RATES = "100 learning rates × 2000 iterations of one neuron, 209 × 12288, float64"
EPOCH = "One epoch of [784, 128, 64, 10], 60,000 samples, batches of 128, float32"
ALL_RATES = "PyTorch, all 100 (3 of the rates, multiplied)"
FURTHER = "glasscat, each further epoch of the same training"
README = [
    *((NEURON, way) for way in ("PyTorch", "plain NumPy", "glasscat, direct", "glasscat")),
    *((DEEP, way) for way in ("PyTorch", "glasscat, direct", "glasscat")),
    *((RATES, way) for way in (ALL_RATES, "glasscat")),
    *((EPOCH, way) for way in ("PyTorch, batches by index", "glasscat", FURTHER)),
]
SPAN = [(job, way) for job in (NEURON, DEEP) for way in ("glasscat, direct", "glasscat")]


def measured():
    """Median seconds by job and way, from the tables of RESULTS.md."""
    text = (REPOSITORY / "benchmarks" / "RESULTS.md").read_text(encoding="utf-8")
    found = {}
    for part in text.split("\n## ")[1:]:
        job, _newline, body = part.partition("\n")
        for way, seconds in re.findall(r"^\| ([^|]+) \| ([\d.]+) \| [\d.]+ \|$", body, flags=re.MULTILINE):
            found[job, way] = float(seconds)
    return found


def told(page):
    """Seconds in the tables of a page, row by row."""
    rows = re.findall(r"^\|.*\|$", (REPOSITORY / page).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [float(number) for row in rows for number in re.findall(r"([\d.]+) (?:s|秒)(?![a-z])", row)]


@pytest.mark.parametrize(
    ("page", "ways"),
    [("README.md", README), ("README.zh-CN.md", README), ("docs/span.md", SPAN), ("docs/span.zh-CN.md", SPAN)],
)
def test_speeds_are_those_measured(page, ways):
    seconds = measured()
    assert told(page) == [float(f"{seconds[way]:.1e}") for way in ways]
