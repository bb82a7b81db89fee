"""The course's small worked cases, to all their digits."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from glasscat import kernels
from glasscat.data.arrays import from_arrays
from glasscat.logistic import optimize, predict, propagate
from glasscat.network import Network
from glasscat.optimizers import GradientDescent
from glasscat.training.loop import train

W, B = np.array([[1.0], [2.0]]), 2.0
X, Y = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1, 0]])


class TestOneStep:
    def test_to_all_digits(self):
        grads, cost = propagate(W, B, X, Y)
        assert cost == 6.000064773192205
        assert_allclose(grads["dw"], [[0.99993216], [1.99980262]], rtol=0, atol=5e-9)
        assert grads["db"] == 0.49993523062470574

    def test_with_whole_numbers(self):
        grads, cost = propagate(W.astype(int), 2, X.astype(int), Y)
        assert cost == 6.000064773192205
        assert grads["db"] == 0.49993523062470574

    def test_through_the_network(self):
        network = Network.dense(2, [], 2)
        cost, grad = network.loss_and_grad(np.array([1.0, 2, 2]), X, Y.astype(float))
        # the course's cost has lost three digits to 1 - A; the network's is computed from Z
        assert cost == pytest.approx(6.000064773192205, abs=1e-12)
        assert_allclose(grad, [0.99993216, 1.99980262, 0.49993523062470574], rtol=0, atol=5e-9)
        assert grad[2] == pytest.approx(0.49993523062470574, rel=1e-15)


class TestHundredSteps:
    def test_to_all_digits(self):
        params, grads, costs = optimize(W, B, X, Y, 100, 0.009)
        assert_allclose(params["w"], [[0.1124579], [0.23106775]], rtol=0, atol=5e-9)
        assert params["b"] == pytest.approx(1.5593049248448891, rel=1e-15)
        assert_allclose(grads["dw"], [[0.90158428], [1.76250842]], rtol=0, atol=5e-9)
        assert grads["db"] == pytest.approx(0.4304620716786828, rel=1e-15)
        assert costs == [6.000064773192205]

    def test_through_the_loop(self):
        network = Network.dense(2, [], 2)
        initial = {"W1": W.T, "b1": [[B]]}
        stream = train(
            network, from_arrays(X.T, Y[0]), optimizer=GradientDescent(0.009), iterations=100, initial=initial
        )
        *_before, last = stream
        assert_allclose(last.theta, [0.1124579, 0.23106775, 1.5593049248448891], rtol=0, atol=5e-9)
        assert last.theta[2] == pytest.approx(1.5593049248448891, rel=1e-14)

    def test_prediction_of_the_starting_point(self):
        assert_array_equal(predict(W, B, X), [[1, 1]])


def test_one_sample():
    w, b, x, y = np.array([[2.0, -3.0]]), np.array([[-3.0]]), np.array([[-1.0], [-2.0]]), np.array([[1.0]])
    z = kernels.affine(x, w, b)
    a = kernels.sigmoid(z)
    dz = kernels.cross_entropy_backward(a, y)
    dw, db = kernels.affine_backward(dz, x)
    ten_digits = {"rtol": 0, "atol": 5e-11}
    assert z.item() == 1
    assert_allclose(a, 0.7310585786, **ten_digits)
    assert_allclose(kernels.sigmoid_cross_entropy(z, y), 0.3132616875, **ten_digits)
    assert_allclose(dz, -0.2689414214, **ten_digits)
    assert_allclose(kernels.affine_input(dz, w), [[-0.5378828427], [0.8068242641]], **ten_digits)
    assert_allclose(dw, [[0.2689414214, 0.5378828427]], **ten_digits)
    assert_allclose(db, -0.2689414214, **ten_digits)
