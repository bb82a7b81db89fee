"""Tables of studies on a terminal of 80 columns: titles are folded between words, numbers never."""

import numpy as np
import pytest

from glasscat.cli.main import main


@pytest.fixture
def points(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    rng = np.random.default_rng(0)
    X = rng.normal(size=(30, 2))
    np.savez("points.npz", X=X, y=(X[:, 0] + 0.5 * rng.normal(size=30) > 0).astype(int))
    return "points.npz"


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["highest", "majority", "against"]), ("zh", ["最高一折，%", "第几遍"])],
)
def test_no_word_is_broken(points, capsys, language, words):
    asked = ["--folds", "3", "--repeats", "2", "--iterations", "20", "--learning-rate", "0.5", "--lang", language]
    assert main(["study", "cross-validate", points, *asked]) == 0
    table, _rule, _rest = capsys.readouterr().out.partition("───")
    for word in words:
        assert word in table
