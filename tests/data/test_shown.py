"""What data, findings and texts look like where Python prints them: in a notebook that is the interface."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

import glasscat as gc
from glasscat.data.dataset import Dataset, Samples
from glasscat.i18n import _, use_language


@pytest.fixture
def data():
    X = np.zeros((5, 4, 6, 3), np.uint8)
    return gc.from_arrays(X, [0, 0, 0, 1, 1], test=(X[:2], [0, 1]), class_names=("non-cat", "cat"))


def test_data_says_its_sizes_its_classes_and_its_notes(data):
    noted = replace(data, notes=(_("first note."), _("second note.")))
    assert repr(noted).splitlines() == [
        "arrays: train 5 (non-cat 3, cat 2), test 2 (non-cat 1, cat 1); 4 × 6 × 3",
        "first note.",
        "second note.",
    ]
    with use_language("zh"):
        assert repr(data) == "arrays：训练集 5（non-cat 3，cat 2），测试集 2（non-cat 1，cat 1）；4 × 6 × 3".replace(
            "，cat", "、cat"
        )


def test_data_without_a_test_set_says_so(data):
    assert repr(replace(data, test=None)) == "arrays: train 5 (non-cat 3, cat 2), no test set; 4 × 6 × 3"


def test_a_thousand_classes_stay_in_one_line():
    names = tuple(f"class {k}" for k in range(1000))
    samples = Samples(np.zeros((1000, 2)), np.arange(1000), names)
    shown = repr(Dataset(samples, None, names, "many"))
    assert "class 5 1, … and 994 more" in shown
    assert len(shown) < 150


def test_samples_do_not_dump_their_arrays(data):
    assert repr(data.train) == "Samples(5 of 4 × 6 × 3, uint8, 2 classes)"


def test_a_finding_is_its_code_and_its_sentence(data):
    finding = gc.inspect(data)[0]
    assert repr(finding) == f"{finding.code} {finding.text}"
    assert finding.code in repr(gc.inspect(data))


def test_a_text_reads_like_its_words():
    assert repr([_("fix: {fix}", fix="x")]) == "['fix: x']"
    with use_language("zh"):
        assert repr(_("fix: {fix}", fix="x")) == "'解决办法：x'"


def test_an_error_shows_its_code_and_what_is_wrong():
    with pytest.raises(gc.GlasscatError) as caught:
        gc.load("nothing.h5")
    assert repr(caught.value) == "DataError('[GC-D01] nothing.h5: there is no such file.')"


def test_data_knows_how_its_pictures_were_fitted(tmp_path):
    for name in ("cat", "other"):
        (tmp_path / name).mkdir()
        for k in range(5):
            Image.new("RGB", (20, 10 + k), (40 * k, 0, 90)).save(tmp_path / name / f"{k}.png")
    assert gc.load(tmp_path, size=8, fit="stretch").fit == "stretch"
    assert gc.load(tmp_path, size=8).fit == "crop"
