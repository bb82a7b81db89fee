"""What holds of every card: well-formed, light, safe, without a request, right on any background, in two languages."""

import re
from xml.etree import ElementTree as ET

import pytest

from glasscat.i18n import use_language

SHOWN = '<script>alert(1)</script> & "co"\\x07'

KINDS = [
    "dataset",
    "samples",
    "network",
    "run",
    "stored",
    "verdict",
    "model",
    "history",
    "graph",
    "gradients",
    "prediction",
    "why",
    "explanation",
    "whole",
    "contents",
]
each_kind = pytest.mark.parametrize("kind", KINDS)
NAMED = ("dataset", "verdict", "model", "prediction", "why")
"""Cards that name the classes."""


def test_one_of_each_kind_is_tested(everything):
    assert list(everything) == KINDS


@each_kind
@pytest.mark.parametrize("language", ["en", "zh"])
def test_card_is_well_formed_and_light(everything, kind, language):
    with use_language(language):
        shown = everything[kind]._repr_html_()
    assert ET.fromstring(shown).tag == "div"  # noqa: S314  (our own)
    # the contents of a run have a line for every kind of number that opens, in English and Chinese some sixty
    assert 300 < len(shown.encode()) < (24_000 if kind == "contents" else 16_000)


@each_kind
def test_card_says_its_language(everything, kind, tree):
    assert tree(everything[kind]).get("lang") == "en"
    with use_language("zh"):
        assert tree(everything[kind]).get("lang") == "zh-CN"


@each_kind
def test_card_runs_nothing_and_asks_nobody(everything, kind, tree):
    allowed = {"div", "span", "table", "thead", "tbody", "tr", "th", "td", "code", "pre", "img", "svg", "g", "title"}
    allowed |= {"text", "tspan", "path", "rect", "circle", "defs", "marker", "ellipse"}
    for element in tree(everything[kind]).iter():
        assert element.tag.rpartition("}")[2] in allowed
        assert not [name for name in element.attrib if name.startswith("on") or name.endswith("href")]
        assert element.get("src", "data:image/").startswith("data:image/")
    shown = everything[kind]._repr_html_().replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|url\((?!#)|@import|javascript:", shown)


@each_kind
def test_card_takes_the_colours_of_the_notebook(everything, kind, tree):
    card = tree(everything[kind])
    assert "color:inherit;background:transparent" in card.get("style")
    if kind == "graph":  # its colours need white
        return
    texts = {text.get("fill") for text in card.iter("{http://www.w3.org/2000/svg}text")}
    assert texts <= {None}, "words of a drawing have the colour of the text around it"
    assert not re.search(r"(?<!-)color:#(?!D55E00)|background:(#fff|white)", everything[kind]._repr_html_())


@each_kind
def test_names_are_shown_and_never_interpreted(everything, kind, read):
    assert "<script" not in everything[kind]._repr_html_()
    assert (SHOWN in read(everything[kind])) >= (kind in NAMED)
