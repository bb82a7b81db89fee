"""AdamW: Adam with decoupled weight decay."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from glasscat.optimizers.adam import Adam
from glasscat.optimizers.weight_decay import WeightDecay

if TYPE_CHECKING:
    from glasscat.optimizers.adam import AdamState
    from glasscat.optimizers.learning_rate import LearningRate
    from glasscat.optimizers.masks import Selection
    from glasscat.typing import Array


@dataclass(frozen=True, slots=True, eq=False)
class AdamW:
    """Adam whose weights shrink by themselves, past the gradient (Loshchilov and Hutter, 2019).

    ::

        theta := (1 - learning_rate weight_decay) theta
        theta := one step of Adam

    It is ``WeightDecay(Adam(…), weight_decay, mask)``; those two say where papers and PyTorch differ.

    Parameters
    ----------
    learning_rate, beta1, beta2, epsilon
        As in `Adam`.
    weight_decay : float, or (R,) array
        At least 0; an array gives each run its own.
    mask : (P,) bool, or names and kinds, optional
        What decays; by default the weights of a network, and all of a vector that is not a network's. PyTorch's decays
        biases too, unless it is given groups of parameters: ``("weight", "bias")`` here.

    Raises
    ------
    UsageError
        GC-U04, GC-U40, GC-U41 as in `Adam`; GC-U42 for the decay; GC-U53, before the first step, for the mask.
    """

    learning_rate: LearningRate = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    weight_decay: float | Array = 0.01
    mask: Selection | None = None
    _rule: WeightDecay = field(init=False, repr=False)
    stays_in_span: ClassVar[bool] = False

    def __post_init__(self) -> None:
        adam = Adam(self.learning_rate, self.beta1, self.beta2, self.epsilon)
        object.__setattr__(self, "_rule", WeightDecay(adam, self.weight_decay, self.mask))

    def init(self, theta: Array) -> AdamState:
        """State before the first step: that of Adam."""
        state: AdamState = self._rule.init(theta)
        return state

    def update(self, grad: Array, state: AdamState, theta: Array) -> tuple[Array, AdamState]:
        """Take one step, in place; see `Optimizer.update`."""
        return self._rule.update(grad, state, theta)
