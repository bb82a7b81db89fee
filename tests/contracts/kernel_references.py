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


def sigmoid_cross_entropy(Z, Y):
    """-log A = log(1 + e^-z) for a sample of class 1, -log(1 - A) = log(1 + e^z) for one of class 0."""
    with localcontext(prec=40):
        costs = [(1 + Decimal(float(-z if y == 1 else z)).exp()).ln() for z, y in zip(Z[0], Y[0], strict=True)]
        return np.asarray(float(sum(costs) / len(costs)))


def softmax_cross_entropy(Z, Y):
    with localcontext(prec=40):
        costs = []
        for z, y in zip(Z.T, Y.T, strict=True):
            exponentials = [Decimal(float(number)).exp() for number in z]
            costs.append(-(exponentials[int(np.argmax(y))] / sum(exponentials)).ln())
        return np.asarray(float(sum(costs) / len(costs)))


def squared_error(A, Y):
    m = A.shape[1]
    return np.asarray(sum((float(a) - float(y)) ** 2 / 2 for a, y in zip(A.flat, Y.flat, strict=True)) / m)


def cross_entropy_backward(A, Y):
    m = A.shape[1]
    return each(lambda a, y: (a - y) / m)(A, Y)


def sigmoid_squared_error_backward(A, Y):
    m = A.shape[1]
    return each(lambda a, y: (a - y) * a * (1 - a) / m)(A, Y)


def softmax_squared_error_backward(A, Y):
    """dZ_j = (1/m) sum over i of (A_i - Y_i) dA_i/dZ_j, the whole matrix of derivatives written out."""
    n, m = A.shape
    dZ = np.zeros((n, m))
    for s in range(m):
        for j in range(n):
            for i in range(n):
                dZ[j, s] += (A[i, s] - Y[i, s]) / m * A[i, s] * ((i == j) - A[j, s])
    return dZ
