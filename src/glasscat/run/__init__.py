"""The Python door: fit a network, look at the run, judge it, keep it, load it."""

from glasscat.run.evaluating import evaluate
from glasscat.run.explaining import why
from glasscat.run.finished import Run
from glasscat.run.fitting import fit, fit_many
from glasscat.run.opening import explain
from glasscat.run.resuming import resume
from glasscat.run.stored import StoredRun, load_run

__all__ = ["Run", "StoredRun", "evaluate", "explain", "fit", "fit_many", "load_run", "resume", "why"]
