"""Studies: many trainings, and what they say together. The public names are those of the Python door.

The package lists names and imports nothing by itself: the studies of this room know neither folders nor figures, the
door ties them together.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = [
    "Between",
    "StudyResult",
    "compare",
    "cross_validate",
    "landscape",
    "learning_curve",
    "resplit",
    "sweep",
    "vectorization",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401  (any of the public names)
    """Import a public name on first use."""
    if name in __all__:
        door = "surveying" if name in {"landscape", "vectorization"} else "studying"
        return getattr(import_module(f"glasscat.run.{door}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
