"""Every text that a user sees has a translation with the same fields."""

from __future__ import annotations

import ast
import gettext
import re
import runpy
from io import BytesIO
from string import Formatter

import pytest

from glasscat import i18n
from glasscat.i18n import _, _n, use_language

from .source import FILES, REPOSITORY, SRC, name_of, tree

pytest.importorskip("babel.messages", reason="Babel is not installed")
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PO = SRC / "locale" / "zh" / "LC_MESSAGES" / "glasscat.po"
MO = PO.with_suffix(".mo")
KEYWORDS = ("_", "_n")
extract = runpy.run_path(str(REPOSITORY / "babel_messages.py"))["extract"]

# A Chinese character, perhaps a bracket or quotation mark after it, then a mark that Chinese writes wide.
NARROW_AFTER_WIDE = re.compile(r"[\u4e00-\u9fff][）”》]?[,;:!?.()]")
# Chinese next to Latin letters or figures without the half-width space between them.
CROWDED = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9%][\u4e00-\u9fff]")


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
    return {
        message if len(message) > 1 else message[0]: f"{name_of(path)}:{line}"
        for path in FILES
        for line, _function, message, _comments in extract(BytesIO(path.read_bytes()), KEYWORDS, (), {})
    }


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


def wordings(entry):
    return entry.string if isinstance(entry.string, tuple) else (entry.string,)


def test_sentences_have_chinese_punctuation(catalogue):
    assert [
        words for entry in catalogue if entry.id for words in wordings(entry) if NARROW_AFTER_WIDE.search(words)
    ] == []


def test_latin_letters_and_figures_stand_apart_from_chinese(catalogue):
    assert [words for entry in catalogue if entry.id for words in wordings(entry) if CROWDED.search(words)] == []


def test_full_sentences_end_in_both_languages(catalogue):
    unlike = []
    for entry in catalogue:
        wording = entry.id[0] if isinstance(entry.id, tuple) else entry.id
        if wording and wording.endswith(".") != wordings(entry)[0].endswith("。"):
            unlike.append(wording)
    assert unlike == []


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


def test_compiled_catalogue_is_what_texts_speak():
    assert i18n._catalogue("zh").gettext("fix: {fix}") == "解决办法：{fix}"
    text = _("give for example {n}: {what}", n=1, what="x")
    assert text.render("zh") == text.render("en") == "give for example 1: x"


def test_language_is_switched_and_switched_back():
    score, count = _("Test score: {score}.", score=_("{correct} of {total}", correct=35, total=50)), 2
    pictures = _n("{n} drawing is in {folder}.", "{n} drawings are in {folder}.", count, folder="d")
    assert (str(score), str(pictures)) == ("Test score: 35 of 50.", "2 drawings are in d.")
    with use_language("zh"):
        assert (str(score), str(pictures)) == ("测试得分：35/50。", "d 中有 2 张图画。")
    assert str(score) == "Test score: 35 of 50."


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
