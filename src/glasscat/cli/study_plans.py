"""What is typed as plans of training: the data read, and the network made for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from glasscat.cli.training import hold_out, loaded

if TYPE_CHECKING:
    from glasscat.cli.plan import Plan
    from glasscat.data.dataset import Dataset
    from glasscat.training.plan import Plan as TrainingPlan


class Reader:
    """Reads data once for all plans that read the same."""

    def __init__(self) -> None:
        self._by_options: dict[tuple[Any, ...], Dataset] = {}
        self._by_fingerprint: dict[str, Dataset] = {}

    def __call__(self, plan: Plan) -> Dataset:
        """Data of a plan; plans whose data turns out to be the same share it, so that they can be trained as one."""
        key = plan.data, plan.test, plan.holdout, plan.size, plan.fit, plan.skip_broken, plan.seed
        if key not in self._by_options:
            data = loaded(plan)
            self._by_options[key] = self._by_fingerprint.setdefault(data.fingerprint, data)
        return self._by_options[key]

    def notes(self) -> list[Any]:
        """Every note about what was read, each once."""
        return list({str(note): note for data in self._by_fingerprint.values() for note in data.notes}.values())


def training_plan(plan: Plan, data: Dataset) -> TrainingPlan:
    """What is typed as a plan of training on some data."""
    from glasscat.training.plan import Plan as TrainingPlan

    network = plan.network(data)
    if plan.patience is None:
        return TrainingPlan(network, data, **plan.training(len(data.train)))
    part, held_out = hold_out(data, plan)
    return TrainingPlan(network, part, held_out=held_out, **plan.training(len(part.train)))
