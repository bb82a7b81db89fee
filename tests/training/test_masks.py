"""Masks of dropout: a function of the seed, the run and the iteration, and of nothing that was drawn before."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from glasscat.network import Network
from glasscat.optimizers import GradientDescent
from glasscat.training.loop import train
from glasscat.training.masks import Masks
from glasscat.training.start import seeds_of

NETWORK = Network.dense(5, [40, 30], 2, activation="tanh", dropout=0.4)


def drawn(seed, iteration, n_runs=None, m=6, dtype=np.float64):
    """Masks of both layers, drawn afresh."""
    seeds = seed if isinstance(seed, np.random.SeedSequence) else np.random.SeedSequence(seed)
    work = NETWORK.work(NETWORK.initial(0, n_runs=n_runs, dtype=dtype), m)
    Masks(NETWORK, seeds_of(seeds, n_runs)).draw(work, iteration)
    return [memory[0] for memory in work.memories if memory]


def test_same_seed_and_iteration_same_masks_whatever_was_drawn_before():
    seeds, work = np.random.SeedSequence(3), NETWORK.work(NETWORK.initial(0), 6)
    for iteration in (0, 1, 2, 7):
        Masks(NETWORK, [seeds]).draw(work, iteration)
    for kept, fresh in zip([memory[0] for memory in work.memories if memory], drawn(3, 7), strict=True):
        assert_array_equal(kept, fresh)
    assert seeds.n_children_spawned == 0


def test_every_seed_iteration_run_and_layer_has_its_own():
    first, second = drawn(3, 7)
    others = [drawn(4, 7)[0], drawn(3, 8)[0], *drawn(3, 7, n_runs=2)[0]]
    for k, mask in enumerate([first, *others]):
        assert not any(np.array_equal(mask, other) for other in others[k:])
    assert not np.array_equal(first[:30], second)
    # 240 entries that are 0 with probability 0.4 or not: two unrelated masks agree at 52 %, give or take 3.2 %
    assert np.mean(first == others[1]) == pytest.approx(0.52, abs=0.13)


@pytest.mark.parametrize("iteration", [0, 5])
def test_row_r_is_that_of_the_lone_run_r(iteration):
    together = drawn(3, iteration, n_runs=3)
    for r, seeds in enumerate(np.random.SeedSequence(3).spawn(3)):
        for rows, alone in zip(together, drawn(seeds, iteration), strict=True):
            assert_array_equal(rows[r], alone)


def test_small_precision_has_the_same_masks():
    for exact, rounded in zip(drawn(3, 2), drawn(3, 2, dtype=np.float32), strict=True):
        assert rounded.dtype == np.float32
        assert_array_equal(rounded, exact.astype(np.float32))


def test_networks_without_dropout_draw_nothing():
    plain = Network.dense(5, [4], 2, batch_norm=True)
    work = plain.work(plain.initial(0), 6)
    for memory in work.memories:
        for array in memory:
            array.fill(7)
    Masks(plain, [np.random.SeedSequence(0)]).draw(work, 0)
    assert all((array == 7).all() for memory in work.memories for array in memory)


@pytest.mark.parametrize("batch_size", [None, 10])
def test_training_draws_them_anew_at_every_step(data, batch_size):
    """By hand: the mask of step i, whatever its batch, in the way forward and in the way back."""
    from glasscat.data.batches import Batches

    batches, masks = Batches(23, batch_size, np.random.SeedSequence(4)), Masks(NETWORK, [np.random.SeedSequence(4)])
    X, Y, theta = data.train.columns(), NETWORK.targets(data.train.y), NETWORK.initial(4)
    for record in train(NETWORK, data, optimizer=GradientDescent(0.1), iterations=7, batch_size=batch_size, seed=4):
        assert_allclose(record.theta, theta, rtol=1e-12, atol=1e-14)
        if record.is_last:  # in use nothing is switched off
            assert record.cost == pytest.approx(float(NETWORK.loss(theta, X, Y)), rel=1e-12)
            break
        chosen = batches.indices(record.iteration)
        work = NETWORK.work(theta, len(chosen))
        masks.draw(work, record.iteration)
        J, grad = NETWORK.loss_and_grad(theta, X[:, chosen], Y[:, chosen], work)
        assert record.cost == pytest.approx(float(J), rel=1e-12)
        theta = theta - 0.1 * grad


def test_how_long_is_trained_changes_no_mask(data):
    """A training that stops and one that goes on see the same masks while both run."""
    short, long = (
        [r.cost for r in train(NETWORK, data, optimizer=GradientDescent(0.1), iterations=n, seed=1)] for n in (3, 9)
    )
    assert short[:3] == long[:3]
