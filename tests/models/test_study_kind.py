"""Kinds of studies have names in the reader's language, and the command's words in files."""

import pytest

from glasscat.cli.study import app
from glasscat.i18n import use_language
from glasscat.models.study_kind import study_kind

KINDS = sorted(command.name for command in app.registered_commands)


def test_all_kinds_are_here():
    assert len(KINDS) == 7


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_called_as_the_reader_calls_it(kind):
    assert str(study_kind(kind)) == kind
    with use_language("zh"):
        assert not str(study_kind(kind)).isascii()


def test_another_kind_is_called_as_it_is():
    assert study_kind("tournament") == "tournament"
