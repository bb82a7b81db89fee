"""Where there is nothing at a path, the name that was probably meant."""

from pathlib import Path

import pytest

from glasscat.data.load import load
from glasscat.data.nearby import nearby
from glasscat.errors import GlasscatError
from glasscat.i18n import _
from glasscat.models.file import load_model
from glasscat.models.resumed import resumed
from glasscat.models.run_folder import load_run


@pytest.fixture
def beside(tmp_path):
    (tmp_path / "photos" / "cat").mkdir(parents=True)
    (tmp_path / "photos" / "cat" / "new.jpg").touch()
    (tmp_path / ".phptos").mkdir()
    return tmp_path


def advice(path):
    return str(nearby(path, _("check the path.")))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("photo", "photos"),
        ("Photos", "photos"),
        ("photos/cat/nwe.jpg", "photos/cat/new.jpg"),
        ("photo/cat/new.jpg", "photos/cat/new.jpg"),
        ("photo/dog", "photos"),
    ],
)
def test_the_nearest_name_is_shown(beside, typed, meant):
    assert advice(beside / typed) == f"check the path; the nearest one is {beside / meant}."


@pytest.mark.parametrize("typed", ["wholly-different", "photos/cat/new.jpg/more", "photos/x"])
def test_without_a_near_name_the_advice_is_plain(beside, typed):
    assert advice(beside / typed) == "check the path."


@pytest.mark.parametrize(
    ("typed", "problem", "fix"),
    [
        ("drawn-cat", "file or folder", "check the path; the nearest one is drawn-cats."),
        ("Drawn_Cats", "file or folder", "check the path; the nearest one is drawn-cats."),
        ("photo", "file or folder", "check the path; the nearest one is photos."),
        ("./drawn-cat", "file or folder", "check the path."),
        ("fotografien", "file or folder", "check the path."),
        ("none.h5", "file", "check the path."),
    ],
)
def test_data_that_is_not_there_may_be_built_in(beside, monkeypatch, typed, problem, fix):
    monkeypatch.chdir(beside)
    with pytest.raises(GlasscatError) as caught:
        load(typed)
    error = caught.value
    assert (error.code, str(error.problem), str(error.fix)) == ("GC-D01", f"there is no such {problem}.", fix)


def test_a_relative_path_stays_relative(beside, monkeypatch):
    monkeypatch.chdir(beside)
    assert advice(Path("photo")) == "check the path; the nearest one is photos."


def gone_on_with(path):
    with resumed(path, iterations=None):
        pass


@pytest.mark.parametrize("opened", [load, load_model, load_run, gone_on_with])
def test_whatever_is_opened_by_its_path_says_so(beside, opened):
    with pytest.raises(GlasscatError, match="there is no such") as caught:
        opened(beside / "photoss")
    assert str(caught.value.fix) == f"check the path; the nearest one is {beside / 'photos'}."
