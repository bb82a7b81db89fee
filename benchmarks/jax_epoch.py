"""One epoch in JAX as its documentation writes it: a list of (W, b), jax.grad, all steps in one compiled lax.scan."""

from __future__ import annotations

from functools import partial

import jax
import jax.numpy as jnp

Params = list[tuple[jax.Array, jax.Array]]


def loss(params: Params, X: jax.Array, y: jax.Array) -> jax.Array:
    """Mean cross-entropy of a fully connected ReLU network, samples first."""
    activations = X
    for W, b in params[:-1]:
        activations = jax.nn.relu(activations @ W + b)
    W, b = params[-1]
    log_probabilities = jax.nn.log_softmax(activations @ W + b)
    return -jnp.mean(jnp.take_along_axis(log_probabilities, y[:, None], axis=1))


@partial(jax.jit, static_argnames="size")
def epoch(params: Params, X: jax.Array, y: jax.Array, order: jax.Array, *, rate: float, size: int) -> Params:
    """Every batch of so many samples in a given order, and the short one that is left."""

    def step(params: Params, chosen: jax.Array) -> tuple[Params, None]:
        gradients = jax.grad(loss)(params, X[chosen], y[chosen])
        return jax.tree.map(lambda parameter, gradient: parameter - rate * gradient, params, gradients), None

    whole = len(order) // size * size
    params, _nothing = jax.lax.scan(step, params, order[:whole].reshape(-1, size))
    return step(params, order[whole:])[0] if whole < len(order) else params
