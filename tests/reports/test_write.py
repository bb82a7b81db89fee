"""Files: bytes, fonts, languages, failures."""

import gettext
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import partial

import matplotlib as mpl
import numpy as np
import pytest

from glasscat import i18n
from glasscat.errors import StorageError, UsageError
from glasscat.i18n import _, use_language
from glasscat.reports.figures import confusion, fonts, learning_curve, sample_pictures, write_figures
from glasscat.reports.figures.style import look

COSTS = [(0, 0.6931), (100, 0.5845)]
ODD = ("<b>&$x$", "猫\n\x07")


def texts(path):
    root = ET.parse(path).getroot()  # noqa: S314
    return [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.fixture
def chinese(monkeypatch):
    """Speak a Chinese of a few words."""

    class Words(gettext.NullTranslations):
        def gettext(self, message):
            return {"Cost during training": "训练中的代价", "training": "训练集"}.get(message, message)

    monkeypatch.setattr(
        i18n, "_catalogue", lambda language: Words() if language == "zh" else gettext.NullTranslations()
    )
    with use_language("zh"):
        yield


@pytest.fixture
def without_chinese_font(monkeypatch):
    monkeypatch.setattr(fonts, "CHINESE_FONTS", ())
    fonts.chinese_font.cache_clear()
    yield
    fonts.chinese_font.cache_clear()


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_same_figure_gives_the_same_bytes(tmp_path, make_samples, kind):
    first, second = (
        write_figures(tmp_path / name, {"samples": sample_pictures(make_samples([0, 1]), ("a", "b"))}, (kind,))
        for name in ("first", "second")
    )
    assert first == [tmp_path / "first" / f"samples.{kind}"]
    assert first[0].read_bytes() == second[0].read_bytes()


def test_bytes_do_not_depend_on_the_process_nor_on_the_users_settings(tmp_path):
    (here,) = write_figures(tmp_path, {"here": partial(learning_curve, COSTS, COSTS)})
    program = (
        "import matplotlib; matplotlib.rcParams.update({'font.size': 30, 'svg.fonttype': 'path', 'axes.grid': True});"
        "from glasscat.i18n import use_language; from glasscat.reports.figures import learning_curve, write_figures\n"
        f"with use_language('en'): write_figures({str(tmp_path)!r}, {{'there': learning_curve({COSTS}, {COSTS})}})"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
    assert here.read_bytes() == (tmp_path / "there.svg").read_bytes()


def test_no_date_and_no_version_is_written(tmp_path):
    (path,) = write_figures(tmp_path, {"curve": learning_curve(COSTS, title="One & two")})
    content = path.read_text(encoding="utf-8")
    assert "<dc:date>" not in content
    assert mpl.__version__ not in content
    assert "<title>One &amp; two</title>" in content


def test_names_are_literal(tmp_path):
    (path,) = write_figures(tmp_path, {"confusion": confusion(np.eye(2, dtype=int), ODD)})
    assert texts(path).count("<b>&$x$") == 2
    assert texts(path).count(r"猫\n\x07") == 2


@pytest.mark.usefixtures("chinese", "without_chinese_font")
def test_text_is_text_for_the_readers_own_fonts(tmp_path):
    # warnings are errors here: a font without Chinese must not be heard of
    (path,) = write_figures(tmp_path, {"curve": learning_curve(COSTS)})
    assert "训练中的代价" in texts(path)
    assert "训练集" in texts(path)
    content = path.read_text(encoding="utf-8")
    assert content.count("<text") == content.count("'Noto Sans CJK SC', ") == content.count("'PingFang SC', ")
    assert fonts.LATIN_FONT not in content


def test_fonts_in_a_name_are_left_alone(tmp_path):
    name = 'font-family: "DejaVu Sans"'
    (path,) = write_figures(tmp_path, {"curve": learning_curve(COSTS, title=name)})
    assert name in texts(path)


def test_each_picture_keeps_its_own_pixels_and_the_file_stays_small(tmp_path, make_samples):
    samples = make_samples([0, 1] * 12, size=(64, 64))
    (path,) = write_figures(tmp_path, {"samples": sample_pictures(samples, ("a", "b"))})
    content = path.read_text(encoding="utf-8")
    assert content.count("<image") == content.count("image-rendering:pixelated") == 24
    assert len(content) < 500_000, "noise is the worst case: 24 × 64 × 64 × 3 bytes, 4/3 and a little in base64"


def test_settings_of_the_user_are_back_afterwards(tmp_path):
    with mpl.rc_context({"font.size": 31.0, "svg.hashsalt": "mine"}):
        write_figures(tmp_path, {"curve": partial(learning_curve, COSTS)}, ("svg", "png"))
        assert mpl.rcParams["font.size"] == 31.0
        assert mpl.rcParams["svg.hashsalt"] == "mine"
        with look():
            assert mpl.rcParams["font.size"] == 10.0


@pytest.mark.usefixtures("chinese", "without_chinese_font")
def test_a_png_in_chinese_is_drawn_in_english_where_no_font_has_chinese(tmp_path):
    notes = []
    write_figures(tmp_path, {"curve": partial(learning_curve, COSTS)}, ("svg", "png"), tell=notes.append)
    assert [str(note.render("en")) for note in notes] == [
        "curve.png is drawn in English: no font here has Chinese letters; an SVG needs none."
    ]
    with use_language("en"):
        write_figures(tmp_path, {"english": partial(learning_curve, COSTS)}, ("png",))
    assert (tmp_path / "curve.png").read_bytes() == (tmp_path / "english.png").read_bytes()
    assert "训练集" in texts(tmp_path / "curve.svg")


@pytest.mark.usefixtures("without_chinese_font")
def test_a_png_shows_letters_without_a_font_as_codes_and_tells(tmp_path):
    figure = learning_curve(COSTS, title="猫猫 cat")
    with pytest.warns(UserWarning, match="no font here has 猫"):
        write_figures(tmp_path, {"curve": figure}, ("png",))
    assert figure.axes[0].texts[0].get_text() == "猫猫 cat", "the figure itself is as before"
    write_figures(tmp_path, {"coded": learning_curve(COSTS, title=r"\u732b\u732b cat")}, ("png",))
    assert (tmp_path / "curve.png").read_bytes() == (tmp_path / "coded.png").read_bytes()


@pytest.mark.usefixtures("chinese")
def test_a_font_with_chinese_is_used_where_there_is_one(tmp_path):
    if fonts.chinese_font() is None:
        pytest.skip("no font with Chinese on this machine")
    notes = []
    write_figures(tmp_path, {"curve": partial(learning_curve, COSTS)}, ("png",), tell=notes.append)
    with use_language("en"):
        write_figures(tmp_path, {"english": partial(learning_curve, COSTS)}, ("png",))
    assert notes == []
    assert (tmp_path / "curve.png").read_bytes() != (tmp_path / "english.png").read_bytes()


def test_another_format_is_refused(tmp_path):
    with pytest.raises(UsageError) as error:
        write_figures(tmp_path, {"curve": learning_curve(COSTS)}, ("pdf",))
    assert error.value.code == "GC-F07"


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "figures").write_text("mine", encoding="utf-8")
    with pytest.raises(StorageError):
        write_figures(tmp_path / "figures", {"curve": learning_curve(COSTS)})
    assert (tmp_path / "figures").read_text(encoding="utf-8") == "mine"


def test_a_file_that_cannot_be_replaced_leaves_nothing_behind(tmp_path):
    (tmp_path / "curve.svg").mkdir()
    with pytest.raises(StorageError):
        write_figures(tmp_path, {"curve": learning_curve(COSTS)})
    assert [path.name for path in tmp_path.iterdir()] == ["curve.svg"]


def test_the_room_is_light_until_a_figure_is_drawn():
    program = "import glasscat.reports, sys; sys.exit('matplotlib' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_words_are_cut_in_the_middle_where_they_are_too_wide():
    assert fonts.fitted("cat", 100, 10) == "cat"
    cut = fonts.fitted("IMG_20240102_0093.jpeg", 80, 10)
    assert cut.startswith("IMG_")
    assert cut.endswith(".jpeg")
    assert len(cut) * 6.2 <= 80 + 4
    assert fonts.fitted("一二三四五六", 40, 10) == "一二…六"
    assert fonts.fitted("wide", 0, 10) == "…"


def test_the_end_of_a_file_name_is_kept():
    assert fonts.ending("cat.jpg", 100, 10) == "cat.jpg"
    assert fonts.ending("IMG_20240102.jpeg", 100, 10) == "IMG_20240102", "its suffix goes first"
    cut = fonts.ending("IMG_20240102_0093.jpeg", 80, 10)
    assert cut.startswith("…")
    assert cut.endswith("_0093")
    assert len(cut) * 6.2 <= 80
    assert fonts.ending("test 125 (cat standing)", 80, 10) == "test 125", "what is said of it goes first"
    assert fonts.ending("测试 5 (cat standing)", 80, 10) == "测试 5"
    assert fonts.ending("测试 5 (cat)", 80, 10) == "测试 5 (cat)", "where there is room it stays"
    assert fonts.ending(".jpg", 10, 10) == "…", "nothing but a suffix is a name"
    assert fonts.ending("wide", 0, 10) == "…"


def test_what_no_xml_can_hold_is_written_as_its_code():
    assert fonts.literal("a\tb\udcff\u2028\ufffe 猫") == r"a\tb\udcff\u2028\ufffe 猫"


def test_a_title_may_be_a_message(said):
    assert said(learning_curve(COSTS, title=_("Rate {rate}", rate=0.01)))[0] == "Rate 0.01"
