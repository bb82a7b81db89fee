"""A line of text that stands on a point of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.colors import to_rgba
from matplotlib.text import Text

if TYPE_CHECKING:
    from matplotlib.backend_bases import RendererBase


class PageLine(Text):
    """One line with its baseline at a point, not measured where its letters stay letters.

    To place its lines, `matplotlib.text.Text` shapes every word with the fonts of this machine. An SVG needs none of
    that: it says where a line begins, ends or has its middle, and leaves the rest to the fonts of its reader.
    """

    def draw(self, renderer: RendererBase) -> None:
        """Draw it: the same bytes as its base class would give, in half the time."""
        if not (self.get_text() and self._stays_text()):
            super().draw(renderer)
            return
        renderer.open_group("text", self.get_gid())
        x, y = self.get_transform().transform(self.get_position())
        pen = renderer.new_gc()
        pen.set_foreground(to_rgba(self.get_color()), isRGBA=True)
        below = renderer.get_canvas_width_height()[1] - y  # an SVG counts from the top
        font = self.get_fontproperties()
        renderer.draw_text(pen, x, below, self.get_text(), font, self.get_rotation(), ismath=False, mtext=self)
        pen.restore()
        renderer.close_group("text")

    def _stays_text(self) -> bool:
        """Whether it is written into an SVG, and not as outlines of its letters, which matplotlib does unless told."""
        figure = self.get_figure(root=True)
        is_svg = figure is not None and figure.canvas.get_default_filetype() == "svg"
        return is_svg and mpl.rcParams["svg.fonttype"] == "none"
