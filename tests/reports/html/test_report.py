"""What stands on the page of one run: its numbers, its pictures, its words in both languages."""

from __future__ import annotations

import json
import shutil
from base64 import b64decode
from dataclasses import replace
from io import BytesIO

import numpy as np
from PIL import Image

from glasscat.cli import report_numbers
from glasscat.cli.report_numbers import numbers_of
from glasscat.data.dataset import Samples
from glasscat.evaluation.probabilities import decide
from glasscat.models.reopened import reopen
from glasscat.models.run_folder import StoredRun, load_run
from glasscat.reports.html import Subject, report_page
from glasscat.reports.html.answers import MOST_BYTES, MOST_PICTURES, Answer, answers_view
from glasscat.reports.html.images import signed_picture
from glasscat.reports.html.opened_view import MOST

from .page_reader import read


def subject_of(run, **more):
    opened = reopen(run)
    return Subject(opened.stored, opened.data, **more)


def page_of(run, **more):
    return read(report_page([subject_of(run, **more)]))


def words(element, language="en"):
    return " ".join(element.words(language).split())


def rows(table):
    return [[words(cell) for cell in row.children if not isinstance(cell, str)] for row in table.every("tr")]


def spec(figure):
    return json.loads(figure.one("script").text)


def pixels(source):
    return np.asarray(Image.open(BytesIO(b64decode(source.partition(",")[2]))).convert("RGB")).astype(int)


def test_verdict_of_the_headline_run_comes_first(headline):
    page = page_of(headline)
    assert next(page.one("main").every("section")).attributes["id"] == "verdict"
    verdict = page.one(id="verdict")
    assert [words(part) for part in verdict.one("h1").every("span", class_="count")] == ["35 of 50 right"]
    assert [words(part) for part in verdict.one("h1").every("span", class_="share")] == ["70.0 %"]
    said = words(verdict)
    assert "from 56.2 to 80.9 % (95 % interval)" in said
    assert "There is a signal (p = 0.015), but a weak one" in said
    assert "207 of 209 = 99.0 %" in said
    scores = {row[0]: row for row in rows(verdict.one("table"))}
    assert scores["this model"][1:3] == ["35 of 50", "70.0 %"]
    assert scores["this model, without repeats"][1] == "34 of 49"
    assert scores["always cat, the majority in the test set"][1:] == [
        "33 of 50",
        "66.0 %",
        "",
        "52.2 to 77.6 %",
        "0.83",
    ]
    assert scores["the nearest neighbour among the training samples"][1] == "37 of 50"


def test_interval_is_drawn_where_it_lies(headline):
    strip = page_of(headline).one("svg", class_="strip")
    bar = strip.one("rect").attributes
    assert (bar["x"], bar["width"]) == ("56.25%", "24.65%")
    assert strip.one("circle").attributes["cx"] == "70.00%"


def test_verdict_of_the_headline_run_in_chinese(headline):
    verdict = words(page_of(headline).one(id="verdict"), "zh")
    assert "有信号（p = 0.015），但很弱" in verdict
    assert "70.0%" in verdict
    assert "There is a signal" not in verdict


def test_confusion_cells_of_the_headline_run(headline):
    cells = page_of(headline).one(class_="matrix").every("button")
    found = {cell.attributes["data-cell"]: cell.one("b").text for cell in cells}
    assert found == {"0-0": "12", "0-1": "5", "1-0": "10", "1-1": "23"}


def test_duplicates_of_the_course_stand_side_by_side(headline):
    (pair,) = page_of(headline).every(class_="pair")
    names = [words(figure.one("figcaption").one(class_="quiet")) for figure in pair.every("figure")]
    assert names == ["train 146", "test 17"]
    first, second = (image.attributes["src"] for image in pair.every("img"))
    assert first == second


def test_class_shares_of_the_course(headline):
    shares = page_of(headline).one(class_="shares")
    assert rows(shares)[1:] == [["non-cat", "137 (65.6 %)", "17 (34.0 %)"], ["cat", "72 (34.4 %)", "33 (66.0 %)"]]
    assert [bar.attributes["width"] for bar in shares.every(class_="part")] == ["65.55%", "34.00%", "34.45%", "66.00%"]


def test_curve_of_the_headline_run_holds_the_costs_of_the_course(headline):
    curve = spec(page_of(headline).one(id="training").one("figure"))
    assert (curve["x"][:2], curve["x"][-1], curve["logarithmic"]) == ([0, 100], 2000, False)
    training, test = curve["lines"]
    assert training["name"] == {"en": "training", "zh-CN": "训练"}
    assert np.allclose(training["y"][:4], [0.693147, 0.584508, 0.466949, 0.376007], atol=5e-7)
    history = load_run(headline).history
    assert test["y"] == [cost for _iteration, cost in history.test_costs]


def test_gallery_is_sorted_by_loss(three):
    subject = subject_of(three)
    P, y = subject.stored.probabilities(subject.data.test), subject.data.test.y
    losses = -np.log(P[np.arange(len(y)), y])
    figures = list(read(report_page([subject])).one(id="gallery").every("figure"))
    said = P.argmax(axis=1)
    expected = [f"{subject.data.test.names[i]}" for i in np.argsort(-losses, kind="stable")]
    assert [words(list(figure.one("figcaption").every(class_="quiet"))[-1]) for figure in figures] == expected
    assert {figure.attributes["data-cell"] for figure in figures} == {f"{t}-{s}" for t, s in zip(y, said, strict=True)}
    worst = words(figures[0].one("figcaption"))
    assert f"loss {losses.max():.2f}" in worst
    assert sum(figure.has("class", "wrong") for figure in figures) == (said != y).sum() > 0


def test_pictures_are_those_of_the_data(two):
    subject = subject_of(two)
    picture = read(report_page([subject])).one(id="gallery").one("figure")
    name = words(list(picture.every(class_="quiet"))[-1])
    kept = subject.data.test.X[subject.data.test.names.index(name)].astype(int)
    # WebP at quality 85 keeps noise to within a few grey levels, and colours of neighbours together
    assert np.abs(pixels(picture.one("img").attributes["src"]) - kept).mean() < 12


def test_weights_are_red_where_they_raise_z():
    values = np.array([[-1.0, 0.0, 1.0]])
    blue, white, red = pixels(signed_picture(values, 1.0))[0]
    assert blue[2] > blue[0] + 50
    assert red[0] > red[2] + 50
    assert white.min() > 240


def test_weights_of_one_neuron_are_shown_in_all_and_by_channel(two):
    weights = page_of(two).one(id="weights")
    tiles = list(weights.one(class_="wall").every("figure"))
    assert [words(tile) for tile in tiles] == ["mean of the three", "red", "green", "blue"]
    W1 = load_run(two).parameters["W1"].reshape(10, 10, 3)
    reach = max(np.abs(W1).max(), np.abs(W1.mean(axis=-1)).max())
    red = pixels(tiles[1].one("img").attributes["src"])
    strongest = np.unravel_index(np.abs(W1[..., 0]).argmax(), (10, 10))
    warm = red[strongest][0] > red[strongest][2]
    assert warm == (W1[..., 0][strongest] > 0)
    assert f"+{reach:.2g}" in words(weights)
    assert "speaks for dark. Red: for bright." in words(weights)


def test_weights_of_a_hidden_layer_are_a_picture_a_unit(three):
    tiles = page_of(three).one(id="weights").one(class_="wall").every("figure")
    assert [words(tile) for tile in tiles] == ["unit 0", "unit 1", "unit 2", "unit 3"]


def test_layers_show_the_norms_that_were_recorded(three):
    document = load_run(three).document
    figures = list(page_of(three).one(id="layers").every("figure"))
    assert len(figures) == 5
    gradients = next(spec(figure) for figure in figures if words(figure).startswith("norm of dJ/dW"))
    for line, number in zip(gradients["lines"], (1, 2), strict=True):
        assert line["y"] == [row["gradient"] for row in document["layers"] if row["layer"] == number]
    assert [line["name"]["en"] for line in gradients["lines"]] == ["layer 1", "layer 2"]


def test_repeating_names_command_fingerprint_and_versions(two):
    document = load_run(two).document
    repeat = words(page_of(two, command="glasscat train two.h5 --iterations 300").one(id="repeat"))
    assert "glasscat train two.h5 --iterations 300" in repeat
    assert document["source"]["fingerprint"] in repeat
    for name in ("glasscat", "python", "numpy", "scipy", "platform"):
        assert document["versions"][name] in repeat
    assert "sigmoid-output cross-entropy" in repeat


def test_a_run_made_in_python_says_so(two):
    assert "made in Python" in words(page_of(two).one(id="repeat"))


def test_every_word_stands_there_in_both_languages(three):
    page = page_of(three)
    english = [words(element, "en") for element in page.every("span", lang="en")]
    chinese = [words(element, "zh") for element in page.every("span", lang="zh-CN")]
    assert len(english) == len(chinese) > 100
    assert all(english) and all(chinese)  # noqa: PT018  (lists of hundreds)


def test_without_its_data_a_run_is_reported_without_pictures(three):
    page = page_of(three)
    alone = read(report_page([Subject(load_run(three), None, "the data has gone.")]))
    assert "the data has gone." in words(alone.one(id="data"))
    assert words(alone.one(id="verdict")) == words(page.one(id="verdict"))
    assert list(alone.one(class_="matrix").every("button")) == []
    assert not list(alone.every(id="gallery"))
    assert len(list(alone.one(id="weights").every("img"))) == 5
    assert len(list(page.every("img"))) > len(list(alone.every("img")))


def test_without_a_test_set_the_page_says_what_that_means(made):
    page = page_of(made("alone.h5", "alone", "--holdout", 0, "--iterations", 50))
    assert words(page.one("h1")).startswith("There is no test set, so nothing is known about samples it has not seen")
    assert [row[0] for row in rows(page.one(class_="shares"))][1:] == ["dark", "bright"]
    assert not list(page.every(id="answers"))
    assert len(spec(page.one(id="training").one("figure"))["lines"]) == 1


def test_features_have_no_pictures(made):
    page = page_of(made("rows.npz", "rows", "--iterations", 50))
    assert list(page.every("img")) == []
    assert not list(page.every(id="weights"))
    assert list(page.one(class_="matrix").every("tr"))


def test_a_run_that_was_kept_in_one_language_and_without_a_recipe(two):
    stored = load_run(two)
    document = {name: value for name, value in stored.document.items() if name not in {"texts", "recipe"}}
    page = read(report_page([Subject(StoredRun(stored.path, document, stored.history, stored.model))]))
    for language in ("en", "zh"):
        assert document["test"]["sentence"] in words(page.one(id="verdict"), language)
        assert "test-majority" in words(page.one(id="verdict"), language)
    assert "learning_rate" not in words(page.one(id="repeat"))  # it was not asked for
    assert "print_every100" in words(page.one(id="repeat"))


def test_a_run_without_mistakes_says_so(made):
    page = page_of(made("easy.h5", "easy", "--iterations", 3000, "--learning-rate", 0.02))
    assert words(page.one("h1").one(class_="count")) == "20 of 20 right"
    assert "No mistake was seen, which does not mean" in words(page.one(id="verdict"))
    assert words(page.one(id="answers").one(class_="none")) == "No mistakes."


def test_large_test_sets_are_cut_evenly(two, monkeypatch):
    subject = subject_of(two)
    m = 2 * MOST_PICTURES
    random = np.random.default_rng(0)
    test = Samples(
        random.integers(0, 256, (m, 10, 10, 3), np.uint8), np.arange(m) % 2, tuple(map(str, range(m))), 255.0
    )
    P = random.uniform(size=m)
    P[:5] = [1.0, 0.0, 1.0, 0.0, 1.0]
    subject.__dict__["probabilities"] = np.column_stack([1 - P, P])
    monkeypatch.setattr(Subject, "test", test)
    counts = np.zeros((2, 2), int)
    np.add.at(counts, (test.y, decide(subject.probabilities, 0.5)), 1)
    subject.document["test"].update(confusion=counts.tolist(), total=m, correct=int(np.trace(counts)))
    view = answers_view(subject)
    shown = np.array([[cell.shown for cell in row] for row in view.matrix])
    assert shown.sum() == len(view.answers) == MOST_PICTURES
    assert shown.min() >= MOST_PICTURES // 4 - 1
    assert f"{MOST_PICTURES} of {m} pictures" in str(view.cut)
    assert view.answers[0].loss == np.inf
    assert str(view.answers[0].loss_text) == "loss infinite"


def test_heavy_pictures_are_cut_too(two, monkeypatch):
    subject = subject_of(two)
    random = np.random.default_rng(0)
    m = 250
    test = Samples(
        random.integers(0, 256, (m, 96, 96, 3), np.uint8), np.arange(m) % 2, tuple(map(str, range(m))), 255.0
    )
    subject.__dict__["probabilities"] = np.full((m, 2), 0.5)
    monkeypatch.setattr(Subject, "test", test)
    answers = answers_view(subject).answers
    assert sum(len(answer.source) for answer in answers) <= MOST_BYTES
    assert 0 < len(answers) < m


def test_names_of_runs_are_those_of_their_folders(two, tmp_path):
    shutil.copytree(two, tmp_path / "a & b")
    assert words(page_of(tmp_path / "a & b").one("title")) == "a & b · glasscat"


def opened_numbers(run):
    """Every number that the page opens, by its name."""
    opened = reopen(run)
    page = read(report_page([Subject(opened.stored, opened.data, opened=numbers_of(opened).opened)]))
    found = {}
    for number in page.one(id="opened").every("details"):
        cells = {words(one.one("dt")): words(one.one("dd")) for one in number.one("dl").every("div")}
        found.setdefault(number.one("code").text, (words(number.one(class_="equal")), cells, number))
    return found


def test_numbers_open_into_formulas_and_inputs(two):
    numbers = opened_numbers(two)
    stored = load_run(two)
    verdict = stored.document["test"]
    assert numbers["test.accuracy"][0] == f"= {verdict['accuracy']:g}", "a whole number has no point"
    assert numbers["test.interval[low]"][0] == f"= {verdict['interval'][0]!r}"
    assert numbers["test.interval[high]"][0] == f"= {verdict['interval'][1]!r}"
    assert numbers["cost@0"][0] == f"= {stored.history.first_cost!r}"
    assert numbers["train.cost"][0] == f"= {stored.history.final_cost!r}"
    weight = next(name for name in numbers if name.startswith("W1[0,") and "@" not in name)
    assert numbers[weight][0] == f"= {float(stored.parameters['W1'][0, int(weight[5:-1])])!r}"
    cells = numbers["test.accuracy"][1]
    assert cells["in numbers"] == f"100 · {verdict['correct']} / 20"
    assert cells["check"] == "The formula gives the stored value, to the last bit."
    inside = [one.one("code").text for one in numbers["test.accuracy"][2].every("details")]
    assert inside[0] == "test.correct"
    assert any(name.startswith("test.right[") for name in inside)


def test_numbers_open_in_both_languages(two):
    first = opened_numbers(two)["train.cost"][2].one("dl")
    english, chinese = words(first, "en"), words(first, "zh")
    assert "more terms, which add up to" in english
    assert english != chinese


def test_each_number_opens_at_one_place_only(three):
    opened = reopen(three)
    page = read(report_page([Subject(opened.stored, opened.data, opened=numbers_of(opened).opened)]))
    names = [number.one("code").text for number in page.one(id="opened").every("details")]
    assert len(names) == len(set(names)) <= MOST + len(numbers_of(opened).opened)


def test_numbers_of_a_long_training_are_left_out(two, monkeypatch):
    monkeypatch.setattr(report_numbers, "LONGEST", 0.0)
    found = numbers_of(reopen(two))
    assert found.opened == []
    opened = reopen(two)
    page = read(report_page([Subject(opened.stored, opened.data, opened=found.opened, closed=found.closed)]))
    assert "No number opens on this page: the training took" in words(page.one(id="opened"))


def test_numbers_of_a_training_that_cannot_be_done_again_are_left_out(two, tmp_path):
    shutil.copytree(two, tmp_path / "run")
    history = (tmp_path / "run" / "history.csv").read_text().splitlines()
    iteration, _cost, *rest = history[2].split(",")
    history[2] = ",".join([iteration, "0.123", *rest])
    (tmp_path / "run" / "history.csv").write_text("\n".join(history) + "\n")
    found = numbers_of(reopen(tmp_path / "run"))
    assert found.opened == []
    assert "No number opens on this page" in str(found.closed)


def test_numbers_of_a_run_without_a_test_set(made):
    opened = reopen(made("alone.h5", "alone", "--holdout", 0, "--iterations", 50))
    assert [number.name.partition("[")[0] for number in numbers_of(opened).opened] == ["train.cost", "cost@0", "W1"]


def test_no_answer_is_called_more_certain_than_it_is():
    certain = Answer("", "", "a", "b", 0.99995, 9.9, "0-1", is_right=False)
    assert str(certain.certainty) == "> 99.9 %"
    assert str(replace(certain, probability=1.0).certainty) == "100.0 %"
    assert str(replace(certain, probability=0.987).certainty) == "98.7 %"


def test_copies_within_a_set_stand_side_by_side_too(two):
    opened = reopen(two)
    item = {"split": "train", "first": 3, "second": 7, "indices": [3, 7], "exact": False}
    opened.stored.document["findings"].append({"code": "GC-I14", "severity": "note", "text": "look", "items": [item]})
    for texts in opened.stored.document["texts"].values():
        texts["findings"].append("look")
    page = read(report_page([Subject(opened.stored, opened.data)]))
    (pair,) = page.every(class_="pair")
    assert [words(one.one("figcaption").one(class_="quiet")) for one in pair.every("figure")] == ["train 3", "train 7"]
    assert "near-identical" in words(pair)


def test_a_class_that_was_not_tested_has_no_recall_and_the_run_no_auc(two):
    stored = load_run(two)
    verdict = stored.document["test"]
    verdict["auc"] = None
    verdict["per_class"][0].update(n=0, correct=0)
    page = read(report_page([Subject(stored)]))
    assert "AUC" not in words(page.one(id="verdict"))
    assert rows(page.one(id="answers").one(class_="scores"))[1][1:] == ["–", "–", "", "–"]


def test_a_number_that_is_not_what_its_formula_gives_is_said_to_be_wrong(two):
    opened = reopen(two)
    opened.stored.document["test"]["accuracy"] = 99.0
    subject = Subject(opened.stored, opened.data, opened=numbers_of(opened).opened)
    assert [error.code for error in subject.wrong] == ["GC-Q08"]
    page = read(report_page([subject]))
    note = "1 number of this page is not what its formula gives, so this run must not be trusted: test.accuracy."
    for part in ("verdict", "opened"):
        assert note in words(page.one(id=part))
    (mark,) = (one for one in page.one(id="opened").every("dd") if any(one.every("b", class_="failed")))
    assert "but 99.0 was stored" in words(mark)


def test_all_numbers_of_a_sound_run_agree_with_their_formulas(three):
    opened = reopen(three)
    subject = Subject(opened.stored, opened.data, opened=numbers_of(opened).opened)
    assert sum(1 for one in subject.numbers for _number in one.every()) > 20
    assert subject.wrong == []
    assert subject.wrong_note is None
    page = read(report_page([subject]))
    assert not list(page.every(class_="failed"))


def test_the_page_tells_how_to_open_further(three):
    opened = reopen(three)
    page = read(report_page([Subject(opened.stored, opened.data, opened=numbers_of(opened).opened)]))
    assert words(page.one(class_="further")).endswith("glasscat explain three cost@0")


def test_the_headline_names_the_file_and_not_where_its_author_keeps_it(two):
    opened = reopen(two)
    folder = str(two.parent)
    page = read(report_page([Subject(opened.stored, opened.data)]))
    assert "two.h5" in words(page.one(class_="over"))
    assert folder not in words(page.one(class_="over"))
    assert folder in words(page.one(id="repeat"))
