"""A finding: one thing that was found in the data, said with its code, its weight and the samples it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from glasscat.i18n import Text

Severity = Literal["note", "warning"]


@dataclass(frozen=True, repr=False)
class Finding:
    """One truth about the data that a bare percentage would hide.

    Parameters
    ----------
    code : str
        Stable code, ``"GC-I…"``.
    severity : "note" or "warning"
        A warning changes how far a score can be trusted. Neither stops a run; what must stop it is a `DataError`.
    text : Text
        The finding in one or two plain sentences.
    items : tuple
        The samples or numbers it is about, as JSON takes them; for a duplicate across the splits
        ``{"train": 146, "test": 17, "train_name": …, "test_name": …, "exact": True}``.
    """

    code: str
    severity: Severity
    text: Text
    items: tuple[Any, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Keys of the interface: code, severity, text, items."""
        return {"code": self.code, "severity": self.severity, "text": str(self.text), "items": list(self.items)}

    def __repr__(self) -> str:
        return f"{self.code} {self.text}"
