"""Texts that are rendered late, in the reader's language."""

import copy
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
from hypothesis import given
from hypothesis.strategies import text

from glasscat import i18n
from glasscat.i18n import Text, _, _n, current_language, listing, sentences, use_language, wrapped


@pytest.fixture
def _no_choice():
    """Undo the choice of English that tests are read in."""
    token = i18n._chosen.set(None)
    yield
    i18n._chosen.reset(token)


@pytest.fixture
def _locale(monkeypatch):
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)


def test_words_are_looked_up_when_they_are_read():
    text = _("fix: {fix}", fix="x")
    assert isinstance(text, Text)
    assert str(text) == "fix: x"
    with use_language("zh"):
        assert str(text) == "解决办法：x"
    assert text.render("zh") == "解决办法：x"
    assert text.render("en") == "fix: x"


def test_text_within_a_text_is_in_the_same_language():
    nested = _("fix: {fix}", fix=_("fix: {fix}", fix="x"))
    assert nested.render("zh") == "解决办法：解决办法：x"
    assert nested.render("en") == "fix: fix: x"


def test_number_formats_stand_in_the_template():
    assert str(_("{share:.1f} %", share=12.345)) == "12.3 %"


def test_braces_in_a_value_are_left_alone():
    assert str(_("fix: {fix}", fix="{n} {fix}")) == "fix: {n} {fix}"


@pytest.mark.parametrize(("n", "words"), [(0, "0 mice"), (1, "1 mouse"), (2, "2 mice"), (21, "21 mice")])
def test_plural(n, words):
    assert str(_n("{n} mouse", "{n} mice", n)) == words


def test_plural_with_other_values():
    assert str(_n("{n} mouse in {place}", "{n} mice in {place}", 3, place="bed")) == "3 mice in bed"


def test_plural_finds_its_translation(monkeypatch):
    class OneForm:
        def ngettext(self, _one, _many, _n):
            return "{n}只老鼠"

    monkeypatch.setattr(i18n, "_catalogue", lambda _language: OneForm())
    assert _n("{n} mouse", "{n} mice", 5).render("zh") == "5只老鼠"


def test_message_without_translation_stays_english():
    assert _("a sentence that nobody ever translates: {n}.", n=1).render("zh") == (
        "a sentence that nobody ever translates: 1."
    )
    assert _("fix: {fix}", fix="x").render("fr") == "fix: x"


def test_sentences_and_listings():
    one, two, three = _("One."), _("Two."), _("Three.")
    assert str(sentences(one)) == "One."
    assert str(sentences(one, two, three)) == "One. Two. Three."
    assert str(listing(["a", "b", "c"])) == "a, b, c"
    assert str(listing([one, two])) == "One., Two."
    assert listing(["a"]) == "a"
    assert listing([]) == ""


def test_language_holds_inside_the_block_only():
    assert current_language() == "en"
    with use_language("zh"):
        assert current_language() == "zh"
        with use_language("en"):
            assert current_language() == "en"
        assert current_language() == "zh"
    assert current_language() == "en"


def test_language_is_put_back_after_an_error():
    with pytest.raises(KeyError), use_language("zh"):
        raise KeyError
    assert current_language() == "en"


@pytest.mark.parametrize("language", ["fr", "", "ZH", "zh_CN"])
def test_unknown_language_is_refused(language):
    with pytest.raises(ValueError, match="language must be one of en, zh"), use_language(language):
        pass


@pytest.mark.usefixtures("_no_choice", "_locale")
@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "ZH_TW"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN"}, "zh"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "en_US", "LC_ALL": "zh_CN"}, "zh"),
        ({"LANGUAGE": "zh:en", "LC_ALL": "en_US.UTF-8"}, "zh"),
        ({"LANGUAGE": "", "LC_ALL": "", "LANG": "zh_CN"}, "zh"),
    ],
)
def test_language_of_the_locale(monkeypatch, environment, language):
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert current_language() == language


@pytest.mark.usefixtures("_no_choice", "_locale")
def test_choice_goes_before_the_locale(monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN")
    with use_language("en"):
        assert current_language() == "en"


def test_threads_that_take_the_context_along_speak_its_language():
    with use_language("zh"), ThreadPoolExecutor(1) as pool:
        assert pool.submit(copy_context().run, current_language).result() == "zh"


def test_texts_compare_and_copy_as_values():
    assert _("{n} mice", n=1) == _("{n} mice", n=1)
    assert _("{n} mice", n=1) != _("{n} mice", n=2)
    text = _n("{n} mouse", "{n} mice", 2)
    assert copy.deepcopy(text) == text


def columns(line):
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


@pytest.mark.parametrize("width", [16, 26, 40, 80])
def test_chinese_is_broken_between_characters_and_never_beside_a_mark_that_belongs_to_them(width):
    words = "有信号（p < 0.0001），但很弱：它与最好的基线“训练样本中的最近邻”分不出高下……后者 132/200。"
    lines = wrapped(words, width).split("\n")
    assert max(map(columns, lines)) <= width
    assert not any(line[0] in "，。：）”…" or line[-1] in "（“" for line in lines)
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert any("p < 0.0001" in line for line in lines)
    # nothing that would have fitted is left to the next line but what belongs together: a word and its marks
    assert all(columns(line) > width - 16 for line in lines[:-1])


def test_words_without_chinese_are_left_to_the_terminal():
    words = "a sentence of words, longer than the width  of the line"
    assert wrapped(words, 10) == words


@given(text(alphabet="中文，。（“”）… aB1<=\n"))
def test_wrapping_loses_nothing(words):
    for width in (1, 7, 30):
        assert "".join(wrapped(words, width).split()) == "".join(words.split())
