"""What the reference of ONNX says of a file, and a model of pictures."""

from __future__ import annotations

import pytest
from reliability.onnx_files import model_of


def in_reference(path, X):
    """Probabilities by the reference that comes with ONNX, which is NumPy, operator by operator."""
    from onnx.reference import ReferenceEvaluator

    evaluator = ReferenceEvaluator(str(path))
    (answer,) = evaluator.run(["probabilities"], {evaluator.input_names[0]: X})
    return answer


@pytest.fixture
def pictures_model():
    """Return a model of pictures of 5 × 4 and three classes."""
    return model_of((5, 4, 3), [6], 3)
