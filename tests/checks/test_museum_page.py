"""The pages about the museum list what is in it, in both languages."""

import re
from pathlib import Path

import pytest

from glasscat.checks.museum.collection import EXHIBITS
from glasscat.checks.museum.exhibit import CHECKS
from glasscat.checks.museum.quiz import CHOICES, ask

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "museum.md", "zh": DOCS / "museum.zh-CN.md"}


@pytest.fixture(params=PAGES)
def page(request):
    return request.param, PAGES[request.param].read_text(encoding="utf-8")


def test_rows_are_the_exhibits(page):
    language, text = page
    rows = re.findall(r"^\| `(\S+)` \| (.+) \| (.+) \|$", text, flags=re.MULTILINE)
    assert rows == [
        (one.name, one.title.render(language), CHECKS[one.check].render(language)) for one in EXHIBITS.values()
    ]


def test_what_it_says_is_true(page):
    _language, text = page
    assert str(len(EXHIBITS)) in text.splitlines()[2]
    assert all(name in EXHIBITS for name in re.findall(r"glasscat bugs ([a-z-]+)\s", text) if not name.startswith("-"))
    seed, name = re.findall(r"--seed (\d+) --answer (\S+)`", text)[0]
    assert ask(int(seed)).is_right(name)
    assert CHOICES == 4


def test_mistakes_of_the_course_and_those_that_learners_make_are_all_there():
    of_the_course = {"output-slope", "spoilt-check", "divided-twice", "sigmoid-with-z", "rank-one"}
    of_learners = {
        "missing-mean",
        "bias-axis",
        "wrong-slope",
        "gradient-twice",
        "dropout-left-on",
        "batch-statistics",
        "test-in-train",
        "scaled-on-all",
    }
    assert of_the_course | of_learners <= EXHIBITS.keys()
