"""Names of samples as they are read."""

import pytest

from glasscat.data.sample_name import sample_name
from glasscat.i18n import Text, tied


@pytest.mark.parametrize(
    "name",
    ["train 146", "test 3 (train_set_x[11])", "held-out 0", "sample 5", "train 2 (lamb)", "test 1 (a)b (c)"],
)
def test_numbered_samples_are_words_that_can_be_translated(name):
    found = sample_name(name)
    assert isinstance(found, Text)
    assert str(found) == name


@pytest.mark.parametrize(
    "name", ["train.jpg", "cat/train 1.png", "train", "train x", "Train 1", "train -1", "", "测试 3"]
)
def test_names_of_files_are_what_they_are(name):
    assert sample_name(name) is name


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("(p = 0.015), 70.0 %", "(p\xa0=\xa00.015), 70.0\xa0%"),
        ("34 of 49 = 69.4 % (95 % interval)", "34 of 49 =\xa069.4\xa0% (95\xa0% interval)"),
        ("± 13.4 points", "±\xa013.4 points"),
        ("p < 0.0001", "p\xa0<\xa00.0001"),
        ("cup = cap, 100%", "cup = cap, 100%"),
    ],
)
def test_what_belongs_together_stays_on_one_line(words, expected):
    assert tied(words) == expected
