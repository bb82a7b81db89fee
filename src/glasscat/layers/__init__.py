"""Layers as frozen specs: what they are, never what they have learnt. The numbers live in theta, outside."""

from glasscat.layers.activation import LeakyReLU, ReLU, Sigmoid, Tanh
from glasscat.layers.batch_norm import BatchNorm
from glasscat.layers.dense import Dense
from glasscat.layers.dropout import Dropout
from glasscat.layers.layer import Layer, Weighted
from glasscat.layers.output import Output, SigmoidOutput, SoftmaxOutput

__all__ = [
    "BatchNorm",
    "Dense",
    "Dropout",
    "Layer",
    "LeakyReLU",
    "Output",
    "ReLU",
    "Sigmoid",
    "SigmoidOutput",
    "SoftmaxOutput",
    "Tanh",
    "Weighted",
]
