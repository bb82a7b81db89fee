"""Every output, through every contract of `glasscat.layers.Output`."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from glasscat.layers import SigmoidOutput, SoftmaxOutput

from .slopes import richardson, two_sided

LOSSES = ["cross-entropy", "squared-error"]
OUTPUTS = [
    *(SigmoidOutput(loss) for loss in LOSSES),
    *(SoftmaxOutput(n, loss) for n in (2, 3, 5) for loss in LOSSES),
]
every_output = pytest.mark.parametrize("output", OUTPUTS, ids=repr)


def n_classes(output):
    return getattr(output, "n_classes", 2)


def draw(output, m, runs=()):
    rng = np.random.default_rng(m)
    y = rng.integers(0, n_classes(output), m)
    return rng.normal(size=(*runs, output.n_units, m)), output.targets(y, np.dtype(np.float64)), y


def cost(output, Z, Y):
    return output.cost(Z, output.activate(Z), Y)


@every_output
def test_targets_are_the_classes(output):
    y = np.array([0, n_classes(output) - 1, 1, 0])
    for dtype in (np.dtype(np.float32), np.dtype(np.float64)):
        Y = output.targets(y, dtype)
        assert Y.dtype == dtype
        assert Y.shape == (output.n_units, 4)
        for s, label in enumerate(y):
            assert_array_equal(Y[:, s], [label] if output.n_units == 1 else [k == label for k in range(output.n_units)])


@every_output
@pytest.mark.parametrize("m", [1, 4])
def test_cost_is_the_textbook_loop(output, m):
    Z, Y, y = draw(output, m)
    A = output.activate(Z)
    J = 0
    for s in range(m):
        if output.loss == "squared-error":
            J += sum((A[i, s] - Y[i, s]) ** 2 / 2 for i in range(output.n_units))
        elif output.n_units == 1:
            J += -np.log(A[0, s] if y[s] else 1 - A[0, s])
        else:
            J += -np.log(A[y[s], s])
    assert output.cost(Z, A, Y) == pytest.approx(J / m, rel=1e-13)


WEIGHTS = {"equal": None, "different": np.array([0.5, 2, 0, 1.5])}


@every_output
@pytest.mark.parametrize("s", WEIGHTS.values(), ids=WEIGHTS)
@pytest.mark.parametrize(("slopes", "step", "tol"), [(two_sided, 1e-5, 1e-8), (richardson, 1e-3, 1e-10)])
def test_backward_is_the_slope_of_the_cost(output, s, slopes, step, tol):
    for m in (1, 4):
        Z, Y, _y = draw(output, m)
        weights = None if s is None else s[:m]
        dZ = output.backward(output.activate(Z), Y, weights)
        slope = slopes(lambda Z, Y=Y, s=weights: output.cost(Z, output.activate(Z), Y, s), Z, step)
        assert_allclose(dZ, slope, rtol=tol * 10, atol=tol)


@every_output
def test_a_sample_of_weight_2_counts_as_two(output):
    Z, Y, _y = draw(output, 4)
    twice = [0, 1, 1, 2, 3]
    s = np.array([1.0, 2, 1, 1])
    assert_allclose(
        4 * output.cost(Z, output.activate(Z), Y, s), 5 * cost(output, Z[:, twice], Y[:, twice]), rtol=1e-13
    )


@every_output
def test_probabilities_add_up_to_one_and_class_1_is_what_the_sigmoid_speaks_for(output):
    Z, _Y, _y = draw(output, 7, runs=(2,))
    A = output.activate(Z)
    p = output.probabilities(A)
    assert p.shape == (2, n_classes(output), 7)
    assert (p >= 0).all()
    assert_allclose(p.sum(axis=-2), 1, rtol=1e-14)
    assert_array_equal(p[:, 1:] if output.n_units == 1 else p, A)


@every_output
def test_row_r_is_the_lone_run_r(output):
    Z, Y, _y = draw(output, 5, runs=(3,))
    A = output.activate(Z)
    J, dZ = output.cost(Z, A, Y), output.backward(A, Y)
    assert J.shape == (3,)
    for r in range(3):
        alone = output.activate(Z[r])
        assert_allclose(A[r], alone, rtol=1e-12)
        assert_allclose(J[r], output.cost(Z[r], alone, Y), rtol=1e-12)
        assert_allclose(dZ[r], output.backward(alone, Y), rtol=1e-12, atol=1e-16)


@every_output
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtype_is_kept_inputs_are_not_changed_and_out_is_used(output, dtype):
    Z, _Y, y = draw(output, 5)
    Z, Y = Z.astype(dtype), output.targets(y, np.dtype(dtype))
    before = Z.copy(), Y.copy()
    place, back = np.empty_like(Z), np.empty_like(Z)
    A = output.activate(Z, place)
    dZ = output.backward(A, Y, out=back)
    assert A is place
    assert dZ is back
    assert_array_equal(A, output.activate(Z))
    assert_array_equal(dZ, output.backward(A, Y))
    assert output.cost(Z, A, Y).dtype == dtype
    assert_array_equal(Z, before[0])
    assert_array_equal(Y, before[1])


@every_output
@pytest.mark.parametrize("big", [800.0, 1e4])
def test_is_finite_at_extreme_values(output, big):
    Z = np.array([[big, -big, 0], [-big, -big, big], [0, big, big], [big, big, -big], [-big, 0, 1]])[: output.n_units]
    Y = output.targets(np.array([0, 1, 1]), np.dtype(np.float64))
    A = output.activate(Z)
    for array in (A, output.cost(Z, A, Y), output.backward(A, Y), output.probabilities(A)):
        assert np.isfinite(array).all()


@pytest.mark.parametrize("make", [SigmoidOutput, lambda loss: SoftmaxOutput(3, loss)])
def test_unknown_loss_is_refused(make):
    with pytest.raises(ValueError) as caught:
        make("hinge")
    assert caught.value.code == "GC-U03"
    assert "cross-entropy, squared-error" in str(caught.value)
