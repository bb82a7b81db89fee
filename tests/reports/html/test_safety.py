"""One file that asks nobody for anything, interprets no name, and is the same every time."""

from __future__ import annotations

import json
import re
import shutil
from base64 import b64encode
from hashlib import sha256

import pytest

from glasscat.cli.main import main
from glasscat.errors import StorageError, UsageError
from glasscat.i18n import _, use_language
from glasscat.models.reopened import reopen
from glasscat.models.run_folder import load_run
from glasscat.reports.html import Subject, report_page, write_report
from glasscat.reports.html.bilingual import attribute

from .conftest import HOSTILE
from .page_reader import read


def subject_of(run):
    opened = reopen(run)
    return Subject(opened.stored, opened.data)


@pytest.fixture(scope="module")
def page(three):
    return report_page([subject_of(three)])


def fingerprint(content):
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def test_policy_allows_this_style_and_this_script_and_nothing_else(page):
    tree = read(page)
    policy = tree.one("meta", http_equiv="Content-Security-Policy").attributes["content"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    scripts = [one for one in tree.every("script") if one.attributes.get("type") != "application/json"]
    (style,) = tree.every("style")
    assert len(scripts) == 1
    assert rules == {
        "default-src": "'none'",
        "img-src": "data:",
        "style-src": fingerprint(style.text),
        "script-src": fingerprint(scripts[0].text),
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_nothing_is_asked_of_any_host(page):
    html = page.decode()
    assert re.findall(r"https?://[^\s\"')]+", html) == ["https://github.com/leeoniya/uPlot"]  # its name, in a comment
    assert "url(" not in html
    tree = read(page)
    assert not list(tree.every("link"))
    assert all(image.attributes["src"].startswith("data:image/") for image in tree.every("img"))
    assert all(link.attributes["href"].startswith("#") for link in tree.every("a"))


def test_nothing_is_styled_or_done_by_attributes_that_the_policy_would_refuse(page):
    attributes = {name for element in read(page).every() for name in element.attributes}
    assert "style" not in attributes
    assert [name for name in attributes if name.startswith("on")] == []


def test_class_names_are_shown_and_never_interpreted(page):
    html = page.decode()
    assert "<script>alert" not in html
    assert "<b>friends" not in html
    tree = read(page)
    heads = [head.text for head in tree.one(class_="matrix").one("thead").every("th")]
    assert heads == list(HOSTILE)
    assert any(image.attributes["alt"].startswith(HOSTILE[2]) for image in tree.one(id="gallery").every("img"))


def test_names_cannot_end_the_script_that_holds_the_numbers(three, two, tmp_path):
    name = "<!--<script>'\"&"
    shutil.copytree(two, tmp_path / name)
    tree = read(report_page([subject_of(three), subject_of(tmp_path / name)]))
    figure = tree.one("figure", class_="chart")
    assert json.loads(figure.one("script").text)["lines"][1]["name"]["en"] == name
    assert "<!--" not in figure.one("script").text
    hostile = attribute('"><script>', "title")
    assert "<script>" not in hostile
    assert '">' not in hostile


def test_licence_of_what_is_inside_is_inside(page):
    assert "Copyright (c) 2022 Leon Sorokin" in page.decode()
    assert "Permission is hereby granted, free of charge" in page.decode()


def test_same_run_gives_the_same_bytes(three):
    assert report_page([subject_of(three)]) == report_page([subject_of(three)])


def test_language_of_the_moment_is_shown_first(three, page):
    assert read(page).one("html").attributes["lang"] == "en"
    with use_language("zh"):
        chinese = report_page([subject_of(three)])
    assert read(chinese).one("html").attributes["lang"] == "zh-CN"
    theme = read(chinese).one(id="theme").attributes
    assert theme["aria-label"] == theme["data-aria-label-zh-cn"]


def test_pages_weigh_less_than_three_million_bytes(page):
    assert len(page) < 3_000_000


def test_a_report_of_nothing_is_refused():
    with pytest.raises(UsageError) as refused:
        report_page([])
    assert refused.value.code == "GC-R01"


def test_only_a_report_is_written_over(two, tmp_path):
    page, other = tmp_path / "page.html", tmp_path / "notes.txt"
    subjects = [subject_of(two)]
    assert write_report(page, subjects) == page.stat().st_size
    assert write_report(page, subjects) == page.stat().st_size
    other.write_text("mine")
    for path in (other, tmp_path):
        with pytest.raises(UsageError) as refused:
            write_report(path, subjects)
        assert refused.value.code == "GC-R02"
    assert other.read_text() == "mine"


def test_where_nothing_can_be_written_is_told(two, tmp_path):
    with pytest.raises(StorageError):
        write_report(tmp_path / "missing" / "page.html", [Subject(load_run(two))])


def test_attributes_are_kept_in_both_languages():
    said = attribute(_("The verdict"), "title")
    assert said == 'title="The verdict" data-title-en="The verdict" data-title-zh-cn="评判"'
    assert attribute("cat", "title") == 'title="cat"'


@pytest.mark.parametrize("name", ["train", "numerics", "plan"])
def test_a_run_json_without_what_a_report_needs_is_refused(two, tmp_path, name, capsys):
    shutil.copytree(two, tmp_path / "run")
    kept = json.loads((tmp_path / "run" / "run.json").read_text())
    del kept[name]
    (tmp_path / "run" / "run.json").write_text(json.dumps(kept))
    assert main(["report", str(tmp_path / "run")]) == 4
    said = capsys.readouterr().err
    assert "GC-R05" in said
    assert f"lacks {name}." in said
    assert not (tmp_path / "run" / "report.html").exists()


def test_a_run_json_without_a_score_is_not_explained(two, tmp_path, capsys):
    shutil.copytree(two, tmp_path / "run")
    kept = json.loads((tmp_path / "run" / "run.json").read_text())
    del kept["train"]
    (tmp_path / "run" / "run.json").write_text(json.dumps(kept))
    assert main(["explain", str(tmp_path / "run"), "train.accuracy"]) == 4
    assert "GC-R05" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["model.safetensors", "history.csv"])
def test_files_of_several_runs_are_not_reported_as_one(two, three, tmp_path, name, capsys):
    shutil.copytree(two, tmp_path / "run")
    shutil.copy(three / name, tmp_path / "run" / name)
    assert main(["report", str(tmp_path / "run")]) == 4
    said = capsys.readouterr().err
    assert "GC-R06" in said
    assert f"{name} is of another run" in said
