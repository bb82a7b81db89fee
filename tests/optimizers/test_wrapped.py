"""Clipping, freezing and decay around any rule, and the masks that say what they apply to."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from glasscat.optimizers import (
    AdaGrad,
    Adam,
    AdamW,
    Clipped,
    Frozen,
    GradientDescent,
    Momentum,
    Nesterov,
    RMSProp,
    WeightDecay,
    for_layout,
    mask_of,
)
from glasscat.optimizers.schedules import StepDecay
from glasscat.parameters import Entry, Layout

LAYOUT = Layout(
    (
        Entry("W1", (2, 3), "weight"),
        Entry("b1", (2, 1), "bias"),
        Entry("gain1", (2, 1), "gain"),
        Entry("shift1", (2, 1), "shift"),
        Entry("W2", (1, 2), "weight"),
        Entry("b2", (1, 1), "bias"),
    )
)
RULES = (GradientDescent, Momentum, Nesterov, AdaGrad, RMSProp, Adam, AdamW)


def steps(optimizer, theta, gradients):
    theta = theta.copy()
    state = optimizer.init(theta)
    for grad in gradients:
        theta, state = optimizer.update(grad.copy(), state, theta)
    return theta


# ---------------------------------------------------------------------------------------------------------- clipping


def test_a_long_gradient_is_shortened_to_the_norm():
    theta = steps(Clipped(GradientDescent(1.0), norm=1), np.zeros(2), [np.array([30.0, 40.0])])
    assert_allclose(theta, [-0.6, -0.8], rtol=1e-6)  # PyTorch's 1e-6 on a length of 50 is 2e-8


def test_a_short_gradient_is_left_alone_to_the_last_bit():
    grad = np.random.default_rng(0).normal(size=50) / 100
    for limit in ({"norm": 1}, {"value": 1}):
        clipped = steps(Clipped(GradientDescent(1.0), **limit), np.zeros(50), [grad])
        assert_array_equal(clipped, -grad)


def test_each_run_has_its_own_norm():
    gradients = np.array([[3.0, 4.0], [0.3, 0.4], [300.0, 400.0]])
    theta = steps(Clipped(GradientDescent(1.0), norm=1), np.zeros((3, 2)), [gradients])
    assert_allclose(theta, [[-0.6, -0.8], [-0.3, -0.4], [-0.6, -0.8]], rtol=1e-5)


def test_a_gradient_beyond_all_numbers_is_seen():
    """Its square overflows; shrunk to 0 it would make training stand still."""
    with np.errstate(over="ignore"):
        theta = steps(Clipped(GradientDescent(1.0), norm=1), np.zeros((2, 2)), [np.array([[1e200, 1], [1, 1]])])
    assert np.isnan(theta[0]).all()
    assert np.isfinite(theta[1]).all()


@pytest.mark.parametrize("limit", [0, -1, float("nan"), float("inf")])
@pytest.mark.parametrize("kind", ["value", "norm"])
def test_limit_that_cannot_be_meant_is_refused(kind, limit):
    with pytest.raises(ValueError) as caught:
        Clipped(GradientDescent(0.1), **{kind: limit})
    assert caught.value.code == "GC-U43"


@pytest.mark.parametrize("limits", [{}, {"value": 1, "norm": 1}])
def test_one_limit_is_needed(limits):
    with pytest.raises(ValueError) as caught:
        Clipped(GradientDescent(0.1), **limits)
    assert caught.value.code == "GC-U44"


# ---------------------------------------------------------------------------------------------------------- freezing


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_frozen_parameters_stay_to_the_last_bit(rule, dtype):
    rng = np.random.default_rng(0)
    mask = mask_of(LAYOUT, ["W1", "b1"])
    theta = rng.normal(size=(2, LAYOUT.size)).astype(dtype)
    theta[:, :3] = [0.0, -0.0, 1e-40]  # the sign of zero is a bit too
    gradients = rng.normal(size=(20, *theta.shape)).astype(dtype)
    gradients[5, :, 2] = np.nan
    walked = steps(Frozen(rule(0.1), mask), theta, gradients)
    assert walked[:, mask].tobytes() == theta[:, mask].tobytes()
    assert np.isfinite(walked).all()
    assert (walked[:, ~mask] != theta[:, ~mask]).all()


@pytest.mark.parametrize("rule", RULES)
def test_the_others_step_as_if_alone(rule):
    rng = np.random.default_rng(0)
    mask = mask_of(LAYOUT, "weight")
    theta, gradients = rng.normal(size=LAYOUT.size), rng.normal(size=(10, LAYOUT.size))
    walked = steps(Frozen(rule(0.1), mask), theta, gradients)
    assert_array_equal(walked[~mask], steps(rule(0.1), theta[~mask], gradients[:, ~mask]))


def test_frozen_parameters_count_for_no_norm():
    mask = np.array([True, False])
    optimizer = Frozen(Clipped(GradientDescent(1.0), norm=10), mask)
    assert_array_equal(steps(optimizer, np.zeros(2), [np.array([1e9, 1.0])]), [0, -1])


# ------------------------------------------------------------------------------------------------------------- decay


def test_decay_follows_the_schedule_of_the_rule_inside():
    optimizer = WeightDecay(Clipped(GradientDescent(StepDecay(0.5, every=1, factor=0.5)), norm=1), 0.4)
    theta = steps(optimizer, np.array([1.0]), np.zeros((3, 1)))
    assert_allclose(theta, [(1 - 0.2) * (1 - 0.1) * (1 - 0.05)], rtol=1e-15)


def test_decay_of_each_run_goes_by_its_own_rate():
    theta = steps(WeightDecay(GradientDescent(np.array([0.5, 0.25])), 0.4), np.ones((2, 3)), np.zeros((1, 2, 3)))
    assert_allclose(theta, [[0.8] * 3, [0.9] * 3], rtol=1e-15)


@pytest.mark.parametrize("make", [lambda mask: AdamW(0.1, mask=mask), lambda mask: WeightDecay(Adam(0.1), 0.01, mask)])
def test_what_is_not_in_the_mask_does_not_decay(make):
    mask, theta = np.array([True, False, True]), np.array([1.0, 2, 3])
    assert_array_equal(steps(make(mask), theta, np.zeros((1, 3))) < theta, mask)


# ------------------------------------------------------------------------------------------------------------- masks


@pytest.mark.parametrize(
    ("selection", "selected"),
    [
        ("W1", ["W1"]),
        (("b2", "W1"), ["W1", "b2"]),
        ("weight", ["W1", "W2"]),
        (["bias", "gain", "shift"], ["b1", "gain1", "shift1", "b2"]),
        (["weight", "b1"], ["W1", "b1", "W2"]),
        ([], []),
    ],
)
def test_mask_is_true_where_selected(selection, selected):
    marked = LAYOUT.views(mask_of(LAYOUT, selection))
    assert [name for name, part in marked.items() if part.all()] == selected
    assert [name for name, part in marked.items() if part.any()] == selected


def test_mask_of_a_mask_is_itself():
    mask = np.ones(LAYOUT.size, dtype=bool)
    assert mask_of(LAYOUT, mask) is mask


def test_unknown_entry_is_refused_with_the_nearest():
    with pytest.raises(ValueError) as caught:
        mask_of(LAYOUT, ["W1", "weihgt"])
    assert caught.value.code == "GC-U54"
    assert "nearest is weight" in str(caught.value)
    assert "W2" in str(caught.value)


def decaying(optimizer):
    """Names of entries that shrink without a gradient."""
    walked = LAYOUT.views(steps(optimizer, np.ones(LAYOUT.size), np.zeros((1, LAYOUT.size))))
    return [name for name, part in walked.items() if (part < 1).all()]


@pytest.mark.parametrize(
    "make",
    [
        lambda mask: AdamW(0.1, mask=mask),
        lambda mask: WeightDecay(GradientDescent(0.1), 0.1, mask),
        lambda mask: Clipped(WeightDecay(Momentum(0.1), 0.1, mask), norm=1),
        lambda mask: WeightDecay(Clipped(AdamW(0.1, mask=mask), value=1), 0.1, mask),
    ],
)
def test_in_a_network_only_weights_decay_unless_asked(make):
    assert decaying(for_layout(make(None), LAYOUT)) == ["W1", "W2"]
    assert decaying(for_layout(make(("weight", "bias")), LAYOUT)) == ["W1", "b1", "W2", "b2"]
    assert decaying(for_layout(make(mask_of(LAYOUT, "b1")), LAYOUT)) == ["b1"]
    assert decaying(make(None)) == list(LAYOUT.slices)  # a vector without a layout has no kinds


def test_names_become_masks_however_deep():
    frozen = for_layout(Frozen(WeightDecay(AdamW(0.1), 0.1), ["W1"]), LAYOUT)
    assert decaying(frozen) == ["W2"]
    with pytest.raises(ValueError) as caught:
        for_layout(Clipped(Frozen(Adam(0.1), "W9"), norm=1), LAYOUT)
    assert caught.value.code == "GC-U54"


def test_rules_without_a_mask_are_left_as_they_are():
    adam = Adam(0.1)
    assert for_layout(adam, LAYOUT) is adam


@pytest.mark.parametrize(
    ("mask", "found"),
    [
        (np.ones(3, dtype=bool), "bool (3,)"),
        (np.ones((1, LAYOUT.size), dtype=bool), f"bool (1, {LAYOUT.size})"),
        (np.ones(LAYOUT.size), f"float64 ({LAYOUT.size},)"),
        (["W1"], "['W1']"),
    ],
)
@pytest.mark.parametrize(
    "make", [lambda m: Frozen(Adam(), m), lambda m: AdamW(mask=m), lambda m: WeightDecay(Adam(), 0.1, m)]
)
def test_mask_that_does_not_fit_is_refused_before_the_first_step(make, mask, found):
    with pytest.raises(ValueError) as caught:
        make(mask).init(np.zeros(LAYOUT.size))
    assert caught.value.code == "GC-U53"
    assert found in str(caught.value)


@pytest.mark.parametrize("rule", RULES)
def test_only_combinations_of_gradients_stay_in_the_span(rule):
    """Every gradient is a multiple of one direction; a rule that says so steps along it and nowhere else."""
    direction = np.array([3.0, -1.0, 0.5])
    theta = steps(rule(0.1), np.ones(3), [direction, 2 * direction, -3 * direction]) - 1
    off = np.linalg.norm(theta - direction * (theta @ direction) / (direction @ direction))
    assert rule.stays_in_span == (off < 1e-12)


@pytest.mark.parametrize("rule", RULES)
def test_what_is_wrapped_stays_in_the_span_where_it_does_alone(rule):
    """Unless single numbers are chosen, or the gradient is clipped: in the coordinates of samples both are others."""
    inside, mask = rule(0.1), np.array([True, False])
    for wrapped in (Frozen(inside, ["W1"]), WeightDecay(inside, 0.1), WeightDecay(inside, 0.1, "weight")):
        assert wrapped.stays_in_span == inside.stays_in_span
    for wrapped in (Frozen(inside, mask), WeightDecay(inside, 0.1, mask), Clipped(inside, norm=1)):
        assert not wrapped.stays_in_span
