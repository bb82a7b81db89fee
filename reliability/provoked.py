"""Plugin of pytest that keeps the code of every error and finding made while tests ran: see `reliability.errors`.

Only what glasscat itself makes counts: a test that writes an error down has not provoked it.
"""

from __future__ import annotations

import os
import sys
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasscat import errors
from glasscat.data.findings import Finding
from glasscat.errors import GlasscatError

if TYPE_CHECKING:
    from collections.abc import Callable

_seen: set[str] = set()
_SOURCE = str(Path(errors.__file__).parent) + os.sep
_BETWEEN = {errors.__file__, __file__}
"""Files whose calls stand between whoever makes an error and the error: what makes it for others, and this."""


def _keeping(init: Callable[..., None]) -> Callable[..., None]:
    @wraps(init)
    def kept(self: Any, *args: Any, **kwargs: Any) -> None:
        init(self, *args, **kwargs)
        if _is_made_by_glasscat():
            _seen.add(self.code)

    return kept


def _is_made_by_glasscat() -> bool:
    frame = sys._getframe(1)  # noqa: SLF001  (there is no public name for it)
    while frame.f_back is not None and (frame.f_code.co_filename in _BETWEEN or frame.f_code.co_filename[0] == "<"):
        frame = frame.f_back
    return frame.f_code.co_filename.startswith(_SOURCE)


def pytest_configure() -> None:
    """Look on from the beginning."""
    for made in (GlasscatError, Finding):
        made.__init__ = _keeping(made.__init__)  # type: ignore[method-assign]


def pytest_sessionfinish() -> None:
    """Write down what was seen."""
    Path(os.environ["GLASSCAT_PROVOKED"]).write_text(" ".join(sorted(_seen)), encoding="utf-8")
