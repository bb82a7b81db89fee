"""Learning rates that change from step to step, one file each: ``Adam(Cosine(0.001, steps=2000))``."""

from glasscat.optimizers.schedules.constant import Constant
from glasscat.optimizers.schedules.cosine import Cosine
from glasscat.optimizers.schedules.inverse_time import InverseTime
from glasscat.optimizers.schedules.one_cycle import OneCycle
from glasscat.optimizers.schedules.schedule import Schedule
from glasscat.optimizers.schedules.step_decay import StepDecay
from glasscat.optimizers.schedules.warm_up import WarmUp

__all__ = ["Constant", "Cosine", "InverseTime", "OneCycle", "Schedule", "StepDecay", "WarmUp"]
