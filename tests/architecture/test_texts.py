"""Every text that a user sees has a translation with the same fields."""

from __future__ import annotations

import ast
import gettext
from io import BytesIO
from string import Formatter

import pytest

from .source import FILES, SRC, name_of, tree

messages = pytest.importorskip("babel.messages", reason="Babel is not installed")
from babel.messages.extract import extract_from_dir  # noqa: E402  (after the skip)
from babel.messages.mofile import write_mo  # noqa: E402
from babel.messages.pofile import read_po  # noqa: E402

PO = SRC / "locale" / "zh" / "LC_MESSAGES" / "glasscat.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {"_": None, "_n": (1, 2)}


def fields(words):
    """Names of the fields in a template, also those that stand in a format specification."""
    names = set()
    for _literal, name, specification, _conversion in Formatter().parse(words):
        if name is not None:
            names |= {name.split(".")[0].split("[")[0]} | fields(specification or "")
    return names


@pytest.fixture(scope="module")
def catalogue():
    with PO.open("rb") as file:
        return read_po(file, locale="zh")


@pytest.fixture(scope="module")
def in_source():
    """Return every message of the source: its wording, or (singular, plural), and where it stands."""
    found = {}
    for file, line, message, _comments, _context in extract_from_dir(SRC, keywords=KEYWORDS):
        found.setdefault(message, f"{file}:{line}")
    return found


def calls(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            yield node


def test_messages_are_found(in_source):
    assert "fix: {fix}" in in_source
    assert len(in_source) > 100


def test_every_message_has_a_translation(catalogue, in_source):
    missing = []
    for message, place in in_source.items():
        entry = catalogue.get(message)
        strings = () if entry is None else entry.string if isinstance(entry.string, tuple) else (entry.string,)
        if not strings or not all(strings):
            missing.append(f"{place}: {message}")
    assert missing == []


def test_every_translation_has_the_fields_of_its_message(catalogue):
    wrong = []
    for entry in catalogue:
        if entry.id:
            wanted = fields(entry.id[-1] if isinstance(entry.id, tuple) else entry.id)
            strings = entry.string if isinstance(entry.string, tuple) else (entry.string,)
            wrong += [words for words in strings if words and fields(words) != wanted]
    assert wrong == []


def test_catalogue_holds_nothing_that_is_not_in_the_source(catalogue, in_source):
    assert [entry.id for entry in catalogue if entry.id and entry.id not in in_source] == []
    assert list(catalogue.obsolete) == []


def test_no_translation_is_a_guess(catalogue):
    assert [entry.id for entry in catalogue if entry.id and entry.fuzzy] == []


def test_compiled_catalogue_is_up_to_date(catalogue):
    assert MO.exists(), "make texts"
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    with MO.open("rb") as file:
        kept = gettext.GNUTranslations(file)
    fresh = gettext.GNUTranslations(compiled)
    words = {message: text for message, text in kept._catalog.items() if message}
    assert words == {message: text for message, text in fresh._catalog.items() if message}, "make texts"


# i18n takes templates from its callers, and typer fills the fields of its own words
@pytest.mark.parametrize("path", [path for path in FILES if path.stem not in {"i18n", "typer_words"}], ids=name_of)
def test_messages_are_plain_strings_and_get_their_fields(path):
    wrong = []
    for call in calls(path):
        templates = call.args[:1] if call.func.id == "_" else call.args[:2]
        if not all(isinstance(arg, ast.Constant) and isinstance(arg.value, str) for arg in templates):
            wrong.append(f"line {call.lineno}: a message must be a plain string")
            continue
        given = {keyword.arg for keyword in call.keywords}
        if call.func.id == "_n":
            given.add("n")
        wanted = set().union(*(fields(template.value) for template in templates))
        if None not in given and wanted - given:
            wrong.append(f"line {call.lineno}: fields {sorted(wanted)}, values {sorted(given)}")
    assert wrong == []


def test_fields():
    assert fields("{a} of {b:.1f}, {c!r:>{width}} {{not}}") == {"a", "b", "c", "width"}
