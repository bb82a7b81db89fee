"""Why a network says what it says of one picture, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasscat.attribution.words import answer, question
from glasscat.i18n import _, sentences
from glasscat.reports.figures.map_row import Panel, draw_map_row, row_height
from glasscat.reports.figures.occlusion import occlusion_panels
from glasscat.reports.figures.pixel_map import pixel_panels
from glasscat.reports.figures.style import HEADING, MARGIN, head, look, page
from glasscat.reports.figures.tiles import pixels, short
from glasscat.reports.figures.training_pictures import ROW, draw_nearest, draw_pushes

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from glasscat.attribution.attribution import Attribution
    from glasscat.i18n import Text

TOP = HEADING + 4


@look()
def why(attribution: Attribution, *, title: Text | str | None = None) -> Figure:
    """Draw the picture with its map, and below them the training pictures that speak for the answer or against it.

    Of a network of one layer the map shows what each pixel adds to z, and the training pictures are those that push
    most, either way. Of a deeper one the map shows what covering a part costs, and the training pictures are the
    nearest; the page says that this is approximate.

    Parameters
    ----------
    attribution : Attribution
    title : Text or str, optional

    Returns
    -------
    Figure

    Raises
    ------
    UsageError
        GC-F03 if the sample is not a picture.
    """
    picture = pixels(attribution.picture)[0]
    panels = [Panel(picture, _("the picture"), short(attribution.picture.names[0]))]
    unit = _("what a pixel adds to z")
    if attribution.pixels is not None:
        panels += pixel_panels(attribution.pixels)
    if attribution.occlusion is not None:
        panels += occlusion_panels(attribution.occlusion, picture)
        unit = _("fall in percent points")
    n_rows = 2 if attribution.training is not None or attribution.by_pixels is not None else 0
    below = TOP + row_height(panels[0]) + 14
    figure, sheet = page(below + n_rows * ROW + MARGIN / 2)
    head(sheet, title or question(attribution), _summary(attribution))
    draw_map_row(sheet, TOP, panels, unit, attribution.class_name)
    if attribution.training is not None:
        draw_pushes(sheet, below, attribution, attribution.training)
    if attribution.by_pixels is not None and attribution.by_activations is not None:
        draw_nearest(sheet, below, attribution, attribution.by_pixels, attribution.by_activations)
    return figure


def _summary(attribution: Attribution) -> Text:
    """Give the answer, and say where it is explained only approximately."""
    training = attribution.training
    if attribution.pixels is None:
        return sentences(answer(attribution), _("What is shown is approximate."))
    if training is not None and not training.is_exact:
        return sentences(answer(attribution), _("The sum over training pictures is approximate."))
    return answer(attribution)
