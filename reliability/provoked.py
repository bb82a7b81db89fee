"""Plugin of pytest that keeps the code of every error and finding made while tests ran: see `reliability.errors`."""

from __future__ import annotations

import os
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasscat.data.findings import Finding
from glasscat.errors import GlasscatError

if TYPE_CHECKING:
    from collections.abc import Callable

_seen: set[str] = set()


def _keeping(init: Callable[..., None]) -> Callable[..., None]:
    @wraps(init)
    def kept(self: Any, *args: Any, **kwargs: Any) -> None:
        init(self, *args, **kwargs)
        _seen.add(self.code)

    return kept


def pytest_configure() -> None:
    """Look on from the beginning."""
    for made in (GlasscatError, Finding):
        made.__init__ = _keeping(made.__init__)  # type: ignore[method-assign]


def pytest_sessionfinish() -> None:
    """Write down what was seen."""
    Path(os.environ["GLASSCAT_PROVOKED"]).write_text(" ".join(sorted(_seen)), encoding="utf-8")
