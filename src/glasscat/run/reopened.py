"""A stored run with its data, to train it again; see `glasscat.models.reopened`."""

from glasscat.models.reopened import Reopened, reopen

__all__ = ["Reopened", "reopen"]
