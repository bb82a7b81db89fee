"""The page that says why: what is drawn, and what is written."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from glasscat.attribution.attribution import Attribution, Trained
from glasscat.attribution.words import signed
from glasscat.errors import UsageError
from glasscat.network import Network
from glasscat.reports.figures import write_figures
from glasscat.reports.figures.tiles import COLUMNS
from glasscat.reports.figures.why import why

NAMES = ("dog", "cat")


@pytest.fixture
def explained(make_samples):
    """Return a function that explains a picture of noise by a network of given layers."""

    def explain(hidden=(), train=True, size=(8, 8), know_start=True, scale=0.1):
        data = make_samples([0, 1] * 8, size)
        network = Network.dense(data.n_features, hidden, 2, init="normal", init_scale=scale)
        X, theta = data.columns(), network.initial(0)
        W1 = network.layout.views(theta)["W1"]
        W1 += np.linspace(-0.01, 0.01, 16) @ X.T
        asked = Trained(network, theta, np.empty(0), NAMES, network.initial(0) if know_start else None)
        picture = make_samples([1], size, "test")
        picture.X[...] = picture.X[:, ::-1]
        return Attribution.of(asked, picture, data if train else None)

    return explain


def test_a_neuron_is_drawn_with_both_maps(explained, shown):
    found = explained()
    picture, of_pixels, contrast, bar, *others = shown(why(found))
    np.testing.assert_array_equal(picture, found.picture.X[0])
    np.testing.assert_allclose(of_pixels, found.pixels.map)
    np.testing.assert_allclose(contrast, found.pixels.contrast_map)
    assert bar.shape == (1, 129)
    assert bar.max() == pytest.approx(max(np.abs(of_pixels).max(), np.abs(contrast).max()))
    chosen = [*found.training.towards(COLUMNS), *found.training.away(COLUMNS)]
    assert len(others) == len(chosen)
    for drawn, j in zip(others, chosen, strict=True):
        np.testing.assert_array_equal(drawn, found.train.X[j])


def test_all_maps_have_one_range_around_zero(explained):
    figure = why(explained())
    limits = {image.get_clim() for image in figure.axes[0].images if np.ndim(image.get_array()) == 2}
    ((low, high),) = limits
    assert low == -high


def test_a_neuron_is_described(explained, said):
    found = explained()
    words = said(why(found))
    assert words[0] == ("Why cat?" if found.z > 0 else "Why not cat?")
    assert words[1].startswith(f"z = {signed(found.z)} for cat")
    pushing = found.training.contributions[found.training.contributions > 0]
    assert f"Towards cat: {signed(pushing.sum())} in all, from {len(pushing)} of 16 training pictures" in words
    strongest = found.training.towards(1)[0]
    place = words.index(signed(found.training.contributions[strongest]))
    assert words[place + 1 : place + 3] == [NAMES[found.train.y[strongest]], found.train.names[strongest]]


def test_an_approximate_sum_is_called_so(explained, said):
    found = explained()
    left = replace(found, training=replace(found.training, outside_share=0.1))
    assert "The sum over training pictures is approximate." in said(why(left))[1]
    assert "approximate" not in said(why(found))[1]


def test_a_deep_network_is_drawn_with_the_patch_that_counts(explained, shown, said):
    found = explained((4,), scale=1.0)
    figure = why(found)
    picture, fall, covered, _bar, *others = shown(figure)
    np.testing.assert_allclose(fall, 100 * found.occlusion.map)
    differs = np.argwhere((picture != covered).any(axis=-1))
    side = found.occlusion.side
    assert 1 <= len(differs) <= side**2
    assert (covered[tuple(differs[0])] == 128).all()
    i, column = divmod(int(np.abs(found.occlusion.drops).argmax()), len(found.occlusion.columns))
    assert differs[0].tolist() == [found.occlusion.rows[i], found.occlusion.columns[column]]
    nearest = [*found.by_pixels.first(COLUMNS), *found.by_activations.first(COLUMNS)]
    for drawn, j in zip(others, nearest, strict=True):
        np.testing.assert_array_equal(drawn, found.train.X[j])
    words = said(figure)
    change = signed(-100 * float(found.occlusion.drops[i, column]))
    assert f"the probability: {change} points" in words
    assert "What is shown is approximate." in words[1]
    assert f"{found.by_pixels.distances.min():.3g}" in words


@pytest.mark.parametrize("hidden", [(), (4,)])
def test_without_training_pictures_the_page_ends_below_the_maps(explained, hidden):
    whole, part = why(explained(hidden)), why(explained(hidden, train=False))
    assert part.get_figheight() < whole.get_figheight() - 3
    assert len(part.axes[0].images) == (3 if not hidden else 4)


def test_without_the_beginning_no_pushes_are_drawn(explained, said):
    words = said(why(explained(know_start=False)))
    assert not any(line.startswith("Towards") for line in words)
    assert "against the mean picture" in words


def test_large_pictures_are_averaged(explained, shown):
    picture, of_pixels, *_others = shown(why(explained(size=(450, 300), train=False)))
    assert picture.shape[:2] == of_pixels.shape == (150, 100)


def test_flat_maps_have_a_range(explained, shown):
    found = explained()
    flat = replace(found, pixels=replace(found.pixels, channels=np.zeros((8, 8, 3)), contrast=None), training=None)
    assert shown(why(flat))[-1].max() == 1


def test_title_may_be_given(explained, said):
    assert said(why(explained(), title="Our cat"))[0] == "Our cat"


def test_features_are_refused(explained):
    found = explained()
    rows = replace(found.picture, X=found.picture.X.reshape(1, -1))
    with pytest.raises(UsageError, match="GC-F03"):
        why(replace(found, picture=rows))


def test_same_explanation_same_bytes(explained, tmp_path):
    first, second = (write_figures(tmp_path / name, {"why": why(explained())})[0].read_bytes() for name in ("a", "b"))
    assert first == second
    assert len(first) < 200_000
