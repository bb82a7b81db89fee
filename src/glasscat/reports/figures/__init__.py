"""Figures of a run. Each takes plain arrays or samples and gives a matplotlib `Figure`; nothing here trains."""

from glasscat.reports.figures.confusion import confusion
from glasscat.reports.figures.curve import learning_curve
from glasscat.reports.figures.duplicates import duplicates
from glasscat.reports.figures.mistakes import mistakes
from glasscat.reports.figures.samples import sample_pictures
from glasscat.reports.figures.weights import weights
from glasscat.reports.figures.write import write_figures

__all__ = ["confusion", "duplicates", "learning_curve", "mistakes", "sample_pictures", "weights", "write_figures"]
