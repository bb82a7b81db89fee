"""Arguments of the wrong kind are refused at once, with a code and a way out."""

from __future__ import annotations

import numpy as np
import pytest

import glasscat as gc

X = np.array([[0.0], [1.0], [2.0], [3.0]])
PAIR = (X, [0, 0, 1, 1])
NETWORK = gc.Network.dense(1, [], 2)


def start(data=PAIR, **arguments):
    arguments = {"optimizer": gc.GradientDescent(0.1), "iterations": 2} | arguments
    return gc.train(NETWORK, data, **arguments)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ({"optimizer": "adam"}, "GC-U74", "found 'adam'"),
        ({"optimizer": None}, "GC-U74", "found None"),
        ({"optimizer": gc.Adam}, "GC-U74", "Adam(0.001)"),
        ({"optimizer": gc.LBFGS}, "GC-U74", "the class LBFGS"),
        ({"iterations": 2.5}, "GC-U94", "found 2.5"),
        ({"iterations": "2"}, "GC-U94", "found '2'"),
        ({"iterations": None, "epochs": 1.5}, "GC-U94", "found 1.5"),
        ({"batch_size": 2.0}, "GC-U10", "found 2.0"),
        ({"record_every": 0.5}, "GC-U11", "found 0.5"),
        ({"seed": -1}, "GC-U23", "found -1"),
        ({"seed": 1.5}, "GC-U23", "found 1.5"),
        ({"data": "cats.h5"}, "GC-U71", "found str"),
        ({"data": None}, "GC-U71", "found NoneType"),
        ({"data": (X,)}, "GC-U71", "found tuple"),
    ],
)
@pytest.mark.parametrize("door", [start, lambda **arguments: gc.fit(NETWORK, **{"data": PAIR} | arguments)])
def test_refused_at_once(door, arguments, code, words):
    settings = {"optimizer": gc.GradientDescent(0.1), "iterations": 2} | arguments
    with pytest.raises(gc.GlasscatError) as caught:
        door(**settings)
    assert caught.value.code == code
    assert isinstance(caught.value, ValueError)
    assert words in str(caught.value)


@pytest.mark.parametrize("network", [[12288, 20, 1], None, gc.Network])
@pytest.mark.parametrize("door", [gc.train, gc.fit])
def test_what_is_no_network_is_refused(door, network):
    with pytest.raises(gc.GlasscatError, match=r"^\[GC-U99\] network: a network was expected; found \w+\."):
        door(network, PAIR, optimizer=gc.GradientDescent(0.1), iterations=2)


def test_whole_numbers_of_numpy_will_do():
    *_, last = start(iterations=np.int64(3), seed=np.uint8(1), batch_size=np.int32(2), record_every=np.int16(1))
    assert last.iteration == 3


def test_a_seed_sequence_will_do():
    *_, last = start(seed=np.random.SeedSequence(5))
    *_, same = start(seed=5)
    assert last.theta.tobytes() == same.theta.tobytes()


def test_an_optimizer_of_ones_own_will_do():
    class Still:
        """Takes no steps."""

        stays_in_span = True
        learning_rate = 1.0

        def init(self, theta):  # noqa: ARG002  (the contract of an optimiser)
            return None

        def update(self, grad, state, theta):  # noqa: ARG002
            return theta, state

    *_, last = start(optimizer=Still())
    assert not last.theta.any()
