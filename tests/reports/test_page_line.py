"""Lines of a page: the same as matplotlib's own text, but not measured where nobody needs it."""

from io import BytesIO

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.text import Text

from glasscat.reports.figures import confusion, write_figures
from glasscat.reports.figures.page_line import PageLine
from glasscat.reports.figures.style import look, page, write

NAMES = [f"a class with a long name, number {i}" for i in range(6)]


@pytest.fixture
def page_of_lines():
    """Draw lines of every kind: left, centred and right, upright and slanted, bold, coloured, in Chinese, none."""

    @look()
    def drawn():
        figure, sheet = page(300)
        figure.set_label("Lines")
        for k, ha in enumerate(("left", "center", "right")):
            write(sheet, 100.3, 40 + 20 * k, f"words <b>&$x$ {k}", ha=ha, color="#D55E00", bold=k == 1, size=9.5 + k)
            write(sheet, 300.7, 40 + 20 * k, "slanted", ha=ha, rotation=45)
        write(sheet, 100, 200, "猫")
        write(sheet, 100, 220, "")
        return figure

    return drawn


def as_svg(folder, figure):
    (path,) = write_figures(folder, {"figure": figure})
    return path.read_text(encoding="utf-8")


def saved(figure, kind, **settings):
    """Save a figure as a user does, who may want letters as outlines."""
    file = BytesIO()
    with mpl.rc_context({"svg.hashsalt": "one", **settings}):
        figure.savefig(file, format=kind, metadata={"Date": None} if kind == "svg" else None)
    return file.getvalue()


def slanted_names():
    return confusion(np.arange(36).reshape(6, 6), NAMES)


def test_an_svg_is_that_of_matplotlib_to_the_byte(tmp_path, page_of_lines, monkeypatch):
    ours = [as_svg(tmp_path, draw()) for draw in (page_of_lines, slanted_names)]
    monkeypatch.setattr(PageLine, "draw", Text.draw)
    assert ours == [as_svg(tmp_path, draw()) for draw in (page_of_lines, slanted_names)]
    assert ours[0].count("<text") == 7, "an empty line is none"
    assert "rotate(-45" in ours[1]


def test_an_svg_measures_no_word(tmp_path, page_of_lines, monkeypatch):
    measured = []
    monkeypatch.setattr(PageLine, "_get_layout", lambda line, _renderer: measured.append(line.get_text()))
    as_svg(tmp_path, page_of_lines())
    assert measured == []
    with pytest.raises(TypeError):  # the test of the test: a PNG is placed by what was measured
        saved(page_of_lines(), "png")
    assert measured


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize(
    ("kind", "settings"), [("png", {}), ("svg", {"svg.fonttype": "path"}), ("svg", {"svg.fonttype": "none"})]
)
def test_a_user_may_save_it_in_another_way(page_of_lines, monkeypatch, kind, settings):
    ours = saved(page_of_lines(), kind, **settings)
    monkeypatch.setattr(PageLine, "draw", Text.draw)
    assert ours == saved(page_of_lines(), kind, **settings)


def test_the_look_is_that_of_matplotlib_but_for_our_own_settings():
    with mpl.rc_context():
        mpl.rcdefaults()
        expected = dict(mpl.rcParams)
    with mpl.rc_context({"lines.linewidth": 9.0, "axes.grid": True, "font.size": 31.0, "xtick.labelsize": 3}), look():
        found = dict(mpl.rcParams)
    differ = {name for name in expected if found[name] != expected[name]}
    ours = {"font.family", "text.parse_math", "image.composite_image", "svg.fonttype", "svg.hashsalt"}
    assert differ - {"interactive"} == ours
    assert set(found) == set(expected)
