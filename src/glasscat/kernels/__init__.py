"""The formulas: arrays in, arrays out, in the notation of the course.

Samples stand in columns: X is (n_x, m), ``Z = W @ A_prev + b`` is (n, m), b is (n, 1). ``dZ`` means dJ/dZ, where J is
the mean over samples. Leading axes, if any, are runs. ``out=`` writes into an array that is already there.
"""

from glasscat.kernels.activations import (
    leaky_relu,
    leaky_relu_backward,
    relu,
    relu_backward,
    sigmoid,
    sigmoid_backward,
    softmax,
    tanh,
    tanh_backward,
)
from glasscat.kernels.affine import affine, affine_backward, affine_input
from glasscat.kernels.batch_norm import (
    batch_norm,
    batch_norm_backward,
    batch_norm_gradients,
    batch_statistics,
)
from glasscat.kernels.dropout import dropout, dropout_mask
from glasscat.kernels.gram import gram
from glasscat.kernels.initialisers import he, normal, xavier, zeros
from glasscat.kernels.losses import (
    cross_entropy_backward,
    sigmoid_cross_entropy,
    sigmoid_squared_error_backward,
    softmax_cross_entropy,
    softmax_squared_error_backward,
    squared_error,
)

__all__ = [
    "affine",
    "affine_backward",
    "affine_input",
    "batch_norm",
    "batch_norm_backward",
    "batch_norm_gradients",
    "batch_statistics",
    "cross_entropy_backward",
    "dropout",
    "dropout_mask",
    "gram",
    "he",
    "leaky_relu",
    "leaky_relu_backward",
    "normal",
    "relu",
    "relu_backward",
    "sigmoid",
    "sigmoid_backward",
    "sigmoid_cross_entropy",
    "sigmoid_squared_error_backward",
    "softmax",
    "softmax_cross_entropy",
    "softmax_squared_error_backward",
    "squared_error",
    "tanh",
    "tanh_backward",
    "xavier",
    "zeros",
]
