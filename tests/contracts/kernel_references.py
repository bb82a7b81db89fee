"""The formulas once more, number by number, in forty-digit decimal arithmetic: nothing overflows, nothing cancels."""

from __future__ import annotations

from decimal import Decimal, localcontext

import numpy as np


def each(formula):
    """Apply a formula for numbers to arrays, entry by entry."""

    def loop(*arrays):
        result = np.empty(arrays[0].shape)
        with localcontext(prec=40):
            for i in np.ndindex(result.shape):
                result[i] = formula(*(Decimal(float(array[i])) for array in arrays))
        return result

    return loop


sigmoid = each(lambda z: 1 / (1 + (-z).exp()))
sigmoid_backward = each(lambda da, a: da * a * (1 - a))
tanh = each(lambda z: (z.exp() - (-z).exp()) / (z.exp() + (-z).exp()))
tanh_backward = each(lambda da, a: da * (1 - a * a))
relu = each(lambda z: max(z, 0))
relu_backward = each(lambda da, a: da if a > 0 else 0)


def leaky_relu(slope):
    return each(lambda z: z if z > 0 else Decimal(slope) * z)


def leaky_relu_backward(slope):
    return each(lambda da, a: da if a > 0 else Decimal(slope) * da)


def softmax(Z):
    result = np.empty(Z.shape)
    with localcontext(prec=40):
        for i in range(Z.shape[1]):
            exponentials = [Decimal(float(z)).exp() for z in Z[:, i]]
            result[:, i] = [e / sum(exponentials) for e in exponentials]
    return result


def affine(A_prev, W, b):
    (n, n_prev), m = W.shape, A_prev.shape[1]
    Z = np.empty((n, m))
    for i in range(n):
        for s in range(m):
            Z[i, s] = sum(W[i, j] * A_prev[j, s] for j in range(n_prev)) + b[i, 0]
    return Z


def affine_backward(dZ, A_prev):
    (n, m), n_prev = dZ.shape, len(A_prev)
    dW, db = np.zeros((n, n_prev)), np.zeros((n, 1))
    for i in range(n):
        for s in range(m):
            db[i, 0] += dZ[i, s]
            for j in range(n_prev):
                dW[i, j] += dZ[i, s] * A_prev[j, s]
    return dW, db


def affine_input(dZ, W):
    (n, m), n_prev = dZ.shape, W.shape[1]
    dA_prev = np.zeros((n_prev, m))
    for j in range(n_prev):
        for s in range(m):
            dA_prev[j, s] = sum(W[i, j] * dZ[i, s] for i in range(n))
    return dA_prev


def sigmoid_cross_entropy(Z, Y, s=None):
    """-log A = log(1 + e^-z) for a sample of class 1, -log(1 - A) = log(1 + e^z) for one of class 0."""
    with localcontext(prec=40):
        costs = [(1 + Decimal(float(-z if y == 1 else z)).exp()).ln() for z, y in zip(Z[0], Y[0], strict=True)]
        return mean(costs, s)


def softmax_cross_entropy(Z, Y, s=None):
    with localcontext(prec=40):
        costs = []
        for z, y in zip(Z.T, Y.T, strict=True):
            exponentials = [Decimal(float(number)).exp() for number in z]
            costs.append(-(exponentials[int(np.argmax(y))] / sum(exponentials)).ln())
        return mean(costs, s)


def squared_error(A, Y, s=None):
    columns = zip(A.T, Y.T, strict=True)
    return mean([sum(Decimal(float(a - y)) ** 2 for a, y in zip(*pair, strict=True)) / 2 for pair in columns], s)


def mean(costs, s):
    """Mean over samples, each times its weight."""
    weights = [Decimal(1)] * len(costs) if s is None else [Decimal(float(weight)) for weight in s]
    return np.asarray(float(sum(weight * cost for weight, cost in zip(weights, costs, strict=True)) / len(costs)))


def weighted(dZ, s):
    """Gradient (n, m) of a mean over samples, from that of each sample."""
    m = dZ.shape[1]
    for i in range(m):
        dZ[:, i] *= (1 if s is None else s[i]) / m
    return dZ


def cross_entropy_backward(A, Y, s=None):
    return weighted(each(lambda a, y: a - y)(A, Y), s)


def sigmoid_squared_error_backward(A, Y, s=None):
    return weighted(each(lambda a, y: (a - y) * a * (1 - a))(A, Y), s)


def softmax_squared_error_backward(A, Y, s=None):
    """dZ_j = sum over i of (A_i - Y_i) dA_i/dZ_j, the whole matrix of derivatives written out."""
    n, m = A.shape
    dZ = np.zeros((n, m))
    for column in range(m):
        for j in range(n):
            for i in range(n):
                dZ[j, column] += (A[i, column] - Y[i, column]) * A[i, column] * ((i == j) - A[j, column])
    return weighted(dZ, s)


def batch_norm(Z, gamma, beta, mu, variance, *, epsilon):
    A = np.empty(Z.shape)
    for i, s in np.ndindex(Z.shape):
        A[i, s] = gamma[i, 0] * (Z[i, s] - mu[i, 0]) / (variance[i, 0] + epsilon) ** 0.5 + beta[i, 0]
    return A


def batch_statistics(Z):
    means = [sum(row) / len(row) for row in Z]
    variances = [sum((z - mean) ** 2 for z in row) / len(row) for row, mean in zip(Z, means, strict=True)]
    return np.array(means)[:, None], np.array(variances)[:, None]


def batch_norm_backward(dA, Z, gamma, mu, variance, *, epsilon):
    """dZ_i = gamma sum over j of dA_j dZ_hat_j/dZ_i, the whole matrix of derivatives written out."""
    n, m = Z.shape
    dZ = np.zeros((n, m))
    for k in range(n):
        deviation = (variance[k, 0] + epsilon) ** 0.5
        for i in range(m):
            for j in range(m):
                straight = ((i == j) - 1 / m) / deviation
                bent = (Z[k, j] - mu[k, 0]) * (Z[k, i] - mu[k, 0]) / (m * deviation**3)
                dZ[k, i] += gamma[k, 0] * dA[k, j] * (straight - bent)
    return dZ


def batch_norm_gradients(dA, Z, mu, variance, *, epsilon):
    dgamma, dbeta = np.zeros(mu.shape), np.zeros(mu.shape)
    for i, s in np.ndindex(Z.shape):
        dgamma[i] += dA[i, s] * (Z[i, s] - mu[i, 0]) / (variance[i, 0] + epsilon) ** 0.5
        dbeta[i] += dA[i, s]
    return dgamma, dbeta


def dropout_mask(p):
    return each(lambda u: 1 / (1 - Decimal(p)) if u >= Decimal(p) else 0)


dropout = each(lambda a, d: a * d)
