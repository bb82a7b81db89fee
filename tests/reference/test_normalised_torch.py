"""PyTorch as an oracle for what training adds: batch normalisation, dropout, L2 and weights of samples and classes."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from glasscat.data.arrays import from_arrays
from glasscat.data.batches import Batches
from glasscat.layers import BatchNorm, Dense, Dropout
from glasscat.layers.stack import ACTIVATIONS
from glasscat.network import Network
from glasscat.optimizers import GradientDescent
from glasscat.training.loop import train
from glasscat.training.masks import Masks
from glasscat.training.sample_weights import sample_weights

from .oracle import oracle

torch = oracle("torch")
from torch import nn  # noqa: E402  (after the skip)
from torch.nn import functional  # noqa: E402

OF_TORCH = {"relu": nn.ReLU, "leaky-relu": lambda: nn.LeakyReLU(0.01), "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}
RATE = 0.1


class GivenDropout(nn.Module):
    """PyTorch's dropout draws its own masks; this one multiplies by the mask that it is handed, samples first."""

    mask = None

    def forward(self, A):
        return A * self.mask if self.training else A


def memories(network, work, kind):
    """What the layers of one kind remember of a step."""
    return [memory for layer, memory in zip(network.layers, work.memories, strict=True) if isinstance(layer, kind)]


class Twin:
    """The same network in PyTorch, from the same parameters."""

    def __init__(self, network, activation, theta):
        views = network.layout.views(theta)
        self.module, self.network, number = nn.Sequential(), network, 0
        for layer in network.layers:
            if isinstance(layer, Dense):
                number += 1
                made = nn.Linear(views[f"W{number}"].shape[1], layer.n)
                self.fill(made, views[f"W{number}"], views[f"b{number}"])
            elif isinstance(layer, BatchNorm):
                made = nn.BatchNorm1d(len(views[f"gamma{number}"]))
                self.fill(made, views[f"gamma{number}"], views[f"beta{number}"])
            else:
                made = GivenDropout() if isinstance(layer, Dropout) else OF_TORCH[activation]()
            self.module.append(made.double())

    @staticmethod
    def fill(made, weight, bias):
        made.weight.data = torch.tensor(np.squeeze(weight, -1) if isinstance(made, nn.BatchNorm1d) else weight)
        made.bias.data = torch.tensor(bias[:, 0])

    def parts(self, kind):
        return [part for part in self.module if isinstance(part, kind)]

    def take_masks(self, work):
        masks = [memory[0] for memory in memories(self.network, work, Dropout)]
        for part, mask in zip(self.parts(GivenDropout), masks, strict=True):
            part.mask = torch.tensor(mask.T)

    def optimizer(self, l2):
        weights = [part.weight for part in self.parts(nn.Linear)]
        others = [p for p in self.module.parameters() if not any(p is weight for weight in weights)]
        return torch.optim.SGD([{"params": weights, "weight_decay": l2}, {"params": others}], lr=RATE)

    def cost(self, X, y, s):
        """Mean over samples of s times each sample's loss."""
        Z, y, s = self.module(torch.tensor(X)), torch.tensor(y), torch.tensor(s)
        binary = self.network.output.n_units == 1
        if self.network.output.loss == "cross-entropy":
            if binary:
                return functional.binary_cross_entropy_with_logits(Z[:, 0], y.double(), weight=s)
            return (s * functional.cross_entropy(Z, y, reduction="none")).mean()
        A = torch.sigmoid(Z) if binary else torch.softmax(Z, dim=1)
        Y = y[:, None].double() if binary else functional.one_hot(y, self.network.output.n_units).double()
        return (s[:, None] * (A - Y) ** 2 / 2).sum() / len(y)

    def flat(self, of=lambda tensor: tensor):
        return np.concatenate([of(tensor).detach().numpy().ravel() for tensor in self.module.parameters()])

    def running(self):
        norms = self.parts(nn.BatchNorm1d)
        return np.concatenate([kept.numpy() for norm in norms for kept in (norm.running_mean, norm.running_var)])

    def probabilities(self, X):
        self.module.eval()
        Z = self.module(torch.tensor(X)).detach()
        self.module.train()
        A = torch.sigmoid(Z) if self.network.output.n_units == 1 else torch.softmax(Z, dim=1)
        return A.numpy()


@st.composite
def tasks(draw):
    activation = draw(st.sampled_from(list(ACTIVATIONS)))
    n_features, n_classes, m = draw(st.integers(1, 5)), draw(st.integers(2, 4)), draw(st.integers(2, 8))
    network = Network.dense(
        n_features,
        draw(st.lists(st.integers(1, 6), max_size=3)),
        n_classes,
        activation=activation,
        loss=draw(st.sampled_from(["cross-entropy", "squared-error"])),
        batch_norm=draw(st.booleans()),
        dropout=draw(st.sampled_from([0.0, 0.4])),
    )
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    theta = network.initial(rng.integers(99)) + 0.3 * rng.normal(size=network.layout.size)
    return network, activation, theta, rng.normal(size=(m, n_features)), rng.integers(0, n_classes, m), rng


@settings(max_examples=100, deadline=None)
@given(tasks())
def test_gradient_with_given_masks_and_weights(task):
    network, activation, theta, X, y, rng = task
    s, work, twin = rng.uniform(0.2, 3, len(y)), network.work(theta, len(y)), Twin(network, activation, theta)
    network.draw_masks(work, [rng])
    J, grad = network.loss_and_grad(theta, X.T, network.targets(y), work, s)
    # a unit that is nearly constant over the batch multiplies rounding by 1 / sqrt(epsilon) = 316
    assume(all(variance.min() > 1e-3 for _mean, variance, *_more in memories(network, work, BatchNorm)))
    twin.take_masks(work)
    cost = twin.cost(X, y, s)
    cost.backward()
    assert_allclose(J, cost.item(), rtol=1e-10)
    assert_allclose(grad, twin.flat(lambda tensor: tensor.grad), rtol=1e-10, atol=1e-12)


NETWORKS = {
    "one neuron": lambda **more: (Network.dense(6, [], 2), "relu", {"dropout": 0.0, "batch_norm": False} | more)[:2],
    "tanh": lambda **more: (Network.dense(6, [5], 2, activation="tanh", **more), "tanh"),
    "deep softmax": lambda **more: (Network.dense(6, [5, 4, 4], 3, activation="leaky-relu", **more), "leaky-relu"),
    "squared error": lambda **more: (
        Network.dense(6, [5, 4], 3, activation="sigmoid", loss="squared-error", **more),
        "sigmoid",
    ),
}
EXTRAS = {
    "batch norm": {"batch_norm": True},
    "dropout": {"dropout": 0.3},
    "l2": {"l2": 0.05},
    "class weights": {"class_weight": "balanced"},
    "everything": {"batch_norm": True, "dropout": 0.3, "l2": 0.05, "class_weight": {"0": 0.5, "1": 2.0}},
}


@pytest.mark.parametrize("batch_size", [None, 8])
@pytest.mark.parametrize("extras", EXTRAS.values(), ids=EXTRAS)
@pytest.mark.parametrize("make", NETWORKS.values(), ids=NETWORKS)
def test_two_hundred_steps(make, extras, batch_size):
    """Parameters, running statistics and predictions in use; 20 samples leave a last batch of 4."""
    shape = {name: value for name, value in extras.items() if name in {"batch_norm", "dropout"}}
    settings_ = {name: value for name, value in extras.items() if name not in shape}
    network, activation = make(**shape)
    n_classes = max(2, network.output.n_units)
    rng = np.random.default_rng(7)
    y = np.concatenate(
        [
            np.arange(n_classes),
            rng.choice(n_classes, 20 - n_classes, p=[0.7, *[0.3 / (n_classes - 1)] * (n_classes - 1)]),
        ]
    )
    data = from_arrays(rng.normal(size=(20, 6)) + y[:, None], y)
    s = sample_weights(data, settings_.get("class_weight"), None)
    s = np.ones(20) if s is None else s

    twin = Twin(network, activation, network.initial(3))
    optimizer, seeds = twin.optimizer(settings_.get("l2", 0)), np.random.SeedSequence(3)
    batches, masks, work, costs = Batches(20, batch_size, seeds), Masks(network, [seeds]), {}, []
    for iteration in range(200):
        chosen = batches.indices(iteration)
        at_hand = work.setdefault(len(chosen), network.work(network.initial(3), len(chosen)))
        masks.draw(at_hand, iteration)
        twin.take_masks(at_hand)
        optimizer.zero_grad()
        J = twin.cost(data.train.X[chosen], y[chosen], s[chosen])
        J.backward()
        optimizer.step()
        costs.append(J.item())

    more = {"iterations": 200, "batch_size": batch_size, "seed": 3, "method": "direct", **settings_}
    *records, last = train(network, data, optimizer=GradientDescent(RATE), **more)
    assert_allclose(last.theta, twin.flat(), rtol=1e-10, atol=1e-12)
    if "l2" not in settings_:  # PyTorch pulls at the weights, but says no cost for it
        assert_allclose([record.cost for record in records], costs, rtol=1e-10)
    if "batch_norm" in shape and network.buffer_layout.entries:
        assert_allclose(last.buffers, twin.running(), rtol=1e-10, atol=1e-12)
    X = rng.normal(size=(9, 6))
    assert_allclose(network.predict(last.theta, X.T, last.buffers).T, twin.probabilities(X), rtol=1e-10)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_balanced_classes_are_the_class_weights_of_pytorchs_loss(n_classes):
    """Its mean is divided by the sum of weights, which for balanced ones is the number of samples."""
    rng = np.random.default_rng(0)
    y = np.repeat(np.arange(n_classes), [3, 9, 6][:n_classes])
    data = from_arrays(rng.normal(size=(len(y), 4)), y)
    network, s = Network.dense(4, [5], n_classes, activation="tanh"), sample_weights(data, "balanced", None)
    theta = network.initial(1)
    J, _grad = network.loss_and_grad(theta, data.train.columns(), network.targets(y), s=s)
    Z = Twin(network, "tanh", theta).module(torch.tensor(data.train.X)).detach()
    if n_classes == 2:
        Z = torch.cat([torch.zeros_like(Z), Z], dim=1)
    weight = torch.tensor([len(y) / (n_classes * count) for count in np.bincount(y)])
    assert_allclose(J, functional.cross_entropy(Z, torch.tensor(y), weight=weight.double()).item(), rtol=1e-12)
