"""What each card says: its numbers are those of the object."""

import re
from base64 import b64decode
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import glasscat as gc
from glasscat.data.findings import Finding
from glasscat.errors import DivergedError
from glasscat.i18n import _, use_language
from glasscat.layers import BatchNorm, Dense, Dropout, LeakyReLU, ReLU, Sigmoid, SigmoidOutput, SoftmaxOutput
from glasscat.run.study_card import MOST_ROWS, study_card
from glasscat.studies.study import Column, Table


def strips(tree, shown):
    """Pictures of a card as arrays, from their data addresses."""
    sources = [image.get("src").partition(",")[2] for image in tree(shown).iter("img")]
    return [np.asarray(Image.open(BytesIO(b64decode(source))).convert("RGB"), np.float64) for source in sources]


@dataclass
class Shown:
    """Something that shows itself, with a card given."""

    card: str

    def _repr_html_(self):
        return self.card


def test_data_shows_how_many_samples_of_which_class(pictures, grids, read):
    (classes,) = grids(pictures)
    assert classes[0] == ["class", "training", "test", ""]
    assert [row[:3] for row in classes[1:]] == [["dog", "7", "3"], [pictures.class_names[1][:-1] + r"\x07", "7", "3"]]
    assert "14 training samples, 6 test samples, each 8 × 8 × 3" in read(pictures)


def test_data_shows_pictures_of_each_class(tree):
    y = np.arange(8) % 2
    X = np.where(y[:, None, None, None] == 0, 40, 200).astype(np.uint8) * np.ones((1, 32, 64, 3), np.uint8)
    dark, bright = strips(tree, gc.from_arrays(X, y))
    assert dark.shape == bright.shape == (20, 160, 3), "four pictures, 40 pixels wide at most"
    assert dark.mean() == pytest.approx(40, abs=3), "WebP loses a little"
    assert bright.mean() == pytest.approx(200, abs=3)


def test_fractions_are_shown_as_pixels(tree):
    X = np.full((4, 8, 8, 3), 0.5)
    (strip, _other) = strips(tree, gc.from_arrays(X, np.arange(4) % 2))
    assert strip.mean() == pytest.approx(127.5, abs=3)


def test_data_shows_what_was_found(pictures, read):
    found = gc.inspect(pictures)
    assert found
    words = read(pictures)
    for one in found:
        assert f"{one.text} [{one.code}]".replace("\x07", r"\x07") in words


def test_data_without_fault_says_so(read):
    assert "Inspection found nothing wrong." in read(gc.load("drawn-cats"))


def test_large_data_is_not_inspected_in_passing(read, monkeypatch):
    monkeypatch.setattr("glasscat.data.card.LARGEST", 3)
    data = gc.from_arrays(np.eye(4), [0, 1, 0, 1])
    assert "gc.inspect(data) tells" in read(data)
    assert "4 training samples, each 4" in read(data)


def test_of_many_classes_some_are_shown(grids, read):
    data = gc.from_arrays(np.eye(20), np.arange(20) % 10)
    assert len(grids(data)[0]) == 1 + 6
    assert "and 4 more classes" in read(data)


def test_samples_without_a_class_have_no_pictures_of_it(pictures, tree, grids):
    ones = pictures.train.take(np.flatnonzero(pictures.train.y == 1))
    assert len(strips(tree, ones)) == 1
    assert [row[:2] for row in grids(ones)[0]] == [["class", "samples"], ["0", "0"], ["1", "7"]]


def test_network_shows_units_and_parameters(read):
    words = read(gc.Network.dense(12288, [20, 7, 5], 2))
    assert words.startswith("12,288 → 20 → 7 → 5 → 1")
    for layer in ("20 ReLU 245,780 parameters", "7 ReLU 147 parameters", "5 ReLU 40 parameters"):
        assert layer in words
    assert words.endswith("1 sigmoid 6 parameters 245,973 parameters · cross-entropy")


def test_network_shows_what_goes_with_a_layer(read):
    layers = (Dense(4), BatchNorm(), LeakyReLU(), Dropout(0.25), Dense(3), Sigmoid(), Dense(3))
    network = gc.Network(5, layers, SoftmaxOutput(3, "squared-error"))
    words = read(network)
    # 4 · 5 + 4 weights and biases, and a gain and a shift for each of 4 units
    assert "4 batch norm leaky ReLU dropout 0.25 32 parameters" in words
    assert "3 sigmoid 15 parameters 3 softmax 12 parameters" in words
    assert words.endswith(f"{network.layout.size} parameters · squared error")


def test_two_linear_layers_are_two_boxes(read):
    words = read(gc.Network(5, (Dense(4), Dense(2), ReLU(), Dense(1)), gc.Network.dense(5, [], 2).output))
    assert "4 linear 24 parameters 2 ReLU 10 parameters" in words


def test_history_shows_its_costs(run, read):
    words = read(run.history)
    assert f"cost {run.history.first_cost:.4g} → {run.history.final_cost:.4g}" in words
    assert f"training {run.history.final_cost:.4g}" in words
    assert f"test {run.history.test_costs[-1][1]:.4g}" in words
    assert "50 iterations in" in words


def test_run_shows_score_verdict_network_and_settings(run, read, grids):
    words = read(run)
    assert words.startswith(str(run.verdict.score.text))
    assert words.count(str(run.verdict.score.text)) == 1
    sentence = re.sub(r"\s+", " ", str(run.verdict.sentence)).partition("%). ")[2]
    assert sentence in words
    assert "192 input 1 sigmoid 193 parameters" in words
    assert ["optimizer", "GradientDescent(learning_rate=0.01)"] in grids(run)[0]
    assert ["iterations", "50"] in grids(run)[0]


def test_verdict_of_a_run_is_that_of_evaluate(run):
    assert run.verdict.as_json() == gc.evaluate(run, run.data.test).as_json()


def test_run_without_a_test_set_says_that_nothing_is_known(run, read):
    alone = gc.fit(run.network, replace(run.data, test=None), optimizer=gc.GradientDescent(0.01), iterations=5)
    assert alone.verdict is None
    words = read(alone)
    assert words.startswith("On the samples it was trained on: ")
    assert "how well it does on new samples is not known" in words


def test_run_on_large_data_is_not_judged_in_passing(run, read, monkeypatch):
    monkeypatch.setattr("glasscat.run.card.LARGEST", 3)
    words = read(replace(run))
    assert words.startswith(str(run.verdict.score.text))
    assert "gc.evaluate(run, run.data.test) tells" in words


def test_run_that_diverged_says_so(run, read):
    failure = DivergedError("GC-T01", "", _("the cost left the finite numbers."), None)
    assert read(replace(run, failure=failure)).startswith("the cost left the finite numbers.")


def test_stored_run_says_what_the_run_said(run, stored, read):
    before, after = read(run), read(stored)
    title = str(run.verdict.score.text)
    assert after.startswith(title)
    assert after.partition("192 input")[0] == before.partition("192 input")[0], "score, worth and diagnosis"
    assert str(stored.path) in after


def test_stored_run_speaks_the_language_of_the_moment(run, stored, read):
    with use_language("zh"):
        assert read(stored).partition("192")[0] == read(run).partition("192")[0]


def test_stored_run_without_a_test_set(stored, read):
    kept = {name: value for name, value in stored.document.items() if name not in {"test", "texts"}}
    words = read(gc.StoredRun(stored.path, kept, stored.history, stored.model))
    assert words.startswith("On the samples it was trained on: ")
    del kept["train"]
    words = read(gc.StoredRun(stored.path, kept, stored.history, stored.model))
    assert words.startswith(str(stored.path))


def test_run_that_was_kept_in_one_language_is_shown_in_it(stored, read):
    kept = {name: value for name, value in stored.document.items() if name != "texts"}
    words = read(gc.StoredRun(stored.path, kept, stored.history, stored.model))
    assert re.sub(r"\s+", " ", stored.document["test"]["sentence"]) in words


def test_verdict_shows_the_tables_of_the_terminal(run, grids):
    baselines, classes, confusion = grids(run.verdict)
    printed = str(run.verdict)
    for row in (*baselines, *classes[1:2], *confusion[1:2]):
        for cell in row:
            assert cell in printed
    assert baselines[1][:3] == ["this model", f"{run.verdict.correct} of 6", f"{run.verdict.accuracy:.1f} %"]
    assert [row[1:] for row in confusion[1:]] == [[str(n) for n in row] for row in run.verdict.confusion]


def test_model_shows_what_it_takes_and_knows(run, grids, read):
    shown = dict(grids(run.model)[0])
    assert shown["takes"] == "pictures of 8 × 8 × 3"
    assert shown["trained on"].startswith("dog: 7, ")
    assert shown["parameters"] == "193, float64"
    assert shown["threshold"] == "0.5"
    assert read(run.model).startswith("Model of dog, ")


def test_model_of_rows_and_many_classes(grids):
    data = gc.from_arrays(np.eye(20), np.arange(20) % 10)
    model = gc.fit(gc.Network.dense(20, [], 10), data, optimizer=gc.GradientDescent(0.1), iterations=1).model
    shown = dict(grids(model)[0])
    assert shown["takes"] == "rows of 20"
    assert shown["trained on"].endswith("7: 2, …")
    assert "threshold" not in shown


def test_prediction_shows_every_probability(run, grids, read, pictures):
    answer = run.predict(pictures.test)[0]
    (rows,) = grids(answer)
    best, other = sorted(answer.probabilities.values(), reverse=True)
    assert [row[1] for row in rows] == ["probability", f"{best:.3f}", f"{other:.3f}"]
    assert read(answer).startswith(f"{answer.sample}: ")


def test_prediction_among_many_classes_shows_the_most_probable(grids, read):
    shares = {f"class {k}": k / 45 for k in range(10)}
    answer = gc.Prediction("photo.png", "class 9", 9 / 45, shares, (_("training"),))
    assert [row[0] for row in grids(answer)[0][1:]] == [f"class {k}" for k in range(9, 1, -1)]
    assert read(answer).endswith("and 2 more classes training")


def test_gradient_check_shows_every_error_and_marks_what_is_wrong(everything, grids, read):
    report = everything["gradients"]
    errors, worst = grids(report)
    assert [row[0] for row in errors] == ["entry", "W1", "b1", "W2", "b2", "limit"]
    assert errors[1][3] == f"{report.of('W1', 'differences').error:.1e} ✓"
    assert worst[1][1] == report.worst("differences")[0].place
    assert read(report).startswith(str(report.sentence))
    assert "#D55E00" not in report._repr_html_()
    first, *rest = report.comparisons
    wrong = replace(report, comparisons=(replace(first, error=0.5, distance=1.0), *rest), notes=(_("training"),))
    assert "5.0e-01 ✗" in read(wrong)
    assert "Maybe a mistake" in read(wrong)
    assert "#D55E00" in wrong._repr_html_()


def test_gradient_check_tells_of_kinks(read):
    # one ReLU whose Z is 5e-5, nearer to 0 than the nudge of 1e-4
    network = gc.Network(1, (Dense(1), ReLU(), Dense(1)), SigmoidOutput())
    theta = np.array([1.0, 5e-5 - 1.0, 1.0, 0.0])
    report = gc.check_gradients(network, np.ones((1, 1)), np.ones((1, 1)), theta)
    words = read(report)
    assert "Kinks: 1 Z of a ReLU is so near to 0" in words
    assert "Z1[0, 0] = 5e-05" in words
    with use_language("zh"):
        assert "。 " not in report._repr_html_(), "Chinese sets no space between sentences"


def test_why_shows_picture_map_and_words(everything, tree, read):
    why = everything["why"]
    picture, of_pixels = strips(tree, why)
    both = picture.mean(axis=-1), why.picture.X[0].mean(axis=-1)
    assert np.corrcoef(*map(np.ravel, both))[0, 1] > 0.8, "noise is what WebP keeps worst, its colours above all"
    red = of_pixels[..., 0] - of_pixels[..., 2]
    assert np.corrcoef(red.ravel(), why.pixels.map.ravel())[0, 1] > 0.9, "red is above zero, blue below"
    assert f"z = +{why.z:.4g}" in read(why) or f"z = −{-why.z:.4g}" in read(why)


def test_why_of_a_deep_network_shows_what_covering_does(pictures, tree, read):
    deep = gc.fit(gc.Network.dense(192, [4], 2), pictures, optimizer=gc.GradientDescent(0.01), iterations=20)
    why = gc.why(deep, "test:1")
    assert len(strips(tree, why)) == 2
    assert "fall of the probability where it is covered" in read(why)


def test_explanation_shows_every_line(everything, grids, read):
    opened = everything["explanation"]
    assert [tuple(row) for row in grids(opened)[0]] == opened.rows()
    assert read(opened).startswith(opened.title)


def test_graph_shows_its_picture_or_its_text(everything, tree):
    graph = everything["graph"]
    assert graph.svg().partition(">")[2].strip() in graph._repr_html_()
    many = gc.graph(" + ".join(f"x{k}*x{k}" for k in range(60)), **{f"x{k}": 1.0 for k in range(60)})
    words = "".join(tree(many).itertext())
    assert str(many) in words


@dataclass
class Outcome:
    """A study with a table of n rows."""

    n: int
    kind: str = "sweep"

    @property
    def sentence(self):
        return _("training")

    @property
    def findings(self):
        return (Finding("GC-Y25", "warning", _("test")),)

    @property
    def table(self):
        columns = Column("rate", "rate", ".2f"), Column("cost", _("cost J"), ".4f"), Column("name", "<name>")
        return Table(columns, tuple((0.1 * k, None if k == 1 else k / 3, "<b>") for k in range(self.n)))


def test_study_shows_its_sentence_and_its_table(grids, read):
    shown = Shown(study_card(Outcome(3), Path("runs/study-1")))
    assert grids(shown) == [
        [["rate", "cost J", "<name>"], ["0.00", "0.0000", "<b>"], ["0.10", "-", "<b>"], ["0.20", "0.6667", "<b>"]]
    ]
    assert read(shown).startswith("The study: sweep training")
    assert read(shown).endswith("test [GC-Y25] Kept in runs/study-1")


def test_study_of_many_rows_says_where_the_others_are(grids, read):
    shown = Shown(study_card(Outcome(40), Path("study")))
    assert len(grids(shown)[0]) == 1 + MOST_ROWS
    assert "and 28 rows more in table.csv" in read(shown)
