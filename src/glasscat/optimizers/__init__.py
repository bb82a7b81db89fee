"""Update rules over one vector, one file each; their learning rates; and what can be wrapped around them."""

from glasscat.optimizers import schedules
from glasscat.optimizers.adagrad import AdaGrad
from glasscat.optimizers.adam import Adam
from glasscat.optimizers.adamw import AdamW
from glasscat.optimizers.by_name import OPTIMIZERS, SCHEDULES, optimizer_by_name
from glasscat.optimizers.clipped import Clipped
from glasscat.optimizers.for_layout import for_layout
from glasscat.optimizers.frozen import Frozen
from glasscat.optimizers.gradient_descent import GradientDescent
from glasscat.optimizers.lbfgs import LBFGS
from glasscat.optimizers.learning_rate import check_length
from glasscat.optimizers.masks import mask_of
from glasscat.optimizers.minimizer import is_minimizer
from glasscat.optimizers.momentum import Momentum
from glasscat.optimizers.nesterov import Nesterov
from glasscat.optimizers.optimizer import Optimizer
from glasscat.optimizers.rmsprop import RMSProp
from glasscat.optimizers.weight_decay import WeightDecay

__all__ = [
    "LBFGS",
    "OPTIMIZERS",
    "SCHEDULES",
    "AdaGrad",
    "Adam",
    "AdamW",
    "Clipped",
    "Frozen",
    "GradientDescent",
    "Momentum",
    "Nesterov",
    "Optimizer",
    "RMSProp",
    "WeightDecay",
    "check_length",
    "for_layout",
    "is_minimizer",
    "mask_of",
    "optimizer_by_name",
    "schedules",
]
