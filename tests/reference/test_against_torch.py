"""PyTorch as an oracle: the same numbers, computed by people who know nothing of glasscat."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from glasscat.data.dataset import Dataset, Samples
from glasscat.layers.stack import ACTIVATIONS
from glasscat.network import Network
from glasscat.optimizers import GradientDescent
from glasscat.training.loop import train

from .oracle import oracle

torch = oracle("torch")
from torch.nn import functional  # noqa: E402  (after the skip)

TIGHT = {"rtol": 1e-10, "atol": 1e-13}

OF_TORCH = {
    "relu": torch.relu,
    "leaky-relu": lambda Z: functional.leaky_relu(Z, 0.01),
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
}


@st.composite
def tasks(draw):
    """A network of depth 0 to 3 with any activation, loss and number of classes; parameters, samples and classes."""
    activation = draw(st.sampled_from(list(ACTIVATIONS)))
    loss = draw(st.sampled_from(["cross-entropy", "squared-error"]))
    hidden = draw(st.lists(st.integers(1, 6), max_size=3))
    n_features, n_classes, m = draw(st.integers(1, 6)), draw(st.integers(2, 5)), draw(st.integers(1, 8))
    network = Network.dense(n_features, hidden, n_classes, activation=activation, loss=loss)
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    theta = rng.normal(size=network.layout.size)
    # a class that no sample has is a class all the same
    return network, activation, theta, rng.normal(size=(m, n_features)), rng.integers(0, n_classes, m)


def torch_forward(network, activation, parameters, X):
    """Last Z, samples in rows, with nn.functional alone."""
    A, n_layers = X, len(network.sizes) - 1
    for number in range(1, n_layers + 1):
        Z = functional.linear(A, parameters[f"W{number}"], parameters[f"b{number}"][:, 0])
        A = OF_TORCH[activation](Z)
    return Z


def torch_cost(network, Z, y):
    """J as PyTorch's own losses give it."""
    binary, loss = network.output.n_units == 1, network.output.loss
    if loss == "cross-entropy":
        if binary:
            return functional.binary_cross_entropy_with_logits(Z[:, 0], y.double())
        return functional.cross_entropy(Z, y)
    A = torch.sigmoid(Z) if binary else torch.softmax(Z, dim=1)
    Y = y[:, None].double() if binary else functional.one_hot(y, network.output.n_units).double()
    return functional.mse_loss(A, Y, reduction="sum") / (2 * len(y))


def torch_parameters(network, theta):
    views = network.layout.views(theta)
    return {name: torch.tensor(view, dtype=torch.float64, requires_grad=True) for name, view in views.items()}


def flat(tensors):
    return np.concatenate([tensor.detach().numpy().ravel() for tensor in tensors])


@settings(max_examples=100, deadline=None)
@given(tasks())
def test_forward_and_gradient(task):
    network, activation, theta, X, y = task
    parameters = torch_parameters(network, theta)
    Z = torch_forward(network, activation, parameters, torch.tensor(X))
    expected = torch_cost(network, Z, torch.tensor(y))
    expected.backward()

    A = torch.sigmoid(Z) if network.output.n_units == 1 else torch.softmax(Z, dim=1)
    assert_allclose(network.predict(theta, X.T), A.detach().numpy().T, **TIGHT)
    J, grad = network.loss_and_grad(theta, X.T, network.targets(y))
    assert_allclose(J, expected.item(), **TIGHT)
    assert_allclose(grad, flat(tensor.grad for tensor in parameters.values()), **TIGHT)


@settings(max_examples=50, deadline=None)
@given(tasks(), st.sampled_from([0.01, 0.1, 0.5]))
def test_twenty_steps_of_gradient_descent(task, rate):
    network, activation, theta, X, y = task
    parameters = torch_parameters(network, theta)
    optimizer, costs = torch.optim.SGD(parameters.values(), lr=rate), []
    for _ in range(20):
        optimizer.zero_grad()
        J = torch_cost(network, torch_forward(network, activation, parameters, torch.tensor(X)), torch.tensor(y))
        J.backward()
        optimizer.step()
        costs.append(J.item())

    n_classes = 2 if network.output.n_units == 1 else network.output.n_units
    names = tuple(str(k) for k in range(n_classes))
    # not through from_arrays, which rightly refuses to train on one class
    data = Dataset(Samples(X, y, tuple(map(str, y))), None, names, "arrays")
    *records, last = train(
        network,
        data,
        optimizer=GradientDescent(rate),
        iterations=20,
        initial=network.layout.views(theta),
        method="direct",
    )
    assert_allclose([record.cost for record in records], costs, **TIGHT)
    assert_allclose(last.theta, flat(parameters.values()), **TIGHT)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=6), st.integers(0, 2**32))
def test_losses_far_out(numbers, seed):
    """Where sigmoid and softmax have long rounded to 0 and 1."""
    from glasscat import kernels

    y = np.random.default_rng(seed).integers(0, 2, len(numbers))
    Z = np.array([numbers])
    expected = functional.binary_cross_entropy_with_logits(torch.tensor(Z[0]), torch.tensor(y).double())
    assert_allclose(kernels.sigmoid_cross_entropy(Z, y[None]), expected.item(), rtol=1e-12, atol=1e-15)
    pair = np.stack([-Z[0], Z[0]])
    expected = functional.cross_entropy(torch.tensor(pair.T), torch.tensor(y))
    assert_allclose(kernels.softmax_cross_entropy(pair, np.eye(2)[y].T), expected.item(), rtol=1e-12, atol=1e-15)
