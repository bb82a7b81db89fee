"""Every kind of figure hangs in the gallery, in both languages, and has a test of what it draws."""

import ast
import re
from pathlib import Path

import pytest

from glasscat.reports import figures

FIGURES = Path(figures.__file__).parent
REPOSITORY = Path(__file__).parents[2]
DOCS, TESTS = REPOSITORY / "docs", REPOSITORY / "tests"
PAGES = {"en": DOCS / "gallery.md", "zh": DOCS / "gallery.zh-CN.md"}

TOOLS = {"__init__", "fonts", "page_line", "plot", "setting", "style", "tiles", "write"}
"""Modules that draw no figure of their own."""
PARTS = {
    "map_row": "why",
    "occlusion": "why_deep",
    "parallel": "sweep_parallel",
    "pixel_map": "why",
    "response": "sweep_response",
    "training_pictures": "why",
}
"""Modules that draw a part of a figure, or one of its forms, and the picture that shows it."""


def kinds():
    """Functions that draw a whole page, by module."""
    found = {}
    for path in sorted(FIGURES.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and any(ast.unparse(one) == "look()" for one in node.decorator_list):
                found.setdefault(path.stem, []).append(node.name)
    return found


def hung(language):
    """Pictures on the page of a language."""
    return re.findall(rf'<img src="images/(\w+)\.{language}\.svg"', PAGES[language].read_text(encoding="utf-8"))


def test_every_module_is_a_kind_a_part_or_a_tool():
    modules = {path.stem for path in FIGURES.glob("*.py")}
    assert modules == set(kinds()) | set(PARTS) | TOOLS


@pytest.mark.parametrize("language", PAGES)
def test_every_kind_hangs_in_the_gallery(language):
    expected = {name for names in kinds().values() for name in names} | set(PARTS.values())
    assert expected - set(hung(language)) == set()


def test_both_pages_show_the_same():
    assert hung("en") == hung("zh")
    assert len(set(hung("en"))) == len(hung("en"))


@pytest.mark.parametrize("language", PAGES)
def test_no_picture_on_a_page_is_of_the_other_language(language):
    page = PAGES[language].read_text(encoding="utf-8")
    assert len(hung(language)) == page.count("<img ")


def test_pictures_are_made_by_the_script():
    made = "".join((DOCS / name).read_text(encoding="utf-8") for name in ("make_images.py", "gallery_pictures.py"))
    by_study = {"vectorization", "broadcasting", "calories"}  # named by the study that draws them
    assert [name for name in hung("en") if f'"{name}"' not in made and name not in by_study] == []


@pytest.mark.parametrize(("module", "names"), kinds().items())
def test_every_kind_has_a_test_of_what_it_draws(module, names):
    tests = [path.read_text(encoding="utf-8") for path in sorted(TESTS.rglob("test_*.py")) if path != Path(__file__)]
    for name in names:
        imported = rf"figures\.{module} import [^\n]*\b{name}\b|figures import (\w+, )*{module}\b"
        assert any(re.search(imported, test) for test in tests), name
