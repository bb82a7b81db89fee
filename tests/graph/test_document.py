"""The page about graphs: its commands print what it says, its Python runs, and its pictures are the program's own."""

import ast
import json
import re
import shlex
from pathlib import Path

import pytest

import glasscat as gc
from glasscat.cli import main
from glasscat.i18n import use_language

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "graph.md", "zh": DOCS / "graph.zh-CN.md"}
each_language = pytest.mark.parametrize("language", PAGES)


def blocks(language, kind):
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGES[language].read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


@pytest.fixture
def printed(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)

    def call(command, language):
        words = shlex.split(command.removeprefix("$ glasscat "))
        assert main([*words, *(() if "--lang" in words else ("--lang", language))]) == 0
        return capsys.readouterr().out

    return call


@each_language
def test_commands_print_what_the_page_shows(language, printed):
    shown = [block.split("\n", 1) for block in blocks(language, "console")]
    assert len(shown) == 3
    for command, output in shown:
        found = printed(command, language)
        if output:
            assert [line.rstrip() for line in found.splitlines()] == output.splitlines()


@each_language
def test_the_nudge(language, printed):
    (command,) = [block for block in blocks(language, "console") if "--nudge" in block]
    (moved,) = json.loads(printed(command.strip(), language))["nudges"]
    assert (moved["value_before"], moved["value_after"]) == (45, pytest.approx(45.003, abs=1e-12))
    page = PAGES[language].read_text("utf-8")
    assert '`"value_before": 45`' in page
    assert '`"value_after": 45.003`' in page


def test_the_python_runs_and_is_the_same_in_both_languages(capsys):
    (english,), (chinese,) = blocks("en", "python"), blocks("zh", "python")
    assert ast.dump(ast.parse(english)) == ast.dump(ast.parse(chinese))
    names = {}
    exec(compile(english, "graph.md", "exec"), names)  # noqa: S102  (our own page)
    assert capsys.readouterr().out == "45.0 12.0\n"
    assert names["dW1"].shape == (3, 2)
    assert names["picture"].startswith("<svg")


@each_language
def test_pictures_are_what_the_program_draws(language, printed):
    drawn = DOCS / "images" / f"network.{language}.svg"
    printed(next(block for block in blocks(language, "console") if "--svg" in block).strip(), language)
    assert re.findall(r">([^<]+)</text>", Path("network.svg").read_text("utf-8")) == re.findall(
        r">([^<]+)</text>", drawn.read_text("utf-8")
    )
    with use_language(language):
        course = gc.graph("3*(a + b*c)", a=5, b=3, c=2).svg()
    assert course == (DOCS / "images" / f"graph.{language}.svg").read_text("utf-8")


@each_language
def test_the_limit_of_a_picture_is_the_one_on_the_page(language):
    from glasscat.graph.svg import MOST

    assert re.search(rf"(at most|最多画) ?{MOST}|{MOST} values at most", PAGES[language].read_text("utf-8"))
