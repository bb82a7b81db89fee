"""A model as a graph of ONNX operators: raw pictures or features in, probabilities of the classes out.

    pictures   uint8 (n, height, width, 3)  →  Cast, Sub 127.5, Div by 255, Flatten  →  A - 1/2 (n, n_x)
    features   float (n, n_x)               →  A
    dense      Gemm: A W.T + b              batch normalisation   (A - mean) * gain + shift, with the running statistics
    sigmoid    p, then 1 - p beside it      softmax               over the classes

ONNX keeps samples in rows, so each formula is the transpose of glasscat's. Dropout does nothing in use, and is left
out. Only operators that any runtime has are used, of operator set 17.

Pixels are centred on their way to a dense layer: W A + b = W (A - 1/2) + (b + W 1/2), and the last bracket is known
beforehand. Sums of positive and negative numbers stay small, and so does what float32 rounds off them: over 600 random
networks the largest error of a probability fell from 1.1e-6 to 4.2e-7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from glasscat.errors import ModelError
from glasscat.i18n import _
from glasscat.models.architecture import (
    Architecture,
    BatchNormWord,
    DenseWord,
    DropoutWord,
    LeakyReLUWord,
    SigmoidWord,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onnx import GraphProto, NodeProto, TensorProto

    from glasscat.models.architecture import LayerWord, OutputWord
    from glasscat.models.model import Model
    from glasscat.typing import Array

OPERATORS = 17
"""Version of the operators, of 2022; every later runtime knows them."""

_ACTIVATIONS = {"relu": "Relu", "tanh": "Tanh", "sigmoid": "Sigmoid"}


def graph_of(model: Model, dtype: np.dtype[np.floating]) -> GraphProto:
    """Graph of a model.

    Parameters
    ----------
    model : Model
    dtype : numpy.float32 or numpy.float64
        Of its numbers and its probabilities. Numbers that are computed from parameters are computed in float64, and
        rounded once.

    Raises
    ------
    ModelError
        GC-M09, for a layer that a model file has no word for; GC-O04 for numbers that this kind cannot hold.
    """
    from onnx import helper  # noqa: PLC0415  (an extra)

    architecture = Architecture.of(model.network)
    views = model.parameters | model.network.buffer_layout.views(model.buffers)
    chain = _Chain(dtype, {name: array.astype(np.float64, order="C") for name, array in views.items()})
    kind = helper.np_dtype_to_tensor_dtype(dtype)
    pictures = helper.np_dtype_to_tensor_dtype(np.dtype(np.uint8))
    is_pictures = model.preprocessing.is_pictures
    A = "features"
    if is_pictures:
        A = chain.fractions(kind, is_centred=isinstance(architecture.layers[0], DenseWord))
    for word in architecture.layers:
        A = chain.layer(word, A)
    chain.output(architecture.output, A)
    given = helper.make_tensor_value_info(
        "pictures" if is_pictures else "features",
        pictures if is_pictures else kind,
        ["n", *model.preprocessing.shape],
    )
    answer = helper.make_tensor_value_info("probabilities", kind, ["n", len(model.class_names)])
    return helper.make_graph(chain.nodes, "glasscat", [given], [answer], chain.tensors)


class _Chain:
    """Operators, one after the other, and the numbers that they need."""

    def __init__(self, dtype: np.dtype[np.floating], arrays: Mapping[str, Array]) -> None:
        self.nodes: list[NodeProto] = []
        self.tensors: list[TensorProto] = []
        self._dtype, self._arrays = dtype, arrays
        self._number = 0  # of the dense layer, as in W1, b1, …
        self._centre = 0.0  # what is missing from the numbers that the next dense layer gets

    def fractions(self, kind: int, *, is_centred: bool) -> str:
        """Rows of numbers from 0 to 1, or from -1/2 to 1/2, from pictures of bytes."""
        A = self._apply("Cast", ["pictures"], {"to": kind})
        if is_centred:  # by a number that float32 holds exactly
            self._centre = 0.5
            A = self._apply("Sub", [A, self._constant("middle_byte", np.float64(127.5))])
        A = self._apply("Div", [A, self._constant("largest_byte", np.float64(255))])
        return self._apply("Flatten", [A], {"axis": 1})

    def layer(self, word: LayerWord, A: str) -> str:
        """Add a layer; the name of its output."""
        match word:
            case DenseWord():
                self._number += 1
                return self._dense(A)
            case BatchNormWord():
                return self._batch_norm(word, A)
            case LeakyReLUWord():  # not the operator LeakyRelu, which keeps its slope in float32
                slope = self._constant(f"slope{len(self.nodes)}", np.float64(word.slope))
                return self._apply("Max", [A, self._apply("Mul", [A, slope])])
            case DropoutWord():
                return A
            case _:
                return self._apply(_ACTIVATIONS[word.name], [A])

    def output(self, word: OutputWord, A: str) -> None:
        """Add the end: probabilities of all classes."""
        if isinstance(word, SigmoidWord):
            p = self._apply("Sigmoid", [A])
            rest = self._apply("Sub", [self._constant("one", np.float64(1)), p])
            self._apply("Concat", [rest, p], {"axis": 1}, "probabilities")
        else:
            self._apply("Softmax", [A], {"axis": 1}, "probabilities")

    def _dense(self, A: str) -> str:
        """``A W.T + b``; b also makes up for what the centred pixels lack."""
        W, b = (self._parameter(name) for name in "Wb")
        name = f"b{self._number}_and_half_the_sums_of_W{self._number}" if self._centre else f"b{self._number}"
        b = b[:, 0] + self._centre * W.sum(axis=1)
        self._centre = 0.0
        inputs = [A, self._constant(f"W{self._number}", W), self._constant(name, b)]
        return self._apply("Gemm", inputs, {"transB": 1})

    def _batch_norm(self, word: BatchNormWord, A: str) -> str:
        """``(Z - mean) * gain + shift`` with ``gain = gamma / sqrt(variance + epsilon)``, epsilon not rounded."""
        names = ("running_mean", "running_variance", "gamma", "beta")
        mean, variance, gamma, beta = (self._parameter(name)[:, 0] for name in names)
        gain = gamma / np.sqrt(variance + word.epsilon)
        for operator, name, array in (("Sub", "mean", mean), ("Mul", "gain", gain), ("Add", "shift", beta)):
            A = self._apply(operator, [A, self._constant(f"{name}{self._number}", array)])
        return A

    def _parameter(self, name: str) -> Array:
        return self._arrays[f"{name}{self._number}"]

    def _constant(self, name: str, array: Array | np.float64) -> str:
        from onnx import numpy_helper  # noqa: PLC0415

        with np.errstate(over="ignore"):  # what overflows is refused in the next line
            numbers = np.array(array, self._dtype)
        if not np.isfinite(numbers).all():
            problem = _("its numbers {name} are beyond those of {dtype}.", name=name, dtype=self._dtype.name)
            raise ModelError("GC-O04", _("model"), problem, _("use --dtype float64, or train on smaller features."))
        self.tensors.append(numpy_helper.from_array(numbers, name))
        return name

    def _apply(
        self, operator: str, inputs: list[str], attributes: Mapping[str, Any] | None = None, output: str = ""
    ) -> str:
        """Add an operator; the name of its output."""
        from onnx import helper  # noqa: PLC0415

        output = output or f"{operator.lower()}_{len(self.nodes)}"
        node = helper.make_node(operator, inputs, [output], name=output)
        node.attribute.extend(helper.make_attribute(name, value) for name, value in (attributes or {}).items())
        self.nodes.append(node)
        return output
