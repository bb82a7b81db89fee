"""The page about training says what the program does: its names, its usual rates, and what each command shows."""

import json
import re
import shlex
from pathlib import Path

import pytest

from glasscat.optimizers import OPTIMIZERS, SCHEDULES

DOCS = Path(__file__).parents[2] / "docs"
ENGLISH, CHINESE = (DOCS / name for name in ("training.md", "training.zh-CN.md"))


def rows_of(page):
    """Options and the codes that they show."""
    text = page.read_text(encoding="utf-8")
    return [
        (options, re.findall(r"GC-\w\d\d", shown))
        for options, shown in re.findall(r"^\| `(--[^`]+)` \| (.+) \|$", text, flags=re.MULTILINE)
        if "GC-" in shown
    ]


def test_both_languages_show_the_same():
    assert rows_of(ENGLISH) == rows_of(CHINESE)
    told = {code for _options, codes in rows_of(ENGLISH) for code in codes}
    assert told == {"GC-N01", "GC-N02", "GC-N03", "GC-N04", "GC-N05", "GC-N06", "GC-N08", "GC-T02"}


@pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=lambda page: page.name)
def test_optimizers_with_their_rates_and_options(page):
    text = page.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([\d.]*) ?\| ?([^|]*) ?\|$", text, flags=re.MULTILINE)
    assert [name for name, _rate, _options in rows] == list(OPTIMIZERS)
    for name, rate, options in rows:
        rule = OPTIMIZERS[name]
        assert (float(rate) if rate else None) == rule.learning_rate
        wanted = {f"--{option}" for option in rule.options}
        assert set(re.findall(r"--[a-z0-9-]+", options)) == (wanted if name != "adamw" else {"--weight-decay"})


@pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=lambda page: page.name)
def test_schedules(page):
    part = page.read_text(encoding="utf-8").split("\n## ")[2]
    assert [name for name in re.findall(r"`([a-z-]+)`", part) if not name.startswith("--")] == list(SCHEDULES)


@pytest.mark.parametrize(("options", "codes"), rows_of(ENGLISH), ids=lambda value: str(value)[:40])
def test_each_command_shows_what_the_page_says(glasscat, course, at, options, codes):
    """Vanishing gradients are seen by one command, and not by the one that cures them; likewise all the others."""
    answer = glasscat("train", course / "train_catvnoncat.h5", *shlex.split(options), "--out", "run")
    diverges = any(code.startswith("GC-T") for code in codes)
    assert answer.code == (5 if diverges else 0)
    found = {finding["code"] for finding in json.loads((at / "run/run.json").read_text("utf-8"))["diagnosis"]}
    assert found == {code for code in codes if code.startswith("GC-N")}
    for code in codes:
        assert code in (answer.err if diverges else answer.out) or (diverges and code in found)
