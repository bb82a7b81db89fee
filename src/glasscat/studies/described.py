"""A plan in plain values: what a row keeps of how its run was trained."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from glasscat.training.plan import Plan


def described(plan: Plan) -> dict[str, Any]:
    """Everything that a plan says but its data; arrays are there by their fingerprints."""
    network = plan.network
    held_out = None if plan.held_out is None else plan.held_out.X
    return {
        "network": list(network.sizes),
        "layers": [repr(layer) for layer in network.layers],
        "output": repr(network.output),
        **{name: _plain(value) for name, value in plan.settings.items() if name != "held_out"},
        "held_out": _plain(held_out),
    }


def _plain(value: Any) -> Any:  # noqa: ANN401  (whatever a plan holds)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    match value:
        case np.ndarray() | list() | tuple():
            known: Any = sha256(np.ascontiguousarray(value, np.float64).data).hexdigest()
        case np.random.SeedSequence():
            known = [value.entropy, list(value.spawn_key)]
        case type():
            known = np.dtype(value).name
        case dict():
            known = {str(name): _plain(one) for name, one in value.items()}
        case _:
            known = repr(value)
    return known
