"""What an explanation says, and its JSON."""

from __future__ import annotations

import json

import numpy as np
import pytest

from glasscat.attribution.attribution import Attribution
from glasscat.attribution.document import document
from glasscat.attribution.words import answer, paragraphs, percent, question, signed
from glasscat.optimizers import Adam, GradientDescent, WeightDecay


def one(samples, i):
    return samples.take(np.array([i]))


def said(attribution):
    return " ".join(str(paragraph) for paragraph in paragraphs(attribution))


@pytest.fixture(scope="module")
def neuron(pictures, trained):
    data = pictures()
    return Attribution.of(trained(data), one(data.test, 1), data.train)


@pytest.fixture(scope="module")
def deep(pictures, trained):
    data = pictures(3)
    return Attribution.of(trained(data, hidden=(6,)), one(data.test, 1), data.train)


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0, "0"), (1.23456, "+1.235"), (-0.5, "−0.5"), (1234.5, "+1,234"), (-98765.4, "−98,765")],
)
def test_numbers_carry_their_sign(value, words):
    assert signed(value) == words


def test_a_neuron_gives_the_sum_in_words_and_numbers(neuron):
    words = said(neuron)
    z, b = signed(neuron.z), signed(neuron.pixels.bias)
    assert str(answer(neuron)) == f"z = {z} for cat, so its probability is {100 * neuron.probability:.1f} %."
    assert f"b = {b}; together {z}. Exact." in words
    plus = neuron.training.contributions[neuron.training.contributions > 0]
    assert f"{signed(plus.sum())} towards cat (pictures: {len(plus)})" in words
    assert words.count("Exact.") == 2
    assert "approximate" not in words


def test_the_question_is_why_or_why_not(pictures, trained):
    data = pictures()
    asked = trained(data)
    both = [Attribution.of(asked, one(data.test, 0), data.train, k) for k in (0, 1)]
    predicted = max(both, key=lambda found: found.probability)
    assert {str(question(found)) for found in both} == {
        f"Why {predicted.class_name}?",
        f"Why not {({'cat', 'dog'} - {predicted.class_name}).pop()}?",
    }


def test_softmax_says_that_other_classes_count(pictures, trained):
    data = pictures(3)
    words = said(Attribution.of(trained(data), one(data.test, 0), data.train))
    assert "against the z of the other classes" in words


def test_what_cancels_is_told(neuron):
    """By the numbers themselves: the pushes, added up without their signs, against what is left."""
    times = np.abs(neuron.training.contributions).sum() / abs(neuron.z)
    assert (f"add up to {times:,.0f} times what is left" in said(neuron)) == (times > 10)
    assert times > 10


def test_adam_is_never_called_exact(pictures, trained):
    data = pictures()
    found = Attribution.of(trained(data, optimizer=Adam(0.001)), one(data.test, 0), data.train)
    words = said(found)
    assert f"Only approximate: {100 * found.training.outside_share:.3g} % of what the weights have learnt" in words
    assert signed(found.training.outside) in words
    assert words.count("Exact.") == 1  # the pixels


def test_float32_says_how_exact(pictures, trained):
    data = pictures()
    words = said(Attribution.of(trained(data, dtype=np.float32), one(data.test, 0), data.train))
    assert "Exact up to the rounding of float32" in words


def test_what_decay_has_left_is_told(pictures, trained):
    data = pictures()
    rule = WeightDecay(GradientDescent(0.05), 0.5)
    words = said(Attribution.of(trained(data, optimizer=rule, init="he"), one(data.test, 0), data.train))
    assert f"has left {100 * (1 - 0.05 * 0.5) ** 60:.3g} % of the initial weights" in words


def test_dependent_pictures_are_told(pictures, trained):
    data = pictures(m=100)
    assert "Only 90 of the 100 training pictures are linearly independent" in said(
        Attribution.of(trained(data), one(data.test, 0), data.train)
    )


def test_a_picture_that_was_trained_on_is_told(pictures, trained, neuron):
    data = pictures()
    found = Attribution.of(trained(data), one(data.train, 7), data.train)
    assert found.copies.tolist() == [7]
    assert f"This very picture was trained on ({data.train.names[7]})" in said(found)
    assert "This very picture" not in said(neuron)


def test_a_deep_network_is_called_approximate(deep):
    words = said(deep)
    assert str(answer(deep)).startswith(f"The probability of {deep.class_name} is")
    assert "approximate" in words
    assert "Exact" not in words
    row, column, drop = deep.occlusion.largest
    assert f"row {row}, column {column} it costs {deep.class_name} the most" in words
    assert f"falls from {100 * deep.probability:.1f} % to {100 * (deep.probability - drop):.1f} %" in words
    alike = [sum(deep.train.y[j] == deep.k for j in near.first(10)) for near in (deep.by_pixels, deep.by_activations)]
    assert f"Of the 10 training pictures nearest in their pixels, {alike[0]} are" in words
    assert f"makes of them, {alike[1]}." in words


def test_a_dead_network_is_changed_by_no_patch(pictures, trained):
    """All weights zero: no patch costs anything, none helps, and nothing is said of either."""
    data = pictures()
    asked = trained(data, hidden=(3,))
    asked.theta[...] = 0
    words = said(Attribution.of(asked, one(data.test, 0), None))
    assert "one after the other." in words
    assert "costs" not in words
    assert "helps" not in words


def test_printed_it_says_everything(neuron, deep):
    for found in (neuron, deep):
        assert str(found).splitlines() == [str(paragraph) for paragraph in paragraphs(found)]


def test_json_of_a_neuron_adds_up(neuron):
    found = json.loads(json.dumps(document(neuron)))
    assert found["z"] == neuron.z
    assert found["exact"] is True
    assert np.sum(found["pixels"]["map"]) + found["pixels"]["bias"] == pytest.approx(neuron.z, abs=1e-12)
    contrast = np.sum(found["pixels"]["contrast"]) + found["pixels"]["reference"]
    assert contrast == pytest.approx(neuron.z, abs=1e-12)
    training = found["training"]
    parts = [picture["coefficient"] * picture["product"] for picture in training["pictures"]]
    total = sum(parts) + training["initial"] + training["outside"] + training["bias"]
    assert total == pytest.approx(neuron.z, abs=1e-12)
    shares = [abs(picture["contribution"]) for picture in training["pictures"]]
    assert shares == sorted(shares, reverse=True)
    first = training["pictures"][0]
    assert first["name"] == neuron.train.names[first["index"]]
    assert first["class"] == neuron.class_names[neuron.train.y[first["index"]]]
    assert (found["occlusion"], found["nearest"]) == (None, {"pixels": None, "activations": None})
    assert found["text"] == [str(paragraph) for paragraph in paragraphs(neuron)]


def test_json_of_a_deep_network(deep):
    found = json.loads(json.dumps(document(deep)))
    assert (found["z"], found["exact"], found["pixels"], found["training"]) == (None, False, None, None)
    assert np.array(found["occlusion"]["drops"]).shape == (
        len(found["occlusion"]["rows"]),
        len(found["occlusion"]["columns"]),
    )
    near = found["nearest"]["pixels"]
    assert [one["index"] for one in near] == deep.by_pixels.first(10).tolist()
    assert near[0]["distance"] == deep.by_pixels.distances.min()
    assert sum(found["probabilities"].values()) == pytest.approx(1)
    assert found["class"] in found["probabilities"]


def test_json_without_training_pictures(pictures, trained):
    data = pictures()
    found = document(Attribution.of(trained(data), one(data.test, 0), None))
    assert (found["training"], found["pixels"]["contrast"]) == (None, None)
    assert found["notes"]


@pytest.mark.parametrize(
    ("probability", "said"),
    [(0.0, "0.0 %"), (2e-5, "< 0.1 %"), (0.5, "50.0 %"), (1 - 2e-5, "> 99.9 %"), (1.0, "100.0 %")],
)
def test_no_probability_is_rounded_to_certainty(probability, said):
    assert str(percent(probability)) == said
