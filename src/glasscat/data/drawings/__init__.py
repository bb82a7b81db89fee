"""Drawn cats and not-cats: pictures of our own, any number, the same for the same seed.

They are drawings, not photographs: what a network learns on them says nothing about photographs.
"""

from __future__ import annotations

from glasscat.data.drawings.drawing import CLASS_NAMES, draw

__all__ = ["CLASS_NAMES", "draw"]
