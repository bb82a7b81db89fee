"""Update rules over one vector, one file each."""

from glasscat.optimizers.gradient_descent import GradientDescent
from glasscat.optimizers.optimizer import Optimizer

__all__ = ["GradientDescent", "Optimizer"]
