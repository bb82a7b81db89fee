"""Words that are in each language already, and are not looked up in a catalogue any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Kept:
    """Words that were written down in each language, when a run was kept or just now; rendered like a `Text`."""

    words: Mapping[str, str]

    def render(self, language: str) -> str:
        """Words in ``language``."""
        return self.words[language]
