"""Errors: one family, a code, a place, what was found and what to do, in at most three lines."""

import copy

import pytest

from glasscat import errors
from glasscat.errors import DataError, DivergedError, GlasscatError, UsageError, unknown_name
from glasscat.i18n import Text, _, use_language

EXIT_CODES = {
    "GlasscatError": 70,
    "UsageError": 2,
    "DataError": 3,
    "ModelError": 4,
    "DivergedError": 5,
    "StorageError": 6,
    "LockedError": 7,
    "ResumeError": 8,
}

FAMILY = {name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)}


def test_family_and_exit_codes():
    assert {name: kind.exit_code for name, kind in FAMILY.items()} == EXIT_CODES
    assert all(issubclass(kind, GlasscatError) for kind in FAMILY.values())


@pytest.mark.parametrize("name", ["UsageError", "DataError", "ModelError"])
def test_bad_values_are_value_errors(name):
    assert issubclass(FAMILY[name], ValueError)


def test_says_where_what_and_what_to_do():
    error = DataError(
        "GC-D99", "cats.h5, y", _("labels must be {expected}; found {found}.", expected=1, found=7), _("relabel it.")
    )
    assert str(error) == "[GC-D99] cats.h5, y: labels must be 1; found 7.\nfix: relabel it."
    assert (error.code, error.where, error.exit_code) == ("GC-D99", "cats.h5, y", 3)


def test_place_and_fix_may_be_missing():
    assert str(UsageError("GC-U99", "", _("nothing was given."))) == "[GC-U99] nothing was given."
    assert str(UsageError("GC-U99", _("loss"), _("no."))) == "[GC-U99] loss: no."


def test_speaks_the_language_of_the_reader_not_of_the_raiser():
    with use_language("en"):
        error = UsageError("GC-U99", "x", _("no."), _("yes."))
    with use_language("zh"):
        assert str(error).splitlines()[1].startswith("解决办法：")
    assert str(error).splitlines()[1] == "fix: yes."


def test_survives_the_way_from_another_process():
    error = UsageError("GC-U99", "x", _("found {n}.", n=3), _("yes."))
    again = copy.deepcopy(error)  # by the same protocol as pickling
    assert str(again) == str(error)
    assert again.code == "GC-U99"


def test_unknown_name_lists_the_known_and_tells_the_nearest():
    error = unknown_name("GC-U99", _("loss"), "hing", ["cross-entropy", "hinge"])
    assert isinstance(error, UsageError)
    assert isinstance(error.problem, Text)
    assert str(error) == (
        "[GC-U99] loss: 'hing' is not known; the nearest is hinge.\nfix: choose one of cross-entropy, hinge."
    )


def test_unknown_name_that_is_like_nothing_still_gets_an_answer():
    assert "a, b" in str(unknown_name("GC-U99", _("x"), "", ["a", "b"]))


def test_known_names_are_enumerated_as_the_reader_does():
    with use_language("zh"):
        assert "a、b" in str(unknown_name("GC-U99", _("x"), "", ["a", "b"]))


def test_capitals_are_no_difference_to_the_nearest_name():
    assert "nearest is W1." in str(unknown_name("GC-U99", _("x"), "w1", ["b1", "W1"]))


def test_divergence_knows_nothing_until_it_is_told():
    error = DivergedError("GC-T99", "", _("it diverged."))
    assert error.last_good is None
    assert error.fitted is None
    assert not isinstance(error, ValueError)
