"""What `train` does where an option is not given, and which options were."""

from __future__ import annotations

from inspect import signature
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def defaults() -> dict[str, Any]:
    """Default of every setting of `train`, by name."""
    from glasscat.cli.train import train

    return {name: parameter.default for name, parameter in signature(train).parameters.items()}


def given_options(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings that are not the defaults of `train`, by the options that give them, such as ``--learning-rate``."""
    known = defaults()
    return {
        f"--{name.replace('_', '-')}": value
        for name, value in settings.items()
        if name in known and value != known[name]
    }
