"""Where the oracles come from: packages that `make test` does without, and `make oracle` insists on."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

REQUIRED = "GLASSCAT_ORACLES_REQUIRED"
"""Set by `make oracle`: a comparison that is skipped there would be taken for one that holds."""


def oracle(name: str) -> ModuleType:
    """Import a package to compare with, or skip the whole file, saying so; where oracles are required, fail."""
    if os.environ.get(REQUIRED):
        return import_module(name)
    return pytest.importorskip(name, reason=f"{name} is the oracle of these tests, and not installed: make oracle")
