"""From what is asked for to plans of training: the data read, and the network made for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from glasscat.cli.training import hold_out, loaded

if TYPE_CHECKING:
    from glasscat.cli.request import Request
    from glasscat.data.dataset import Dataset
    from glasscat.training.plan import Plan


class Reader:
    """Reads data once for all requests that read the same."""

    def __init__(self) -> None:
        self._by_options: dict[tuple[Any, ...], Dataset] = {}
        self._by_fingerprint: dict[str, Dataset] = {}

    def __call__(self, request: Request) -> Dataset:
        """Data of a request; those whose data turns out to be the same share it, so that they can be trained as one."""
        key = request.data, request.test, request.holdout, request.size, request.fit, request.skip_broken, request.seed
        if key not in self._by_options:
            data = loaded(request)
            self._by_options[key] = self._by_fingerprint.setdefault(data.fingerprint, data)
        return self._by_options[key]

    def notes(self) -> list[Any]:
        """Every note about what was read, each once."""
        return list({str(note): note for data in self._by_fingerprint.values() for note in data.notes}.values())


def training_plan(request: Request, data: Dataset) -> Plan:
    """Plan of what is asked for, on some data."""
    from glasscat.training.plan import Plan

    network = request.network(data)
    if request.patience is None:
        return Plan(network, data, **request.training(len(data.train)))
    part, held_out = hold_out(data, request)
    return Plan(network, part, held_out=held_out, **request.training(len(part.train)))
